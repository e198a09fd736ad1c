"""Which group gives which role: only what the tenant's map says, and only where the directory has a say.

A line of the map names a group by its display name or by its external id, since some providers tell a token only the
one and a directory's program both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from handrail.identity.oidc.rules import GroupGrant, may_give
from handrail.identity.scim.shapes import compared, exact
from handrail.kit.codes import Role

Right = tuple[Role, UUID | None]
"""A role with where it is held."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a group is known by."""

    name: str
    external_id: str | None

    def is_meant_by(self, line: GroupGrant) -> bool:
        """Say whether a line of the map is about this group."""
        return compared(line.group) == compared(self.name) or exact(line.group) == self.external_id


def right_of(line: GroupGrant) -> Right:
    """Return what a line gives."""
    return line.role, line.employer_id


def lines_of(stored: Iterable[Mapping[str, Any]], employer_id: UUID | None) -> list[GroupGrant]:
    """Return the lines of a stored map that count for a directory of this client organisation (None: of all).

    What it may not give is as if it were not there.
    """
    return [line for line in map(GroupGrant.of, stored) if may_give(line, employer_id)]


def given_by(lines: Iterable[GroupGrant], group: Named) -> list[GroupGrant]:
    """Return what membership of a group gives."""
    return [line for line in lines if group.is_meant_by(line)]
