"""Support not in use looks the same for the employer's side, whatever the worker chose and however much they confided.

The same bytes but for ids and nonces, and the same statements, on every page and every reading of the API.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import permutations, product
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from tests.isolation import crawling
from tests.isolation.crawling import Answer, Route, Visitor, routes_of
from tests.isolation.mutating import without_policy
from tests.isolation.twins import IN_USE, LOOKS, NOT_IN_USE, OVERSEERS, STAFF, Twin, build_twin, build_twins, ids_of

from handrail.entrypoints.app import create_app
from handrail.kit import clock, draft
from handrail.kit.codes import Role
from handrail.kit.db import SubjectOwned, tenant_session
from handrail.kit.settings import Settings
from handrail.plans.team import reading

pytestmark = pytest.mark.slow

FIRST: Final = "never invited"
TOLD: Final = ("left after the supervisor was told", "closed after the supervisor was told")
SENT: Final = frozenset({"/account/notifications", "/api/v1/account/messages"})
"""What was sent to somebody before support ended can not be taken back; it says no more than that there was something
new (VOL-2)."""
INSIDE: Final = {"action": "a1", "employer": "twin", "link": "x", "monday": "2026-10-05", "question": "q1"}
"""Keys that are the same in all worlds."""


@dataclass
class Stage:
    """One twin for each choice, and who looked already: a new sign-in would show on the account page."""

    app: Flask
    twins: dict[str, Twin]
    _visitors: dict[tuple[UUID, Role, datetime], Visitor] = field(default_factory=dict)

    def visitor(self, twin: Twin, role: Role) -> Visitor:
        """Return the person of a role at a browser, signed in since the moment at which they look."""
        key = (twin.world.tenant_id, role, clock.now())
        if key not in self._visitors:
            self._visitors[key] = Visitor(self.app, twin.world, role)
        return self._visitors[key]


@pytest.fixture(scope="module")
def stage(database: Settings) -> Stage:
    del database
    return Stage(create_app(), {name: build_twin(choice) for name, choice in (NOT_IN_USE | IN_USE).items()})


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("CON-3")
@pytest.mark.parametrize(
    ("role", "at"),
    [
        *product(STAFF, LOOKS),
        *product(OVERSEERS, LOOKS[:1]),
    ],
    ids=lambda each: f"{each:%d %B}" if isinstance(each, datetime) else str(each),
)
def test_the_employers_side_can_not_tell_one_choice_from_another(stage: Stage, role: Role, at: datetime) -> None:
    """Every page and every reading, with the ids of the worker: each as for a worker who was never invited.

    The supervisor knows of support while it is in use; everybody else never does.
    """
    known = NOT_IN_USE if role is Role.SUPERVISOR else NOT_IN_USE | IN_USE
    assert list(differences(stage, role, at, known)) == []


@pytest.mark.rule("CON-3")
def test_a_supervisor_who_knows_of_support_can_not_tell_many_concerns_from_none(stage: Stage) -> None:
    none, nine = "taking part, the supervisor told", "the same with nine concerns"
    assert list(differences(stage, Role.SUPERVISOR, LOOKS[0], [nine], usual=none)) == []
    assert list(differences(stage, Role.SUPERVISOR, LOOKS[0], [nine])) != []


@pytest.mark.parametrize("role", STAFF, ids=str)
def test_what_is_compared_shows_the_absence(stage: Stage, role: Role) -> None:
    """The pages that are the same are those that say something."""
    with clock.frozen(LOOKS[0]):
        seen = list(looks(stage, stage.twins[FIRST], role))
    pages = {route.path for route, answer in seen if answer.status == 200}
    wanted = {"/team", "/team/<uuid:employment_id>"} if role is Role.SUPERVISOR else {"/absences"}
    assert pages >= wanted | {"/api/v1/employments/<uuid:employment_id>/obligations"}
    assert "nl." in next(answer.body for route, answer in seen if route.path.endswith("/obligations"))


@pytest.mark.rule("VOL-2")
@pytest.mark.parametrize("role", STAFF, ids=str)
def test_no_table_with_compartments_holds_more_rows_for_one_choice_than_for_another(stage: Stage, role: Role) -> None:
    with clock.frozen(LOOKS[1]):
        usual = counted(stage.twins[FIRST], role)
        known = NOT_IN_USE if role is Role.SUPERVISOR else NOT_IN_USE | IN_USE
        counts = {name: counted(stage.twins[name], role) for name in known}
    assert {name: found for name, found in counts.items() if found != usual} == {}


@pytest.fixture(scope="module")
def teams(database: Settings) -> list[Twin]:
    """Three workers of one team, in every order of three choices; one of each team."""
    del database
    chosen = [NOT_IN_USE[name] for name in (FIRST, "declined", "taking part, with nine concerns")]
    return [build_twins(order)[0] for order in permutations(chosen)]


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("CON-3")
@pytest.mark.parametrize("role", STAFF, ids=str)
def test_no_list_is_in_another_order_for_what_somebody_chose(stage: Stage, teams: list[Twin], role: Role) -> None:
    with clock.frozen(LOOKS[0]):
        seen = [[(route, answer) for route, answer in looks(stage, twin, role) if not route.ids()] for twin in teams]
    assert "Invented Worker 3" in "".join(answer.body for _route, answer in seen[0])
    problems = [
        (route.named, answer.differs_from(usual))
        for lists in seen[1:]
        for (route, answer), (_same, usual) in zip(lists, seen[0], strict=True)
    ]
    assert [each for each in problems if each[1]] == []


# --- Mutations ----------------------------------------------------------------------------------------------------


def test_without_need_to_know_on_obligations_the_twins_differ(stage: Stage, database: Settings) -> None:
    with without_policy(database, "obligation", "need_to_know"):
        found = list(differences(stage, Role.HR, LOOKS[0], ["invited"]))
    assert [each for each in found if each.startswith("invited: GET /api/v1/employments/<uuid:employment_id>/obl")]
    assert list(differences(stage, Role.HR, LOOKS[0], ["invited"])) == []


def test_a_part_that_outlives_the_support_makes_the_twins_differ(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "parts_of", _parts_without_an_end)
    found = list(differences(stage, Role.SUPERVISOR, LOOKS[0], TOLD))
    assert [each for each in found if each.startswith("left after the supervisor was told: GET /team")]


def _parts_without_an_end(session: Any, actor: Any) -> dict[Any, Any]:
    statement = text(
        "select c.employment_id, c.id from cases c join assignment a on a.case_id = c.id "
        "where a.person_id = :person and a.role = 'supervisor'"
    )
    return {row[0]: row[1] for row in session.execute(statement, {"person": actor.person_id})}


def test_one_statement_more_for_one_choice_makes_the_twins_differ(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that is shown differs; the work that was done does."""
    original = reading.member_page

    def curious(session: Any, actor: Any, employment_id: Any) -> Any:
        if employment_id == stage.twins["declined"].employment_id:
            session.execute(text("select 1"))
        return original(session, actor, employment_id)

    monkeypatch.setattr(reading, "member_page", curious)
    found = list(differences(stage, Role.SUPERVISOR, LOOKS[0], ["declined", "invited"]))
    assert found
    assert all(each.startswith("declined: GET /team/<uuid:employment_id>") for each in found)
    assert all("statements" in each for each in found)


