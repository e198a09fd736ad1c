"""Reading the draft and the versions of a plan, with who accepted which."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.plans.models import Acceptance, PlanDraft, PlanVersion
from handrail.plans.rules.agreement import Accepted, contract_of, newest_of, standing_of
from handrail.plans.rules.codes import Party, Standing
from handrail.plans.rules.content import Content, from_json, unchanged_since
from handrail.tenancy.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One acceptance."""

    party: Party
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the plan as it was proposed, and where it stands now.

    `since` says for each action the version since which its promise reads as it does here.
    """

    id: UUID
    number: int
    proposed_at: datetime
    proposed_by: UUID
    worker_id: UUID
    supervisor_id: UUID
    content: Content
    signed: tuple[Signed, ...]
    standing: Standing
    since: dict[str, int]

    def signed_by(self, party: Party) -> Signed | None:
        """Return the acceptance of a party."""
        return next((each for each in self.signed if each.party is party), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """All versions of one plan, oldest first."""

    all: tuple[Version, ...] = field(default=())

    @property
    def newest(self) -> Version | None:
        """The version that can be accepted."""
        return self.all[-1] if self.all else None

    @property
    def contract(self) -> Version | None:
        """The version in force."""
        return next((each for each in self.all if each.standing is Standing.CONTRACT), None)

    @property
    def is_newer_open(self) -> bool:
        """Whether a version newer than the contract waits for acceptance."""
        return self.newest is not None and self.newest.standing is Standing.PROPOSED

    def number(self, number: int) -> Version | None:
        """Return one version by its number."""
        return next((each for each in self.all if each.number == number), None)

    def keys(self) -> set[str]:
        """Return every key of an action or question that this plan ever used."""
        actions = {action.key for each in self.all for action in each.content.actions}
        return actions | {question.key for each in self.all for question in each.content.questions}


def versions_of(session: Session, case: Case) -> Versions:
    """Return all versions of the plan of a case; two statements, whatever their number."""
    statement = select(PlanVersion).where(PlanVersion.tenant_id == case.tenant_id, PlanVersion.subject_id == case.id)
    rows = list(session.scalars(statement.order_by(PlanVersion.number)))
    signed = _signed(session, case) if rows else {}
    numbers = [row.number for row in rows]
    accepted = [Accepted(number, each.party) for number, list_ in signed.items() for each in list_]
    found: list[Version] = []
    for row in rows:
        content, before = from_json(row.content), found[-1] if found else None
        known = before.since if before else {}
        found.append(
            Version(
                id=row.id,
                number=row.number,
                proposed_at=row.proposed_at,
                proposed_by=row.proposed_by,
                worker_id=row.worker_id,
                supervisor_id=row.supervisor_id,
                content=content,
                signed=tuple(signed.get(row.number, ())),
                standing=standing_of(row.number, numbers, accepted),
                since=unchanged_since(content, before.content if before else None, known, row.number),
            )
        )
    return Versions(all=tuple(found))


def _signed(session: Session, case: Case) -> dict[int, list[Signed]]:
    statement = select(Acceptance).where(Acceptance.tenant_id == case.tenant_id, Acceptance.subject_id == case.id)
    found: dict[int, list[Signed]] = {}
    for row in session.scalars(statement.order_by(Acceptance.accepted_at, Acceptance.id)):
        found.setdefault(row.number, []).append(Signed(party=row.party, person_id=row.person_id, at=row.accepted_at))
    return found


def draft_of(session: Session, case: Case) -> PlanDraft | None:
    """Return the draft of the next version, for worker and coordinator."""
    statement = select(PlanDraft).where(PlanDraft.tenant_id == case.tenant_id, PlanDraft.subject_id == case.id)
    return session.scalars(statement).one_or_none()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """Where the plan stands, without a word of it: for lists and overviews. `accepted` are those of the newest."""

    newest: int | None = None
    contract: int | None = None
    accepted: frozenset[Party] = frozenset()
    first_day_on: date | None = None


def standing_of_plan(session: Session, case: Case) -> PlanStanding:
    """Return where the plan of a case stands; opens no text."""
    heads = select(PlanVersion.number, PlanVersion.first_day_on).where(
        PlanVersion.tenant_id == case.tenant_id, PlanVersion.subject_id == case.id
    )
    first_days: dict[int, date] = {number: day for number, day in session.execute(heads)}  # noqa: C416 - typed rows
    signed = _signed(session, case) if first_days else {}
    newest = newest_of(first_days)
    accepted = [Accepted(number, each.party) for number, list_ in signed.items() for each in list_]
    return PlanStanding(
        newest=newest,
        contract=contract_of(first_days, accepted),
        accepted=frozenset(each.party for each in signed.get(newest or 0, ())),
        first_day_on=first_days.get(newest or 0),
    )
