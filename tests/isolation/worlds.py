"""A consultancy in which every record exists, each with a word in it that is found nowhere else."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID, uuid4

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from tests.builders import (
    ALL_TICKS,
    World,
    build_employment,
    build_person,
    build_world,
    case_row,
    give_role,
    inform_supervisor,
    return_to_work,
    start_absence,
)
from tests.isolation.directories import lay_directory
from tests.isolation.providers import lay_provider
from tests.plans.steps import Journey, a_plan, accepted, drafted, meeting_held, proposed, ready

from handrail.cases import commands as cases
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import correct_absence, record_absence
from handrail.cases.commands import AgreedAction, FirstContact, Held
from handrail.cases.contact_models import Contact
from handrail.cases.drafts import commands as drafts
from handrail.cases.drafts.commands import Place
from handrail.cases.filters import commands as filters
from handrail.cases.handover import commands as handing
from handrail.cases.handover.rules import Reason
from handrail.cases.interviews import commands as interviews
from handrail.cases.interviews import reflecting
from handrail.cases.interviews.codes import InterviewKind, StatementOf
from handrail.cases.interviews.commands import HeldInterview
from handrail.cases.interviews.rules import Stage
from handrail.cases.rules.contacts import Channel, Party
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.cases.rules.participation import Decision
from handrail.cases.statutory import commands as statutory
from handrail.cases.statutory.codes import Answer as Said
from handrail.cases.statutory.commands import Writing
from handrail.cases.team import commands as team
from handrail.cases.team.rules import Part
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.documents.commands import Content, keep
from handrail.documents.models import Document
from handrail.documents.uploads import commands as files
from handrail.documents.uploads.commands import Sent
from handrail.entrypoints.worker import load_tasks
from handrail.exchange.intake.feed import read_feed
from handrail.exchange.intake.library import load
from handrail.exchange.intake.runs import employer_by_key, preview
from handrail.identity import calendars
from handrail.identity import commands as identity
from handrail.identity.admin import commands as admin
from handrail.identity.factors.models import Passkey
from handrail.identity.granting import covering, lending, support
from handrail.identity.granting.rules import Period as Days
from handrail.identity.models import KnownDevice
from handrail.identity.programs import commands as programs
from handrail.identity.programs.queries import secrets_of
from handrail.identity.proofs import DEVELOPMENT, Method
from handrail.interventions import commands as helping
from handrail.interventions.models import Engagement
from handrail.interventions.queries import invitations_to
from handrail.interventions.rules import HelpKind, State, Wish
from handrail.kit import clock, jobs, outbox
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.ids import new_id
from handrail.kit.outbox import Outbox
from handrail.notifications import tasks
from handrail.notifications.codes import Outcome
from handrail.notifications.models import Message
from handrail.notifications.smtp import Answer as SmtpAnswer
from handrail.obligations.commands import record_act
from handrail.obligations.models import Obligation
from handrail.plans import commands as plans
from handrail.plans.queries.versions import versions_of
from handrail.plans.rules.codes import AspectCategory, ConcernState, Effect, RemarkKind, Topic
from handrail.privacy.corrections import commands as corrections
from handrail.privacy.corrections.rules import About
from handrail.privacy.emergency import commands as emergency
from handrail.privacy.package import commands as packages
from handrail.privacy.package.models import HeldText
from handrail.privacy.retention import holding
from handrail.privacy.retention.certificates import statement
from handrail.privacy.retention.codes import Kind as RetentionKind
from handrail.privacy.retention.codes import RunState
from handrail.privacy.retention.models import ErasureCertificate, ErasureItem, ErasureRun
from handrail.reports import commands as reports
from handrail.reports.codes import Kind, Rhythm
from handrail.reports.commands import Wanted
from handrail.reports.periods import Period
from handrail.tenancy.models import ClientOrganisation, Employment, Person, Site, Tenant
from handrail.tenancy.rules import sort_key

BEGUN: Final = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOW: Final = BEGUN + timedelta(days=60)
"""When everybody looks; from BEGUN on the case went up all its steps."""
COORDINATION, OWN, PLAN = Compartment.COORDINATION, Compartment.OWN, Compartment.PLAN
REPORTED: Final = Period(date(2025, 10, 1), date(2026, 9, 30))
WITHHELD: Final = "withheld"
"""What lies in coordination and is kept from the worker: the supervisor's answers after the return (S7-2)."""
TENANT_WIDE: Final = (
    Role.CONSULTANCY_ADMIN, Role.CONSULTANCY_MANAGER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.SUPPORT, Role.OPERATOR,
    Role.PROVIDER,
)  # fmt: skip


