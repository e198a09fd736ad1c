"""People of a directory: made, replaced, patched, removed; each change in one transaction with what follows from it."""

from uuid import UUID

from scim2_models import PatchOp, UniquenessException
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.scim import matching, persons, roles, versions
from handrail.identity.scim.asking import Directory
from handrail.identity.scim.models import ScimGroup, ScimMatch, ScimMember, ScimUser
from handrail.identity.scim.searching import Shelf
from handrail.identity.scim.shapes import POLICY, User, compared, said_by
from handrail.kit import clock
from handrail.kit.errors import NotFound
from handrail.kit.ids import new_id
from handrail.tenancy.models import Person


def create(session: Session, directory: Directory, given: User) -> ScimUser:
    """Make somebody of a directory a person of the tenant, without any role; roles come with groups.

    Raises UniquenessException where this directory has the name or external id already.
    """
    connection, at = directory.connection, clock.now()
    given.active = given.active is not False
    _require_unique(session, directory, given, None)
    row_id = new_id()
    person = persons.make(session, connection, given, row_id)
    row = ScimUser(
        tenant_id=directory.tenant_id, id=row_id, connection_id=connection.id, person_id=person.id, made_person=True,
        user_name_key=compared(str(given.user_name)), external_id=given.external_id, active=given.active,
        closed_person=False, said=said_by(given), version=1, made_at=at, changed_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    changes = {"connection": (None, connection.id), "person": (None, person.id), "active": (None, row.active)}
    timeline.append_tenant_act(session, directory, "scim_user.made", record=row, changes=changes)
    if row.active:
        matching.propose(session, connection, row, given)
    else:
        persons.close(session, connection, row)
    return row


def replace(
    session: Session, directory: Directory, user_id: UUID, given: User, *, if_match: str | None, shelf: Shelf
) -> ScimUser:
    """Replace what the directory says of somebody; whether they are active stays where it does not say so."""
    row, before = _load(shelf, user_id, if_match)
    given.replace(before)
    if given.active is None:
        given.active = before.active
    return _write(session, directory, row, given)


def patch(
    session: Session, directory: Directory, user_id: UUID, asked: PatchOp[User], *, if_match: str | None, shelf: Shelf
) -> ScimUser:
    """Change parts of what the directory says of somebody; all of the operations, or none."""
    row, user = _load(shelf, user_id, if_match)
    asked.patch(user, scim_policy=POLICY)
    return _write(session, directory, row, user)


def remove(session: Session, directory: Directory, user_id: UUID, *, if_match: str | None, shelf: Shelf) -> None:
    """Shut somebody out, and take their name and addresses away where nobody needs them any more.

    The person's row stays, since records point at it. Of somebody whom others answer for, only what came from this
    directory ends.
    """
    row, _user = _load(shelf, user_id, if_match)
    connection = directory.connection
    roles.lock_people(session, row.tenant_id, [row.person_id])
    roles.end_all_given(session, directory, connection, row.person_id)
    row.active = False
    closed = persons.close(session, connection, row)
    forgotten = closed and row.made_person and persons.forget(session, row.tenant_id, row.person_id)
    _touch_groups(session, row)
    for table in (ScimMember, ScimMatch):
        session.execute(delete(table).where(table.tenant_id == row.tenant_id, table.user_id == row.id))
    changes = {"person": (row.person_id, None), "closed": (None, closed), "forgotten": (None, forgotten)}
    timeline.append_tenant_act(session, directory, "scim_user.removed", record=row, changes=changes)
    session.delete(row)
    session.flush()


def _load(shelf: Shelf, user_id: UUID, if_match: str | None) -> tuple[ScimUser, User]:
    row = shelf.user(user_id)
    if row is None:
        raise NotFound
    versions.check(row, if_match)
    return row, shelf.people([row])[0]


def _write(session: Session, directory: Directory, row: ScimUser, user: User) -> ScimUser:
    said = said_by(user)
    if said == row.said:
        return row
    _require_unique(session, directory, user, row.id)
    fields = sorted(name for name in {*said, *row.said} if said.get(name) != row.said.get(name))
    row.user_name_key, row.external_id, row.said = compared(str(user.user_name)), user.external_id, said
    was_active, row.active = row.active, row.active if user.active is None else user.active
    versions.changed(row)
    session.flush()
    changes = {"fields": (None, " ".join(fields)), "active": (was_active, row.active)}
    timeline.append_tenant_act(session, directory, "scim_user.changed", record=row, changes=changes)
    if row.made_person:
        person = session.scalars(
            select(Person).where(Person.tenant_id == row.tenant_id, Person.id == row.person_id).with_for_update()
        ).one()
        persons.follow(session, person, user)
    if row.active != was_active:
        _turn(session, directory, row)
    if row.active:
        matching.propose(session, directory.connection, row, user)
    return row


def _turn(session: Session, directory: Directory, row: ScimUser) -> None:
    """End, or give back, what goes with being active."""
    connection = directory.connection
    if not row.active:
        roles.lock_people(session, row.tenant_id, [row.person_id])
        roles.end_all_given(session, directory, connection, row.person_id)
        persons.close(session, connection, row)
        return
    persons.open_again(session, row)
    refused = roles.follow_groups(session, directory, connection, row, roles.map_of(session, connection))
    if refused:
        raise refused[0]


def _require_unique(session: Session, directory: Directory, user: User, own: UUID | None) -> None:
    """Names and ids are unique in one directory; what other directories have is nobody's business here."""
    mine = select(ScimUser.id).where(
        ScimUser.tenant_id == directory.tenant_id, ScimUser.connection_id == directory.connection.id
    )
    if own is not None:
        mine = mine.where(ScimUser.id != own)
    if session.scalar(mine.where(ScimUser.user_name_key == compared(str(user.user_name))).limit(1)) is not None:
        raise UniquenessException(detail="Somebody else of this directory has this userName.")
    if user.external_id and session.scalar(mine.where(ScimUser.external_id == user.external_id).limit(1)) is not None:
        raise UniquenessException(detail="Somebody else of this directory has this externalId.")


def _touch_groups(session: Session, row: ScimUser) -> None:
    inside = select(ScimMember.group_id).where(ScimMember.tenant_id == row.tenant_id, ScimMember.user_id == row.id)
    session.execute(
        update(ScimGroup)
        .where(ScimGroup.tenant_id == row.tenant_id, ScimGroup.id.in_(inside))
        .values(version=ScimGroup.version + 1, changed_at=clock.now())
        .execution_options(synchronize_session=False)
    )
