"""The second lock says what the first one says: row-level policies show exactly what `decide` allows to be read.

Asked for every person in every role they hold today, every subject and every compartment, on three days: one while
all cases are open, one after people left and changed, one later, when roles and parts begin.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from tests.isolation.cast import LATER, MOVED, ON_CASES, OPENED, PROBE, Cast, play
from tests.isolation.mutating import policies_of, with_policy, without_policy

from handrail.audit.models import TimelineEntry
from handrail.identity import access, policies
from handrail.identity.access import load_case, load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.policies import ACTIONS, MATRIX, Action, Asking, Decision, Resource
from handrail.identity.queries import actor_of, roles_of
from handrail.kit import clock, draft, rls
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import SubjectOwned, tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.settings import Settings

Cell = tuple[str, Role, str, Compartment]
"""Person, role, subject, compartment: by name, for whoever reads a failure."""

DAYS: Final = (OPENED, MOVED, LATER)
READERS: Final = {
    Role.WORKER, Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, Role.UNION,
    Role.OCCUPATIONAL_HEALTH, Role.PROVIDER,
}  # fmt: skip


@pytest.fixture(scope="module")
def played(database: Settings) -> Cast:
    del database
    return play()


@pytest.fixture
def cast(database: Settings, played: Cast) -> Iterator[Cast]:
    """Everybody on the stage, with the probes open to providers as every grant of theirs would open them.

    The timeline is narrower for them, which has a test of its own: it would hide here whether they are granted right.
    """
    with without_policy(database, "timeline_entry", "narrow"):
        yield played


class Door:
    """Listens at the service layer's door: what it found of the thing that somebody asked for last."""

    found: Resource | None = None

    def decide(self, asking: Asking, action: str, resource: Resource) -> Decision:
        self.found = resource
        return policies.decide(asking, action, resource)


@pytest.fixture(autouse=True)
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    """Let every role knock, on a case and on an employment, so that the matrix alone decides."""
    for name, compartment in (("case", None), ("employment", Compartment.ADMINISTRATIVE)):
        act = Action(compartment, write=False, roles=frozenset(Role))
        monkeypatch.setitem(ACTIONS, f"probe.{name}", act)  # type: ignore[arg-type] # a dict behind a Mapping
    listening = Door()
    monkeypatch.setattr(access, "decide", listening.decide)
    return listening


@pytest.mark.rule("CON-1")
@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("day", DAYS, ids=lambda day: f"{day:%d %B}")
def test_rows_are_visible_exactly_where_the_policy_allows_reading(cast: Cast, door: Door, day: datetime) -> None:
    assert differences(cast, door, day) == []


def test_the_question_is_asked_of_every_role_and_answered_both_ways(cast: Cast) -> None:
    """What the test above compares is neither empty nor everything."""
    with clock.frozen(MOVED):
        everybody = actors(cast)
        seen = {(cell[1], cell[3]) for actor in everybody for cell in visible(cast, actor)}
    assert {actor.role for actor in everybody} == set(Role)
    assert {role for role, _compartment in seen} == READERS
    assert {compartment for _role, compartment in seen} == set(Compartment)


def test_providers_read_no_entry_of_a_timeline_while_its_narrow_policy_stands(played: Cast, database: Settings) -> None:
    """Providers of one case share its compartment, and none learns of another by it; all others lose nothing."""
    with clock.frozen(MOVED):
        everybody = actors(played)
        narrow = {cell for actor in everybody for cell in visible(played, actor)}
        with without_policy(database, "timeline_entry", "narrow"):
            wide = {cell for actor in everybody for cell in visible(played, actor)}
    assert {cell[1] for cell in wide - narrow} == {Role.PROVIDER}
    assert narrow == {cell for cell in wide if cell[1] is not Role.PROVIDER}


@pytest.mark.rule("VOL-2")
def test_the_supervisor_has_the_plan_only_from_the_notice_to_the_end(cast: Cast) -> None:
    """Said once in plain words, apart from the policy: a fault in both locks at once would pass the comparison."""
    with clock.frozen(MOVED):
        assert plans_of(cast, cast.world.people[Role.SUPERVISOR]) == {"informed", "handed over", "with guests"}
        assert plans_of(cast, cast.people["second supervisor"]) == {"with guests"}


