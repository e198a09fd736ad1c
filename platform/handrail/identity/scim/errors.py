"""Expected outcomes of provisioning."""

from uuid import UUID

from handrail.identity.errors import RolesConflict
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict


class GroupRefused(RolesConflict):
    """A group would give somebody a role that another of theirs forbids (NEU-1); nothing of the request is done."""

    def __init__(self, detail: str, *, rule: str, conflicting: str, person_id: UUID, grouping: str, role: Role,
                 employer_id: UUID | None) -> None:  # fmt: skip
        super().__init__(detail, rule=rule, conflicting=conflicting)
        self.rule, self.conflicting = rule, Role(conflicting)
        self.person_id, self.grouping, self.role, self.employer_id = person_id, grouping, role, employer_id


class TooManyTokens(Conflict):
    """Two tokens of a directory live already; one has to be revoked before another is made."""

    slug, title = "too-many-tokens", "There are two tokens already"


class MatchSettled(Conflict):
    """The match was decided, or what it was about is gone."""

    slug, title = "match-settled", "This was decided before"