@dataclass
class Full:
    """A world with one case that holds everything: `ids` has one id a kind, `keys` what is no uuid.

    `word` is in every name and key of this world, and with its compartment before it in every text.
    """

    world: World
    word: str
    case_id: UUID
    ids: dict[str, UUID] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def journey(self) -> Journey:
        return Journey(self.world, self.case_id)

    def mark(self, compartment: str) -> str:
        """Return the word by which a text of this compartment is known wherever it turns up."""
        return f"{compartment}{self.word}"


def build_full(word: str, world: World | None = None) -> Full:
    """Make the world of a word, with a case up to the weeks after the return."""
    with clock.frozen(BEGUN):
        found = world or build_world()
        _give_every_role(found)
        _name(found, word)
        full = Full(found, word, _forwarded(found, word))
        _talk(full)
        _write(full)
        _confide(full)
        _ask(full)
        _help(full)
    with clock.frozen(BEGUN + timedelta(days=20)):
        _meet(full)
    with clock.frozen(NOW):
        _return(full)
        _interview(full)
        _document(full)
        _do_what_is_due(full)
        _import(full)
        _print(full)
        _upload(full)
        _report(full)
        _tell_people(full)
        _park(full)
        _retain(full)
        _ask_for_own_data(full)
        _lend_and_let_in(full)
        _hand_round(full)
        _collect(full)
    return full


# --- People -------------------------------------------------------------------------------------------------------


def _give_every_role(world: World) -> None:
    for role in Role:
        if role not in world.people:
            world.people[role] = build_person(world.tenant_id, "Somebody")
            employer_id = None if role in TENANT_WIDE else world.employer_id
            give_role(world.tenant_id, world.people[role], role, employer_id)


def _name(world: World, word: str) -> None:
    """Put the word into every name, key and address."""
    with world.engine() as session:
        for role, person_id in world.people.items():
            name = f"{word} {role.value}"
            values = {"name": name, "sort_name": sort_key(name), "email": f"{role.value}@{word.lower()}.example"}
            session.execute(update(Person).where(Person.id == person_id).values(**values, key=f"{word}-{role.value}"))
        mine = ClientOrganisation.id == world.employer_id
        name = f"Employer {word}"
        named = {"name": name, "sort_name": sort_key(name), "key": f"employer-{word.lower()}"}
        session.execute(update(ClientOrganisation).where(mine).values(**named))
        session.execute(update(Site).where(Site.id == world.site_id).values(name=f"Site {word}", key=f"site-{word}"))
        job = {"job_title": f"Archivist {word}", "key": f"worker-{word}"}
        session.execute(update(Employment).where(Employment.id == world.employment_id).values(**job))
        tenant = update(Tenant).where(Tenant.id == world.tenant_id, ~Tenant.name.contains("Consultancy of"))
        session.execute(tenant.values(name=f"Consultancy of {word}", slug=f"consultancy-of-{word.lower()}"))


# --- The case -----------------------------------------------------------------------------------------------------


def _forwarded(world: World, word: str) -> UUID:
    with world.session(Role.HR) as (session, actor):
        absence = record_absence(
            session,
            actor,
            employment_id=world.employment_id,
            external_key=f"absence-{word}",
            facts=AbsenceFacts(first_day=clock.today() - timedelta(days=10), expected_days=5),
            origin=Origin("screen"),
        )
        correct_absence(
            session, actor, absence_id=absence.id, changes={"percent": 60}, origin=Origin("screen", f"Because {word}")
        )
        return cases.forward_file(session, actor, world.employment_id, coordinator_id=world.people[Role.COORDINATOR]).id


def _talk(full: Full) -> None:
    shared = full.mark(COORDINATION)
    world = full.world
    agreed = AgreedAction(what=f"Agreed {shared}", who=f"Who {shared}", by=clock.today() + timedelta(days=9))
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.send_invitation(session, actor, full.case_id)
        held = Held(channel=Channel.TELEPHONE, notes=f"First call {shared}", agreed=[agreed])
        first = FirstContact(ticks=ALL_TICKS, decision=Decision.PARTICIPATING, preferred_time=f"Mornings {shared}")
        cases.record_first_contact(session, actor, full.case_id, held=held, first=first)
        cases.record_first_meeting(
            session, actor, full.case_id, held=Held(channel=Channel.IN_PERSON, notes=f"First meeting {shared}")
        )
        cases.record_follow_up(
            session, actor, full.case_id, held=Held(channel=Channel.VIDEO, notes=f"Follow-up {shared}")
        )
        cases.agree_follow_up(session, actor, full.case_id, interval_days=14, channel=Channel.EMAIL)
        cases.record_consent(
            session, actor, full.case_id, purpose=ConsentPurpose.REFERRAL, answer=Answer.GIVEN,
            given_how=GivenHow.IN_WRITING, about=f"Provider {shared}",
        )  # fmt: skip
    inform_supervisor(world, full.case_id, call_wished=True)


