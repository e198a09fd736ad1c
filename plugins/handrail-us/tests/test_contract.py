"""What must hold for every jurisdiction holds for the United States."""

from handrail.testkit.contract import JurisdictionContract
from handrail_us import UNITED_STATES


class TestUnitedStates(JurisdictionContract):
    jurisdiction = UNITED_STATES
    package = "handrail_us"
    statements = {
        "leave_started": lambda _day: {},
        "leave_requested": lambda _day: {},
        "certification_requested": lambda _day: {},
        "deficiency_notified": lambda _day: {},
        "certificate_received": lambda _day: {},
        "sufficient_info_received": lambda _day: {},
        "employer_learned": lambda _day: {},
        "injury_occurred": lambda _day: {"at_work": True},
        "act_done": lambda _day: {"rule": "us.fmla_cert_due"},
    }
    params = {"months_employed": 30, "hours_12m": 1800, "employees_75_miles": 200, "division": "CA"}
    so_far = frozenset(("us.fmla_weeks_used",))
