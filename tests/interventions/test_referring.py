"""Help offered, referrals with consent, and who learns what (S3-2, S3-4, CON-7)."""

from datetime import date

import pytest
from sqlalchemy import select, text
from tests.builders import build_world, case_row, open_case
from tests.interventions.conftest import Helped

from handrail.cases import commands as cases
from handrail.consents.errors import ConsentMissing
from handrail.consents.rules import Answer
from handrail.interventions import commands, queries, reading, schemas
from handrail.interventions.models import Engagement, Referral
from handrail.interventions.rules import AskedBy, HelpKind, Progress, Wish
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound, RuleBroken

MIRA, THEO = "Mira the Mediator", "Theo the Therapist"
DOCTOR = "resource:own_doctor"


@pytest.mark.rule("S3-2")
def test_what_was_offered_and_what_the_worker_wishes_is_on_record(helped: Helped) -> None:
    for wish in (Wish.LATER, Wish.LATER, Wish.WANTED):
        with helped.world.session(Role.COORDINATOR) as (session, actor):
            commands.offer_help(session, actor, helped.case_id, resource="assistance_programme", wish=wish)
    with helped.world.session(Role.WORKER) as (session, _actor):
        case = case_row(session, helped.case_id)
        offers = [(each.resource, each.wish) for each in queries.offers_of(session, case)]
    assert offers == [("assistance_programme", Wish.WANTED), ("assistance_programme", Wish.LATER)]
    with helped.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid):
        commands.offer_help(session, actor, helped.case_id, resource="crystal_ball", wish=Wish.NO)


@pytest.mark.rule("S3-2")
@pytest.mark.rule("CON-7")
def test_nobody_is_referred_anywhere_without_a_consent_for_that_very_place(helped: Helped) -> None:
    helped.agrees(helped.to(THEO))
    for to, kind in ((helped.to(MIRA), HelpKind.MEDIATION), ("resource:union_network", None)):
        with helped.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(ConsentMissing):
            commands.refer(session, actor, helped.case_id, to=to, kind=kind)
    helped.agrees(helped.to(MIRA), Answer.REFUSED)
    with helped.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(ConsentMissing):
        commands.refer(session, actor, helped.case_id, to=helped.to(MIRA), kind=HelpKind.MEDIATION)
    with helped.world.engine() as session:
        assert session.scalars(select(Referral)).all() == []
        assert session.scalars(select(Engagement)).all() == []


@pytest.mark.rule("S3-2")
def test_the_treating_physician_is_contacted_with_consent_and_a_request(helped: Helped) -> None:
    helped.agrees(DOCTOR)
    with helped.world.session(Role.COORDINATOR) as (session, actor), pytest.raises(RuleBroken) as refused:
        commands.refer(session, actor, helped.case_id, to=DOCTOR)
    assert refused.value.rule == "S3-2"
    with helped.world.session(Role.COORDINATOR) as (session, actor):
        row = commands.refer(session, actor, helped.case_id, to=DOCTOR, asked_by=AskedBy.PHYSICIAN)
        assert (row.kind, row.provider_id) == (HelpKind.PHYSICIAN, None)


@pytest.mark.rule("S3-2")
def test_no_field_of_a_referral_can_hold_a_word_about_health() -> None:
    """A diagnosis can not be assessed again where there is no place to write one."""
    for schema in (schemas.OfferWrite, schemas.ReferralConsent, schemas.ReferralWrite, schemas.StateWrite,
                   schemas.SessionWrite):  # fmt: skip
        for name, bound in schema().load_fields.items():
            assert type(bound).__name__ in {"Enum", "Date", "List"} or name in {"to", "resource"}, (schema, name)


@pytest.mark.rule("IVN-3")
def test_two_providers_of_one_case_find_nothing_of_each_other(helped: Helped) -> None:
    _referral, mediation = helped.referred(MIRA)
    _referral, therapy = helped.referred(THEO, HelpKind.OCCUPATIONAL_THERAPIST)
    for name, own, other in ((MIRA, mediation, therapy), (THEO, therapy, mediation)):
        actor = helped.provider(name)
        with tenant_session(actor.context()) as session:
            assert [each.slice_.id for each in reading.slices_of(session, actor)] == [own]
            assert session.scalars(select(Engagement.id)).all() == [own]
            for table in ("mediation_invitation", "referral", "consent", "contact", "plan_version", "record_version"):
                assert session.scalar(text(f"select count(*) from {table}")) == 0, table  # noqa: S608 - our own names
            seen = "select count(*) from timeline_entry where compartment = 'provider'"
            assert session.scalar(text(seen)) == 0
            with pytest.raises(NotFound):
                reading.slice_page(session, actor, other, purpose="a test")
            with pytest.raises(NotFound):
                commands.record_session(session, actor, other, on=today(), present=[])


def today() -> date:
    return clock.today("Europe/Amsterdam")


@pytest.mark.rule("CON-7")
def test_a_consent_that_is_taken_back_closes_the_slice_on_the_next_request(helped: Helped) -> None:
    _referral, slice_id = helped.referred(THEO, HelpKind.PSYCHOLOGIST)
    actor = helped.provider(THEO)
    with helped.world.session(Role.WORKER) as (session, worker):
        consent_id = session.scalars(select(Referral.consent_id)).one()
        cases.withdraw_consent(session, worker, helped.case_id, consent_id)
    with tenant_session(actor.context()) as session:
        assert reading.slices_of(session, actor) == []
        with pytest.raises(NotFound):
            reading.slice_page(session, actor, slice_id, purpose="a test")


@pytest.mark.rule("VOL-2")
def test_when_the_worker_leaves_a_provider_finds_nothing_any_more(helped: Helped) -> None:
    helped.referred(THEO, HelpKind.PSYCHOLOGIST)
    with helped.world.session(Role.WORKER) as (session, worker):
        cases.withdraw(session, worker, helped.case_id)
    actor = helped.provider(THEO)
    with tenant_session(actor.context()) as session:
        assert session.scalars(select(Engagement)).all() == []
        assert reading.slices_of(session, actor) == []


def test_a_referral_that_ends_takes_the_providers_part_with_it(helped: Helped) -> None:
    referral_id, _slice = helped.referred(THEO, HelpKind.PSYCHOLOGIST)
    for _again in range(2):
        with helped.world.session(Role.COORDINATOR) as (session, actor):
            assert commands.end_referral(session, actor, helped.case_id, referral_id).progress is Progress.ENDED
    actor = helped.provider(THEO)
    with tenant_session(actor.context()) as session:
        assert session.scalars(select(Engagement)).all() == []


@pytest.mark.rule("S2-2")
@pytest.mark.usefixtures("database")
def test_nothing_is_offered_or_noted_before_the_worker_takes_part() -> None:
    world = build_world()
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        for act in (
            lambda: commands.note_conflict(session, actor, case_id),
            lambda: commands.offer_help(session, actor, case_id, resource="own_doctor", wish=Wish.NO),
            lambda: commands.refer(session, actor, case_id, to=DOCTOR),
        ):
            with pytest.raises(RuleBroken) as refused:
                act()
            assert refused.value.rule == "S2-2"