def _write(full: Full) -> None:
    """Have the coordinator and the worker leave a form in the middle of a sentence."""
    for role, form, part in ((Role.COORDINATOR, "follow-up", COORDINATION), (Role.WORKER, "concern", OWN)):
        with full.world.session(role) as (session, actor):
            place = Place(form, case_row(session, full.case_id).subject())
            typed = {"notes": [f"Not sent yet {full.mark(part)}"]}
            drafts.keep(session, actor, place, typed=typed, form_key=new_id(), seen=0)


def _interview(full: Full) -> None:
    """Have the supervisor hold both interviews, and the worker say and release something of their own."""
    told, own, world = full.mark(Compartment.ADMINISTRATIVE), full.mark(OWN), full.world
    agreed = [AgreedAction(what=f"Agreed {told}", who=f"Who {told}")]
    stage = Stage(clock.today(), Decimal(8), f"Activities {told}")
    with world.session(Role.HR) as (session, actor):
        before = BEGUN.date() - timedelta(days=70)
        facts = AbsenceFacts(before, before + timedelta(days=2))
        origin = Origin("screen")
        key = f"short-{full.word}"
        absence = record_absence(
            session, actor, employment_id=world.employment_id, external_key=key, facts=facts, origin=origin
        )
    with world.session(Role.SUPERVISOR) as (session, actor):
        held = HeldInterview(
            channel=Channel.VIDEO, statement_by=StatementOf.TREATING, statement_on=clock.today(),
            answers={"goal": f"Goal {told}"}, build_up=[stage], agreed=agreed,
        )  # fmt: skip
        made = interviews.record_interview(
            session, actor, world.employment_id, kind=InterviewKind.REINTEGRATION, held=held
        )
        full.ids["interview"] = made.id
        held = HeldInterview(channel=Channel.IN_PERSON, agreed=agreed)
        interviews.record_interview(
            session, actor, world.employment_id, kind=InterviewKind.RETURN_TO_WORK, held=held, absence_id=absence.id
        )
    with world.session(Role.WORKER) as (session, actor):
        words = {"own_words": f"In my words {own}", "work_related": f"Released {told}"}
        for question, text_ in words.items():
            reflecting.write_own_words(session, actor, absence.id, question=question, words=text_)
        reflecting.release_own_words(session, actor, absence.id, question="work_related")


def _document(full: Full) -> None:
    """Have the employer make a plan of action as the law asks, and the worker say that they do not agree."""
    told, world = full.mark(Compartment.ADMINISTRATIVE), full.world
    today = clock.today().isoformat()
    content = {
        "own_job": f"Job {told}", "hours": "32", "case_manager": f"Manager {told}", "end_goal": "own_work",
        "steps": [{"what": f"Step {told}", "who": f"Who {told}", "by": today}], "next_on": today,
    }  # fmt: skip
    with world.session(Role.HR) as (session, actor):
        made = statutory.begin_document(
            session, actor, world.employment_id, code="nl.plan_of_action", writing=Writing(content=content)
        )
        full.ids["statutory document"] = made.document_id
    with world.session(Role.WORKER) as (session, actor):
        statutory.answer_version(
            session, actor, world.employment_id, full.ids["statutory document"], number=1,
            answer=Said.NOT_AGREED, words=f"My view {told}",
        )  # fmt: skip


def _confide(full: Full) -> None:
    own, shared, planned = full.mark(OWN), full.mark(COORDINATION), full.mark(PLAN)
    with full.world.session(Role.WORKER) as (session, actor):
        for kind in ("own concern", "own concern on a page"):
            full.ids[kind] = plans.keep_concern(session, actor, full.case_id, text=f"{kind} {own}").id
        told = plans.keep_concern(session, actor, full.case_id, text=f"Told {shared}").id
        plans.tell_concern(session, actor, full.case_id, told, topic=Topic.WORKLOAD)
        spoken = plans.note_concern(session, actor, full.case_id, wording=f"Spoken {shared}", topic=Topic.ROLES)
        plans.release_concern(session, actor, full.case_id, spoken.id, words=f"Released {planned}")
        waiting = plans.note_concern(session, actor, full.case_id, wording=f"Waiting {shared}", topic=Topic.ROLES)
        full.ids["concern"] = waiting.id
        plans.review_concern(
            session, actor, full.case_id, waiting.id, state=ConcernState.CHANGED, wording=f"Waiting still {shared}"
        )
        cases.record_consent(
            session, actor, full.case_id, purpose=ConsentPurpose.PREVENTION, answer=Answer.GIVEN,
            given_how=GivenHow.ONLINE,
        )  # fmt: skip
        aspect = plans.note_aspect(
            session, actor, full.case_id, category=AspectCategory.WORKLOAD, effect=Effect.HINDERS,
            words=f"Aspect {full.mark(Compartment.PREVENTION)}",
        )  # fmt: skip
        full.ids["aspect"] = aspect.id


