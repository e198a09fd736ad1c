"""The case page's reading: where it stands, what is next, who must act by when, and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from handrail.audit import queries as audit
from handrail.audit.models import TimelineEntry
from handrail.cases import queries
from handrail.cases.absence_models import Absence
from handrail.cases.contact_models import Contact
from handrail.cases.models import CaseProcess
from handrail.cases.request_models import CallRequest, ContactRequest
from handrail.cases.rules.steps import NextAct, Stairs, next_act
from handrail.consents import queries as consents
from handrail.consents.models import Consent
from handrail.identity.queries import team_of
from handrail.kit.codes import Compartment, Role
from handrail.kit.i18n import _
from handrail.obligations import queries as obligations
from handrail.obligations.models import Obligation
from handrail.obligations.presenting import title_of
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Person, Site
from handrail.web.strip import Bar, Drawing, Lane, Mark, draw

_BEFORE, _AHEAD = timedelta(days=7), timedelta(days=70)


@dataclass(frozen=True, slots=True)
class Head:
    """Who the case is about and where they work."""

    employment: Employment
    worker: Person
    employer: ClientOrganisation
    site: Site
    supervisor: Person | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the case page shows; what the reader may not know of is simply not there."""

    case: Case
    head: Head
    process: CaseProcess | None
    stairs: Stairs | None
    next: NextAct | None
    absences: Sequence[Absence]
    obligations: Sequence[Obligation]
    contacts: Sequence[Contact]
    requests: Sequence[ContactRequest]
    calls: Sequence[CallRequest]
    consents: Sequence[Consent]
    team: Sequence[tuple[Role, Person]]
    entries: Sequence[TimelineEntry]
    names: Mapping[UUID, str]


def overview_of(session: Session, case: Case) -> Overview:
    """Read everything the page needs."""
    head = head_of(session, case)
    process = queries.process_of(session, case)
    stairs = queries.stairs_of(session, case, process) if process else None
    due = obligations.of_employment(session, case.tenant_id, case.employment_id)
    support = [each for each in due if each.closed_at is None and each.case_id == case.id]
    entries = audit.timeline_of(session, case.tenant_id, [case.id, case.employment_id], limit=60)
    return Overview(
        case=case,
        head=head,
        process=process,
        stairs=stairs,
        next=next_act(process, stairs, support) if process and stairs else None,
        absences=absences_of(session, case),
        obligations=due,
        contacts=queries.contacts_of(session, case),
        requests=queries.contact_requests_of(session, case),
        calls=queries.calls_of(session, case, open_only=True),
        consents=consents.ledger_of(session, case),
        team=team_of(session, case),
        entries=entries,
        names=names_of(session, case.tenant_id, {entry.actor_id for entry in entries if entry.actor_id}),
    )


def head_of(session: Session, case: Case) -> Head:
    """Return the people and places of a case. One statement."""
    manager = aliased(Person)
    statement = (
        select(Employment, Person, ClientOrganisation, Site, manager)
        .join(Person, and_(Person.tenant_id == Employment.tenant_id, Person.id == Employment.person_id))
        .join(
            ClientOrganisation,
            and_(ClientOrganisation.tenant_id == Employment.tenant_id, ClientOrganisation.id == Employment.employer_id),
        )
        .join(Site, and_(Site.tenant_id == Employment.tenant_id, Site.id == Employment.site_id))
        .outerjoin(manager, and_(manager.tenant_id == Employment.tenant_id, manager.id == Employment.supervisor_id))
        .where(Employment.tenant_id == case.tenant_id, Employment.id == case.employment_id)
    )
    return Head(*session.execute(statement).one())


def absences_of(session: Session, case: Case) -> list[Absence]:
    """Return the worker's absences here, newest first."""
    statement = select(Absence).where(Absence.tenant_id == case.tenant_id, Absence.subject_id == case.employment_id)
    return list(session.scalars(statement.order_by(Absence.first_day.desc())))


def names_of(session: Session, tenant_id: UUID, people: set[UUID]) -> dict[UUID, str]:
    """Return the names of people by id."""
    if not people:
        return {}
    statement = select(Person.id, Person.name).where(Person.tenant_id == tenant_id, Person.id.in_(people))
    return dict(session.execute(statement).all())


def strip_of(overview: Overview, today: date) -> Drawing:
    """Return the drawing of the absence, what is due and the contacts over time."""
    current = overview.absences[0] if overview.absences else None
    first = (current.first_day if current else overview.case.opened_on) - _BEFORE
    last = today + _AHEAD
    bars = tuple(
        Bar(each.first_day, min(each.first_day_fit or last, last), _("Absent"), "absent")
        for each in reversed(overview.absences)
        if (each.first_day_fit or last) > first
    )
    marks = tuple(
        Mark(each.met_on or each.due_on, title_of(each.rule), done=each.status == "met", late=each.status == "missed")
        for each in overview.obligations
        if each.due_on and first <= (each.met_on or each.due_on) <= last
    )
    talks = tuple(Mark(each.on, _("Contact"), done=True) for each in reversed(overview.contacts) if each.on >= first)
    lanes = [Lane(_("Absence"), bars=bars), Lane(_("Due"), marks=marks)]
    if talks:
        lanes.append(Lane(_("Contacts"), marks=talks, dots=True))
    return draw(_("Absence, dates and contacts"), lanes, first_on=first, last_on=last, today=today)


def compartments_shown() -> tuple[Compartment, ...]:
    """Return the compartments that the page opens, for the read log."""
    return (Compartment.COORDINATION, Compartment.PLAN)


def entry_rows(overview: Overview, verbs: Mapping[str, str], roles: Mapping[Role, str]) -> list[dict[str, Any]]:
    """Return the timeline's entries in words, newest first."""
    return [
        {
            "on": entry.at.date(),
            "compartment": entry.compartment.value,
            "text": _(verbs[entry.verb]) if entry.verb in verbs else entry.verb,
            "meta": _who(overview, entry, roles),
        }
        for entry in overview.entries
    ]


def _who(overview: Overview, entry: TimelineEntry, roles: Mapping[Role, str]) -> str:
    if entry.actor_id is None or entry.actor_role is None:
        return _("By Handrail")
    name = overview.names.get(entry.actor_id, _("somebody"))
    return _("%(name)s, %(role)s", name=name, role=_(roles[entry.actor_role]))
