"""What must hold for every jurisdiction holds for Norway."""

from handrail.testkit.contract import JurisdictionContract
from handrail_no import NORWAY


class TestNorway(JurisdictionContract):
    jurisdiction = NORWAY
    package = "handrail_no"
    statements = {
        "dialogue_meeting_2_scheduled": lambda _day: {},
        "absence_started": lambda _day: {"percent": 50},
        "act_done": lambda _day: {"rule": "no.follow_up_plan"},
    }
    jumps = {"no.max_date": "counts Monday to Friday"}
    dated_values = frozenset({"no.employer_period_end"})
