"""Where lists begin hides nothing and opens nothing: the same rows as row-level policies leave."""

from uuid import UUID

import pytest
from sqlalchemy import select, update
from tests.builders import actor_for, build_person, build_world, give_role, open_participating_case
from tests.isolation.cast import Cast, play

from handrail.cases.listing import CaseFilter, page_of_cases
from handrail.cases.models import CaseProcess
from handrail.cases.request_models import CallRequest, ContactRequest
from handrail.identity import queries, reach
from handrail.identity.policies import MATRIX, Reach
from handrail.kit.codes import Role
from handrail.kit.db import Context, engine_context, tenant_session
from handrail.kit.settings import Settings
from handrail.obligations.models import Obligation
from handrail.tenancy.models import Case, Person
from handrail.tenancy.rules import sort_key

READ = (
    (Case, Case.employment_id),
    (CaseProcess, CaseProcess.subject_id),
    (Obligation, Obligation.subject_id),
    (ContactRequest, ContactRequest.subject_id),
    (CallRequest, CallRequest.subject_id),
)


@pytest.fixture(scope="module")
def cast(database: Settings) -> Cast:
    del database
    return play()


def contexts(cast: Cast) -> list[Context]:
    """Everybody in every role they hold today."""
    tenant_id = cast.world.tenant_id
    with tenant_session(engine_context(tenant_id)) as session:
        held = [(person_id, queries.roles_of(session, tenant_id, person_id)) for person_id in cast.everybody()]
    return [actor_for(tenant_id, person_id, role).context() for person_id, roles in held for role in roles]


@pytest.mark.rule("CON-1")
def test_where_a_list_begins_is_neither_more_nor_less_than_the_policies_leave(cast: Cast) -> None:
    found = 0
    for ctx in contexts(cast):
        with tenant_session(ctx) as session:
            for model, subject in READ:
                keys = select(model.id).where(model.tenant_id == ctx.tenant_id)
                left = set(session.scalars(keys))
                columns = {"subject": subject, "employer": model.employer_id}
                begun = set(session.scalars(keys.where(*reach.within_reach(session, **columns))))
                first = reach.first(session, keys, (model.id,), 10_000, **columns)
                assert left == begun == set(session.scalars(select(first.c.id))), (ctx.role, model)
                found += len(left)
    assert found > 100


def test_the_first_rows_of_several_client_organisations_are_in_one_order(cast: Cast) -> None:
    hr = next(ctx for ctx in contexts(cast) if ctx.role is Role.HR and len(ctx.employers) > 1)
    with tenant_session(hr) as session:
        keys = select(Obligation.id, Obligation.due_on).where(Obligation.due_on.is_not(None))
        order = (Obligation.due_on, Obligation.id)
        everything = session.execute(keys.order_by(*order)).all()
        first = reach.first(
            session, keys, order, 3, subject=Obligation.subject_id, employer=Obligation.employer_id
        )  # fmt: skip
        shown = session.execute(select(first.c.id, first.c.due_on).order_by(first.c.due_on, first.c.id)).all()
        last = reach.first(
            session, keys, order, 3, subject=Obligation.subject_id, employer=Obligation.employer_id, backwards=True
        )
        shown_last = session.execute(select(last.c.id, last.c.due_on).order_by(last.c.due_on, last.c.id)).all()
    assert len(everything) > 3
    assert shown == everything[:3]
    assert shown_last == everything[-3:]


def test_only_occupational_health_comes_to_records_in_both_ways(database: Settings) -> None:
    """A list would begin in one way only; theirs, which are short, are left to the row-level policies alone."""
    del database
    both = {role for role, cells in MATRIX.items() if len({cell.reach for cell in cells.values()}) > 1}
    assert both == {Role.OCCUPATIONAL_HEALTH}
    world = build_world()
    person = build_person(world.tenant_id, "Invented Physician")
    give_role(world.tenant_id, person, Role.OCCUPATIONAL_HEALTH, world.employer_id)
    with tenant_session(world.actor(Role.OCCUPATIONAL_HEALTH, person).context()) as session:
        columns = {"subject": Obligation.subject_id, "employer": Obligation.employer_id}
        assert reach.within_reach(session, **columns) == []
    assert {cell.reach for cell in MATRIX[Role.HR].values()} == {Reach.EMPLOYER}


def test_a_list_by_name_follows_when_somebody_gets_another_name(database: Settings) -> None:
    del database
    world = build_world()
    case_id = open_participating_case(world)
    assert listed(world.actor(Role.LEAD_COORDINATOR).context()) == [(case_id, "invented worker")]
    with world.engine() as session:
        rename(session, world.people[Role.WORKER], "Ánother Name")
    assert listed(world.actor(Role.LEAD_COORDINATOR).context()) == [(case_id, "another name")]


def test_nobody_renames_people_whose_cases_they_may_not_see(database: Settings) -> None:
    del database
    world = build_world()
    with (
        pytest.raises(Exception, match="sees all of their cases"),
        tenant_session(world.actor(Role.HR).context()) as session,
    ):
        rename(session, world.people[Role.WORKER], "Another Name")


def rename(session: object, person_id: UUID, name: str) -> None:
    statement = update(Person).where(Person.id == person_id).values(name=name, sort_name=sort_key(name))
    session.execute(statement)  # type: ignore[attr-defined]


def listed(ctx: Context) -> list[tuple[UUID, str]]:
    with tenant_session(ctx) as session:
        return [(row.id, row.sort_name) for row in page_of_cases(session, ctx.tenant_id, CaseFilter())[0]]
