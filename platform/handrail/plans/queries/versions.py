"""Reading the draft and the versions of a plan, with who accepted which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from handrail.plans.models import Acceptance, PlanDraft, PlanVersion
from handrail.plans.rules.agreement import Accepted, contract_of, standing_of
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
    digest: bytes
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
    """Return all versions of the plan of a case, in one statement."""
    statement = (
        select(PlanVersion, Acceptance)
        .outerjoin(
            Acceptance,
            and_(Acceptance.tenant_id == PlanVersion.tenant_id, Acceptance.version_id == PlanVersion.id),
        )
        .where(PlanVersion.tenant_id == case.tenant_id, PlanVersion.subject_id == case.id)
        .order_by(PlanVersion.number, Acceptance.accepted_at, Acceptance.id)
    )
    rows: dict[int, PlanVersion] = {}
    signed: dict[int, list[Signed]] = {}
    for row, acceptance in session.execute(statement):
        rows[row.number] = row
        if acceptance is not None:
            signed.setdefault(row.number, []).append(_signed(acceptance))
    return Versions(all=tuple(_read(rows, signed)))


def _read(rows: Mapping[int, PlanVersion], signed: Mapping[int, list[Signed]]) -> Iterator[Version]:
    accepted = [Accepted(number, each.party) for number, list_ in signed.items() for each in list_]
    before: Content | None = None
    since: dict[str, int] = {}
    for number, row in rows.items():
        content = from_json(row.content)
        since = unchanged_since(content, before, since, number)
        before = content
        yield Version(
            id=row.id,
            number=number,
            proposed_at=row.proposed_at,
            proposed_by=row.proposed_by,
            worker_id=row.worker_id,
            supervisor_id=row.supervisor_id,
            digest=row.digest,
            content=content,
            signed=tuple(signed.get(number, ())),
            standing=standing_of(number, rows, accepted),
            since=since,
        )


def _signed(row: Acceptance) -> Signed:
    return Signed(party=row.party, person_id=row.person_id, at=row.accepted_at)


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
    return standings_of(session, case.tenant_id, [case.id]).get(case.id, PlanStanding())


def standings_of(session: Session, tenant_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, PlanStanding]:
    """Return where the plans of several cases stand, in one statement; a case without a version is left out."""
    statement = (
        select(PlanVersion.subject_id, PlanVersion.number, PlanVersion.first_day_on, Acceptance.party)
        .outerjoin(
            Acceptance,
            and_(Acceptance.tenant_id == PlanVersion.tenant_id, Acceptance.version_id == PlanVersion.id),
        )
        .where(PlanVersion.tenant_id == tenant_id, PlanVersion.subject_id.in_(case_ids))
    )
    heads: dict[UUID, dict[int, date]] = {}
    accepted: dict[UUID, list[Accepted]] = {}
    for case_id, number, first_day_on, party in session.execute(statement):
        heads.setdefault(case_id, {})[number] = first_day_on
        if party is not None:
            accepted.setdefault(case_id, []).append(Accepted(number, party))
    return {case_id: _standing(days, accepted.get(case_id, [])) for case_id, days in heads.items()}


def _standing(first_days: Mapping[int, date], accepted: Sequence[Accepted]) -> PlanStanding:
    newest = max(first_days)
    return PlanStanding(
        newest=newest,
        contract=contract_of(first_days, accepted),
        accepted=frozenset(each.party for each in accepted if each.version == newest),
        first_day_on=first_days[newest],
    )
