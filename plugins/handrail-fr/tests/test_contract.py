"""What must hold for every jurisdiction holds for France."""

from handrail.testkit.contract import JurisdictionContract
from handrail_fr import FRANCE


class TestFrance(JurisdictionContract):
    jurisdiction = FRANCE
    package = "handrail_fr"
    statements = {
        "returned_to_work": lambda _day: {},
        "maternity_leave_started": lambda _day: {},
        "maternity_leave_ended": lambda _day: {},
        "absence_started": lambda _day: {"cause": "work_accident"},
        "supervised_trial_started": lambda _day: {},
        "act_done": lambda _day: {"rule": "fr.return_visit"},
    }
