"""A plan as it is read by everybody who may: one reading for coordinator, worker and supervisor alike.

It opens the plan compartment and nothing else, so that whoever reads it makes the same statements, however many
concerns the worker has and whatever they say (CON-3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handrail.cases.beyond import colleagues_may_be_told
from handrail.cases.overview import Head, head_of
from handrail.consents.queries import live
from handrail.consents.rules import ConsentPurpose
from handrail.frameworks.rules.document import AgreementClause
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.queries import team_of
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.plans.models import Meeting, PlanObjection, PromiseConfirmation, QuestionAnswer, ReturnRecord
from handrail.plans.queries.carrying_out import answers_of, as_rules, confirmations_of, return_of, weeks_worked
from handrail.plans.queries.collective import as_rules as clauses_as_rules
from handrail.plans.queries.collective import clauses_of
from handrail.plans.queries.preparation import meetings_of
from handrail.plans.queries.remarks import objections_of
from handrail.plans.queries.versions import Version, Versions, versions_of
from handrail.plans.rules.codes import Standing
from handrail.plans.rules.collective import Finding, checked
from handrail.plans.rules.content import Action
from handrail.plans.rules.returning import WeekBeside, in_place, missing_before_return, weeks_beside
from handrail.plans.rules.welcome import tells_colleagues, without_welcome
from handrail.tenancy.models import Case, Person

_WHO_AGREE: Final = frozenset({Role.WORKER, Role.COORDINATOR})
"""Whoever agreed on the welcome reads what was agreed, also once it is taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """All that a page about the plan shows. `shown` None: nothing was proposed yet.

    `placed` and `said` speak of the shown version's actions; `weeks` of the contract.
    """

    case: Case
    head: Head
    today: date
    team: Sequence[tuple[Role, Person]]
    meetings: Sequence[Meeting]
    versions: Versions
    shown: Version | None
    beside: Version | None
    answers: Mapping[str, QuestionAnswer]
    placed: frozenset[str]
    said: Mapping[str, PromiseConfirmation]
    objections: Sequence[PlanObjection]
    clauses: Mapping[str, AgreementClause]
    findings: tuple[Finding, ...]
    welcome_taken_back: bool
    """Whether it has colleagues told or do something for which the worker's consent is not live any more."""
    back: ReturnRecord | None
    weeks: tuple[WeekBeside, ...]

    @property
    def is_newest(self) -> bool:
        """Whether the shown version is the one that can be accepted."""
        return self.shown is not None and self.shown is self.versions.newest

    @property
    def is_contract(self) -> bool:
        """Whether the shown version is in force."""
        return self.shown is not None and self.shown.standing is Standing.CONTRACT

    @property
    def missing(self) -> tuple[Action, ...]:
        """Actions of the shown version that must be in place before the return and are not."""
        return missing_before_return(self.shown.content, self.placed) if self.shown else ()

    def person_of(self, role: Role) -> str | None:
        """Return the name of who has this part in the case, None where nobody has it."""
        return next((person.name for each, person in self.team if each is role), None)

    def name_of(self, person_id: UUID) -> str:
        """Return the name of somebody who has or had a part; the supervisor on record where it is them."""
        known = {person.id: person.name for _role, person in self.team} | {self.head.worker.id: self.head.worker.name}
        if self.head.supervisor is not None:
            known.setdefault(self.head.supervisor.id, self.head.supervisor.name)
        return known.get(person_id, "")


def plan_view(
    session: Session, actor: Actor, case_id: UUID, *, number: int | None = None, beside: int | None = None
) -> PlanView:
    """Return the plan of a case as this actor may read it; `number` asks for a version, `beside` for one to compare.

    Raises NotFound for a case that the actor may not know, an unknown version, and for anybody but worker and
    coordinator once the worker takes no part any more (VOL-2).
    """
    case = load_case(session, case_id, require(actor, "plan.read"))
    head = head_of(session, case)
    everything = versions_of(session, case)
    may_tell = _may_tell(session, actor, case)
    versions = everything if may_tell or actor.role in _WHO_AGREE else _without_welcome(everything)
    shown = _version(versions, number) if number is not None else versions.newest
    before = _version(versions, beside) if beside is not None else _before(versions, shown)
    contract = versions.contract
    confirmations = confirmations_of(session, case) if contract else []
    since = shown.since if shown else {}
    back = return_of(session, case)
    worked = weeks_worked(session, case) if back else []
    clauses = clauses_of(session, case)
    return PlanView(
        case=case,
        head=head,
        today=clock.today(head.site.time_zone),
        team=team_of(session, case),
        meetings=meetings_of(session, case),
        versions=versions,
        shown=shown,
        beside=before,
        answers=answers_of(session, case) if shown and shown.content.questions else {},
        placed=in_place(since, as_rules(confirmations)),
        said={row.key: row for row in confirmations if since.get(row.key) == row.since},
        objections=[row for row in objections_of(session, case) if shown and row.number == shown.number],
        clauses=clauses,
        findings=_findings(shown, clauses, head.site.time_zone),
        welcome_taken_back=not may_tell and _tells(everything),
        back=back,
        weeks=weeks_beside(contract.content if contract else None, worked),
    )


def _findings(shown: Version | None, clauses: Mapping[str, AgreementClause], zone: str) -> tuple[Finding, ...]:
    if shown is None:
        return ()
    return checked(shown.content, clauses_as_rules(clauses), shown.proposed_at.astimezone(ZoneInfo(zone)).date())


def _may_tell(session: Session, actor: Actor, case: Case) -> bool:
    """Say whether colleagues may be told: from the ledger where the reader has it, else that one bit of it."""
    if actor.role in _WHO_AGREE:
        return live(session, case, ConsentPurpose.WELCOME_COLLEAGUES) is not None
    return colleagues_may_be_told(session, case)


def _tells(versions: Versions) -> bool:
    binding = versions.contract or versions.newest
    return binding is not None and tells_colleagues(binding.content)


def _without_welcome(versions: Versions) -> Versions:
    """Return the versions as others read them once the consent is taken back: from the next request on (CON-7)."""
    return Versions(all=tuple(replace(each, content=without_welcome(each.content)) for each in versions.all))


def _version(versions: Versions, number: int) -> Version:
    found = versions.number(number)
    if found is None:
        raise NotFound
    return found


def _before(versions: Versions, shown: Version | None) -> Version | None:
    return versions.number(shown.number - 1) if shown else None
