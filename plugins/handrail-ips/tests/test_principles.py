"""The eight principles as far as a record shows them (IVN-4)."""

import datetime as dt
from typing import Any

import pytest

from handrail.sdk import Data, Field
from handrail_ips import IPS
from handrail_ips.looking import check, warn

TODAY = dt.date(2026, 6, 1)


def item(state: str = "offered", act: str = "", **values: Any) -> Data:
    return Data(state=state, act=act, today=TODAY, values=values)


def keys(found: Any) -> set[str]:
    return {each.key for each in found}


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days=days)).isoformat()


def every_word(fields: tuple[Field, ...]) -> set[str]:
    texts = [text for field in fields for text in (field.key, field.label, *field.choices)]
    return {word for text in texts for word in text.casefold().replace("_", " ").split()} | {
        word for field in fields if field.item for word in every_word(field.item)
    }


@pytest.mark.rule("IVN-4")
def test_nobody_is_turned_away_for_not_being_ready() -> None:
    words = every_word(IPS.data) | set(" ".join(IPS.machine.states).split("_"))
    assert not words & {"ready", "readiness", "motivated", "diagnosis", "symptoms", "illness", "sober", "stable"}
    accept = IPS.machine.transition("accept")
    assert accept is not None
    assert accept.requires == ("wants_work",)
    assert check(None, item(act="accept", wants_work=True)) == []
    assert keys(check(None, item(act="accept", wants_work=False))) == {"does_not_want"}


@pytest.mark.rule("IVN-4")
def test_a_referral_goes_from_offered_to_job_kept() -> None:
    way = ["accept", "engage", "search", "contact", "job", "support", "sustain", "keep"]
    state = IPS.machine.initial
    for name in way:
        transition = IPS.machine.transition(name)
        assert transition is not None
        assert state in transition.source
        state = transition.target
    assert state == "job_kept"
    assert state in IPS.machine.final


@pytest.mark.rule("IVN-4")
def test_what_leaves_a_principle_is_pointed_out() -> None:
    assert keys(warn(None, item("job_search"))) == {"alone", "no_wishes", "no_advice"}
    well = {"treatment_contact": "A nurse", "preferences": "Outdoors", "benefits_advice_on": ago(20)}
    assert warn(None, item("job_search", **well, profile_started_on=ago(30))) == []
    assert keys(warn(None, item("job_search", **well, profile_started_on=ago(31)))) == {"slow"}
    met = [{"on": ago(10), "how": "face_to_face"}]
    assert warn(None, item("job_search", **well, profile_started_on=ago(40), contacts=met)) == []
    job = {"employer": "Bakery", "began_on": ago(60), "hours": "16"}
    assert keys(warn(None, item("stepped_down", **well, jobs=[job]))) == {"not_competitive", "left_alone"}


def test_a_job_lasts_after_thirteen_weeks_and_not_before() -> None:
    job = {"employer": "Bakery", "began_on": ago(90), "hours": "16", "competitive": True}
    assert keys(check(None, item("in_work_support", "sustain", jobs=[job]))) == {"not_yet_13_weeks"}
    assert check(None, item("in_work_support", "sustain", jobs=[{**job, "began_on": ago(91)}])) == []
    assert keys(check(None, item("sustained", "keep", jobs=[job], outcome="not_employed"))) == {"kept_not_employed"}
    assert keys(check(None, item("accepted", "close", outcome="employed"))) == {"employed_without_job"}
    assert keys(check(None, item("job_started", jobs=[{**job, "ended_on": ago(100)}]))) == {"ended_before"}