def _ask(full: Full) -> None:
    shared, planned = full.mark(COORDINATION), full.mark(PLAN)
    world = full.world
    for role in (Role.HR, Role.SUPERVISOR, Role.ABSENCE_ADMIN):
        with world.session(role) as (session, actor):
            request = cases.request_contact(
                session, actor, world.employment_id, why=Why.GREETING, channel=Channel.EMAIL
            )
            full.ids["request"] = request.id
    administrative = full.mark(Compartment.ADMINISTRATIVE)
    written = cases.LetterText(f"Subject {administrative}", f"Letter {administrative}", uuid4())
    with world.session(Role.HR) as (session, actor):
        cases.write_letter(session, actor, world.employment_id, text=written, why=Why.EQUIPMENT)
    with world.session(Role.COORDINATOR) as (session, actor):
        decided = full.ids["request"]
        cases.decide_contact_request(
            session, actor, full.case_id, decided, decision=RequestState.HELD, reason=f"Reason {shared}"
        )
    for role in (Role.WORKER, Role.SUPERVISOR):
        with world.session(role) as (session, actor):
            about = f"Call {shared if role is Role.WORKER else planned}"
            call = cases.request_call(session, actor, full.case_id, channel=Channel.TELEPHONE, about=about)
            full.ids["call"] = call.id
    with world.session(Role.COORDINATOR) as (session, actor):
        cases.acknowledge_call(session, actor, full.case_id, full.ids["call"], answer=f"Answer {planned}")


def _help(full: Full) -> None:
    """A mediation beside the process, with an agreement that its parties look at."""
    shared, inside, world = full.mark(COORDINATION), full.mark(Compartment.PROVIDER), full.world
    to = f"provider:{world.people[Role.PROVIDER]}"
    with world.session(Role.COORDINATOR) as (session, actor):
        helping.note_conflict(session, actor, full.case_id, note=f"Conflict {shared}")
        helping.offer_help(session, actor, full.case_id, resource="union_network", wish=Wish.LATER)
        helping.ask_consent(session, actor, full.case_id, to=to, answer=Answer.GIVEN, given_how=GivenHow.TELEPHONE)
        referral = helping.refer(session, actor, full.case_id, to=to, kind=HelpKind.MEDIATION)
        full.ids["referral"] = referral.id
    for role in (Role.SUPERVISOR, Role.WORKER):
        with world.session(role) as (session, actor):
            (invitation,) = invitations_to(session, actor.tenant_id, actor.person_id)
            helping.answer_invitation(session, actor, invitation.id, agreed=True)
            full.ids["invitation"] = invitation.id
    with world.session(Role.PROVIDER) as (session, actor):
        slice_id = full.ids["slice"] = session.scalars(select(Engagement.id)).one()
        helping.record_state(session, actor, slice_id, state=State.UNDER_WAY)
        helping.record_session(session, actor, slice_id, on=clock.today(), present=list(Party))
        helping.record_state(session, actor, slice_id, state=State.ENDED_WITH_AGREEMENT)
        helping.propose_agreement(session, actor, slice_id, words=f"Agreement {inside}")
    with world.session(Role.SUPERVISOR) as (session, actor):
        full.ids["talk"] = plans.plan_talk(session, actor, full.case_id, planned_on=clock.today()).id


def _meet(full: Full) -> None:
    shared, planned = full.mark(COORDINATION), full.mark(PLAN)
    journey = full.journey
    ready(journey)
    with full.world.session(Role.COORDINATOR) as (session, actor):
        summary = plans.write_summary(session, actor, full.case_id, text=f"Summary {shared}")
    with full.world.session(Role.WORKER) as (session, actor):
        plans.validate_summary(session, actor, full.case_id, number=summary.number)
    with full.world.session(Role.COORDINATOR) as (session, actor):
        plans.write_tentative_plan(session, actor, full.case_id, topics=[Topic.WORKLOAD])
        starts_at = clock.now() + timedelta(hours=1)
        plans.schedule_meeting(session, actor, full.case_id, starts_at=starts_at, minutes=60, place=f"Place {planned}")
    meeting_held(journey)
    number = proposed(journey, _content(full))
    with full.world.session(Role.WORKER) as (session, actor):
        plans.remark_on_version(
            session, actor, full.case_id, number=number, kind=RemarkKind.NOT_AS_IT_READS, words=f"Not yet {shared}"
        )
    with full.world.session(Role.SUPERVISOR) as (session, actor):
        plans.object_to_version(session, actor, full.case_id, number=number, words=f"Not possible {planned}")
    accepted(journey, number)
    drafted(journey, replace(_content(full), aim=f"Drafted aim {shared}"))


