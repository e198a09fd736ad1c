"""Finding people and groups of one directory: SQL narrows where it surely can, the library decides.

What SQL leaves out can not match (`narrowed`, held by a property test), and what it lets through is judged by the
library's own reading of the filter. So one meaning of a filter holds, whatever is asked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from scim2_models import Group as AnyGroup
from scim2_models import GroupMembership, Meta, Reference, Resource, SearchRequest, TooManyException
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator
from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import Session

from handrail.identity.scim.models import ScimConnection, ScimGroup, ScimMember, ScimUser
from handrail.identity.scim.shapes import MOST_RESULTS, FullUser, Group, GroupMember, User, compared, exact, user_of

PAGE: Final = 100
MOST_JUDGED: Final = 10_000
"""People or groups that one question may have judged one by one; beyond that, it has to ask more narrowly."""

Locate = Callable[[str, UUID], str]
"""Returns the address of a person or group: ("Users", id)."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of an answer."""

    total: int
    start: int
    resources: Sequence[Resource[Any]]


def version_of(row: ScimUser | ScimGroup) -> str:
    """Return the entity tag of a row: weak, since the order of values may differ from answer to answer."""
    return f'W/"{row.version}"'


@dataclass(frozen=True, slots=True)
class Shelf:
    """One directory in an open session; `locate` returns the address of somebody or of a group: ("Users", id)."""

    session: Session
    connection: ScimConnection
    locate: Locate

    def user(self, user_id: UUID) -> ScimUser | None:
        """Return one person of this directory."""
        return self.session.scalars(_mine(self, FullUser).where(ScimUser.id == user_id)).one_or_none()

    def group(self, group_id: UUID) -> ScimGroup | None:
        """Return one group of this directory."""
        return self.session.scalars(_mine(self, Group).where(ScimGroup.id == group_id)).one_or_none()

    def people(self, rows: Sequence[ScimUser]) -> list[User]:
        """Return people as SCIM shows them, with their groups."""
        inside = self._groups_of(rows)
        return [
            user_of(row.said, id=str(row.id), meta=self._meta(row, "User"), groups=inside.get(row.id, []))
            for row in rows
        ]

    def groups(self, rows: Sequence[ScimGroup], *, members: bool = True) -> list[Group]:
        """Return groups as SCIM shows them; `members` false leaves the people in them out."""
        inside = self._members_of(rows) if members else {}
        return [
            Group(
                id=str(row.id), external_id=row.external_id, display_name=row.name, members=inside.get(row.id) or None,
                meta=self._meta(row, "Group"),
            )
            for row in rows
        ]  # fmt: skip

    def _meta(self, row: ScimUser | ScimGroup, kind: str) -> Meta:
        return Meta(
            resource_type=kind, created=row.made_at, last_modified=row.changed_at, version=version_of(row),
            location=self.locate(f"{kind}s", row.id),
        )  # fmt: skip

    def _groups_of(self, rows: Sequence[ScimUser]) -> dict[UUID, list[GroupMembership]]:
        statement = (
            select(ScimMember.user_id, ScimGroup.id, ScimGroup.name)
            .join(ScimGroup, (ScimGroup.tenant_id == ScimMember.tenant_id) & (ScimGroup.id == ScimMember.group_id))
            .where(ScimMember.tenant_id == self.connection.tenant_id, ScimMember.user_id.in_([row.id for row in rows]))
            .order_by(ScimGroup.id)
        )
        found: dict[UUID, list[GroupMembership]] = {}
        for user_id, group_id, name in self.session.execute(statement):
            ref = Reference[AnyGroup](self.locate("Groups", group_id))
            each = GroupMembership(value=str(group_id), ref=ref, display=name, type="direct")
            found.setdefault(user_id, []).append(each)
        return found

    def _members_of(self, rows: Sequence[ScimGroup]) -> dict[UUID, list[GroupMember]]:
        statement = select(ScimMember.group_id, ScimMember.user_id).where(
            ScimMember.tenant_id == self.connection.tenant_id, ScimMember.group_id.in_([row.id for row in rows])
        )
        found: dict[UUID, list[GroupMember]] = {}
        for group_id, user_id in self.session.execute(statement.order_by(ScimMember.id)):
            ref = Reference[User](self.locate("Users", user_id))
            found.setdefault(group_id, []).append(GroupMember(value=str(user_id), ref=ref, type="User"))
        return found


