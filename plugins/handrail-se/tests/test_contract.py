"""What must hold for every jurisdiction holds for Sweden."""

from handrail.testkit.contract import JurisdictionContract
from handrail_se import SWEDEN


class TestSweden(JurisdictionContract):
    jurisdiction = SWEDEN
    package = "handrail_se"
    statements = {
        "prognosis": lambda day: {"expected_days": 59 + day.day % 3},
        "act_done": lambda _day: {"rule": "se.return_plan"},
    }
    jumps = {"se.return_plan": "the prognosis drawn here differs with the day"}
