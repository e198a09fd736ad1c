"""The actions of the contract as measures, of which each is asked at the end whether it helped (S7-5)."""

from typing import Final

from sqlalchemy.orm import Session

from handrail.plans.queries.versions import versions_of
from handrail.tenancy.models import Case

_LONGEST: Final = 200


def of_the_contract(session: Session, case: Case) -> list[str]:
    """Return what the plan in force has done, in its order; of a long text the beginning."""
    contract = versions_of(session, case).contract
    return [_short(action.description) for action in contract.content.actions] if contract else []


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
