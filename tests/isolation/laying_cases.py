"""The case of a world, step by step: talks, what was confided, the plan, the return, with a word in every text."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from tests.builders import (
    ALL_TICKS,
    World,
    build_person,
    case_row,
    employment_row,
    give_role,
    inform_supervisor,
    return_to_work,
)
from tests.isolation.full import BEGUN, COORDINATION, OWN, PLAN, TENANT_WIDE, WITHHELD, Full
from tests.plans.steps import a_plan, accepted, drafted, meeting_held, proposed, ready

from handrail.cases import commands as cases
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin
from handrail.cases.absences import correct_absence, record_absence
from handrail.cases.commands import AgreedAction, FirstContact, Held
from handrail.cases.commands.loading import load
from handrail.cases.commands.supervisor import NOTICE, notice_wording
from handrail.cases.drafts import commands as drafts
from handrail.cases.drafts.commands import Place
from handrail.cases.interviews import commands as interviews
from handrail.cases.interviews import reflecting
from handrail.cases.interviews.codes import InterviewKind, StatementOf
from handrail.cases.interviews.commands import HeldInterview
from handrail.cases.interviews.rules import Stage
from handrail.cases.review.codes import Verdict
from handrail.cases.review.commands import answer_letter
from handrail.cases.review.holding import hold
from handrail.cases.rules.contacts import Channel, Party
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.cases.rules.participation import Decision
from handrail.cases.statutory import commands as statutory
from handrail.cases.statutory.codes import Answer as Said
from handrail.cases.statutory.commands import Writing
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.extensions.activation import State as PluginState
from handrail.extensions.models import PluginActivation
from handrail.frameworks.letters.commands import publish
from handrail.frameworks.letters.queries import place_of
from handrail.frameworks.queries import employer_by_key
from handrail.interventions import commands as helping
from handrail.interventions.kinds import commands as kinds
from handrail.interventions.models import Engagement
from handrail.interventions.queries import invitations_to
from handrail.interventions.rules import HelpKind, State, Wish
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.ids import new_id
from handrail.obligations.commands import record_act
from handrail.obligations.models import Obligation
from handrail.plans import commands as plans
from handrail.plans.queries.versions import versions_of
from handrail.plans.rules.codes import AspectCategory, ConcernState, Effect, RemarkKind, Topic
from handrail.tenancy.models import ClientOrganisation, Department, Employment, Person, Site, Team, Tenant
from handrail.tenancy.rules import sort_key

# --- People -------------------------------------------------------------------------------------------------------


def give_every_role(world: World) -> None:
    for role in Role:
        if role not in world.people:
            world.people[role] = build_person(world.tenant_id, "Somebody")
            employer_id = None if role in TENANT_WIDE else world.employer_id
            give_role(world.tenant_id, world.people[role], role, employer_id)


def name_everybody(world: World, word: str) -> None:
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


def forwarded_case(world: World, word: str) -> UUID:
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


def lay_talk(full: Full) -> None:
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


def lay_write(full: Full) -> None:
    """Have the coordinator and the worker leave a form in the middle of a sentence."""
    for role, form, part in ((Role.COORDINATOR, "follow-up", COORDINATION), (Role.WORKER, "concern", OWN)):
        with full.world.session(role) as (session, actor):
            place = Place(form, case_row(session, full.case_id).subject())
            typed = {"notes": [f"Not sent yet {full.mark(part)}"]}
            drafts.keep(session, actor, place, typed=typed, form_key=new_id(), seen=0)


def lay_interview(full: Full) -> None:
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
    full.ids["team"] = _in_a_team(full)
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


def _in_a_team(full: Full) -> UUID:
    """Put the worker into a team of a department; returns its id."""
    owner = {"tenant_id": full.world.tenant_id, "employer_id": full.world.employer_id}
    with full.world.engine() as session:
        department = Department(**owner, id=new_id(), key=f"department-{full.word}", name="Invented department")
        session.add(department)
        session.flush()
        team = Team(**owner, id=new_id(), key=f"team-{full.word}", name="Invented team", department_id=department.id)
        session.add(team)
        session.flush()
        employment_row(session, full.world).team_id = team.id
        return team.id


def lay_document(full: Full) -> None:
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


def lay_confide(full: Full) -> None:
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


def lay_ask(full: Full) -> None:
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


def lay_letters(full: Full) -> None:
    """A letter that came back with a reason, one that waits, and a wording of the client organisation's own."""
    reason = f"Reason {full.mark(COORDINATION)}"
    for verdict in (Verdict.SEND_BACK, None):
        with full.world.session(Role.COORDINATOR) as (session, actor):
            loaded = load(session, actor, full.case_id, "letter.send")
            wording = notice_wording(session, loaded.case, loaded.employment)
            full.ids["held letter"] = hold(session, actor, loaded, NOTICE, wording).id
        if verdict is not None:
            with full.world.session(Role.LEAD_COORDINATOR) as (session, actor):
                answer_letter(session, actor, full.case_id, full.ids["held letter"], verdict=verdict, reason=reason)
    with full.world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        found = employer_by_key(session, full.world.tenant_id, f"employer-{full.word.lower()}")
        place = place_of(session, found, clock.today())
        publish(session, actor, place, "pamphlet", "en", title=f"Pamphlet {full.word}", body="Words", based_on=0)


def lay_help(full: Full) -> None:
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


def lay_interventions(full: Full) -> None:
    """Two interventions side by side: a graded return in the plan, and a passport that is the worker's own."""
    world, planned, own = full.world, full.mark(PLAN), full.mark(Compartment.OWN)
    with world.engine() as session:
        begun = set(session.scalars(select(PluginActivation.plugin)))  # by the world beside it, of the same consultancy
        for plugin in sorted({"graded-return", "adjustments"} - begun):
            on = {"state": PluginState.ON, "employers_default": True, "changed_at": clock.now(), "changed_by": None}
            session.add(PluginActivation(tenant_id=world.tenant_id, employer_id=None, plugin=plugin, **on))
    with world.session(Role.COORDINATOR) as (session, actor):
        weeks = [{"monday": "2026-06-01", "hours": "8", "tasks": f"Tasks {planned}"}]
        given = {"aim": f"Aim {planned}", "weeks": weeks, "basis": "wage"}
        made = kinds.begin(session, actor, full.case_id, type="graded-return/graded_return", given=given)
        full.ids["intervention"] = made.id
    with world.session(Role.WORKER) as (session, actor):
        lines = [{"what": f"Shared {planned}", "share": True}]
        given = {"affects": f"Passport {own}", "adjustments": lines}
        made = kinds.begin(session, actor, full.case_id, type="adjustments/passport", given=given)
        full.ids["second intervention"] = made.id
        for revision, act in enumerate(("share", "take_back", "put_away"), 1):  # so that another one can begin
            kinds.move(session, actor, full.case_id, made.id, act=act, revision=revision, given={})


def lay_meet(full: Full) -> None:
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


def lay_return(full: Full) -> None:
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


def do_what_is_due(full: Full) -> None:
    """Record that the act of a statutory rule was done."""
    world = full.world
    with world.session(Role.HR) as (session, actor):
        statement = select(Obligation).where(
            Obligation.employment_id == world.employment_id, Obligation.compartment == Compartment.ADMINISTRATIVE
        )
        due = session.scalars(statement.order_by(Obligation.due_on, Obligation.id).limit(1)).one()
        act = record_act(session, actor, employment_id=world.employment_id, rule=due.rule, done_on=clock.today())
        full.ids["obligation"], full.ids["act"] = due.id, act.id
