"""What holds for programs, whoever sets them up: which roles they may have, and what they can be good for."""

from typing import Final

from handrail.identity.policies import ACTIONS, MATRIX, Reach, scope_of
from handrail.kit.codes import Compartment, Role

MOST_DAYS: Final = 180
"""The longest life of a person's own token."""
MOST_SECRET_DAYS: Final = 365
"""The longest life of a program's secret."""
TOKEN_SECONDS: Final = 3600
"""The life of the token that a program gets for its secret."""
PLACES: Final = (1, 2)

_CONFIDED: Final = frozenset({Compartment.OWN, Compartment.COORDINATION, Compartment.MEDICAL})
_PEOPLE_ONLY: Final = frozenset({Role.OPERATOR, Role.PRIVACY_OFFICER, Role.SUPPORT})
"""Who watches over others, who looks by leave and who looks after the machine is a person."""
_IN_THE_CONSULTANCY: Final = frozenset({Role.CONSULTANCY_ADMIN, Role.CONSULTANCY_MANAGER, Role.AUDITOR})
_OF_A_PERSON: Final = frozenset({"account", "login", "sign_in", "support", "token"})
"""What is about the person who acts; a program is nobody."""


def _may_be_a_programs(role: Role) -> bool:
    cells = MATRIX[role]
    related = any(cell.reach is Reach.RELATED for cell in cells.values())
    return not related and not cells.keys() & _CONFIDED and role not in _PEOPLE_ONLY


PROGRAM_ROLES: Final = tuple(role for role in Role if _may_be_a_programs(role))
"""Roles without a cell of what people confide, and that nobody holds by a part in a case."""


def roles_at(*, employer: bool) -> tuple[Role, ...]:
    """Return the roles that a program can have at a client organisation, or in the consultancy as a whole."""
    return tuple(role for role in PROGRAM_ROLES if (role not in _IN_THE_CONSULTANCY) == employer)


def scopes_for(role: Role) -> tuple[str, ...]:
    """Return what a program in this role can be good for.

    Acts that ask for a strong proof are not among it: a program is nobody who could show one.
    """
    found = {scope_of(name) for name, act in ACTIONS.items() if role in act.roles and not act.step_up}
    return tuple(sorted(scope for scope in found if scope.partition(":")[0] not in _OF_A_PERSON))


def reading(scopes: frozenset[str]) -> frozenset[str]:
    """Return those of the scopes that change nothing."""
    return frozenset(scope for scope in scopes if scope.endswith(":read"))