@pytest.mark.rule("VOL-2")
def test_a_plan_is_closed_to_all_but_worker_and_coordinator_once_the_worker_left(cast: Cast) -> None:
    with clock.frozen(MOVED):
        seen = {cell for actor in actors(cast) for cell in visible(cast, actor) if cell[3] is Compartment.PLAN}
    by_role = {role: {cell[2] for cell in seen if cell[1] is role} for role in Role}
    left = {"left early", "left late", "led anew and left", "declined", "undecided", "invited", "new"}
    assert by_role[Role.LEAD_COORDINATOR] == {
        "participating", "informed", "closed", "handed over", "led anew", "with guests",
    }  # fmt: skip
    assert by_role[Role.WORKER] >= left
    assert by_role[Role.COORDINATOR] >= left
    assert not {role for role, found in by_role.items() if found & left} - {Role.WORKER, Role.COORDINATOR}


@pytest.mark.rule("S3-4")
def test_who_handed_a_case_over_or_lost_the_role_finds_nothing_of_it(cast: Cast) -> None:
    with clock.frozen(MOVED):
        seen = {cell[2] for cell in visible(cast, cast.world.actor(Role.COORDINATOR))}
        held = {(cast.name_of(actor.person_id), actor.role) for actor in actors(cast)}
    assert "handed over" not in seen
    assert seen >= {"new", "left early", "left late", "closed"}
    gone = ("past coordinator", "past hr", "past lead_coordinator", "leaving hr", "future hr", "nobody's hr")
    assert {role for name, role in held if name in gone} == {Role.HR}  # of nobody: a role that reaches no employer


@pytest.mark.rule("CON-1")
@pytest.mark.parametrize("day", DAYS, ids=lambda day: f"{day:%d %B}")
def test_no_table_shows_a_row_beyond_what_the_policy_allows(cast: Cast, day: datetime) -> None:
    """The probes stand for every table: none shows a pair of subject and compartment that they do not show."""
    tables = [model.__table__ for model in draft.models() if issubclass(model, SubjectOwned)]
    assert len(tables) > 20
    beyond = [(actor.role, *each) for actor in _on(cast, day) for each in _beyond(cast, actor, tables)]
    assert beyond == []


def _on(cast: Cast, day: datetime) -> Iterator[Actor]:
    with clock.frozen(day):
        yield from actors(cast)


def _beyond(cast: Cast, actor: Actor, tables: Sequence[Any]) -> Iterator[tuple[str, str, Compartment]]:
    allowed = {(cell[2], cell[3]) for cell in visible(cast, actor)}
    with tenant_session(actor.context(read_only=True)) as session:
        for table in tables:
            for subject_id, part in session.execute(select(table.c.subject_id, table.c.compartment).distinct()):
                if (cast.name_of(subject_id), part) not in allowed:
                    yield table.name, cast.name_of(subject_id), part


# --- Mutations: each control taken away, and the comparison says so -------------------------------------------------


def test_without_the_need_to_know_policy_the_comparison_fails(cast: Cast, door: Door, database: Settings) -> None:
    with without_policy(database, "timeline_entry", "need_to_know"):
        found = differences(cast, door, MOVED, who=("supervisor", "insurer"))
    assert ("supervisor", Role.SUPERVISOR, "new", Compartment.COORDINATION, "shown, not allowed") in found
    assert ("insurer", Role.INSURER, "new", Compartment.OWN, "shown, not allowed") in found


def test_without_the_employer_policy_the_comparison_fails(cast: Cast, door: Door, database: Settings) -> None:
    with without_policy(database, "timeline_entry", "employer"):
        found = differences(cast, door, MOVED, who=("coordinator away",))
    stranger = ("coordinator away", Role.COORDINATOR, "with guests", Compartment.COORDINATION, "shown, not allowed")
    assert stranger in found


@pytest.mark.rule("VOL-2")
def test_a_policy_that_forgets_that_the_worker_left_fails_the_comparison(
    cast: Cast, door: Door, database: Settings
) -> None:
    whole = rls.NEED_TO_KNOW.format(subject="subject_id")
    forgetting = re.sub(r" and \(compartment <> 'plan' or .*\)\)\)$", ")", whole)
    assert len(forgetting) < len(whole)
    with with_policy(database, "timeline_entry", "need_to_know", forgetting):
        found = differences(cast, door, MOVED, who=("lead_coordinator",))
    assert {(cell[2], *cell[3:]) for cell in found} >= {("left late", Compartment.PLAN, "shown, not allowed")}
    assert {cell[3] for cell in found} == {Compartment.PLAN}


def test_a_decision_that_forgets_the_relation_fails_the_comparison(
    cast: Cast, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policies, "_by_matrix", _forgetting_the_relation)
    found = differences(cast, door, MOVED, who=("supervisor",))
    assert ("supervisor", Role.SUPERVISOR, "new", Compartment.PLAN, "allowed, not shown") in found


def _forgetting_the_relation(asking: Asking, resource: Resource, compartment: Compartment, *, write: bool) -> Decision:
    del resource, write
    return Decision(allow=compartment in MATRIX[asking.role], rule="mutated")


