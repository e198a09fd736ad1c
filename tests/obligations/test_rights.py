"""A worker who asks for data to be put right is owed an answer within one month, and nobody else sets that date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.extensions.registry import registry
from handrail.obligations.engine import compute
from handrail.obligations.rights import ANSWERED, ASKED, COORDINATOR, EMPLOYER
from handrail.obligations.rows import Row
from handrail.sdk import CaseFacts, Event

pytestmark = pytest.mark.rule("PRI-1")
TENTH, IN_APRIL = date(2026, 3, 10), date(2026, 4, 10)


def asked(on: date, request: str = "r1", kept_by: str = EMPLOYER) -> Event:
    return Event(date=on, type=ASKED, fields={"request": request, "kept_by": kept_by})


def answered(on: date, request: str = "r1") -> Event:
    return Event(date=on, type=ANSWERED, fields={"request": request})


def rows(*events: Event, as_of: date | None = None, jurisdiction: str = "") -> list[Row]:
    facts = CaseFacts(jurisdiction=jurisdiction, events=events, as_of=as_of)
    found = compute(facts, registry().jurisdictions.get(jurisdiction))
    return [row for row in found if row.rule.id.startswith("rights.")]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (TENTH, IN_APRIL),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 4, 4), date(2026, 5, 4)),  # a Saturday: no day is won by it
    ],
)
def test_the_answer_is_due_on_the_same_day_of_the_next_month_or_its_last(received: date, due: date) -> None:
    (row,) = rows(asked(received), as_of=received)
    assert (row.due, row.status, row.owed_by, row.compartment) == (due, "pending", "hr", "administrative")
    assert (row.rule.basis, row.source.article) == ("statutory", "12(3), 16")
    assert row.source.act == "GDPR (Regulation (EU) 2016/679)"
    assert [step.key for step in row.explanation][:2] == ["rights.asked", "plus_months"]


def test_what_the_coordinator_wrote_down_is_owed_by_them_and_lies_with_them() -> None:
    (row,) = rows(asked(TENTH, kept_by=COORDINATOR))
    assert (row.owed_by, row.compartment, row.due) == ("coordinator", "coordination", IN_APRIL)


def test_the_answer_meets_its_own_request_and_no_other() -> None:
    events = asked(TENTH), asked(TENTH, request="r2"), answered(date(2026, 4, 9), "r2")
    assert {row.about: row.status for row in rows(*events)} == {"r1": "pending", "r2": "met"}
    assert {row.about: row.status for row in rows(*events, as_of=date(2027, 1, 1))} == {"r1": "missed", "r2": "met"}


@pytest.mark.rule("VOL-4")
def test_neither_a_recovery_nor_leaving_support_ends_what_is_owed() -> None:
    events = (
        Event(date=date(2026, 1, 5), type="absence_started", fields={}),
        asked(TENTH),
        asked(TENTH, request="r2", kept_by=COORDINATOR),
        Event(date=date(2026, 3, 12), type="participation_decided", fields={"decision": "withdrawn"}),
        Event(date=date(2026, 3, 20), type="recovered", fields={}),
        Event(date=date(2026, 3, 21), type="case_closed", fields={}),
    )
    assert [(row.due, row.status) for row in rows(*events)] == [(IN_APRIL, "pending")] * 2
    assert [row.due for row in rows(events[0], events[1], events[4], jurisdiction="nl")] == [IN_APRIL]


@given(received=st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_it_is_never_sooner_than_28_days_nor_later_than_31(received: date) -> None:
    (row,) = rows(asked(received))
    assert row.due is not None
    assert timedelta(days=28) <= row.due - received <= timedelta(days=31)
