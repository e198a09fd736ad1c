"""The projection of what is due: reconciled after every change of a fact, in the same transaction (idea 1, ACC-3)."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from handrail.extensions.errors import PluginFault
from handrail.extensions.guard import BUDGETS, guarded
from handrail.extensions.registry import registry
from handrail.kit import clock
from handrail.kit.db import elevated
from handrail.kit.subjects import Acting
from handrail.obligations import facts, releases, telling, writing
from handrail.obligations.comparing import Outcome, compare
from handrail.obligations.engine import compute
from handrail.obligations.errors import FactsContradict
from handrail.obligations.given import OnFile, absence_events, support_events
from handrail.obligations.place import (
    Place,
    accepted,
    locked_place,
    locked_places,
    obligations_on_file,
    obligations_on_files,
    place_of,
    places_of,
)
from handrail.obligations.reading import read_events
from handrail.obligations.rows import Row
from handrail.obligations.rules import BASE_INTERVALS, ProcessIntervals
from handrail.obligations.stored import Stored
from handrail.obligations.writing import Change, Track
from handrail.sdk import CaseFacts, FactsError, Jurisdiction

log = structlog.get_logger(__name__)


def reconcile(session: Session, actor: Acting, employment_id: UUID) -> list[Change]:
    """Compute what is due for an employment from all its facts, store it, and return what changed.

    Whoever owes an obligation whose date moved is told, after the commit. Calling it again changes nothing. It runs in
    the engine's scope: what follows from a fact follows whatever the actor may see. Raises FactsContradict where what
    is on file can not be true together.
    """
    with elevated(session, "reconcile obligations"):
        return _reconcile(session, actor, [locked_place(session, actor.tenant_id, employment_id)])


def recompute(session: Session, actor: Acting, employment_id: UUID) -> list[Change]:
    """Do what `reconcile` does where no fact has changed, only the day and perhaps the release of the rules.

    What a release that is not accepted would put off or take away stays as it is; see `releases`.
    """
    return recompute_all(session, actor, [employment_id])


def recompute_all(session: Session, actor: Acting, employment_ids: Collection[UUID]) -> list[Change]:
    """Do for many employments what `recompute` does for one, in as many statements as for one."""
    with elevated(session, "reconcile obligations"):
        places = [*locked_places(session, actor.tenant_id, employment_ids).values()]
        return _reconcile(session, actor, places, is_night=True)


def reconcile_support(session: Session, actor: Acting, employment_id: UUID) -> list[Change]:
    """Do what `reconcile` does, for the support process alone: the end of every act of support.

    Such an act gives no fact to the statutory track, so it must leave no trace there: not even the standing that the
    day alone has changed since the night's run, by which the employer's side could tell that something was done
    (VOL-2, VOL-4). Raises FactsContradict.
    """
    with elevated(session, "reconcile obligations"):
        place = locked_place(session, actor.tenant_id, employment_id)
        rows = facts.all_current(session, actor.tenant_id, employment_id)
        on_file = obligations_on_file(session, actor.tenant_id, employment_id)
        changes = writing.write(session, place, _support(place, rows, on_file))
        telling.tell(session, actor, place, changes, None)
    return changes


def reconcile_all(
    session: Session,
    actor: Acting,
    employment_ids: Collection[UUID],
    corrections: Mapping[UUID, UUID] = MappingProxyType({}),
) -> list[Change]:
    """Do for many employments what `reconcile` does for one, in as many statements as for one.

    `corrections` names, by employment, the correction of an absence that made it necessary: then the worker is told
    too, once, however many dates moved. The FactsContradict that it raises names the first employment whose facts
    contradict, as `employment_id`.
    """
    with elevated(session, "reconcile obligations"):
        places = [*locked_places(session, actor.tenant_id, employment_ids).values()]
        return _reconcile(session, actor, places, corrections)


def _reconcile(
    session: Session,
    actor: Acting,
    places: Sequence[Place],
    corrections: Mapping[UUID, UUID] = MappingProxyType({}),
    *,
    is_night: bool = False,
) -> list[Change]:
    ids = [place.employment_id for place in places]
    facts_of = facts.all_current_of(session, actor.tenant_id, ids)
    filed_of = obligations_on_files(session, actor.tenant_id, ids)
    held = _not_accepted(session, places, filed_of)
    tracks = [
        _all_tracks(
            place,
            facts_of.get(place.employment_id, ()),
            filed_of[place.employment_id],
            _Frame(is_night=is_night, holds=place.employment_id in held),
        )
        for place in places
    ]
    changes = writing.write_all(session, zip(places, tracks, strict=True), corrections)
    for place, some in zip(places, changes, strict=True):
        telling.tell(session, actor, place, some, corrections.get(place.employment_id))
    return [change for some in changes for change in some]


def preview(session: Session, tenant_id: UUID, employment_id: UUID) -> list[Outcome]:
    """Return what the next night would change, and change nothing. Raises FactsContradict."""
    with elevated(session, "preview obligations"):
        place = locked_place(session, tenant_id, employment_id)
        rows = facts.all_current(session, tenant_id, employment_id)
        on_file = obligations_on_file(session, tenant_id, employment_id)
        holds = bool(_not_accepted(session, [place], {employment_id: on_file}))
        tracks = _tracks(place, rows, on_file, _Frame(is_night=True, holds=holds))
        return [outcome for track in tracks for outcome in track.outcomes if outcome.kind is not None]


def foresee(
    session: Session,
    tenant_id: UUID,
    employment_id: UUID,
    suppose: Callable[[Sequence[OnFile]], Sequence[OnFile]],
    *,
    lock: bool = False,
) -> list[Outcome]:
    """Return what the statutory track would come to if its facts were those that `suppose` makes of them.

    The same code as a reconciliation, on the same facts, and nothing is stored. The support process is left out: what
    is foreseen is shown to the employer's side (VOL-2). `lock`: nothing may change until the commit, for whoever does
    it at once. Raises FactsContradict.
    """
    with elevated(session, "foresee a correction"):
        place = (locked_place if lock else place_of)(session, tenant_id, employment_id)
        rows = suppose(facts.all_current(session, tenant_id, employment_id))
        on_file = [each for each in obligations_on_file(session, tenant_id, employment_id) if each.case_id is None]
        holds = bool(_not_accepted(session, [place], {employment_id: on_file}))
        track = _statutory(place, rows, on_file, _Frame(holds=holds))
        return [outcome for outcome in track.outcomes if outcome.kind is not None]


def by_installed_release(
    session: Session, tenant_id: UUID, employment_ids: Collection[UUID]
) -> Iterator[tuple[UUID, list[Outcome]]]:
    """Yield what the installed rules would change of the statutory track where no fact does, and change nothing.

    An employment is left out where nothing would, or where its facts contradict each other. Nothing is locked.
    """
    with elevated(session, "preview obligations"):
        places = places_of(session, tenant_id, employment_ids)
        facts_of = facts.all_current_of(session, tenant_id, employment_ids)
        filed_of = obligations_on_files(session, tenant_id, employment_ids)
    for employment_id, place in places.items():
        on_file = [each for each in filed_of[employment_id] if each.case_id is None]
        with suppress(FactsContradict):
            track = _statutory(place, facts_of.get(employment_id, ()), on_file, _Frame())
            moved = [outcome for outcome in track.outcomes if outcome.kind is not None]
            if moved:
                yield employment_id, moved


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """In what facts are judged: by night no fact has changed; `holds`: a release is installed and not accepted."""

    is_night: bool = False
    holds: bool = False


def _not_accepted(
    session: Session, places: Iterable[Place], filed_of: Mapping[UUID, Sequence[Stored]]
) -> frozenset[UUID]:
    """Return the employments whose dates another release computed than the installed one, which is not accepted."""
    asked = {
        place.employment_id: (place.employer_id, place.jurisdiction, release)
        for place in places
        if releases.differs(filed_of.get(place.employment_id, ()), release := releases.installed(place.jurisdiction))
    }
    if not asked:
        return frozenset()
    known = accepted(session, set(asked.values()))
    return frozenset(employment_id for employment_id, what in asked.items() if what not in known)


def _all_tracks(place: Place, rows: Sequence[OnFile], on_file: Sequence[Stored], frame: _Frame) -> list[Track]:
    try:
        return [*_tracks(place, rows, on_file, frame)]
    except FactsContradict as problem:
        problem.employment_id = place.employment_id
        raise


def _tracks(place: Place, rows: Sequence[OnFile], on_file: Sequence[Stored], frame: _Frame) -> Iterator[Track]:
    """Yield what became of the statutory track of the employment, then of the support process of each case (VOL-4)."""
    yield _statutory(place, rows, [each for each in on_file if each.case_id is None], frame)
    yield from _support(place, rows, on_file)


def _support(place: Place, rows: Sequence[OnFile], on_file: Sequence[Stored]) -> Iterator[Track]:
    for case in place.cases:
        given = _facts(place, support_events(rows, case.id), None)
        computed = _computed(place, given, None, case.intervals)
        own = [each for each in on_file if each.case_id == case.id]
        yield Track(case.id, compare(own, computed), _met_days(computed, given))


def _statutory(place: Place, rows: Sequence[OnFile], on_file: Sequence[Stored], frame: _Frame) -> Track:
    """Return what the jurisdiction asks; where it is gone or breaks, the last known dates, stale: never fewer."""
    jurisdiction = registry().jurisdictions.get(place.jurisdiction)
    if jurisdiction is None:
        say_missing(place.jurisdiction)
        return Track(None, stale=on_file)
    given = _facts(place, absence_events(rows), jurisdiction)
    plugin = registry().owners.get(jurisdiction.code, jurisdiction.code)
    try:
        computed = guarded(
            plugin,
            "obligations",
            place.tenant_id,
            BUDGETS["obligations"],
            lambda: _computed(place, given, jurisdiction, BASE_INTERVALS),
            passes=(FactsContradict,),
        )
    except PluginFault:
        log.warning("jurisdiction_failed", jurisdiction=jurisdiction.code, employment=str(place.employment_id))
        return Track(None, stale=on_file)
    release = releases.installed(place.jurisdiction)
    outcomes = compare(on_file, computed)
    if frame.holds:
        held = releases.Release(place.jurisdiction, release)
        outcomes = releases.hold_back(outcomes, held, is_night=frame.is_night)
    is_new = frame.is_night and releases.differs(on_file, release)
    return Track(None, outcomes, _met_days(computed, given), release=release, is_new_release=is_new)


@cache
def say_missing(jurisdiction: str) -> None:
    """Log once a process that nobody knows the rules of a jurisdiction: told for each worker it would hide the rest."""
    log.warning("jurisdiction_missing", jurisdiction=jurisdiction)


def _facts(place: Place, events: list[dict[str, object]], jurisdiction: Jurisdiction | None) -> CaseFacts:
    try:
        return CaseFacts(
            jurisdiction=place.jurisdiction,
            events=read_events(events, jurisdiction),
            as_of=clock.today(place.time_zone),
        )
    except FactsError as problem:
        raise FactsContradict(str(problem)) from problem


def _computed(
    place: Place, given: CaseFacts, jurisdiction: Jurisdiction | None, intervals: ProcessIntervals
) -> list[Row]:
    """Return the rows; an instant that a rule gives as local time becomes the site's. Raises FactsContradict."""
    zone = ZoneInfo(place.time_zone)
    try:
        rows = compute(given, jurisdiction, intervals=intervals)
    except FactsError as problem:
        raise FactsContradict(str(problem)) from problem
    return [
        row if row.due_at is None or row.due_at.tzinfo else replace(row, due_at=row.due_at.replace(tzinfo=zone))
        for row in rows
    ]


def _met_days(rows: Iterable[Row], given: CaseFacts) -> dict[int, dt.date]:
    """Return on which day the act of each row was done, by the row's identity."""
    return {id(row): given.events[row.met_by].date for row in rows if row.met_by is not None}
