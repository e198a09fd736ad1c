"""What must hold for every jurisdiction holds for Ireland."""

from handrail.testkit.contract import JurisdictionContract
from handrail_ie import IRELAND


class TestIreland(JurisdictionContract):
    jurisdiction = IRELAND
    package = "handrail_ie"
    params = {"normal_daily_pay": 120}
    statements = {
        "employment_started": lambda _day: {},
        "act_done": lambda _day: {"rule": "ie.ssl_cert_due"},
    }
