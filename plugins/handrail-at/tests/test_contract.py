"""What must hold for every jurisdiction holds for Austria."""

from handrail.testkit.contract import JurisdictionContract
from handrail_at import AUSTRIA


class TestAustria(JurisdictionContract):
    jurisdiction = AUSTRIA
    package = "handrail_at"
    statements = {
        "wietz_started": lambda _day: {},
        "act_done": lambda _day: {"rule": "at.wietz_max_end"},
    }
