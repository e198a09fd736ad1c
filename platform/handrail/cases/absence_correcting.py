"""Looking at what a correction of an absence would move, before it is made; and making it as it was looked at (ACC-3).

A correction is bound to what was shown: where anything about it is another one meanwhile, it is shown again first.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.absence_errors import ShownOtherwise
from handrail.cases.absence_facts import supposed
from handrail.cases.absence_models import Absence
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import Origin, remove_absence, settle, write_correction
from handrail.cases.absences import check, load_absence, refuse_overlap
from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment
from handrail.kit.i18n import _
from handrail.obligations import projection
from handrail.obligations.comparing import Outcome
from handrail.tenancy.models import Employment


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a correction would do. `after` None: the absence was recorded by mistake and is taken back.

    `outcomes` are of the statutory track and administrative, whoever looks: a date of the support process is never
    shown before it moved, and whoever takes part finds it on their own pages afterwards (VOL-2).
    """

    absence_id: UUID
    employment: Employment
    before: AbsenceFacts
    after: AbsenceFacts | None
    outcomes: Sequence[Outcome]

    @property
    def changes_nothing(self) -> bool:
        """Whether it says what is recorded already."""
        return self.before == self.after

    @property
    def is_end(self) -> bool:
        """Whether an absence that went on is ended, and nothing is corrected."""
        return self.after is not None and self.before.is_ended_by(self.after)

    @property
    def digest(self) -> str:
        """All that is shown, as one value: the same digest is the same preview."""
        shown = [str(self.absence_id), repr(self.before), repr(self.after), *map(_as_shown, self.outcomes)]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def foresee_correction(
    session: Session, actor: Actor, absence_id: UUID, changes: Mapping[str, Any], *, lock: bool = False
) -> Foreseen:
    """Return what it would do to correct these facts of an absence; nothing is stored.

    `lock`: it is done at once, so nothing may change in between. Raises as `absences.correct_absence` does, and
    FactsContradict.
    """
    absence, employment = load_absence(session, actor, absence_id, lock=lock)
    after = AbsenceFacts.of(absence).corrected(dict(changes))
    check(after)
    refuse_overlap(session, employment.id, after, employment.tenant_id, absence.id)
    return _foreseen(session, employment, absence, after, lock=lock)


def foresee_taking_back(session: Session, actor: Actor, absence_id: UUID, *, lock: bool = False) -> Foreseen:
    """Return what it would do to take back an absence that was recorded by mistake; nothing is stored."""
    absence, employment = load_absence(session, actor, absence_id, lock=lock)
    return _foreseen(session, employment, absence, None, lock=lock)


def confirm_correction(
    session: Session, actor: Actor, absence_id: UUID, changes: Mapping[str, Any], *, origin: Origin, digest: str
) -> Absence:
    """Correct an absence as it was foreseen; raises ShownOtherwise where it would do something else by now."""
    foreseen = foresee_correction(session, actor, absence_id, changes, lock=True)
    _require(foreseen, digest)
    absence, employment = load_absence(session, actor, absence_id)
    correction = write_correction(
        session, actor, employment, absence, facts=foreseen.after or foreseen.before, origin=origin
    )
    if correction is not None:
        corrections = {} if foreseen.is_end else {employment.id: correction.id}
        settle(session, actor, [(employment, absence)], corrections)
    return absence


def take_back_absence(
    session: Session, actor: Actor, absence_id: UUID, *, origin: Origin, digest: str | None = None
) -> UUID:
    """Take back an absence that never was, and return the id of the correction that keeps what was believed (ACC-3).

    `digest` is of what was foreseen, None where nobody looked. Raises ShownOtherwise, and NotFound the second time.
    """
    if digest is not None:
        _require(foresee_taking_back(session, actor, absence_id, lock=True), digest)
    absence, employment = load_absence(session, actor, absence_id)
    correction = remove_absence(session, actor, employment, absence, origin=origin)
    settle(session, actor, [(employment, None)], {employment.id: correction.id})
    return correction.id


def _require(foreseen: Foreseen, digest: str) -> None:
    if foreseen.digest != digest:
        raise ShownOtherwise(_("Something changed since you looked. Look once more at what would move, then confirm."))


def _foreseen(
    session: Session, employment: Employment, absence: Absence, after: AbsenceFacts | None, *, lock: bool
) -> Foreseen:
    stated = {absence.started_fact_id, absence.recovered_fact_id, absence.prognosis_fact_id}
    outcomes = projection.foresee(
        session, employment.tenant_id, employment.id, lambda rows: supposed(rows, stated, employment, after), lock=lock
    )
    shown = [each for each in outcomes if _compartment_of(each) == Compartment.ADMINISTRATIVE]
    return Foreseen(absence.id, employment, AbsenceFacts.of(absence), after, shown)


def _compartment_of(outcome: Outcome) -> str:
    row = outcome.after or (outcome.before.row if outcome.before else None)
    return row.compartment if row else ""


def _as_shown(outcome: Outcome) -> list[str]:
    before, after = outcome.before, outcome.after
    row = after or (before.row if before else None)
    return [
        str(outcome.kind),
        row.rule.id if row else "",
        str(row.for_absence if row else None),
        str(outcome.number),
        str(before.due_on if before else None),
        str(after.due if after else None),
        after.status if after else "",
    ]
