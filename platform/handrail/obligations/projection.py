"""The projection of what is due: reconciled after every change of a fact, in the same transaction (idea 1, ACC-3)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.extensions.registry import registry
from handrail.kit import clock, outbox
from handrail.kit.codes import Compartment
from handrail.kit.db import elevated
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting, SubjectRef
from handrail.obligations import facts
from handrail.obligations.engine import compute
from handrail.obligations.errors import FactsContradict
from handrail.obligations.intervals import intervals_of_case
from handrail.obligations.models import Obligation, ObligationChange
from handrail.obligations.reading import read_events
from handrail.obligations.rules import ProcessIntervals
from handrail.obligations.stored import Change, Entry, differences, entries_of
from handrail.sdk import EVENT_TYPES, CaseFacts, FactsError, Jurisdiction
from handrail.tenancy.models import Case, Employment, Site

log = structlog.get_logger(__name__)
_OPEN = ("pending", "due", "missed", "suspended")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an employment stands: what the engine has to know beside its facts."""

    employment: Employment
    jurisdiction: str
    time_zone: str
    cases: Mapping[UUID, ProcessIntervals]


def reconcile(session: Session, actor: Acting, employment_id: UUID) -> list[Change]:
    """Compute what is due for an employment from all its facts, store it, and return what changed.

    Whoever owes an obligation whose date moved or that fell away is told, after the commit. Calling it again changes
    nothing. It runs in the engine's scope: what follows from a fact follows whatever the actor may see.
    """
    with elevated(session, "reconcile obligations"):
        place = _place(session, actor.tenant_id, employment_id)
        stored = _stored(session, actor.tenant_id, employment_id)
        before = {key: entry for key, (entry, is_open) in stored.items() if is_open or entry.is_met}
        after = {entry.key: entry for entry in _computed(session, place, before)}
        changes = differences(before, after)
        _store(session, place, {key: entry for key, (entry, _is_open) in stored.items()}, after, changes)
        _tell(session, actor, place, after, changes)
    return changes


def _computed(session: Session, place: _Place, before: Mapping[str, Entry]) -> Iterable[Entry]:
    """Return every obligation with a date: statutory ones of the employment, then those of each case's support."""
    as_of = clock.today(place.time_zone)
    rows = facts.all_current(session, place.employment.tenant_id, place.employment.id)
    absences = [row for row in rows if row.type in EVENT_TYPES]
    jurisdiction = registry().jurisdictions.get(place.jurisdiction)
    if jurisdiction is not None:
        yield from _statutory(place, jurisdiction, _facts(place, absences, jurisdiction, as_of), before)
    for case_id, intervals in place.cases.items():
        own = [row for row in rows if row.case_id == case_id or row.type in EVENT_TYPES]
        given = _facts(place, own, jurisdiction, as_of)
        yield from entries_of(compute(given, None, intervals=intervals), _days(given), case_id)


def _statutory(
    place: _Place, jurisdiction: Jurisdiction, given: CaseFacts, before: Mapping[str, Entry]
) -> Iterable[Entry]:
    """Return what the jurisdiction asks; where its plugin breaks, the last known dates, marked stale: never fewer."""
    try:
        return entries_of(compute(given, jurisdiction), _days(given), None)
    except FactsError:
        raise
    except Exception:
        log.exception("jurisdiction_failed", jurisdiction=jurisdiction.code, employment=str(place.employment.id))
        return [entry.kept_as_stale() for entry in before.values() if entry.case_id is None]


def _facts(place: _Place, rows: Iterable[Any], jurisdiction: Jurisdiction | None, as_of: dt.date) -> CaseFacts:
    """Return the facts for the engine; raises FactsContradict naming the item where they can not be true together."""
    given = [{**row.fields, "date": row.on.isoformat(), "type": row.type} for row in rows]
    try:
        return CaseFacts(jurisdiction=place.jurisdiction, events=read_events(given, jurisdiction), as_of=as_of)
    except FactsError as problem:
        raise FactsContradict(str(problem)) from problem


def _days(given: CaseFacts) -> dict[int, dt.date]:
    return {index: event.date for index, event in enumerate(given.events)}


def _place(session: Session, tenant_id: UUID, employment_id: UUID) -> _Place:
    statement = (
        select(Employment, Site.jurisdiction, Site.time_zone)
        .join(Site, (Site.tenant_id == Employment.tenant_id) & (Site.id == Employment.site_id))
        .where(Employment.tenant_id == tenant_id, Employment.id == employment_id)
    )
    employment, jurisdiction, time_zone = session.execute(statement).one()
    cases = session.scalars(
        select(Case).where(Case.tenant_id == tenant_id, Case.employment_id == employment_id).order_by(Case.opened_at)
    )
    return _Place(employment, jurisdiction, time_zone, {case.id: intervals_of_case(session, case) for case in cases})