def _content(full: Full) -> Any:
    """Return a plan with the word in its clauses."""
    planned = full.mark(PLAN)
    plan = a_plan(full.journey)
    return replace(
        plan,
        aim=f"Aim {planned}",
        limitations=f"Limitations {planned}",
        if_it_stalls=f"If it stalls {planned}",
        replacement=f"Replacement {planned}",
        colleagues=f"Colleagues {planned}",
        actions=tuple(
            replace(each, description=f"Action {planned}", judged_by=f"Judged {planned}") for each in plan.actions
        ),
        questions=tuple(replace(each, text=f"Question {planned}") for each in plan.questions),
        weeks=tuple(replace(each, tasks=f"Tasks {planned}") for each in plan.weeks),
    )


def _return(full: Full) -> None:
    shared, planned = full.mark(COORDINATION), full.mark(PLAN)
    world = full.world
    with world.engine() as session:
        contract = versions_of(session, case_row(session, full.case_id)).contract
        assert contract is not None
        full.keys["action"] = contract.content.actions[0].key
        full.keys["question"] = contract.content.questions[0].key
    with world.session(Role.SUPERVISOR) as (session, actor):
        plans.confirm_promise(
            session, actor, full.case_id, key=full.keys["action"], in_place=True, note=f"Note {planned}"
        )
        plans.answer_question(session, actor, full.case_id, key=full.keys["question"], answer=f"Answered {planned}")
    return_to_work(world, full.case_id, days_ago=14)
    back = clock.today() - timedelta(days=14)
    monday = back - timedelta(days=back.weekday())
    full.keys["monday"] = monday.isoformat()
    with world.session(Role.COORDINATOR) as (session, actor):
        plans.prepare_return(session, actor, full.case_id)
        plans.record_return(session, actor, full.case_id, first_day_on=back)
        plans.record_week(session, actor, full.case_id, monday=monday, hours=Decimal(8), tasks=f"Worked {planned}")
        again = clock.now() + timedelta(days=2)
        plans.schedule_meeting(session, actor, full.case_id, starts_at=again, minutes=30, place=f"Again {planned}")
        for party, where, more in (
            (Party.WORKER, COORDINATION, {"meaning": f"Meaning {shared}"}),
            (Party.SUPERVISOR, WITHHELD, {}),
        ):
            answers = {"carried_out": "yes", "kept_up": "yes", "fosters": f"Fosters {full.mark(where)}", **more}
            held = Held(channel=Channel.TELEPHONE, answers=answers, notes=f"After the return {full.mark(where)}")
            cases.record_follow_up_after_return(session, actor, full.case_id, party=party, held=held)


def _do_what_is_due(full: Full) -> None:
    """Record that the act of a statutory rule was done."""
    world = full.world
    with world.session(Role.HR) as (session, actor):
        statement = select(Obligation).where(
            Obligation.employment_id == world.employment_id, Obligation.compartment == Compartment.ADMINISTRATIVE
        )
        due = session.scalars(statement.order_by(Obligation.due_on, Obligation.id).limit(1)).one()
        act = record_act(session, actor, employment_id=world.employment_id, rule=due.rule, done_on=clock.today())
        full.ids["obligation"], full.ids["act"] = due.id, act.id


def _import(full: Full) -> None:
    world = full.world
    header = "absence_id,worker_id,first_day,last_day,expected_days,percent"
    row = f"feed-{full.word},worker-{full.word},2026-01-05,2026-01-09,,"
    feed = read_feed(BytesIO(f"{header}\n{row}\n".encode()), load("generic"), today=clock.today())
    with world.session(Role.HR) as (session, actor):
        employer = employer_by_key(session, world.tenant_id, f"employer-{full.word.lower()}")
        run, _plan = preview(session, actor, employer, feed, file_name=f"{full.word}.csv")
        full.ids["run"] = run.id


