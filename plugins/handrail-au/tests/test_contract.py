"""What must hold for every jurisdiction holds for those of Australia."""

from handrail.testkit.contract import JurisdictionContract
from handrail_au import COMMONWEALTH, NEW_SOUTH_WALES, VICTORIA


class TestCommonwealth(JurisdictionContract):
    jurisdiction = COMMONWEALTH
    package = "handrail_au"
    statements = {
        "claim_received": lambda _day: {"injury": "disease"},
        "act_done": lambda _day: {"rule": "au_cth.claim_decision_due"},
    }


class TestNewSouthWales(JurisdictionContract):
    jurisdiction = NEW_SOUTH_WALES
    package = "handrail_au"
    statements = {
        "injury_occurred": lambda _day: {},
        "employer_aware": lambda _day: {},
        "insurer_notified": lambda _day: {},
        "significant_injury_apparent": lambda _day: {},
        "incapacity_started": lambda _day: {},
        "incapacity_ceased": lambda _day: {},
        "claim_lodged": lambda _day: {"injury": "physical"},
        "certificate_received": lambda _day: {},
        "dismissal_notice": lambda _day: {},
    }


class TestVictoria(JurisdictionContract):
    jurisdiction = VICTORIA
    package = "handrail_au"
    statements = {
        "injury_occurred": lambda _day: {},
        "claim_received": lambda _day: {"injury": "mental"},
        "claim_lodged": lambda _day: {"injury": "mental"},
        "certificate_received": lambda _day: {},
        "agent_notice_received": lambda _day: {},
        "incapacity_started": lambda _day: {},
        "incapacity_ceased": lambda _day: {},
        "incapacity_resumed": lambda _day: {},
        "act_done": lambda _day: {"rule": "au_vic.claim_forward_due"},
    }
