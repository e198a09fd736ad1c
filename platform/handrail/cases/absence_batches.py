"""Writing many new absences at once: what `absence_writing` does for one, in as many statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.absence_facts import stated
from handrail.cases.absence_models import Absence
from handrail.cases.absence_rules import AbsenceFacts
from handrail.cases.absence_writing import ADMINISTRATIVE, Origin
from handrail.kit import clock
from handrail.kit.subjects import Acting
from handrail.obligations import facts
from handrail.tenancy.models import Employment


@dataclass(frozen=True, slots=True)
class NewAbsence:
    """An absence that is still to be written; `facts` were checked."""

    employment: Employment
    external_key: str
    facts: AbsenceFacts


def write_absences(session: Session, actor: Acting, new: Sequence[NewAbsence], origin: Origin) -> list[Absence]:
    """Write new absences in the order given; call `settle` when all of a transaction are written.

    An overlap with what is stored, or a key that is taken, is the caller's to exclude; the table refuses both.
    """
    stating = [[*stated(each.employment, each.facts)] for each in new]
    ids = iter(facts.append_all(session, actor, [fact for some in stating for fact in some], source=origin.source))
    absences = []
    for each, some in zip(new, stating, strict=True):
        fact_of = {fact.type: next(ids) for fact in some}
        absences.append(_absence(each, fact_of, origin))
    session.add_all(absences)
    session.flush()
    for each, absence in zip(new, absences, strict=True):
        timeline.append(
            session,
            each.employment.subject(),
            actor,
            "absence.recorded",
            compartment=ADMINISTRATIVE,
            record=absence,
            changes=dict(_from_nothing(each.facts)),
        )
    return absences


def _absence(new: NewAbsence, fact_of: dict[str, UUID], origin: Origin) -> Absence:
    said = new.facts
    return Absence(
        tenant_id=new.employment.tenant_id,
        employer_id=new.employment.employer_id,
        subject_id=new.employment.id,
        compartment=ADMINISTRATIVE,
        external_key=new.external_key,
        first_day=said.first_day,
        first_day_fit=said.first_day_fit,
        hours=said.hours,
        expected_days=said.expected_days,
        percent=said.percent,
        source=origin.source,
        recorded_at=clock.now(),
        started_fact_id=fact_of["absence_started"],
        recovered_fact_id=fact_of.get("recovered"),
        prognosis_fact_id=fact_of.get("prognosis"),
    )


def _from_nothing(said: AbsenceFacts) -> Iterator[tuple[str, tuple[None, Any]]]:
    for name, (_before, value) in AbsenceFacts(first_day=date.min).differences(said).items():
        if value is not None:
            yield name, (None, value)
