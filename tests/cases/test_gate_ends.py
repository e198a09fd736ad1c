"""On which day contacts are free again, whatever was corrected (NEU-2, ACC-3)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.cases.rules.neutrality import AbsenceEvent, ends_on, in_force

OPENED = date(2026, 11, 16)
BEGAN = AbsenceEvent(date(2026, 11, 2), "absence_started")


def back(day: int, *, was_known: bool = False, kind: str = "recovered") -> AbsenceEvent:
    return AbsenceEvent(date(2026, 11, day), kind, was_known=was_known)


@pytest.mark.rule("NEU-2")
@pytest.mark.parametrize(
    ("events", "free_on"),
    [
        ([BEGAN], None),
        ([BEGAN, back(20)], date(2026, 11, 20)),
        ([BEGAN, back(20, kind="employment_ended")], date(2026, 11, 20)),
        ([BEGAN, back(12)], OPENED),
        ([BEGAN, back(16)], OPENED),
        ([BEGAN, back(12), AbsenceEvent(date(2026, 11, 25), "absence_started", was_known=False)], OPENED),
        ([AbsenceEvent(BEGAN.on, "absence_started", was_known=False, taken_back=True)], OPENED),
        ([AbsenceEvent(date(2026, 11, 18), "absence_started", was_known=False)], None),
        ([AbsenceEvent(date(2026, 11, 18), "absence_started", was_known=False), back(27)], date(2026, 11, 27)),
        ([AbsenceEvent(date(2026, 3, 2), "absence_started"), back(2, was_known=True), BEGAN], None),
        ([], OPENED),
    ],
)
def test_contacts_are_free_from_the_first_end_of_the_absence_that_there_is(
    events: list[AbsenceEvent], free_on: date | None
) -> None:
    assert ends_on(events, OPENED) == free_on


@pytest.mark.rule("NEU-2")
@settings(max_examples=60, deadline=None)
@given(
    days=st.lists(st.tuples(st.integers(1, 28), st.sampled_from(["absence_started", "recovered"]), st.booleans())),
    today=st.integers(1, 28),
)
def test_the_gate_is_never_open_before_the_file_and_never_shut_after_the_end(
    days: list[tuple[int, str, bool]], today: int
) -> None:
    events = [AbsenceEvent(date(2026, 11, day), kind, was_known=known) for day, kind, known in days]
    free_on = ends_on(events, OPENED)
    assert free_on is None or free_on >= OPENED
    holds = in_force(OPENED, free_on, date(2026, 11, today))
    assert holds == (today >= OPENED.day and (free_on is None or today < free_on.day))
