"""What lies around a case in a world: imports, letters, files, reports, messages, jobs, retention, own data."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import select, update
from tests.builders import (
    case_row,
)
from tests.isolation.full import COORDINATION, OWN, PLAN, REPORTED, Full

from handrail.cases.contact_models import Contact
from handrail.documents.commands import Content, keep
from handrail.documents.uploads import commands as files
from handrail.documents.uploads.commands import Sent
from handrail.entrypoints.worker import load_tasks
from handrail.exchange.intake.feed import read_feed
from handrail.exchange.intake.library import load
from handrail.exchange.intake.runs import employer_by_key, preview
from handrail.identity.proofs import Method
from handrail.kit import clock, jobs, outbox
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.kit.outbox import Outbox
from handrail.notifications import tasks
from handrail.notifications.codes import Outcome
from handrail.notifications.smtp import Answer as SmtpAnswer
from handrail.plans.rules.codes import AspectCategory, Effect
from handrail.prevention.models import Forum, ForumSession, PreventionAction, Theme, ThemeRelease
from handrail.privacy.corrections import commands as corrections
from handrail.privacy.corrections.rules import About
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


def lay_import(full: Full) -> None:
    world = full.world
    header = "absence_id,worker_id,first_day,last_day,expected_days,percent"
    row = f"feed-{full.word},worker-{full.word},2026-01-05,2026-01-09,,"
    feed = read_feed(BytesIO(f"{header}\n{row}\n".encode()), load("generic"), today=clock.today())
    with world.session(Role.HR) as (session, actor):
        employer = employer_by_key(session, world.tenant_id, f"employer-{full.word.lower()}")
        run, _plan = preview(session, actor, employer, feed, file_name=f"{full.word}.csv")
        full.ids["run"] = run.id


def lay_prevention(full: Full) -> None:
    """Show the committee a theme, with an action for it, as a release and a meeting would."""
    world, until = full.world, date(2026, 9, 30)
    place = {"tenant_id": world.tenant_id, "employer_id": world.employer_id}
    kind = {"category": AspectCategory.ROLES, "effect": Effect.HINDERS, "since_on": date(2026, 7, 1), "until_on": until}
    with world.engine() as session:
        made = ThemeRelease(**place, until_on=until, released_at=clock.now())
        theme = Theme(
            **place, **kind, release_id=made.id, at_least=5, words=full.word, worded_by=world.people[Role.COORDINATOR]
        )
        action = PreventionAction(
            **place,
            theme_id=theme.id,
            title=full.word,
            owner=full.word,
            aimed_for=date(2027, 1, 1),
            measure=full.word,
            planned_at=clock.now(),
            moved_at=clock.now(),
        )
        session.add(made)
        session.flush()
        session.add(theme)
        session.flush()
        session.add(action)
        forum = Forum(**place, topic=full.word, team=full.word, facilitator=full.word, begun_at=clock.now())
        session.add(forum)
        session.flush()
        session.add(ForumSession(**place, forum_id=forum.id, on=date(2026, 11, 2), agreed=full.word))
    full.ids |= {"forum": forum.id} | {"theme": theme.id, "prevention action": action.id}


def lay_print(full: Full) -> None:
    """Keep a document in each compartment that has some, as the acts that print them do."""
    with full.world.engine() as session:
        case = case_row(session, full.case_id)
        subjects = {Compartment.ADMINISTRATIVE: case.employment_subject(), Compartment.PLAN: case.subject()}
        for compartment, subject in subjects.items():
            content = Content(f"Printed {full.mark(compartment)}".encode(), "en", "text/plain")
            keep(session, full.world.system(), subject, content, compartment=compartment, key="a", title_key="letter.a")


def lay_upload(full: Full) -> None:
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


def lay_report(full: Full) -> None:
    """Have human resources ask for a report, make it, and have one made after each quarter."""
    load_tasks()
    with full.world.session(Role.HR) as (session, actor):
        full.ids["report"] = reports.ask(session, actor, Wanted(Kind.OVERVIEW, REPORTED)).id
        made = reports.schedule(session, actor, kind=Kind.OVERVIEW, rhythm=Rhythm.QUARTERLY)
        full.ids["report schedule"] = made.id
    for row_id in _waiting(full, ("reports.build",)):
        jobs.run_row(full.world.tenant_id, row_id)


def tell_people(full: Full) -> None:
    """Do what the acts asked the outbox for, so that messages and attempts to deliver them exist."""
    load_tasks()
    with patch.object(tasks, "hand_over", _refusing):
        for names in (("notifications.tell", "notifications.tell_dates_moved"), ("notifications.deliver_message",)):
            for row_id in _waiting(full, names):
                jobs.run_row(full.world.tenant_id, row_id)


def lay_park(full: Full) -> None:
    """Have work that was started too often without an end; its kind is the word, as a leak would show it."""
    with full.world.engine() as session:
        name = f"test.{full.word.lower()}"
        row_id = full.ids["parked"] = outbox.publish(session, "test", name, {}, key="parked")
        parked = {"attempts": outbox.MOST_STARTS, "parked_at": clock.now(), "last_error": "Broken"}
        session.execute(update(Outbox).where(Outbox.id == row_id).values(parked))


def lay_retain(full: Full) -> None:
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


def ask_for_own_data(full: Full) -> None:
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
