"""The clauses of the collective agreement that a case's framework holds (S5-5)."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from handrail.frameworks.queries import framework_of_case
from handrail.frameworks.rules.document import AgreementClause
from handrail.plans.rules.codes import ActionKind
from handrail.plans.rules.collective import Clause
from handrail.tenancy.models import Case


def clauses_of(session: Session, case: Case) -> Mapping[str, AgreementClause]:
    """Return the clauses in use, by key, in the order in which the framework shows them."""
    found = framework_of_case(session, case).framework.agreement_clauses
    in_use = ((key, clause) for key, clause in found.items() if clause.active)
    return dict(sorted(in_use, key=lambda item: (item[1].order, item[0])))


def as_rules(clauses: Mapping[str, AgreementClause]) -> list[Clause]:
    """Return the clauses as the rules take them."""
    return [
        Clause(
            key=key,
            kinds=frozenset(ActionKind(kind) for kind in clause.applies_to),
            needs_agreement_of=clause.needs_agreement_of,
            at_least_weeks=clause.at_least_weeks,
            at_most_weeks=clause.at_most_weeks,
            at_most_hours_per_day=clause.at_most_hours_per_day,
            at_most_hours_per_week=clause.at_most_hours_per_week,
            notice_days=clause.notice_days,
            not_on=frozenset(clause.not_on),
        )
        for key, clause in clauses.items()
    ]