def _print(full: Full) -> None:
    """Keep a document in each compartment that has some, as the acts that print them do."""
    with full.world.engine() as session:
        case = case_row(session, full.case_id)
        subjects = {Compartment.ADMINISTRATIVE: case.employment_subject(), Compartment.PLAN: case.subject()}
        for compartment, subject in subjects.items():
            content = Content(f"Printed {full.mark(compartment)}".encode(), "en", "text/plain")
            keep(session, full.world.system(), subject, content, compartment=compartment, key="a", title_key="letter.a")


def _upload(full: Full) -> None:
    """Have people add a file to each compartment that is theirs, and the worker release the one of the plan."""
    for role, compartment in ((Role.WORKER, OWN), (Role.COORDINATOR, COORDINATION), (Role.COORDINATOR, PLAN)):
        _add_file(full, role, compartment)
    _add_file(full, Role.HR, Compartment.ADMINISTRATIVE)
    with full.world.session(Role.WORKER) as (session, actor):
        files.release(session, actor, full.ids["file"])


def _add_file(full: Full, role: Role, compartment: Compartment) -> None:
    words = f"Uploaded {full.mark(compartment)}".encode()
    sent = Sent(words, f"{full.mark(compartment)}.txt", "text/plain")
    with full.world.session(role) as (session, actor):
        if compartment is Compartment.ADMINISTRATIVE:
            made = files.add_to_employment(session, actor, full.world.employment_id, sent, key="a")
        else:
            made = files.add_to_case(session, actor, full.case_id, compartment, sent, key="a")
        full.ids["file"] = made.id if compartment is PLAN else full.ids.get("file", made.id)
    with full.world.engine() as session:
        files.settle(session, full.world.system(), made.id, words)


def _report(full: Full) -> None:
    """Have human resources ask for a report, make it, and have one made after each quarter."""
    load_tasks()
    with full.world.session(Role.HR) as (session, actor):
        full.ids["report"] = reports.ask(session, actor, Wanted(Kind.OVERVIEW, REPORTED)).id
        made = reports.schedule(session, actor, kind=Kind.OVERVIEW, rhythm=Rhythm.QUARTERLY)
        full.ids["report schedule"] = made.id
    for row_id in _waiting(full, ("reports.build",)):
        jobs.run_row(full.world.tenant_id, row_id)


def _tell_people(full: Full) -> None:
    """Do what the acts asked the outbox for, so that messages and attempts to deliver them exist."""
    load_tasks()
    with patch.object(tasks, "hand_over", _refusing):
        for names in (("notifications.tell", "notifications.tell_dates_moved"), ("notifications.deliver_message",)):
            for row_id in _waiting(full, names):
                jobs.run_row(full.world.tenant_id, row_id)


def _park(full: Full) -> None:
    """Have work that was started too often without an end; its kind is the word, as a leak would show it."""
    with full.world.engine() as session:
        name = f"test.{full.word.lower()}"
        row_id = full.ids["parked"] = outbox.publish(session, "test", name, {}, key="parked")
        parked = {"attempts": outbox.MOST_STARTS, "parked_at": clock.now(), "last_error": "Broken"}
        session.execute(update(Outbox).where(Outbox.id == row_id).values(parked))


def _retain(full: Full) -> None:
    """Have a case held until today, and a run that was asked for, approved, reversed, and certified all the same."""
    world = full.world
    people = [world.people[role] for role in (Role.PRIVACY_OFFICER, Role.CONSULTANCY_ADMIN)]
    with world.session(Role.PRIVACY_OFFICER) as (session, actor):
        number = f"employer-{full.word.lower()}"
        held = holding.place(
            session, actor, employer=number, number=None, reason=f"Held {full.word}", until=clock.today()
        )
        held.until = date(2026, 11, 1)  # over on the database's own clock too
        full.ids["hold"] = held.id
    with world.engine() as session:
        run = ErasureRun(tenant_id=world.tenant_id, worked_out_on=clock.today(), digest=b"0" * 32)
        session.add(run)
        session.flush()
        rule = {"jurisdiction": "nl", "period": "P90D", "counts_from": "case_closed", "source": "S"}
        item = ErasureItem(
            tenant_id=world.tenant_id, employer_id=world.employer_id, run_id=run.id, kind=RetentionKind.OWN,
            about_id=full.case_id, case_id=full.case_id, employment_id=world.employment_id, numbers=[full.word],
            key_id=None, begins_on=clock.today(), due_on=clock.today(), rule=rule,
        )  # fmt: skip
        session.add(item)
        session.flush()
        run.state, run.reverse_reason = RunState.REVERSED, f"Reversed {full.word}"
        run.asked_by, run.approved_by = people
        run.reversed_by = people[0]
        run.asked_at = run.approved_at = run.reversed_at = clock.now()
        run.erase_after = clock.now() + timedelta(days=7)
        session.flush()
        told = statement(run, [item], at=clock.now(), whole=False)
        session.add(
            ErasureCertificate(
                tenant_id=world.tenant_id, id=run.id, issued_at=clock.now(), statement=told, digest=b"0" * 32
            )
        )
        full.ids["erasure"] = run.id


