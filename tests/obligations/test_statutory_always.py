"""Whatever happens in the support process, the statutory track stays as it is: random sequences of it (VOL-4)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.extensions.registry import registry
from handrail.obligations import given as events_of
from handrail.obligations.engine import compute
from handrail.obligations.given import absence_events
from handrail.obligations.reading import read_events
from handrail.obligations.rows import Row
from handrail.obligations.vocabulary import DECISIONS, KNOWN_EVENTS
from handrail.sdk import EVENT_TYPES, CaseFacts

FIRST = date(2026, 3, 2)
TODAY = FIRST + timedelta(days=500)
CASE = UUID(int=1)
SUPPORT = sorted(KNOWN_EVENTS.keys() - EVENT_TYPES.keys())
FIELDS: dict[str, dict[str, object]] = {
    "next_conversation_agreed": {"on": "2026-05-04"},
    "follow_up_agreed": {"interval_days": 14},
    "question_asked": {"question": "q1", "due": "2026-06-01"},
    "question_answered": {"question": "q1"},
    "plan_promise": {"promise": "p1", "owed_by": "supervisor", "due": "2026-06-01"},
    "promise_confirmed": {"promise": "p1"},
}


class Filed:
    """A fact as it is on file."""

    def __init__(self, on: date, kind: str, fields: dict[str, object], case_id: UUID | None = None) -> None:
        self.on, self.type, self.fields, self.case_id = on, kind, fields, case_id


@st.composite
def acts_of_support(draw: st.DrawFn) -> list[Filed]:
    """Draw what worker, coordinator and supervisor did, in any order and on any day, taking part or not."""
    found = []
    for days, kind in draw(st.lists(st.tuples(st.integers(0, 480), st.sampled_from(SUPPORT)), max_size=12)):
        fields = FIELDS.get(kind, {})
        if kind == "participation_decided":
            fields = {"decision": draw(st.sampled_from(DECISIONS))}
        found.append(Filed(FIRST + timedelta(days=days), kind, fields, CASE))
    return found


def statutory(facts: list[Filed]) -> tuple[Row, ...]:
    dutch = registry().jurisdictions["nl"]
    given_facts = CaseFacts(jurisdiction="nl", events=read_events(absence_events(facts), dutch), as_of=TODAY)
    return tuple(row for row in compute(given_facts, dutch) if row.rule.id.startswith("nl."))


def told_apart(support: list[Filed], days_done: list[int]) -> bool:
    """Say whether the statutory track is another one with these acts of support than without them."""
    absence = [Filed(FIRST, "absence_started", {})]
    absence += [Filed(FIRST + timedelta(days=day), "act_done", {"rule": "nl.plan_of_action"}) for day in days_done[:1]]
    both = sorted([*absence, *support], key=lambda fact: fact.on)
    return statutory(both) != statutory(sorted(absence, key=lambda fact: fact.on))


@pytest.mark.rule("VOL-4")
@settings(max_examples=60, deadline=None)
@given(support=acts_of_support(), days_done=st.lists(st.integers(40, 90), max_size=1))
def test_no_sequence_of_the_support_process_changes_an_obligation_of_the_statutory_track(
    support: list[Filed], days_done: list[int]
) -> None:
    assert not told_apart(support, days_done)


@pytest.mark.rule("VOL-4")
def test_an_engine_that_took_a_promise_for_an_act_of_the_law_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutation: what is agreed in the support process ends what the law asks."""
    right = events_of.absence_events

    def wrong(facts: list[Filed]) -> list[dict[str, object]]:
        left = any(fact.type == "participation_decided" for fact in facts)
        return [*right(facts), *([{"type": "recovered", "date": "2026-04-01"}] if left else [])]

    monkeypatch.setitem(globals(), "absence_events", wrong)
    assert told_apart([Filed(FIRST, "participation_decided", {"decision": "declined"}, CASE)], [])
