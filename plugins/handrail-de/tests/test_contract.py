"""What must hold for every jurisdiction holds for Germany."""

from handrail.testkit.contract import JurisdictionContract
from handrail_de import GERMANY


class TestGermany(JurisdictionContract):
    jurisdiction = GERMANY
    package = "handrail_de"
    statements = {
        "bem_closed": lambda _day: {},
        "act_done": lambda _day: {"rule": "de.bem_offer"},
        "absence_started": lambda _day: {"cause": "a", "before_work": False},
    }
    params = {"work_pattern": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]}
