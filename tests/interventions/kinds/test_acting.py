"""Interventions of one case: begun, moved on, read by each in their compartments; several side by side (IVN-1)."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from tests.interventions.kinds.conftest import ADJUSTMENT, GRADED, PASSPORT, Under, switch

from handrail.extensions.activation import State
from handrail.interventions.errors import ChangedMeanwhile, NotThisState, ReadOnly
from handrail.interventions.kinds.models import InterventionFact, InterventionPart
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Invalid, NotFound
from handrail.obligations.models import Obligation

TODAY = clock.today("Europe/Amsterdam")
MONDAY = TODAY - timedelta(days=TODAY.weekday())
WEEKS = [
    {"monday": (MONDAY + timedelta(weeks=place)).isoformat(), "hours": str(hours), "tasks": tasks, "cover": "Ilse"}
    for place, (hours, tasks) in enumerate(((8, "Post"), (12, "Post and telephone"), (16, "All but the night shift")))
]


def due(under: Under) -> list[tuple[str, str]]:
    with under.world.engine() as session:
        statement = select(Obligation).where(Obligation.rule == "support.intervention_day")
        return sorted((each.due_on.isoformat(), each.status) for each in session.scalars(statement))


@pytest.fixture(scope="module")
def graded(under: Under) -> UUID:
    return under.begin(
        Role.COORDINATOR, GRADED, aim="Own work, all hours", contract_hours="32", weeks=WEEKS, basis="wage"
    )


@pytest.fixture(scope="module")
def shared(under: Under) -> UUID:
    lines = [{"what": "A quiet desk", "share": True}, {"what": "zanzibar", "share": False}]
    passport = under.begin(Role.WORKER, PASSPORT, affects="zanzibar", adjustments=lines)
    under.move(Role.WORKER, passport, "share", for_manager="Please ask me first")
    return passport


@pytest.mark.rule("IVN-1")
def test_several_run_side_by_side_in_one_case(under: Under, graded: UUID, shared: UUID) -> None:
    adjustment = under.begin(Role.SUPERVISOR, ADJUSTMENT, what="Later start", kind="hours")
    assert set(under.seen_by(Role.COORDINATOR)) == {GRADED, ADJUSTMENT, PASSPORT}
    assert under.item(Role.WORKER, graded).where.state == "proposed"
    assert under.item(Role.WORKER, adjustment).where.state == "proposed"
    assert under.item(Role.WORKER, shared).where.state == "shared"


@pytest.mark.rule("IVN-2")
def test_a_build_up_holds_when_the_worker_agrees_and_its_review_is_due(under: Under, graded: UUID) -> None:
    with pytest.raises(NotFound):
        under.move(Role.COORDINATOR, graded, "agree")
    assert under.move(Role.WORKER, graded, "agree") == "agreed"
    first, second = TODAY + timedelta(days=7), TODAY + timedelta(days=14)
    under.move(Role.COORDINATOR, graded, "start", next_review_on=first.isoformat())
    assert due(under) == [(first.isoformat(), "pending")]
    held = [{"on": TODAY.isoformat(), "outcome": "step_back", "agreed": "Two weeks at 8 hours"}]
    under.move(Role.SUPERVISOR, graded, "step_back", reviews=held, next_review_on=second.isoformat())
    assert due(under) == [(first.isoformat(), "met"), (second.isoformat(), "pending")]
    later = TODAY + timedelta(days=10)
    under.correct(Role.COORDINATOR, graded, next_review_on=later.isoformat())
    assert due(under) == [(first.isoformat(), "met"), (later.isoformat(), "pending")]
    with pytest.raises(NotThisState):
        under.move(Role.WORKER, graded, "agree")


def test_what_does_not_fit_the_type_is_refused_beside_the_field(under: Under, graded: UUID) -> None:
    with pytest.raises(Invalid) as refused:
        under.correct(Role.COORDINATOR, graded, weeks=[{"monday": "2026-03-03", "hours": 99}], unheard="of")
    pointers = {each.pointer for each in refused.value.problems}
    assert pointers == {"/weeks/0/hours", "/unheard"}
    with pytest.raises(Invalid) as refused:
        under.correct(Role.COORDINATOR, graded, weeks=[{"monday": "2026-03-03", "hours": 9}])
    assert [each.pointer for each in refused.value.problems] == ["/weeks/0"]
    with pytest.raises(ChangedMeanwhile):
        under.move(Role.COORDINATOR, graded, "pause", revision=1)
    with pytest.raises(NotThisState):
        under.begin(Role.COORDINATOR, GRADED)


@pytest.mark.rule("CON-1", "CON-2")
def test_each_reader_has_the_fields_of_their_compartments(under: Under, shared: UUID) -> None:
    assert under.seen_by(Role.SUPERVISOR)[PASSPORT] == {
        "shared_adjustments": [{"what": "A quiet desk"}], "shared_words": "Please ask me first",
    }  # fmt: skip
    with pytest.raises(NotFound):
        under.move(Role.SUPERVISOR, shared, "share", revision=1)
    with under.world.session(Role.SUPERVISOR) as (session, _actor):
        assert set(session.scalars(select(InterventionPart.compartment))) == {Compartment.PLAN}
    for role in (Role.HR, Role.ABSENCE_ADMIN):
        with under.world.session(role) as (session, _actor):
            for table in ("intervention", "intervention_part", "intervention_change", "intervention_fact"):
                assert session.scalar(text(f"select count(*) from {table}")) == 0, (role, table)  # noqa: S608 - our names
    under.move(Role.WORKER, shared, "take_back")
    assert PASSPORT not in under.seen_by(Role.SUPERVISOR)
    assert "zanzibar" in under.seen_by(Role.WORKER)[PASSPORT]["affects"]


def test_codes_and_numbers_stand_in_the_open_and_texts_do_not(under: Under, graded: UUID) -> None:
    with under.world.engine() as session:
        statement = select(InterventionFact.key, InterventionFact.text).where(
            InterventionFact.intervention_id == graded
        )
        assert [tuple(row) for row in session.execute(statement)] == [("basis", "wage")]
        sealed = session.scalars(select(InterventionPart.content_sealed)).all()
        assert all(b"Post" not in each and b"zanzibar" not in each for each in sealed)


def test_with_its_plugin_off_an_item_is_read_and_not_changed(under: Under, graded: UUID) -> None:
    switch(under.world, "graded-return", State.OFF)
    try:
        assert under.seen_by(Role.WORKER)[GRADED]["aim"] == "Own work, all hours"
        with pytest.raises(ReadOnly):
            under.correct(Role.COORDINATOR, graded, aim="Something else")
        with pytest.raises(NotFound):
            under.begin(Role.WORKER, GRADED)
    finally:
        switch(under.world, "graded-return", State.ON)
