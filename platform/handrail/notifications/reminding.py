"""Who is reminded of what today: open obligations, and the people who owe them."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.extensions.registry import registry
from handrail.kit.codes import Role
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


def tell_date_moved(session: Session, tenant_id: UUID, obligation_id: UUID, key: str) -> int:
    """Tell those who owe an obligation that its date moved (ACC-3); returns how many there are."""
    owed = queries.obligation(session, tenant_id, obligation_id)
    people = queries.those_who_owe(session, tenant_id, owed) if owed else ()
    for person_id in people:
        if owed is not None:
            about_it = about(tenant_id, owed)
            notify(session, tenant_id, person_id, MessageKind.DATE_MOVED, key=f"{key}:{person_id}", about=about_it)
    return len(people)


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
