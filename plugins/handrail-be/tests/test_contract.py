"""What must hold for every jurisdiction holds for Belgium."""

from handrail.testkit.contract import JurisdictionContract
from handrail_be import BELGIUM


class TestBelgium(JurisdictionContract):
    jurisdiction = BELGIUM
    package = "handrail_be"
    statements = {
        "partial_return_started": lambda _day: {"percent": 50},
        "partial_return": lambda _day: {"percent": 60},
        "absence_started": lambda _day: {"before_work": False},
        "employer_size": lambda _day: {"workers": 20},
        "work_potential_established": lambda _day: {},
        "trajectory_request_received": lambda _day: {},
        "assessment_received": lambda _day: {"decision": "A"},
        "plan_handed_over": lambda _day: {},
        "evaluate_as_of": lambda _day: {},
        "act_done": lambda _day: {"rule": "be.assessment_49d", "decision": "B"},
    }
