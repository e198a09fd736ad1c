"""Noticing that somebody tries to come in as somebody else: the person is told, once a day at most."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handrail.identity.factors import telling
from handrail.identity.models import SignIn
from handrail.kit import clock
from handrail.kit.errors import TooManyRequests
from handrail.kit.limits import Limit, spend

_A_DAY: Final = timedelta(days=1)
MANY_HALVES: Final = 5
"""Sessions by a link that went no further, within a day: the mailbox is open to somebody, the account is not."""
MISSES: Final = Limit("code-missed", 4, int(_A_DAY.total_seconds()))
"""Codes of one person that opened nothing; one more in a day and they are told."""


def missed(session: Session, tenant_id: UUID, person_id: UUID) -> None:
    """Count a code that opened nothing, and have its person told where there were many."""
    try:
        spend(MISSES, tenant_id, person_id)
    except TooManyRequests:
        _tell(session, person_id)


def half_began(session: Session, tenant_id: UUID, person_id: UUID) -> None:
    """Have somebody told where a link of theirs was used again and again, and nobody came further with it."""
    statement = select(func.count().filter(SignIn.factors == 1), func.count().filter(SignIn.factors > 1)).where(
        SignIn.tenant_id == tenant_id, SignIn.person_id == person_id, SignIn.started_at > clock.now() - _A_DAY
    )
    halves, whole = session.execute(statement).one()
    if halves - whole >= MANY_HALVES:
        _tell(session, person_id)


def _tell(session: Session, person_id: UUID) -> None:
    telling.tell(session, person_id, telling.Told.TRIED, key=f"{person_id}:tried:{clock.today()}")
