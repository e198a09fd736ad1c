"""The plan as a contract (S5-6): both accept the same version, and only the newest one can be accepted."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from handrail.plans.rules.codes import Party, Standing

PARTIES = frozenset(Party)


@dataclass(frozen=True, slots=True)
class Accepted:
    """That a party accepted a version."""

    version: int
    party: Party


def newest_of(proposed: Collection[int]) -> int | None:
    """Return the number of the newest proposed version, None where there is none."""
    return max(proposed, default=None)


def contract_of(proposed: Collection[int], accepted: Iterable[Accepted]) -> int | None:
    """Return the version in force: the newest that worker and supervisor both accepted; None where there is none.

    An open newer version takes nothing away: what was agreed holds until something else is agreed.
    """
    by_version: dict[int, set[Party]] = {}
    for each in accepted:
        by_version.setdefault(each.version, set()).add(each.party)
    agreed = [number for number in proposed if by_version.get(number, set()) >= PARTIES]
    return max(agreed, default=None)


def can_be_accepted(number: int, proposed: Collection[int]) -> bool:
    """Say whether this version can be accepted: it is the newest."""
    return number in proposed and number == newest_of(proposed)


def standing_of(number: int, proposed: Collection[int], accepted: Iterable[Accepted]) -> Standing:
    """Return where a version stands."""
    if number == contract_of(proposed, accepted):
        return Standing.CONTRACT
    return Standing.PROPOSED if number == newest_of(proposed) else Standing.REPLACED


def digest_of(case_id: UUID, number: int, worker_id: UUID, supervisor_id: UUID, content: str) -> bytes:
    """Return the SHA-256 by which one version is known: of which case, which number, between whom, and all it says.

    `content` is the JSON that is kept. Whoever has the version can reckon it again, and compare it with what stands in
    the case's log beside each acceptance.
    """
    head = f"{case_id}\n{number}\n{worker_id}\n{supervisor_id}\n"
    return hashlib.sha256(head.encode() + content.encode()).digest()
