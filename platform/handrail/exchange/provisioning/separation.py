"""Roles that one person can not hold together, found in the files before anything is applied (NEU-1)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from handrail.exchange.provisioning.spec import MembershipSpec
from handrail.identity.policies import conflict_of


def conflicts(memberships: Iterable[MembershipSpec]) -> Iterator[tuple[MembershipSpec, MembershipSpec, str]]:
    """Yield each pair that a rule forbids, with the rule.

    Two roles meet when their periods overlap by a day and they are held at the same employer; a role in the whole
    consultancy is held at every employer. Being a supervisor counts wherever the files make somebody one.
    """
    held: dict[str, list[MembershipSpec]] = defaultdict(list)
    for membership in memberships:
        held[membership.person].append(membership)
    for roles in held.values():
        for one, other in combinations(roles, 2):
            rule = conflict_of(one.role, other.role) if one.role is not other.role else None
            if rule and _same_place(one, other) and _overlap(one, other):
                yield one, other, rule


def _same_place(one: MembershipSpec, other: MembershipSpec) -> bool:
    return one.employer is None or other.employer is None or one.employer == other.employer


def _overlap(one: MembershipSpec, other: MembershipSpec) -> bool:
    return one.since <= (other.until or date.max) and other.since <= (one.until or date.max)
