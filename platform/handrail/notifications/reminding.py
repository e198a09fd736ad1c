"""Who is reminded of what today: open obligations, and the people who owe them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.extensions.registry import registry
from handrail.kit.codes import Compartment, Role
from handrail.kit.subjects import SubjectRef
from handrail.notifications import queries, rules
from handrail.notifications.codes import MessageKind
from handrail.notifications.commands import About, notify
from handrail.notifications.queries import Owed


def remind(session: Session, tenant_id: UUID, today: date) -> int:
    """Queue the reminders of one day and return how many; asking again for the same day queues none twice."""
    nothing_to_do = _rules_without_an_act()
    horizon = today + timedelta(days=max(rules.REMINDED_DAYS_BEFORE))
    queued = 0
    for owed in list(queries.open_obligations(session, tenant_id, until=horizon)):
        if owed.rule in nothing_to_do or not _reminds(owed, today):
            continue
        for person_id in queries.those_who_owe(session, tenant_id, owed):
            notify(
                session,
                tenant_id,
                person_id,
                MessageKind.REMINDER,
                key=f"{owed.id}:{person_id}:{today.isoformat()}",
                about=about(tenant_id, owed),
            )
            queued += 1
    return queued


@dataclass(frozen=True, slots=True)
class Moved:
    """Obligations whose dates moved together. `worker_too`: the worker is told as well; `but`: this person is not."""

    obligation_ids: tuple[UUID, ...]
    worker_too: bool = False
    but: UUID | None = None


def tell_dates_moved(session: Session, tenant_id: UUID, moved: Moved, key: str) -> int:
    """Tell those who owe obligations that their dates moved, one message each (ACC-3); returns how many people."""
    people = those_told(session, tenant_id, queries.obligations(session, tenant_id, moved.obligation_ids), moved)
    for person_id, owed in people.items():
        about_it = about(tenant_id, owed)
        notify(session, tenant_id, person_id, MessageKind.DATE_MOVED, key=f"{key}:{person_id}", about=about_it)
    return len(people)


def those_told(session: Session, tenant_id: UUID, all_owed: Iterable[Owed], moved: Moved) -> dict[UUID, Owed]:
    """Return the people who are told, each with the date that their one message is about.

    That is one on the employment where there is one: it stays theirs however support goes on.
    """
    found: dict[UUID, Owed] = {}
    for owed in sorted(all_owed, key=lambda each: (each.compartment is not Compartment.ADMINISTRATIVE, each.id)):
        people = list(queries.those_who_owe(session, tenant_id, owed))
        if moved.worker_too:
            people += queries.those_who_owe(session, tenant_id, replace(owed, owed_by=Role.WORKER.value))
        for person_id in people:
            if person_id != moved.but:
                found.setdefault(person_id, owed)
    return found


def about(tenant_id: UUID, owed: Owed) -> About:
    """Return what a message about this obligation is about."""
    return About(SubjectRef(tenant_id, owed.employer_id, owed.subject_id), owed.compartment, owed.id)


def _reminds(owed: Owed, today: date) -> bool:
    try:
        role = Role(owed.owed_by)
    except ValueError:
        return False  # an authority or a treating physician: outside Handrail
    return rules.reminds_today(owed.due_on, today, owed_by=role, compartment=owed.compartment)


def _rules_without_an_act() -> frozenset[str]:
    """Return the rules whose date asks nobody to do anything: thresholds, ends of periods, answers."""
    return frozenset(
        rule.id
        for jurisdiction in registry().jurisdictions.values()
        for rule in jurisdiction.rules
        if rule.kind != "act"
    )
