"""Which group gives which role: only what the tenant's map says, and only where the directory has a say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from handrail.identity.scim.shapes import compared
from handrail.kit.codes import Role

CONSULTANCY_WIDE: Final = frozenset(
    {Role.CONSULTANCY_ADMIN, Role.CONSULTANCY_MANAGER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.PROVIDER}
)
NEVER: Final = frozenset({Role.WORKER, Role.SUPPORT, Role.OPERATOR})
"""Employment makes a worker; support and operator are given by hand."""
AT_AN_EMPLOYER: Final = tuple(role for role in Role if role not in CONSULTANCY_WIDE | NEVER)


@dataclass(frozen=True, slots=True)
class Gives:
    """One line of a map: members of the group hold the role there."""

    group: str
    role: Role
    employer_id: UUID | None

    @property
    def right(self) -> tuple[Role, UUID | None]:
        """Return the role with where it is held."""
        return self.role, self.employer_id

    def as_line(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "group": self.group,
            "role": self.role.value,
            "employer_id": str(self.employer_id) if self.employer_id else None,
        }


def lines_of(stored: Iterable[Mapping[str, Any]], employer_id: UUID | None) -> list[Gives]:
    """Return the lines of a stored map that count for a directory of this client organisation (None: of all).

    What is said for another client organisation, or gives a role that groups never give, is as if it were not there.
    """
    found = []
    for each in stored:
        role = Role(each["role"])
        at = UUID(str(each["employer_id"])) if each.get("employer_id") else None
        line = Gives(str(each["group"]), role, at)
        if may_give(line, employer_id):
            found.append(line)
    return found


def may_give(line: Gives, employer_id: UUID | None) -> bool:
    """Say whether a directory of this client organisation (None: of the consultancy) may give what the line says."""
    if line.role in NEVER:
        return False
    if line.role in CONSULTANCY_WIDE:
        return line.employer_id is None and employer_id is None
    return line.employer_id is not None and employer_id in {None, line.employer_id}


def given_by(lines: Iterable[Gives], group: str) -> list[Gives]:
    """Return what membership of a group gives."""
    return [line for line in lines if compared(line.group) == compared(group)]
