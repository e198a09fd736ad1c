"""Who may give which role, and what stands against it (NEU-1). Pure."""

from dataclasses import dataclass
from typing import Final

from handrail.identity.policies import conflict_of
from handrail.kit.codes import Role

OF_THE_CONSULTANCY: Final = frozenset(
    {
        Role.CONSULTANCY_ADMIN,
        Role.CONSULTANCY_MANAGER,
        Role.PRIVACY_OFFICER,
        Role.AUDITOR,
        Role.SUPPORT,
        Role.PROVIDER,
    }
)
"""Roles that are held in the whole consultancy, without a client organisation."""
OF_AN_EMPLOYER: Final = frozenset(
    {
        Role.HR,
        Role.ABSENCE_ADMIN,
        Role.EMPLOYER_ADMIN,
        Role.SENIOR_MANAGEMENT,
        Role.COMMITTEE,
        Role.SUPERVISOR,
        Role.UNION,
    }
)
"""Roles on the employer's side, which its own administrator may give."""
_BY_THE_CONSULTANCY: Final = OF_AN_EMPLOYER | {
    Role.COORDINATOR, Role.LEAD_COORDINATOR, Role.OCCUPATIONAL_HEALTH, Role.INSURER,
}  # fmt: skip

GIVES: Final = {
    Role.CONSULTANCY_ADMIN: OF_THE_CONSULTANCY | _BY_THE_CONSULTANCY,
    Role.EMPLOYER_ADMIN: OF_AN_EMPLOYER,
}
"""Which roles each administrator gives. Employment makes a worker, and the machine's owner an operator."""


def may_give(giver: Role, role: Role) -> bool:
    """Say whether this administrator gives this role."""
    return role in GIVES.get(giver, frozenset())


def needs_employer(role: Role) -> bool:
    """Say whether the role is held at a client organisation."""
    return role not in OF_THE_CONSULTANCY


@dataclass(frozen=True, slots=True)
class Against:
    """A role that can not be held beside one that somebody holds, and the rule that says so."""

    role: Role
    held: Role
    rule: str


def against(held: frozenset[Role], giver: Role) -> list[Against]:
    """Return which roles this administrator can not give to somebody who holds these, each with its reason."""
    found = []
    for role in sorted(GIVES.get(giver, frozenset()) - held, key=list(Role).index):
        for other in sorted(held, key=list(Role).index):
            rule = conflict_of(role, other)
            if rule:
                found.append(Against(role, other, rule))
                break
    return found
