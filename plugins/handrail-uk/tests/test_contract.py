"""What must hold for every jurisdiction holds for Great Britain and Northern Ireland."""

import datetime as dt

from handrail.testkit.contract import JurisdictionContract
from handrail_uk import GREAT_BRITAIN, NORTHERN_IRELAND

_WEEKDAYS = "counts qualifying days, which fall on days of the week"
_LAW = "the law of each day decides, and changes on 6 April 2026"
JUMPS = {
    "ssp_notice_due": _WEEKDAYS,
    "ssp_first_payable": f"{_WEEKDAYS}; {_LAW}",
    "ssp_end": f"{_WEEKDAYS}; {_LAW}",
    "ssp_three_year_end": _LAW,
}
STATEMENTS = {
    "fit_note_issued": lambda day: {"to": day + dt.timedelta(days=20), "type_box": "may_be_fit"},
    "employment_ended": lambda _day: {},
    "phased_return_started": lambda _day: {"work_days": ["Mon", "Wed"]},
}


class TestGreatBritain(JurisdictionContract):
    jurisdiction = GREAT_BRITAIN
    package = "handrail_uk"
    statements = STATEMENTS | {
        "injury_occurred": lambda _day: {"at_work": True},
        "sar_received": lambda _day: {},
        "act_done": lambda _day: {"rule": "uk.ssp1_due"},
    }
    jumps = {f"uk.{name}": why for name, why in JUMPS.items()} | {
        "uk.ssp1_due": f"{_WEEKDAYS}; {_LAW}",
    }


class TestNorthernIreland(JurisdictionContract):
    jurisdiction = NORTHERN_IRELAND
    package = "handrail_uk"
    statements = STATEMENTS
    jumps = {f"uk_ni.{name}": why for name, why in JUMPS.items()}
