"""Groups of a directory. Whoever joins gets what the map gives; whoever leaves loses it in the same transaction."""

from collections.abc import Iterable
from uuid import UUID

from scim2_models import InvalidValueException, PatchOp, UniquenessException
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.scim import roles, versions
from handrail.identity.scim.asking import Directory
from handrail.identity.scim.mapping import Named, given_by, right_of
from handrail.identity.scim.models import ScimGroup, ScimMember, ScimUser
from handrail.identity.scim.searching import Shelf
from handrail.identity.scim.shapes import POLICY, Group, compared
from handrail.kit import clock
from handrail.kit.errors import NotFound


def create(session: Session, directory: Directory, given: Group) -> ScimGroup:
    """Make a group with the people in it. Raises UniquenessException, InvalidValueException and GroupRefused."""
    at = clock.now()
    _require_unique(session, directory, given, None)
    row = ScimGroup(
        tenant_id=directory.tenant_id, connection_id=directory.connection.id, name=str(given.display_name),
        name_key=compared(str(given.display_name)), external_id=given.external_id, version=1, made_at=at, changed_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    changes = {"connection": (None, directory.connection.id)}
    timeline.append_tenant_act(session, directory, "scim_group.made", record=row, changes=changes)
    _set_members(session, directory, row, _people_in(session, directory, given), left=_named(row))
    return row


def replace(
    session: Session, directory: Directory, group_id: UUID, given: Group, *, if_match: str | None, shelf: Shelf
) -> ScimGroup:
    """Replace a group, the people in it included."""
    row, before = _load(shelf, group_id, if_match)
    given.replace(before)
    return _write(session, directory, row, given)


def patch(
    session: Session,
    directory: Directory,
    group_id: UUID,
    asked: PatchOp[Group],
    *,
    if_match: str | None,
    shelf: Shelf,
) -> ScimGroup:
    """Change parts of a group; all of the operations, or none."""
    row, group = _load(shelf, group_id, if_match)
    asked.patch(group, scim_policy=POLICY)
    return _write(session, directory, row, group)


def remove(session: Session, directory: Directory, group_id: UUID, *, if_match: str | None, shelf: Shelf) -> None:
    """Remove a group; the people in it stay, without what it gave them."""
    row, _group = _load(shelf, group_id, if_match)
    _set_members(session, directory, row, set(), left=_named(row))
    timeline.append_tenant_act(session, directory, "scim_group.removed", record=row)
    session.delete(row)
    session.flush()


def _load(shelf: Shelf, group_id: UUID, if_match: str | None) -> tuple[ScimGroup, Group]:
    row = shelf.group(group_id)
    if row is None:
        raise NotFound
    versions.check(row, if_match)
    return row, shelf.groups([row])[0]


def _write(session: Session, directory: Directory, row: ScimGroup, group: Group) -> ScimGroup:
    _require_unique(session, directory, group, row.id)
    left = _named(row)
    renamed = left != Named(str(group.display_name), group.external_id)
    if renamed:
        row.name, row.external_id = str(group.display_name), group.external_id
        row.name_key = compared(row.name)
        session.flush()
    moved = _set_members(session, directory, row, _people_in(session, directory, group), left=left)
    if renamed or moved:
        versions.changed(row)
        session.flush()
        changes = {"renamed": (None, renamed), "members": (None, moved)}
        timeline.append_tenant_act(session, directory, "scim_group.changed", record=row, changes=changes)
    return row


def _people_in(session: Session, directory: Directory, group: Group) -> set[UUID]:
    """Return the ids of the people in a group; raises InvalidValueException for anything else."""
    wanted = set()
    for member in group.members or []:
        try:
            wanted.add(UUID(str(member.value)))
        except ValueError:
            raise _nobody() from None
    known = set(
        session.scalars(
            select(ScimUser.id).where(
                ScimUser.tenant_id == directory.tenant_id,
                ScimUser.connection_id == directory.connection.id,
                ScimUser.id.in_(wanted),
            )
        )
    )
    if wanted - known:
        raise _nobody()
    return known


def _nobody() -> InvalidValueException:
    return InvalidValueException(detail="The value of a member is the id of somebody of this directory.")


def _set_members(session: Session, directory: Directory, row: ScimGroup, wanted: set[UUID], *, left: Named) -> int:
    """Have just these people in the group and follow with their roles; returns how many joined or left.

    `left` is what the group was known by until now. Raises GroupRefused.
    """
    mine = (ScimMember.tenant_id == row.tenant_id, ScimMember.group_id == row.id)
    present = set(session.scalars(select(ScimMember.user_id).where(*mine)))
    gone, new = present - wanted, wanted - present
    if gone:
        session.execute(delete(ScimMember).where(*mine, ScimMember.user_id.in_(gone)))
    session.add_all(
        ScimMember(tenant_id=row.tenant_id, connection_id=row.connection_id, group_id=row.id, user_id=user_id)
        for user_id in sorted(new)
    )
    session.flush()
    followed = gone | new if left == _named(row) else present | wanted
    _follow(session, directory, row, followed, left)
    if gone | new:
        session.execute(
            update(ScimUser)
            .where(ScimUser.tenant_id == row.tenant_id, ScimUser.id.in_(gone | new))
            .values(version=ScimUser.version + 1, changed_at=clock.now())
            .execution_options(synchronize_session=False)
        )
    return len(gone | new)


def _follow(session: Session, directory: Directory, row: ScimGroup, user_ids: Iterable[UUID], left: Named) -> None:
    connection = directory.connection
    lines = roles.map_of(session, connection)
    lost = frozenset(right_of(line) for line in given_by(lines, left))
    if not (lost or given_by(lines, _named(row))):
        return
    statement = select(ScimUser).where(ScimUser.tenant_id == row.tenant_id, ScimUser.id.in_(list(user_ids)))
    for user in session.scalars(statement.order_by(ScimUser.person_id)).all():
        refused = roles.follow_groups(session, directory, connection, user, lines, lost=lost)
        if refused:
            raise refused[0]


def _named(row: ScimGroup) -> Named:
    return Named(row.name, row.external_id)


def _require_unique(session: Session, directory: Directory, group: Group, own: UUID | None) -> None:
    """Names are unique in one directory, so that the map means one group."""
    mine = select(ScimGroup.id).where(
        ScimGroup.tenant_id == directory.tenant_id, ScimGroup.connection_id == directory.connection.id
    )
    if own is not None:
        mine = mine.where(ScimGroup.id != own)
    if session.scalar(mine.where(ScimGroup.name_key == compared(str(group.display_name))).limit(1)) is not None:
        raise UniquenessException(detail="Another group of this directory has this displayName.")
    if (
        group.external_id
        and session.scalar(mine.where(ScimGroup.external_id == group.external_id).limit(1)) is not None
    ):
        raise UniquenessException(detail="Another group of this directory has this externalId.")