def _refusing(_mail: object, _url: str, _mark: object) -> SmtpAnswer:
    """Stand in for a mail server that takes nothing."""
    return SmtpAnswer(Outcome.REFUSED, 550)


def _waiting(full: Full, names: Iterable[str]) -> Sequence[UUID]:
    with full.world.engine() as session:
        statement = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.name.in_(names)).order_by(Outbox.id)
        return session.scalars(statement).all()


def _ask_for_own_data(full: Full) -> None:
    """Have the worker ask for their package and for corrections, and a text wait to be looked at."""
    worker = full.world.actor(Role.WORKER)
    worker = replace(worker, method=Method.PASSKEY, proven_at=clock.now())
    with tenant_session(worker.context()) as session:
        full.ids["package"] = packages.ask(session, worker, locale="en").id
        for about, part in ((About.HOURS, "administrative"), (About.TALK, "coordination")):
            made = corrections.ask(session, worker, about=about, words=f"Not right {full.mark(part)}")
            full.ids[f"correction {part}"] = made.id
        talked_about = select(Contact).where(Contact.subject_id == full.case_id, Contact.notes_sealed.is_not(None))
        contact = session.scalars(talked_about.order_by(Contact.id).limit(1)).one()
        held = HeldText(
            tenant_id=contact.tenant_id,
            employer_id=contact.employer_id,
            subject_id=contact.subject_id,
            compartment=contact.compartment,
            person_id=worker.person_id,
            object_table="contact",
            object_id=contact.id,
            name="notes",
            sealed_sha256=hashlib.sha256(contact.notes_sealed or b"").digest(),
            asked_at=clock.now(),
        )
        session.add(held)
        full.ids["held text"] = held.id


def _hand_round(full: Full) -> None:
    """Have a colleague offer two cases and follow the worker beside the coordinator, who keeps two filters."""
    world = full.world
    giver = build_person(world.tenant_id, f"{full.word} giver")
    give_role(world.tenant_id, giver, Role.COORDINATOR, world.employer_id)
    full.ids["hand-over"] = _offer(full, giver, "second worker")
    full.ids["second hand-over"] = _offer(full, giver, "third worker")
    with world.session(Role.COORDINATOR) as (session, actor):
        full.ids["case part"] = team.appoint(session, actor, full.case_id, part=Part.FOLLOW_UP, person_id=giver).id
        for kind in ("case filter", "second case filter"):
            kept = filters.save_filter(session, actor, name=f"{kind} {full.word}", query={"sort": "due"})
            full.ids[kind] = kept.id


def _offer(full: Full, giver: UUID, name: str) -> UUID:
    """Have the giver offer the coordinator the case of one more worker."""
    world = full.world
    worker = build_person(world.tenant_id, f"{full.word} {name}")
    employment = build_employment(world.tenant_id, world.employer_id, world.site_id, worker, None)
    start_absence(world, employment_id=employment)
    with world.session(Role.HR) as (session, actor):
        offered = cases.forward_file(session, actor, employment, coordinator_id=giver).id
    with tenant_session((colleague := world.actor(Role.COORDINATOR, giver)).context()) as session:
        return handing.offer_case(
            session, colleague, offered, coordinator_id=world.people[Role.COORDINATOR], reason=Reason.CASELOAD
        ).id


def _lend_and_let_in(full: Full) -> None:
    """Give access for a time: support, cover, a lent role, an emergency; and a role to somebody who had none."""
    world, days = full.world, Days(clock.today(), clock.today() + timedelta(days=9))
    member, stand_in = (build_person(world.tenant_id, f"{full.word} {name}") for name in ("member", "stand-in"))
    give_role(world.tenant_id, stand_in, Role.COORDINATOR, world.employer_id)
    full.ids["member"] = member
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        terms = admin.Terms(Role.COMMITTEE, world.employer_id, clock.today(), reason=f"Because {full.word}")
        full.ids["role of the member"] = admin.give_role(session, actor, member, terms).id
    with world.session(Role.HR) as (session, actor):
        lent = lending.lend_role(
            session, actor, person_id=member, employer_id=world.employer_id, period=days, reason=f"Away {full.word}"
        )
        full.ids["loan"] = lent.id
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        agent = world.people[Role.SUPPORT]
        access = support.give_support(
            session,
            actor,
            agent_id=agent,
            lens=Role.HR,
            employer_id=world.employer_id,
            hours=4,
            reason=f"Help {full.word}",
        )
        full.ids["support access"] = access.id
    with world.session(Role.LEAD_COORDINATOR) as (session, actor):
        cover = covering.arrange_cover(
            session, actor, person_id=world.people[Role.COORDINATOR], by_id=stand_in, employer_id=world.employer_id,
            period=days,
        )  # fmt: skip
        full.ids["cover"] = cover.id
        reason = f"An emergency, as those who decide are told {full.word}"
        asked = emergency.ask(session, actor, full.case_id, part=Compartment.COORDINATION, reason=reason)
        full.ids["emergency"] = asked.id


