"""What must hold for every jurisdiction holds for the provinces of Canada."""

from handrail.testkit.contract import JurisdictionContract
from handrail_ca import QUEBEC


class TestQuebec(JurisdictionContract):
    jurisdiction = QUEBEC
    package = "handrail_ca"
    params = {"establishment_workers": 21}
    jumps = {"ca_qc.als_26wk_last_day": "days taken before count within twelve months from the first absence"}
    statements = {
        "injury_occurred": lambda _day: {"at_work": True},
        "incapacity_started": lambda _day: {},
        "incapacity_ceased": lambda _day: {},
        "pay_period_ended": lambda _day: {},
        "dismissal_notice": lambda _day: {},
        "act_done": lambda _day: {"rule": "ca_qc.adr_form_due"},
    }