# --- The comparison -----------------------------------------------------------------------------------------------


def differences(stage: Stage, role: Role, at: datetime, names: Iterable[str], *, usual: str = FIRST) -> Iterator[str]:
    """Yield every page and reading on which one of these choices shows beside the usual one, and how."""
    with clock.frozen(at):
        before = {route.named: answer for route, answer in looks(stage, stage.twins[usual], role)}
        for name in names:
            for route, answer in looks(stage, stage.twins[name], role):
                if name in TOLD and role is Role.SUPERVISOR and route.path in SENT:
                    continue
                difference = answer.differs_from(before[route.named])
                if difference:
                    yield f"{name}: {route.named}: {difference}"


def looks(stage: Stage, twin: Twin, role: Role) -> Iterator[tuple[Route, Answer]]:
    """Yield every page and every reading of the API that is open to a role, with the ids of a worker."""
    visitor, known = stage.visitor(twin, role), ids_of(twin)
    for route in routes_of(stage.app):
        if route.method in crawling.SAFE and crawling.may_knock(route, role):
            ids = {name: known.get(name, INSIDE.get(kind)) or uuid4() for name, kind in route.parts().items() if kind}
            yield route, visitor.ask(route, ids, given={"employer": INSIDE["employer"], "subject": twin.employment_id})


def counted(twin: Twin, role: Role) -> dict[str, int]:
    """Return how many rows each table with compartments shows to a role."""
    found = {}
    with tenant_session(twin.world.actor(role).context(read_only=True)) as session:
        for model in draft.models():
            if issubclass(model, SubjectOwned):
                name = model.__tablename__
                found[name] = int(session.scalar(text(f"select count(*) from {name}")) or 0)  # noqa: S608 - our names
    return found
