"""What must hold for every jurisdiction holds for Finland."""

from handrail.testkit.contract import JurisdictionContract
from handrail_fi import FINLAND


class TestFinland(JurisdictionContract):
    jurisdiction = FINLAND
    package = "handrail_fi"
    statements = {
        "absence_started": lambda _day: {"cause": "c1"},
        "act_done": lambda _day: {"rule": "fi.statement_90"},
    }