# --- Finding ----------------------------------------------------------------------------------------------------------


def find(shelf: Shelf, asked: SearchRequest[User | Group], kinds: Iterable[type[Resource[Any]]]) -> Found:
    """Return the page that was asked for, of people, of groups or of both.

    Raises TooManyException where more would have to be judged one by one than is good for anybody.
    """
    chosen = list(kinds)
    start, count = (asked.start_index_0 or 0), min(PAGE if asked.count is None else asked.count, MOST_RESULTS)
    if asked.filter is None and asked.sort_by is None and len(chosen) == 1:
        total, rows = _page_of_all(shelf, chosen[0], start, count)
        return Found(total, start + 1, _shown(shelf, chosen[0], rows, asked))
    matching: list[Any] = []
    for kind in chosen:
        condition = narrowed(asked.filter.ast, kind) if asked.filter else true()
        rows = shelf.session.scalars(_mine(shelf, kind).where(condition).limit(MOST_JUDGED + 1)).all()
        if len(rows) > MOST_JUDGED:
            raise TooManyException(detail="Ask more narrowly, for example by userName or externalId.")
        shown = _shown(shelf, kind, rows, asked)
        matching += [each for each in shown if asked.filter is None or asked.filter.match(each)]
    ordered = asked.sort(matching)
    return Found(len(ordered), start + 1, [*ordered[start : start + count]])


def _page_of_all(shelf: Shelf, kind: type[Resource[Any]], start: int, count: int) -> tuple[int, Sequence[Any]]:
    all_of_them = _mine(shelf, kind)
    total = shelf.session.scalar(select(func.count()).select_from(all_of_them.order_by(None).subquery())) or 0
    return total, shelf.session.scalars(all_of_them.limit(count).offset(start)).all() if count else []


def _shown(
    shelf: Shelf, kind: type[Resource[Any]], rows: Sequence[Any], asked: SearchRequest[User | Group]
) -> list[Any]:
    if kind is FullUser:
        return [*shelf.people(rows)]
    excluded = {str(each).lower() for each in asked.excluded_attributes or []}
    return [*shelf.groups(rows, members="members" not in excluded or asked.filter is not None)]


def _mine(shelf: Shelf, kind: type[Resource[Any]]) -> Select[Any]:
    """Return the rows of this directory, those first that came first."""
    table, connection = _table(kind), shelf.connection
    mine = (table.tenant_id == connection.tenant_id, table.connection_id == connection.id)
    return select(table).where(*mine).order_by(table.id)


def _table(kind: type[Resource[Any]]) -> Any:
    return ScimUser if kind is FullUser else ScimGroup


# --- Narrowing --------------------------------------------------------------------------------------------------------


def narrowed(node: FilterNode, kind: type[Resource[Any]]) -> ColumnElement[bool]:
    """Return a condition that every match fulfils: exact where a filter names one person or group, else anything."""
    if isinstance(node, LogicalExpr):
        parts = [narrowed(term, kind) for term in node.terms]
        found = parts[0]
        for part in parts[1:]:
            found = found & part if node.op is LogicalOperator.and_ else found | part
        return found
    if isinstance(node, Comparison) and node.op is CompareOperator.eq and isinstance(node.value, str):
        return _equal(node, kind)
    return true()


def _equal(node: Comparison, kind: type[Resource[Any]]) -> ColumnElement[bool]:
    path = node.attr_path
    table = ScimUser if kind is FullUser else ScimGroup
    if path.sub_attr or (path.uri and path.uri.lower() != str(kind.__schema__).lower()):
        return true()
    name = path.attr.lower()
    if name == "id":
        return table.id == UUID(node.value) if _is_id(node.value) else false()
    if name == "externalid":
        return table.external_id == exact(node.value)
    if name == "username" and kind is FullUser:
        return ScimUser.user_name_key == compared(node.value)
    if name == "displayname" and kind is Group:
        return ScimGroup.name_key == compared(node.value)
    return true()


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
