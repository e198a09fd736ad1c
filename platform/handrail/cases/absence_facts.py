"""The facts that say to the obligations what an absence says."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.absence_rules import AbsenceFacts
from handrail.kit.subjects import Acting
from handrail.obligations import facts
from handrail.obligations.facts import NewFact
from handrail.obligations.given import OnFile
from handrail.obligations.models import Fact
from handrail.tenancy.models import Employment


def stated(employment: Employment, said: AbsenceFacts) -> Iterator[NewFact]:
    """Yield the facts that say what a new absence says: of each type at most one."""
    yield NewFact(employment, "absence_started", said.first_day, _start(said))
    if said.first_day_fit is not None:
        yield NewFact(employment, "recovered", said.first_day_fit)
    if said.expected_days is not None:
        yield NewFact(employment, "prognosis", said.first_day, _prognosis(said))


@dataclass(frozen=True, slots=True)
class SupposedFact:
    """A fact as it would be on file: what the engine reads of one."""

    on: date
    type: str
    fields: Mapping[str, Any]
    case_id: UUID | None = None


def supposed(
    rows: Sequence[OnFile], stated_by: Collection[UUID | None], employment: Employment, said: AbsenceFacts | None
) -> list[OnFile]:
    """Return the facts on file with those of one absence replaced by what is said of it; None: with none of them.

    In the order in which they would be on file: by day, and a new absence after the end of the one before it.
    """
    kept: list[OnFile] = [row for row in rows if getattr(row, "id", None) not in stated_by]
    new = [SupposedFact(fact.on, fact.type, fact.fields) for fact in stated(employment, said)] if said else []
    ends = {fact.on for fact in new if fact.type == "recovered"}
    return sorted([*kept, *new], key=lambda fact: (fact.on, fact.type == "absence_started" and fact.on in ends))


def _start(said: AbsenceFacts) -> dict[str, Any]:
    return {"percent": said.percent} if said.percent is not None else {}


def _prognosis(said: AbsenceFacts) -> dict[str, Any]:
    return {"expected_days": said.expected_days}


@dataclass(frozen=True, slots=True)
class FactsOfAbsence:
    """Appends the facts of one employment's absences; each method takes the id of the fact that it replaces.

    Each returns the id of the fact now in force, None where none is.
    """

    session: Session
    actor: Acting
    employment: Employment
    source: str

    def started(self, said: AbsenceFacts, before: UUID | None) -> UUID:
        """State the first day, and the percentage where one is known."""
        return self._append("absence_started", said.first_day, before, _start(said))

    def recovered(self, said: AbsenceFacts, before: UUID | None) -> UUID | None:
        """State the first day fit; without one, take back what was stated."""
        return self._append_or_take_back("recovered", said.first_day_fit, before)

    def prognosis(self, said: AbsenceFacts, before: UUID | None) -> UUID | None:
        """State how many days from the first on are expected; without a number, take back what was stated."""
        on = said.first_day if said.expected_days is not None else None
        return self._append_or_take_back("prognosis", on, before, _prognosis(said))

    def take_back(self, before: UUID | None) -> None:
        """Take back what a fact stated; it stays as what was believed."""
        if before is not None:
            fact = self._fact(before)
            self._append(fact.type, fact.on, before, fact.fields, void=True)

    def _append_or_take_back(
        self, kind: str, on: date | None, before: UUID | None, fields: Mapping[str, Any] | None = None
    ) -> UUID | None:
        if on is not None:
            return self._append(kind, on, before, fields)
        if before is not None:
            self._append(kind, self._fact(before).on, before, void=True)
        return None

    def _append(
        self, kind: str, on: date, before: UUID | None, fields: Mapping[str, Any] | None = None, *, void: bool = False
    ) -> UUID:
        return facts.append(
            self.session,
            self.actor,
            self.employment,
            type=kind,
            on=on,
            fields=fields,
            source=self.source,
            replaces=self._fact(before) if before else None,
            void=void,
        ).id

    def _fact(self, fact_id: UUID) -> Fact:
        statement = select(Fact).where(Fact.tenant_id == self.employment.tenant_id, Fact.id == fact_id)
        return self.session.scalars(statement).one()
