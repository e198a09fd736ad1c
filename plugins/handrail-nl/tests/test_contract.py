"""What must hold for every jurisdiction holds for the Netherlands."""

from handrail.testkit.contract import JurisdictionContract
from handrail_nl import NETHERLANDS


class TestNetherlands(JurisdictionContract):
    jurisdiction = NETHERLANDS
    package = "handrail_nl"
    statements = {
        "problem_analysis_received": lambda _day: {},
        "first_year_evaluation_done": lambda _day: {"no_own_employer_prospect": True},
        "uwv_wage_sanction_decided": lambda _day: {},
        "shortening_requested": lambda _day: {},
        "employment_ended": lambda _day: {},
        "safety_net_case": lambda _day: {},
        "act_done": lambda _day: {"rule": "nl.plan_of_action"},
    }
