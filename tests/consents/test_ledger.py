"""The ledger: what was shown, what was answered, what counts now (CON-7)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session
from tests.builders import World, build_world, case_row, open_case

from handrail.consents import commands, queries
from handrail.consents.errors import ConsentMissing
from handrail.consents.models import Consent, ConsentText
from handrail.consents.rules import OF_THE_PROCESS, Answer, ConsentPurpose, GivenHow, ShownText
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid, NotFound

UNION = ShownText(ConsentPurpose.INFORM_UNION, "en", "The union", "I agree that the union is told.")
CALL = ShownText(ConsentPurpose.SUPERVISOR_CONTACT, "nl", "Bellen", "Mijn leidinggevende mag mij bellen.")


def answer(
    session: Session, actor: Actor, case_id: UUID, shown: ShownText = UNION, said: Answer = Answer.GIVEN, **more: object
) -> Consent:
    values = {"given_how": GivenHow.TELEPHONE, "given_on": clock.today(), "about": ""} | more
    return commands.record_consent(session, actor, case_id=case_id, shown=shown, answer=said, **values)  # type: ignore[arg-type]


def test_the_same_answer_again_is_the_first_record(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        ids = {answer(session, actor, case_id).id for _again in range(2)}
        assert len(ids) == 1
        assert session.query(ConsentText).count() == 1


def test_another_text_is_another_consent_and_takes_the_first_ones_place(world: World) -> None:
    case_id = open_case(world)
    newer = ShownText(UNION.purpose, "en", UNION.title, "I agree that the union is told, by letter.")
    with world.session(Role.COORDINATOR) as (session, actor):
        first, second = answer(session, actor, case_id), answer(session, actor, case_id, newer)
        assert first.withdrawn_at is not None
        live = queries.live(session, case_row(session, case_id), UNION.purpose)
        assert live is not None
        assert live.id == second.id


@pytest.mark.rule("CON-7")
def test_a_no_takes_a_yes_back_and_stays_on_record(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.WORKER) as (session, actor):
        given = answer(session, actor, case_id)
        refused = answer(session, actor, case_id, said=Answer.REFUSED)
        case = case_row(session, case_id)
        assert given.withdrawn_at is not None
        assert queries.live(session, case, UNION.purpose) is None
        latest = queries.latest(session, case, UNION.purpose)
        assert latest is not None
        assert latest.id == refused.id
        with pytest.raises(ConsentMissing):
            queries.require_consent(session, case, UNION.purpose)


@pytest.mark.rule("CON-7")
def test_each_helper_has_a_consent_of_their_own(world: World) -> None:
    case_id = open_case(world)
    referral = ShownText(ConsentPurpose.REFERRAL, "en", "Referral", "I agree to this helper.")
    with world.session(Role.COORDINATOR) as (session, actor):
        answer(session, actor, case_id, referral, about="Physiotherapist")
        case = case_row(session, case_id)
        assert queries.live(session, case, ConsentPurpose.REFERRAL, "Physiotherapist") is not None
        assert queries.live(session, case, ConsentPurpose.REFERRAL, "Psychologist") is None


def test_taking_back_twice_changes_nothing_and_a_no_can_not_be_taken_back(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.WORKER) as (session, actor):
        given = answer(session, actor, case_id)
        first = commands.withdraw_consent(session, actor, case_id=case_id, consent_id=given.id).withdrawn_at
        assert commands.withdraw_consent(session, actor, case_id=case_id, consent_id=given.id).withdrawn_at == first
        refused = answer(session, actor, case_id, CALL, Answer.REFUSED)
        for wanted in (refused.id, uuid4()):
            with pytest.raises(NotFound):
                commands.withdraw_consent(session, actor, case_id=case_id, consent_id=wanted)


@pytest.mark.rule("VOL-2")
def test_leaving_takes_back_what_the_process_shares_and_nothing_else(world: World) -> None:
    case_id = open_case(world)
    prevention = ShownText(ConsentPurpose.PREVENTION, "en", "Prevention", "I agree.")
    with world.session(Role.WORKER) as (session, actor):
        for shown in (UNION, CALL, prevention):
            answer(session, actor, case_id, shown)
        case = case_row(session, case_id)
        commands.withdraw_all(session, actor, case, OF_THE_PROCESS)
        assert queries.live(session, case, UNION.purpose) is None
        assert queries.live(session, case, CALL.purpose) is None
        assert queries.live(session, case, ConsentPurpose.PREVENTION) is not None


def test_an_answer_lies_in_the_past_and_in_a_case_one_may_know(world: World) -> None:
    case_id, foreign = open_case(world), open_case(build_world())
    with world.session(Role.COORDINATOR) as (session, actor):
        with pytest.raises(Invalid) as refused:
            answer(session, actor, case_id, given_on=clock.today() + timedelta(days=2))
        assert refused.value.problems[0].pointer == "/given_on"
        for wanted in (foreign, uuid4()):
            with pytest.raises(NotFound):
                answer(session, actor, wanted)


@pytest.mark.rule("CON-7")
def test_the_database_keeps_what_was_agreed_and_allows_one_live_consent_a_purpose(world: World) -> None:
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        answer(session, actor, case_id)
    for statement in ("delete from consent", "update consent_text set body = 'x'", "delete from consent_text"):
        with world.session(Role.COORDINATOR) as (session, _actor), pytest.raises(ProgrammingError):
            session.execute(text(statement))
    copy = (
        "insert into consent select tenant_id, gen_random_uuid(), employer_id, subject_id, compartment, purpose, "
        "about, answer, text_id, given_by, given_how, given_on, recorded_at, recorded_by, null, null from consent"
    )
    with pytest.raises(IntegrityError), world.session(Role.COORDINATOR) as (session, _actor):
        session.execute(text(copy))
