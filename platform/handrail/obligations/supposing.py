"""What if: the same engine on facts as somebody supposes them. Nothing is stored.

It reads what the reader may read, and no more: a supposition on facts that are closed to somebody would be a way to
ask about them. So the employer's side supposes on the administrative facts alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.extensions.registry import registry
from handrail.identity.actor import Actor
from handrail.identity.policies import MATRIX
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.obligations import facts
from handrail.obligations.changes import Changes, reconcile
from handrail.obligations.engine import compute
from handrail.obligations.errors import FactsContradict
from handrail.obligations.given import absence_events, support_events
from handrail.obligations.intervals import intervals_of_version
from handrail.obligations.listing import EMPLOYER_SIDE
from handrail.obligations.reading import read_events
from handrail.obligations.rows import Row
from handrail.obligations.rules import BASE_INTERVALS, ProcessIntervals
from handrail.sdk import EVENT_TYPES, CaseFacts, ExplanationStep, FactsError, Jurisdiction
from handrail.tenancy.models import Case, Employment, Site

_STARTED: Final = "absence_started"
_BACK: Final = ("recovered", "returned_to_work")
_SIMPLE: Final = {
    "absent_again_on": _STARTED,
    "partial_return_on": "partial_return",
    "leave_started_on": "maternity_leave_started",
    "leave_ended_on": "maternity_leave_ended",
    "employment_ended_on": "employment_ended",
}
"""What somebody supposes, and the event that it is."""

_Events = list[dict[str, object]]
Kind = Literal["moved", "new", "gone", "same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One obligation as it is computed today and as it would be. `because` is what made the difference."""

    kind: Kind
    before: Row | None
    after: Row | None
    because: Sequence[ExplanationStep] = ()

    @property
    def row(self) -> Row:
        """The obligation as it would be; as it is, where it would be gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - told to the type checker; one of them is always there
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a supposition comes to. `case_ids` are the cases whose support process was looked at."""

    statutory: tuple[Supposed, ...]
    support: tuple[Supposed, ...] = ()
    cases: tuple[Case, ...] = field(default=())

    @property
    def all(self) -> tuple[Supposed, ...]:
        """Everything, by date."""
        return tuple(sorted((*self.statutory, *self.support), key=_by_date))


