"""Storing what became of obligations: a row that is as it was is not touched, and each change is kept (ACC-3)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.ids import new_id
from handrail.kit.subjects import SubjectRef
from handrail.obligations import releases
from handrail.obligations.comparing import ChangeKind, Outcome
from handrail.obligations.models import Obligation, ObligationChange
from handrail.obligations.place import Place
from handrail.obligations.stored import DROPPED, Stored, columns_of

_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Track:
    """What became of one track. `case_id` None: the statutory one. `stale`: those that could not be computed.

    `met_on` holds the day on which the act of a row was done, by the identity of the row.
    """

    case_id: UUID | None
    outcomes: Sequence[Outcome] = ()
    met_on: Mapping[int, dt.date] = field(default_factory=dict)
    stale: Sequence[Stored] = ()
    release: str | None = None
    """By which release of the rules it was computed."""
    is_new_release: bool = False
    """Whether what changed follows from that release: no fact changed, and it was another release before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to one obligation, with its dates before and after."""

    kind: ChangeKind
    obligation_id: UUID
    subject: SubjectRef
    compartment: Compartment
    rule: str
    owed_by: str
    status: str
    due_before: dt.date | None
    due_after: dt.date | None
    because: Mapping[str, Any]
    release: str | None = None
    """The new release of the rules, where it was that."""


def write(session: Session, place: Place, tracks: Iterable[Track]) -> list[Change]:
    """Store what became of every track, and return the changes, which are kept as history too."""
    return write_all(session, [(place, tracks)])[0]


def write_all(
    session: Session,
    found: Iterable[tuple[Place, Iterable[Track]]],
    corrections: Mapping[UUID, UUID] = MappingProxyType({}),
) -> list[list[Change]]:
    """Store what became of every track of each place, in three statements however many they are; see `write`.

    `corrections` names, by employment, the correction of an absence from which the changes follow.
    """
    new: list[_Values] = []
    changed: list[_Values] = []
    changes: list[list[Change]] = []
    history: list[_Values] = []
    for place, tracks in found:
        pages = _Pages(place, new, changed)
        some = [change for track in tracks for change in pages.take_track(track)]
        history += [_history(change, corrections.get(place.employment_id)) for change in some]
        changes.append(some)
    if new:
        session.connection().execute(insert(Obligation).returning(Obligation.id), new)  # many rows a statement
    if changed:
        session.connection().execute(_UPDATE, changed)
    if history:
        session.connection().execute(insert(ObligationChange).returning(ObligationChange.id), history)
    return changes


class _Pages:
    """Gathers what is to be written of one place into `new` and `changed`, so that many rows are two statements."""

    def __init__(self, place: Place, new: list[_Values], changed: list[_Values]) -> None:
        self._place = place
        self._now = clock.now()
        self._today = clock.today(place.time_zone)
        self._new = new
        self._changed = changed

    def take_track(self, track: Track) -> Iterable[Change]:
        """Note what is to be written for one track; yield its changes."""
        for each in track.stale:
            self.mark_stale(each)
        for outcome in track.outcomes:
            yield from self.take(track, outcome)

    def take(self, track: Track, outcome: Outcome) -> Iterable[Change]:
        """Note what is to be written for one obligation; yield its change, if it is one."""
        before, after = outcome.before, outcome.after
        if after is None:
            if before is not None and outcome.proposed is None:
                yield self._drop(track, before, outcome)
            elif before is not None:
                self._keep(before, outcome.proposed)
            return
        if before is not None and outcome.proposed is not None:
            self._keep(before, outcome.proposed)
            return
        values = columns_of(after, outcome.number, track.met_on.get(id(after)))
        values |= {"subject_id": self._place.subject_of(track.case_id, values).subject_id, "stale": False}
        values |= {"release": track.release, "proposed": None}
        values["compartment"] = Compartment(values["compartment"])
        values["closed_at"] = self._now if _is_over(values, self._today) else None
        obligation_id = before.id if before else self._insert(track, values)
        if before:
            self._update(before, values)
        if outcome.kind is not None:
            yield self._change(track, outcome, obligation_id, values, before.due_on if before else None)

    def mark_stale(self, stored: Stored) -> None:
        """Keep an obligation as it was last known, and say so."""
        if not stored.is_dropped:
            self._update(stored, {"stale": True})

    def _keep(self, before: Stored, proposed: Mapping[str, Any] | None) -> None:
        """Leave an obligation as it is, judged today, with what a release that is not accepted would make of it."""
        values: _Values = {"status": releases.standing(before, self._today), "proposed": proposed, "stale": False}
        values["closed_at"] = self._now if _is_over({**before.columns, **values}, self._today) else None
        self._update(before, values)

    def _drop(self, track: Track, before: Stored, outcome: Outcome) -> Change:
        gone = {"status": DROPPED, "reason": outcome.because["reason"], "closed_at": self._now, "proposed": None}
        self._update(before, gone)
        return self._change(track, outcome, before.id, {**before.columns, **gone}, before.due_on)

    def _insert(self, track: Track, values: _Values) -> UUID:
        obligation_id = new_id()
        fixed = {
            "tenant_id": self._place.tenant_id,
            "id": obligation_id,
            "employer_id": self._place.employer_id,
            "employment_id": self._place.employment_id,
            "case_id": track.case_id,
            "key": f"{values['rule']}:{obligation_id}",
            "layer": None,
            "computed_at": self._now,
        }
        self._new.append(fixed | values)
        return obligation_id

    def _update(self, stored: Stored, values: Mapping[str, Any]) -> None:
        known = stored.columns
        differing = {name: value for name, value in values.items() if known[name] != value}
        if "closed_at" in differing and (known["closed_at"] is None) == (differing["closed_at"] is None):
            del differing["closed_at"]  # closed it was, and closed it stays: since then
        if not differing.keys() - {"release"}:
            return  # a release that says the same is no reason to write every row of a consultancy
        columns = {name: known[name] for name in _WRITTEN} | differing | {"computed_at": self._now}
        names = {f"to_{name}": value for name, value in columns.items()}
        self._changed.append({"of_tenant": self._place.tenant_id, "of_id": stored.id, **names})

    def _change(
        self,
        track: Track,
        outcome: Outcome,
        obligation_id: UUID,
        values: Mapping[str, Any],
        due_before: dt.date | None,
    ) -> Change:
        subject = SubjectRef(self._place.tenant_id, self._place.employer_id, values["subject_id"])
        is_met = outcome.kind == "met" and values["met_on"] is not None
        because = {"met_on": values["met_on"].isoformat()} if is_met else outcome.because
        return Change(
            kind=outcome.kind or "moved",
            obligation_id=obligation_id,
            subject=subject,
            compartment=values["compartment"],
            rule=values["rule"],
            owed_by=values["owed_by"],
            status=values["status"],
            due_before=due_before,
            due_after=None if outcome.after is None else values["due_on"],
            because=because,
            release=track.release if track.is_new_release else None,
        )


def _is_over(values: _Values, today: dt.date) -> bool:
    """Say whether nobody has to think of it any more: the act was done, or the day of what asks no act has passed."""
    return bool(
        values["status"] == "met" or (values["kind"] != "act" and values["due_on"] and values["due_on"] < today)
    )


def _history(change: Change, correction_id: UUID | None) -> _Values:
    return {
        "tenant_id": change.subject.tenant_id,
        "id": new_id(),
        "employer_id": change.subject.employer_id,
        "subject_id": change.subject.subject_id,
        "compartment": change.compartment,
        "obligation_id": change.obligation_id,
        "at": clock.now(),
        "kind": change.kind,
        "due_before": change.due_before,
        "due_after": change.due_after,
        "because": dict(change.because),
        "correction_id": correction_id,
        "release": change.release,
    }


_FIXED: Final = frozenset({"tenant_id", "id", "employer_id", "employment_id", "case_id", "key", "layer"})
_WRITTEN: Final = tuple(column.name for column in Obligation.__table__.columns if column.name not in _FIXED)
_UPDATE: Final = (
    update(Obligation)
    .where(Obligation.tenant_id == bindparam("of_tenant"), Obligation.id == bindparam("of_id"))
    .values({name: bindparam(f"to_{name}") for name in _WRITTEN})
)
