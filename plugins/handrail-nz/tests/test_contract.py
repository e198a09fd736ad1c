"""What must hold for every jurisdiction holds for New Zealand."""

from handrail.testkit.contract import JurisdictionContract
from handrail_nz import NEW_ZEALAND


class TestNewZealand(JurisdictionContract):
    jurisdiction = NEW_ZEALAND
    package = "handrail_nz"
    statements = {
        "injury_occurred": lambda _day: {"at_work": True},
        "claim_lodged": lambda _day: {"injury": "physical"},
        "cover_accepted": lambda _day: {},
        "incapacity_started": lambda _day: {},
        "certificate_received": lambda _day: {},
        "employment_started": lambda _day: {},
        "act_done": lambda _day: {"rule": "nz.irp_decision_due"},
    }