def suppose(session: Session, actor: Actor, employment: Employment, wished: Mapping[str, Any]) -> Answer:
    """Return what is due today beside what would be due. Raises FactsContradict and Invalid."""
    rows = facts.current(session, employment.tenant_id, employment.id)
    site = _site(session, employment)
    jurisdiction = registry().jurisdictions.get(site.jurisdiction)
    _check_events(actor, wished.get("events") or ())
    today = clock.today(site.time_zone)
    facts_now = absence_events(rows)
    statutory = _compared(
        actor,
        (facts_now, _supposed(facts_now, wished, today)),
        jurisdiction,
        _Frame(site.jurisdiction, today, BASE_INTERVALS),
    )
    if actor.role in EMPLOYER_SIDE or Compartment.COORDINATION not in MATRIX[actor.role]:
        return Answer(statutory=statutory)
    support: list[Supposed] = []
    cases = _cases(session, employment)
    for case in cases:
        own = support_events(rows, case.id)
        intervals = intervals_of_version(session, case.framework_version_id, site.jurisdiction)
        then = _supposed(own, wished, today, first_day_back=case is cases[-1])
        support += _compared(actor, (own, then), None, _Frame(site.jurisdiction, today, intervals))
    return Answer(statutory=statutory, support=tuple(support), cases=tuple(cases))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What facts are judged in."""

    jurisdiction: str
    today: date
    intervals: ProcessIntervals


def _compared(
    actor: Actor, events: tuple[_Events, _Events], jurisdiction: Jurisdiction | None, frame: _Frame
) -> tuple[Supposed, ...]:
    before, after = (_rows(each, jurisdiction, frame) for each in events)
    readable = {compartment.value for compartment, cell in MATRIX[actor.role].items() if cell.read}
    changes = reconcile(
        [row for row in before if row.compartment in readable], [row for row in after if row.compartment in readable]
    )
    return tuple(sorted(_kinds(changes, before), key=_by_date))


def _rows(events: _Events, jurisdiction: Jurisdiction | None, frame: _Frame) -> Sequence[Row]:
    try:
        given = CaseFacts(jurisdiction=frame.jurisdiction, events=read_events(events, jurisdiction), as_of=frame.today)
        return compute(given, jurisdiction, intervals=frame.intervals)
    except FactsError as problem:
        raise FactsContradict(str(problem)) from problem


def _kinds(changes: Changes, before: Iterable[Row]) -> Iterable[Supposed]:
    known = {(row.rule.id, row.about, row.for_absence, row.sequence): row for row in before}
    for moved in changes.moved:
        yield Supposed(kind="moved", before=moved.before, after=moved.after, because=moved.reason)
    for dropped in changes.dropped:
        steps = () if dropped.after is None else dropped.after.explanation
        because = [step for step in steps if step not in dropped.before.explanation]
        yield Supposed(kind="gone", before=dropped.before, after=None, because=because)
    for row in changes.new:
        yield Supposed(kind="new", before=None, after=row)
    for row in (*changes.kept, *changes.met, *changes.reopened):
        was = known.get((row.rule.id, row.about, row.for_absence, row.sequence), row)
        yield Supposed(kind="same", before=was, after=row)


def _by_date(each: Supposed) -> tuple[date, str, int]:
    return each.row.due or date.max, each.row.rule.id, each.row.sequence


# --- Facts as somebody supposes them --------------------------------------------------------------------------------


def _supposed(given: _Events, wished: Mapping[str, Any], today: date, *, first_day_back: bool = False) -> _Events:
    """Return the events with what is wished in the place of what it contradicts."""
    events = [dict(event) for event in given]
    starts = [str(event["date"]) for event in events if event["type"] == _STARTED]
    newest = max(starts, default=None)
    if wished.get("first_day") is not None:
        events = _begun_on(events, newest, wished["first_day"].isoformat())
        newest = wished["first_day"].isoformat()
    if wished.get("recovered_on") is not None:
        events = [event for event in events if event["type"] not in _BACK or str(event["date"]) < (newest or "")]
        events.append({"type": "recovered", "date": wished["recovered_on"].isoformat()})
    for name, kind in _SIMPLE.items():
        if wished.get(name) is not None:
            events.append({"type": kind, "date": wished[name].isoformat()})
    if wished.get("wait_extended_until") is not None:
        agreed = {"type": "wait_extended", "date": today.isoformat()}
        events.append(agreed | {"until": wished["wait_extended_until"].isoformat()})
    if first_day_back and wished.get("first_day_back_on") is not None:
        events = [event for event in events if event["type"] != "first_day_back"]
        events.append({"type": "first_day_back", "date": wished["first_day_back_on"].isoformat()})
    return [*events, *(dict(event) for event in wished.get("events") or ())]


def _begun_on(events: _Events, newest: str | None, day: str) -> _Events:
    """Return the events with the newest absence begun on another day; with no absence, one that begins on it."""
    if newest is None:
        return [*events, {"type": _STARTED, "date": day}]
    return [
        event | {"date": day} if event["type"] == _STARTED and event["date"] == newest else event for event in events
    ]


def _check_events(actor: Actor, events: Sequence[Mapping[str, Any]]) -> None:
    """Refuse an event whose kind or field lies where the reader reads nothing: it would ask about what is closed."""
    readable = {compartment.value for compartment, cell in MATRIX[actor.role].items() if cell.read}
    problems = []
    for place, event in enumerate(events):
        known = EVENT_TYPES.get(str(event.get("type")))
        needed = (
            set() if known is None
            else {known.compartment, *(each.compartment for each in known.fields if each.key in event)}
        )  # fmt: skip
        if known is None or needed - readable:
            problems.append(FieldProblem(f"/events/{place}", _("This can not be supposed here.")))
    if problems:
        raise Invalid(problems=problems)


def _site(session: Session, employment: Employment) -> Site:
    statement = select(Site).where(Site.tenant_id == employment.tenant_id, Site.id == employment.site_id)
    return session.scalars(statement).one()


def _cases(session: Session, employment: Employment) -> list[Case]:
    statement = select(Case).where(Case.tenant_id == employment.tenant_id, Case.employment_id == employment.id)
    return list(session.scalars(statement.order_by(Case.opened_at, Case.id)))
