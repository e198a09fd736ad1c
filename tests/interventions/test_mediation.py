"""A mediation beside the process: offered, agreed, under way, ended; and what leaves it (S3-4, IVN-3)."""

from uuid import UUID

import pytest
from sqlalchemy import select, text
from tests.builders import (
    actor_for,
    add_worker,
    build_person,
    case_row,
    employment_row,
    give_role,
    open_participating_case,
)
from tests.interventions.conftest import Helped

from handrail.cases import commands as cases
from handrail.cases.commands import Held
from handrail.cases.rules.contacts import Channel
from handrail.identity import parts
from handrail.interventions import commands, queries, reading
from handrail.interventions.errors import NotThisState
from handrail.interventions.models import Engagement, Invitation, MediationAgreement, Referral
from handrail.interventions.rules import HelpKind, Progress, State
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Conflict, NotFound
from handrail.plans.rules.codes import Party

MIRA = "Mira the Mediator"
WORDS = "We look at the rota together on Mondays zanzibar"


def invitation_of(helped: Helped, role: Role) -> UUID:
    with helped.world.session(role) as (session, actor):
        (found,) = queries.invitations_to(session, actor.tenant_id, actor.person_id)
        return found.id


def says(helped: Helped, role: Role, *, agreed: bool) -> None:
    invitation_id = invitation_of(helped, role)
    with helped.world.session(role) as (session, actor):
        commands.answer_invitation(session, actor, invitation_id, agreed=agreed)


def releases(helped: Helped, role: Role, *, released: bool) -> None:
    invitation_id = invitation_of(helped, role)
    with helped.world.session(role) as (session, actor):
        commands.release_agreement(session, actor, invitation_id, released=released)


def moves(helped: Helped, slice_id: UUID, state: State) -> None:
    actor = helped.provider(MIRA)
    with tenant_session(actor.context()) as session:
        assert commands.record_state(session, actor, slice_id, state=state).state is state


def with_agreement(helped: Helped) -> UUID:
    """A mediation that ended with an agreement, laid before both."""
    _referral, slice_id = helped.referred(MIRA)
    for role in (Role.WORKER, Role.SUPERVISOR):
        says(helped, role, agreed=True)
    moves(helped, slice_id, State.UNDER_WAY)
    actor = helped.provider(MIRA)
    with tenant_session(actor.context()) as session:
        commands.record_session(session, actor, slice_id, on=clock.today("Europe/Amsterdam"), present=list(Party))
    moves(helped, slice_id, State.ENDED_WITH_AGREEMENT)
    with tenant_session(actor.context()) as session:
        commands.propose_agreement(session, actor, slice_id, words=WORDS)
    return slice_id


@pytest.mark.rule("S3-4")
def test_a_conflict_opens_a_mediation_and_the_process_goes_on(helped: Helped) -> None:
    with helped.world.session(Role.COORDINATOR) as (session, actor):
        commands.note_conflict(session, actor, helped.case_id, note="A hard word in March")
    helped.referred(MIRA)
    with helped.world.session(Role.COORDINATOR) as (session, actor):
        cases.record_follow_up(session, actor, helped.case_id, held=Held(channel=Channel.TELEPHONE))
        case = case_row(session, helped.case_id)
        assert [each.progress for each in queries.referrals_of(session, case)] == [Progress.MADE]
    for role in (Role.SUPERVISOR, Role.HR, Role.ABSENCE_ADMIN):
        with helped.world.session(role) as (session, _actor):
            for table in ("conflict_note", "referral", "engagement", "engagement_session"):
                assert session.scalar(text(f"select count(*) from {table}")) == 0, (role, table)  # noqa: S608 - our names


@pytest.mark.rule("S3-4")
def test_a_mediation_needs_a_supervisor_who_knows(helped: Helped) -> None:
    world = helped.world
    case_id = open_participating_case_of_another(helped)
    other = Helped(world, case_id, helped.providers)
    other.agrees(other.to(MIRA))
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Conflict):
        commands.refer(session, actor, case_id, to=other.to(MIRA), kind=HelpKind.MEDIATION)


def open_participating_case_of_another(helped: Helped) -> UUID:
    return open_participating_case(helped.world, employment_id=add_worker(helped.world))


@pytest.mark.rule("IVN-3")
def test_it_is_agreed_when_both_say_yes_and_over_with_one_no(helped: Helped) -> None:
    _referral, slice_id = helped.referred(MIRA)
    says(helped, Role.WORKER, agreed=True)
    actor = helped.provider(MIRA)
    with tenant_session(actor.context()) as session:
        assert session.scalars(select(Engagement.state)).one() is State.OFFERED
        with pytest.raises(NotThisState):
            commands.record_state(session, actor, slice_id, state=State.UNDER_WAY)
    says(helped, Role.SUPERVISOR, agreed=False)
    with tenant_session(actor.context()) as session:
        assert session.scalars(select(Engagement.state)).one() is State.NOT_WANTED
    with helped.world.session(Role.COORDINATOR) as (session, _actor):
        row = session.scalars(select(Referral)).one()
        assert (row.progress, row.ended_on) == (Progress.ENDED, clock.today("Europe/Amsterdam"))


