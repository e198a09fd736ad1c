"""What must hold for every jurisdiction holds for Denmark."""

from handrail.testkit.contract import JurisdictionContract
from handrail_dk import DENMARK


class TestDenmark(JurisdictionContract):
    jurisdiction = DENMARK
    package = "handrail_dk"
    statements = {
        "prognosis": lambda _day: {"expected_weeks": 30},
        "contract_clause": lambda _day: {"clause": "120_days"},
        "rule_120_day_reached": lambda _day: {},
        "dismissal_notice": lambda _day: {},
        "absence_started": lambda _day: {"percent": 50},
        "act_done": lambda _day: {"rule": "dk.absence_interview"},
    }
    jumps = {
        "dk.municipal_first_followup": "the reform of 1 July 2026",
        "dk.rule_120_first_notice": "twelve months back",
        "dk.rule_120_last_notice": "twelve months back",
    }
