"""Which parts can be given in a case, by what, and which compartments a part opens (IVN-5). Pure."""

from enum import StrEnum
from typing import Final

from handrail.consents.rules import ConsentPurpose
from handrail.identity.duties import Duty
from handrail.identity.policies import MATRIX
from handrail.kit.codes import Compartment, Role


class Part(StrEnum):
    """A part that the coordinator gives; others come by the file, the notice of S2-4, or a referral."""

    FOLLOW_UP = "follow_up"
    """Follows the worker, beside whoever coordinates and stays the single point of contact."""
    UNION = "union"
    OCCUPATIONAL_HEALTH = "occupational_health"


ROLES: Final = {
    Part.FOLLOW_UP: Role.COORDINATOR,
    Part.UNION: Role.UNION,
    Part.OCCUPATIONAL_HEALTH: Role.OCCUPATIONAL_HEALTH,
}
"""The role in which somebody has a part; they hold it at the client organisation of the case."""
NEEDS: Final = {Part.UNION: ConsentPurpose.INFORM_UNION}
"""The consent without which nobody gets a part (CON-7)."""
DUTIES: Final = {Part.FOLLOW_UP: Duty.FOLLOW_UP}


def opened_by(role: Role) -> tuple[Compartment, ...]:
    """Return the compartments that a part in this role opens, in their usual order: the policy's own cells."""
    return tuple(each for each in Compartment if (cell := MATRIX[role].get(each)) is not None and cell.read)


def part_of(role: Role, duty: Duty) -> Part | None:
    """Return which part a role with a duty is, of those that the coordinator gives and ends; None for another."""
    if role is Role.COORDINATOR and duty is not Duty.FOLLOW_UP:
        return None
    return next((part for part, needed in ROLES.items() if needed is role), None)