@pytest.mark.rule("IVN-3")
@pytest.mark.parametrize("by", ["the coordinator", "the consent"])
def test_an_answer_brings_nothing_back_that_is_over(helped: Helped, by: str) -> None:
    referral_id, slice_id = helped.referred(MIRA)
    with helped.world.session(Role.COORDINATOR) as (session, actor):
        if by == "the coordinator":
            commands.end_referral(session, actor, helped.case_id, referral_id)
        else:
            consent = session.scalars(select(Referral)).one().consent_id
            cases.withdraw_consent(session, actor, helped.case_id, consent)
    with pytest.raises(NotThisState):
        says(helped, Role.WORKER, agreed=True)
    with helped.world.engine() as session:
        assert session.scalars(select(Engagement).where(Engagement.id == slice_id)).one().worker_agreed is None
        expected = Progress.ENDED if by == "the coordinator" else Progress.MADE
        assert session.scalars(select(Referral)).one().progress is expected


@pytest.mark.rule("IVN-3")
@pytest.mark.rule("CON-1")
def test_each_party_sees_their_own_invitation_and_the_coordinator_none(helped: Helped) -> None:
    helped.referred(MIRA)
    found = {}
    for role in (Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR, Role.HR):
        with helped.world.session(role) as (session, actor):
            found[role] = [each.person_id for each in session.scalars(select(Invitation))]
            assert found[role] == ([actor.person_id] if role in (Role.WORKER, Role.SUPERVISOR) else []), role
    with helped.world.session(Role.SUPERVISOR) as (session, actor), pytest.raises(NotFound):
        commands.answer_invitation(session, actor, invitation_of(helped, Role.WORKER), agreed=False)


@pytest.mark.rule("IVN-3")
def test_an_agreement_leaves_the_mediation_when_both_release_it(helped: Helped) -> None:
    with_agreement(helped)
    releases(helped, Role.SUPERVISOR, released=True)
    with helped.world.session(Role.COORDINATOR) as (session, _actor):
        assert session.scalars(select(MediationAgreement)).all() == []
    releases(helped, Role.WORKER, released=True)
    for role in (Role.COORDINATOR, Role.WORKER, Role.SUPERVISOR):
        with helped.world.session(role) as (session, _actor):
            (row,) = queries.agreements_of(session, case_row(session, helped.case_id))
            assert row.words == WORDS
    for role in (Role.HR, Role.ABSENCE_ADMIN, Role.LEAD_COORDINATOR):
        with helped.world.session(role) as (session, _actor):
            assert session.scalar(text("select count(*) from mediation_agreement")) == 0


@pytest.mark.rule("IVN-3")
def test_with_one_no_the_text_of_the_agreement_is_gone(helped: Helped) -> None:
    slice_id = with_agreement(helped)
    releases(helped, Role.WORKER, released=False)
    with helped.world.engine() as session:
        assert session.scalars(select(Engagement.agreement_sealed).where(Engagement.id == slice_id)).one() is None
        assert session.scalars(select(Invitation.agreement_sealed)).all() == [None, None]
    with helped.world.session(Role.SUPERVISOR) as (session, actor), pytest.raises(NotThisState):
        commands.release_agreement(session, actor, invitation_of(helped, Role.SUPERVISOR), released=True)


@pytest.mark.rule("S3-4")
def test_a_supervisor_who_is_replaced_finds_nothing_of_the_mediation_and_the_next_one_neither(helped: Helped) -> None:
    with_agreement(helped)
    for role in (Role.WORKER, Role.SUPERVISOR):
        releases(helped, role, released=True)
    former, world = invitation_of(helped, Role.SUPERVISOR), helped.world
    new_id = build_person(world.tenant_id, "Invented Next Supervisor")
    give_role(world.tenant_id, new_id, Role.SUPERVISOR, world.employer_id)
    with world.engine() as session:
        employment = employment_row(session, world)
        employment.supervisor_id = new_id
        parts.supervisor_changed(session, world.system(), employment)
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.inform_supervisor(session, actor, helped.case_id)
    for person_id in (world.people[Role.SUPERVISOR], new_id):
        actor = actor_for(world.tenant_id, person_id, Role.SUPERVISOR)
        with tenant_session(actor.context()) as session:
            assert reading.invited(session, actor) == []
            assert session.scalar(text("select count(*) from mediation_agreement")) == 0
            with pytest.raises(NotFound):
                commands.answer_invitation(session, actor, former, agreed=True)