# --- Ids ----------------------------------------------------------------------------------------------------------


def _collect(full: Full) -> None:
    world, ids = full.world, full.ids
    ids |= {
        "employer id": world.employer_id,
        "case": full.case_id,
        "employment": world.employment_id,
        "person": world.people[Role.COORDINATOR],
        "supervisor": world.people[Role.SUPERVISOR],
        "helped": world.people[Role.WORKER],
    }
    full.keys |= {
        "employer": f"employer-{full.word.lower()}",
        "worker": f"worker-{full.word}",
        "person of the worker": f"{full.word}-worker",
        "site": f"site-{full.word}",
        "coordinator": f"{full.word}-coordinator",
        "absence key": f"absence-{full.word}",
    }
    with world.engine() as session:
        for kind in ("absence", "absence correction", "plan concern", "consent"):
            table = kind.replace(" ", "_")
            statement = text(f"select id from {table} where employer_id = :employer order by id desc limit 1")  # noqa: S608 - fixed names
            ids[kind] = session.execute(statement, {"employer": world.employer_id}).scalar_one()
        message = select(Message.id).where(Message.employer_id == world.employer_id).order_by(Message.id)
        ids["message"] = session.scalars(message.limit(1)).one()
        delivery = "select d.id from delivery d join message m on m.id = d.message_id where m.employer_id = :e limit 1"
        ids["delivery"] = session.execute(text(delivery), {"e": world.employer_id}).scalar_one()
        ids["contact"] = session.execute(
            text("select id from contact where subject_id = :case order by id limit 1"), {"case": full.case_id}
        ).scalar_one()
        for document in session.scalars(select(Document).where(Document.employer_id == world.employer_id)):
            ids[f"document {document.compartment.value}"] = document.id
        row, secret = identity.start_sign_in(
            session, world.tenant_id, world.people[Role.COORDINATOR], Role.COORDINATOR, proof=DEVELOPMENT
        )
        ids["sign_in"], full.keys["cookie"] = row.id, secret
        token, full.keys["api token"] = identity.make_api_token(
            session, world.system(), person_id=row.person_id, role=row.role, name=f"Token {full.word}", days=30
        )
        session.flush()
        ids["own token"] = token.id
        _row, full.keys["calendar"] = calendars.make(session, world.actor(Role.HR))
        link = identity.make_link(session, world.tenant_id, world.people[Role.COORDINATOR])
        ids["link"], full.keys["link"] = link.id, identity.token_of_link(link.id)
        ids["passkey"] = _passkey(session, full).id
        ids["device"] = _device(session, full).id
    lay_directory(full)
    _add_program(full)
    lay_provider(full)


def _add_program(full: Full) -> None:
    """Have a program of the client organisation, with a secret."""
    with full.world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        program, _secret = programs.make_client(
            session, actor, name=f"Program {full.word}", employer_id=full.world.employer_id, role=Role.HR,
            scopes=["staff:read"], days=30,
        )  # fmt: skip
        full.ids["program"], full.keys["program"] = program.id, program.client_id
        full.ids["program secret"] = secrets_of(session, program)[0].id


def _device(session: Session, full: Full) -> KnownDevice:
    """Know a browser in which the coordinator has signed in."""
    row = KnownDevice(
        tenant_id=full.world.tenant_id, person_id=full.world.people[Role.COORDINATOR],
        digest=sha256(full.word.encode()).digest(), origin=f"Firefox {full.word}", first_at=clock.now(),
        seen_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _passkey(session: Session, full: Full) -> Passkey:
    """Keep a passkey of the coordinator, as a browser would have made it."""
    named = full.word.encode()
    row = Passkey(
        tenant_id=full.world.tenant_id, person_id=full.world.people[Role.COORDINATOR], digest=sha256(named).digest(),
        credential_id=named, public_key=named, rp_id="localhost", sign_count=0, transports=[], backed_up=False,
        name=f"Passkey {full.word}", made_at=clock.now(), used_at=None, stopped_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