def test_a_grant_that_outlives_its_part_fails_the_comparison(cast: Cast, door: Door) -> None:
    with _grants_without_an_end(cast):
        found = differences(cast, door, MOVED, who=("supervisor",))
    assert ("supervisor", Role.SUPERVISOR, "led anew", Compartment.PLAN, "shown, not allowed") in found


@contextmanager
def _grants_without_an_end(cast: Cast) -> Iterator[None]:
    with cast.world.engine() as session:
        ended = session.execute(text("select id, upper(during) from case_grant where not upper_inf(during)")).all()
        session.execute(text("update case_grant set during = daterange(lower(during), null)"))
    yield
    with cast.world.engine() as session:
        for grant_id, until in ended:
            statement = text("update case_grant set during = daterange(lower(during), :until) where id = :id")
            session.execute(statement, {"until": until, "id": grant_id})


def test_after_a_mutation_everything_is_as_it_was(cast: Cast, door: Door, database: Settings) -> None:
    before = policies_of(database, "timeline_entry")
    with without_policy(database, "timeline_entry", "need_to_know"), _grants_without_an_end(cast):
        assert policies_of(database, "timeline_entry") != before
    assert policies_of(database, "timeline_entry") == before
    assert differences(cast, door, MOVED, who=("supervisor", "coordinator away", "insurer")) == []


# --- The comparison -------------------------------------------------------------------------------------------------


def differences(
    cast: Cast, door: Door, day: datetime, *, who: Sequence[str] = ()
) -> list[tuple[str, Role, str, Compartment, str]]:
    """Return every (person, role, subject, compartment) on which the two locks disagree, and how."""
    found = []
    with clock.frozen(day):
        for actor in actors(cast, who):
            allowed, shown = set(decided(cast, door, actor)), visible(cast, actor)
            found += [(*cell, "allowed, not shown") for cell in sorted(allowed - shown)]
            found += [(*cell, "shown, not allowed") for cell in sorted(shown - allowed)]
    return found


def actors(cast: Cast, who: Sequence[str] = ()) -> list[Actor]:
    """Return everybody, or those named, in every role they hold today."""
    tenant_id = cast.world.tenant_id
    people = [each for each in cast.everybody() if not who or cast.name_of(each) in who]
    with cast.world.engine() as session:
        held = [(person_id, role) for person_id in people for role in roles_of(session, tenant_id, person_id)]
        found = [actor_of(session, tenant_id, person_id, role) for person_id, role in held]
    assert None not in found
    return [actor for actor in found if actor is not None]


def decided(cast: Cast, door: Door, actor: Actor) -> Iterator[Cell]:
    """Yield what the policy allows the actor to read, with the relations that the service layer finds."""
    who = cast.name_of(actor.person_id)
    with cast.world.engine() as session:
        for subject, employment_id in cast.employments.items():
            found = _found(session, door, load_employment, employment_id, require(actor, "probe.employment"))
            yield from ((who, actor.role, subject, each) for each in _read(actor, found, (Compartment.ADMINISTRATIVE,)))
        for subject, case_id in cast.cases.items():
            found = _found(session, door, load_case, case_id, require(actor, "probe.case"))
            yield from ((who, actor.role, subject, each) for each in _read(actor, found, ON_CASES))


def _found(session: Session, door: Door, load: Any, subject_id: UUID, requirement: access.Requirement) -> Resource:
    """Return what the service layer decides on: the relations that it finds for this person on this subject."""
    door.found = None
    with suppress(NotFound):
        load(session, subject_id, requirement)
    assert door.found is not None, "somebody was let in or turned away without a decision"
    return door.found


def _read(actor: Actor, found: Resource, compartments: Sequence[Compartment]) -> Iterator[Compartment]:
    for each in compartments:
        if policies.decide(actor.asking(), "probe.case", replace(found, compartment=each)).allow:
            yield each


def visible(cast: Cast, actor: Actor) -> set[Cell]:
    """Return what the row-level policies show the actor."""
    who = cast.name_of(actor.person_id)
    statement = select(TimelineEntry.subject_id, TimelineEntry.compartment).where(TimelineEntry.verb == PROBE)
    with tenant_session(actor.context(read_only=True)) as session:
        return {(who, actor.role, cast.name_of(subject_id), part) for subject_id, part in session.execute(statement)}


def plans_of(cast: Cast, supervisor_id: UUID) -> set[str]:
    """Return the cases whose plan compartment is open to a supervisor."""
    seen = visible(cast, cast.world.actor(Role.SUPERVISOR, supervisor_id))
    return {subject for _who, _role, subject, part in seen if part is Compartment.PLAN}
