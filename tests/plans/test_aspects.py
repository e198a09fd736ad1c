"""Aspects of the work, for prevention: with the worker's consent and not without it (S4-3, CON-7)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from tests.builders import World, case_row
from tests.plans.conftest import Browser
from tests.plans.steps import Journey, participating, set_participation

from handrail.cases import commands as cases
from handrail.cases.rules.participation import Participation
from handrail.consents.errors import ConsentMissing
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Conflict, NotFound
from handrail.plans import commands
from handrail.plans.models import WorkAspect
from handrail.plans.queries.aspects import aspects_for_prevention, aspects_of
from handrail.plans.rules.codes import AspectCategory, Effect

pytestmark = pytest.mark.usefixtures("database")
BrowserOf = Callable[[World, Role], Browser]


def answer(journey: Journey, said: Answer) -> None:
    with journey.world.session(Role.WORKER) as (session, actor):
        cases.record_consent(
            session, actor, journey.case_id, purpose=ConsentPurpose.PREVENTION, answer=said, given_how=GivenHow.ONLINE
        )


def note(journey: Journey, words: str = "Rosters change overnight.", role: Role = Role.COORDINATOR) -> WorkAspect:
    with journey.world.session(role) as (session, actor):
        return commands.note_aspect(
            session, actor, journey.case_id, category=AspectCategory.CHANGE, effect=Effect.HINDERS, words=words
        )


@pytest.mark.rule("S4-3")
@pytest.mark.rule("CON-7")
@pytest.mark.parametrize("said", [None, Answer.REFUSED])
def test_without_the_workers_consent_nothing_is_noted(said: Answer | None) -> None:
    journey = participating()
    if said is not None:
        answer(journey, said)
    for role in (Role.COORDINATOR, Role.WORKER):
        with pytest.raises(ConsentMissing):
            note(journey, role=role)
    with journey.world.engine() as session:
        assert aspects_of(session, case_row(session, journey.case_id)) == []


@pytest.mark.rule("S4-3")
def test_with_consent_an_aspect_is_noted_once_and_lies_in_prevention() -> None:
    journey = participating()
    answer(journey, Answer.GIVEN)
    first = note(journey)
    assert note(journey).id == first.id
    assert first.compartment is Compartment.PREVENTION
    with journey.world.session(Role.WORKER) as (session, _actor):
        assert [row.words for row in aspects_for_prevention(session, case_row(session, journey.case_id))] == [
            "Rosters change overnight."
        ]


@pytest.mark.rule("S4-3")
@pytest.mark.rule("CON-7")
def test_from_the_moment_the_consent_is_taken_back_nothing_is_used_and_a_new_yes_does_not_revive_it() -> None:
    journey = participating()
    answer(journey, Answer.GIVEN)
    aspect = note(journey)
    answer(journey, Answer.REFUSED)
    with journey.world.session(Role.COORDINATOR) as (session, _actor):
        case = case_row(session, journey.case_id)
        assert aspects_for_prevention(session, case) == []
        assert [row.id for row in aspects_of(session, case)] == [aspect.id]
    with pytest.raises(ConsentMissing):
        note(journey, "Another")
    answer(journey, Answer.GIVEN)
    with journey.world.session(Role.COORDINATOR) as (session, actor):
        assert aspects_for_prevention(session, case_row(session, journey.case_id)) == []
        commands.remove_aspect(session, actor, journey.case_id, aspect.id)
        assert aspects_of(session, case_row(session, journey.case_id)) == []


@pytest.mark.rule("S4-3")
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN, Role.LEAD_COORDINATOR])
def test_nobody_but_worker_and_coordinator_reads_or_writes_an_aspect(role: Role, browser_of: BrowserOf) -> None:
    journey = participating()
    answer(journey, Answer.GIVEN)
    aspect = note(journey)
    with journey.world.session(role) as (session, actor):
        assert session.scalars(select(WorkAspect)).all() == []
        with pytest.raises(NotFound):
            commands.remove_aspect(session, actor, journey.case_id, aspect.id)
    with pytest.raises(NotFound):
        note(journey, "Mine", role)
    browser = browser_of(journey.world, role)
    for path in (f"/cases/{journey.case_id}/aspects", f"/api/v1/cases/{journey.case_id}/aspects"):
        assert browser.get(path).status_code in {403, 404}


@pytest.mark.rule("S4-3")
def test_nothing_is_noted_of_somebody_who_does_not_take_part_and_removing_goes_on() -> None:
    journey = participating()
    answer(journey, Answer.GIVEN)
    aspect = note(journey)
    set_participation(journey, Participation.WITHDRAWN)
    with pytest.raises(Conflict):
        note(journey, "Another")
    with journey.world.session(Role.WORKER) as (session, actor):
        commands.remove_aspect(session, actor, journey.case_id, aspect.id)


@pytest.mark.rule("S4-3")
def test_the_page_asks_for_consent_first_and_then_takes_and_removes_an_aspect(browser_of: BrowserOf) -> None:
    journey = participating()
    noor, path = browser_of(journey.world, Role.COORDINATOR), f"/cases/{journey.case_id}/aspects"
    before = noor.page(path)
    assert "The worker has not agreed to this use" in before
    assert 'name="words"' not in before
    answer(journey, Answer.GIVEN)
    sent = noor.send(path, {"category": "workload", "effect": "hinders", "words": "Two people short all summer."})
    assert sent.status_code == 303
    assert "Two people short all summer." in browser_of(journey.world, Role.WORKER).page(path)
    with journey.world.engine() as session:
        aspect = aspects_of(session, case_row(session, journey.case_id))[0]
    noor.send(f"{path}/{aspect.id}/remove", {}, form_on=path)
    assert "Two people short all summer." not in noor.page(path)