def _stored(session: Session, tenant_id: UUID, employment_id: UUID) -> dict[str, tuple[Entry, bool]]:
    """Return by key what is stored, and whether it is open."""
    columns = Obligation.__table__.c
    statement = select(*columns).where(columns.tenant_id == tenant_id, columns.employment_id == employment_id)
    found = {}
    for row in session.connection().execute(statement).mappings():
        entry = Entry(key=row["key"], case_id=row["case_id"], values=dict(row))
        found[row["key"]] = (entry, row["closed_at"] is None)
    return found


def _store(
    session: Session, place: _Place, stored: Mapping[str, Entry], after: Mapping[str, Entry], changes: list[Change]
) -> None:
    ids = {key: entry.values["id"] for key, entry in stored.items()}
    for key, entry in after.items():
        if key in ids:
            _update(session, place, ids[key], entry, stored[key])
        else:
            ids[key] = _insert(session, place, entry)
    for change in changes:
        if change.kind == "dropped":
            _close(session, place, ids[change.key])
        entry = after.get(change.key) or stored[change.key]
        subject = _subject(place, entry)
        session.add(
            ObligationChange(
                tenant_id=subject.tenant_id,
                employer_id=subject.employer_id,
                subject_id=subject.subject_id,
                compartment=Compartment(entry.values["compartment"]),
                obligation_id=ids[change.key],
                at=clock.now(),
                kind=change.kind,
                due_before=change.due_before,
                due_after=change.due_after,
                because={},
            )
        )


def _subject(place: _Place, entry: Entry) -> SubjectRef:
    employment = place.employment
    administrative = entry.case_id is None or entry.values["compartment"] == Compartment.ADMINISTRATIVE
    subject_id = employment.id if administrative else entry.case_id
    return SubjectRef(employment.tenant_id, employment.employer_id, subject_id or employment.id)


def _columns(place: _Place, entry: Entry) -> dict[str, Any]:
    subject = _subject(place, entry)
    values = {**entry.values, "subject_id": subject.subject_id, "case_id": entry.case_id, "stale": entry.stale}
    values["compartment"] = Compartment(values["compartment"])
    values["closed_at"] = None if values["status"] in _OPEN else clock.now()
    return values


_VOLATILE = {"closed_at", "computed_at"}


def _insert(session: Session, place: _Place, entry: Entry) -> UUID:
    made = new_id()
    fixed = {
        "tenant_id": place.employment.tenant_id,
        "id": made,
        "employer_id": place.employment.employer_id,
        "employment_id": place.employment.id,
        "key": entry.key,
        "due_at": None,
        "layer": None,
        "computed_at": clock.now(),
    }
    session.connection().execute(insert(Obligation).values(fixed | _columns(place, entry)))
    return made


def _update(session: Session, place: _Place, obligation_id: UUID, entry: Entry, stored: Entry) -> None:
    """Write what differs; a row that is as it was is not touched."""
    new = _columns(place, entry)
    differing = {name: value for name, value in new.items() if name not in _VOLATILE and stored.values[name] != value}
    was_open, is_open = stored.values["closed_at"] is None, new["closed_at"] is None
    if was_open != is_open:
        differing["closed_at"] = new["closed_at"]
    if not differing:
        return
    session.connection().execute(
        update(Obligation)
        .where(Obligation.tenant_id == place.employment.tenant_id, Obligation.id == obligation_id)
        .values(differing | {"computed_at": clock.now()})
    )


def _close(session: Session, place: _Place, obligation_id: UUID) -> None:
    session.connection().execute(
        update(Obligation)
        .where(Obligation.tenant_id == place.employment.tenant_id, Obligation.id == obligation_id)
        .values(status="dropped", closed_at=clock.now(), computed_at=clock.now())
    )


def _tell(
    session: Session, actor: Acting, place: _Place, after: Mapping[str, Entry], changes: Iterable[Change]
) -> None:
    """Put moved dates on the timeline, and ask for those concerned to be told (ACC-3)."""
    moves = [change for change in changes if change.kind == "moved"]
    if not moves:
        return
    statement = select(Obligation.key, Obligation.id).where(
        Obligation.tenant_id == actor.tenant_id, Obligation.employment_id == place.employment.id
    )
    ids = dict(session.execute(statement).all())
    for change in moves:
        entry, obligation_id = after[change.key], ids[change.key]
        moved = _Named("obligation", obligation_id)
        days = {"due_on": (change.due_before, change.due_after), "rule": (entry.values["rule"], entry.values["rule"])}
        compartment = Compartment(entry.values["compartment"])
        noted = timeline.append(
            session,
            _subject(place, entry),
            actor,
            "obligation.moved",
            compartment=compartment,
            record=moved,
            changes=days,
        )
        outbox.publish(
            session,
            "notifications",
            "notifications.tell_date_moved",
            {"obligation_id": str(obligation_id), "employment_id": str(place.employment.id)},
            key=str(noted),
        )


@dataclass(frozen=True, slots=True)
class _Named:
    """A row by table and id, as the timeline names it."""

    __tablename__: str
    id: UUID
