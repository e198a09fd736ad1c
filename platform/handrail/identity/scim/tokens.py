"""Connections of directories and their tokens: made, followed by another, revoked."""

import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.commands import digest
from handrail.identity.oidc.rules import GroupGrant, may_give
from handrail.identity.scim import roles
from handrail.identity.scim.errors import TooManyTokens
from handrail.identity.scim.mapping import lines_of, right_of
from handrail.identity.scim.models import ScimConnection, ScimGroup, ScimMember, ScimToken, ScimUser
from handrail.identity.scim.shapes import compared, exact
from handrail.kit import clock
from handrail.kit.errors import Conflict, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.subjects import Acting

PREFIX: Final = "hrscim_"
MOST_DAYS: Final = 365
PLACES: Final = (1, 2)


def connect(
    session: Session,
    actor: Acting,
    *,
    name: str,
    employer_id: UUID | None,
    identity_connection_id: UUID | None = None,
) -> ScimConnection:
    """Make the connection of a directory: of a client organisation, or of the consultancy itself.

    Raises Conflict where the name is taken.
    """
    taken = select(ScimConnection.id).where(ScimConnection.tenant_id == actor.tenant_id, ScimConnection.name == name)
    if session.scalar(taken) is not None:
        raise Conflict(_("There is a directory of this name already."))
    row = ScimConnection(
        tenant_id=actor.tenant_id, name=name, employer_id=employer_id, identity_connection_id=identity_connection_id,
        group_map=[], made_at=clock.now(), ended_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    changes = {"employer": (None, employer_id), "identity_connection": (None, identity_connection_id)}
    timeline.append_tenant_act(session, actor, "scim_connection.made", record=row, changes=changes)
    return row


def load(session: Session, tenant_id: UUID, connection_id: UUID, *, lock: bool = False) -> ScimConnection:
    """Return a connection; `lock` has every other change through it wait. Raises NotFound."""
    statement = select(ScimConnection).where(ScimConnection.tenant_id == tenant_id, ScimConnection.id == connection_id)
    if lock:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def disconnect(session: Session, actor: Acting, connection_id: UUID) -> None:
    """End a connection: its tokens are dead at once. Its people stay as they are, for the administrator to see to."""
    row = load(session, actor.tenant_id, connection_id, lock=True)
    if row.ended_at is not None:
        return
    row.ended_at = clock.now()
    session.execute(
        update(ScimToken)
        .where(*_living(row))
        .values(revoked_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    timeline.append_tenant_act(session, actor, "scim_connection.ended", record=row)


def make_token(session: Session, actor: Acting, connection_id: UUID, *, days: int) -> tuple[ScimToken, str]:
    """Make a token of a directory, valid for `days`; its secret is returned this once.

    Two can live at once, so that a new one is in use before the old one is revoked. Raises TooManyTokens, and Invalid
    for a number of days that is out of bounds.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("A token lives between 1 and %(most)s days.", most=MOST_DAYS))
    connection = load(session, actor.tenant_id, connection_id, lock=True)
    if connection.ended_at is not None:
        raise NotFound
    _clear_out(session, connection)
    taken = set(session.scalars(select(ScimToken.place).where(*_living(connection))))
    free = next((place for place in PLACES if place not in taken), None)
    if free is None:
        raise TooManyTokens(_("Two tokens live already. Revoke the one that is not used any more first."))
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ScimToken(
        tenant_id=actor.tenant_id, connection_id=connection.id, digest=digest(secret), place=free,
        made_by=actor.person_id, made_at=clock.now(), ends_at=clock.now() + timedelta(days=days), revoked_at=None,
        last_used_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    changes = {"connection": (None, connection.id), "ends": (None, row.ends_at.isoformat())}
    timeline.append_tenant_act(session, actor, "scim_token.made", record=row, changes=changes)
    return row, secret


def revoke_token(session: Session, actor: Acting, connection_id: UUID, token_id: UUID) -> None:
    """Revoke a token; it opens nothing from the next request on. Raises NotFound."""
    statement = select(ScimToken).where(
        ScimToken.tenant_id == actor.tenant_id, ScimToken.connection_id == connection_id, ScimToken.id == token_id
    )
    row = session.scalars(statement.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        timeline.append_tenant_act(session, actor, "scim_token.revoked", record=row)


def _living(connection: ScimConnection) -> tuple[Any, ...]:
    return (
        ScimToken.tenant_id == connection.tenant_id,
        ScimToken.connection_id == connection.id,
        ScimToken.revoked_at.is_(None),
    )


def _clear_out(session: Session, connection: ScimConnection) -> None:
    """Have tokens that ran out take up no place."""
    session.execute(
        update(ScimToken)
        .where(*_living(connection), ScimToken.ends_at <= clock.now())
        .values(revoked_at=ScimToken.ends_at)
        .execution_options(synchronize_session=False)
    )


# --- The map of a directory that stands alone -------------------------------------------------------------------------


def add_line(session: Session, actor: Acting, connection_id: UUID, line: GroupGrant) -> int:
    """Have a group give a role, and give it to its members now; returns how many a rule refused.

    Raises Conflict for a line that this directory may not have.
    """
    connection = load(session, actor.tenant_id, connection_id, lock=True)
    if connection.identity_connection_id or connection.ended_at:
        raise NotFound
    if not may_give(line, connection.employer_id):
        raise Conflict(_("A group of this directory can not give this role there."))
    kept = lines_of(connection.group_map, connection.employer_id)
    if not any(right_of(each) == right_of(line) and compared(each.group) == compared(line.group) for each in kept):
        _change_map(session, actor, connection, [*kept, line])
    return apply_map(session, actor, connection)


def remove_line(session: Session, actor: Acting, connection_id: UUID, line: GroupGrant) -> None:
    """Have a group give a role no more; whoever had it from there loses it at once. Twice changes nothing."""
    connection = load(session, actor.tenant_id, connection_id, lock=True)
    kept = lines_of(connection.group_map, connection.employer_id)
    left = [each for each in kept if each != line]
    if connection.identity_connection_id:
        raise NotFound
    if left == kept:
        return
    _change_map(session, actor, connection, left)
    apply_map(session, actor, connection)


def _change_map(session: Session, actor: Acting, connection: ScimConnection, lines: list[GroupGrant]) -> None:
    before = len(connection.group_map)
    connection.group_map = [line.stored() for line in lines]
    session.flush()
    changes = {"lines": (before, len(lines))}
    timeline.append_tenant_act(session, actor, "scim_connection.mapped", record=connection, changes=changes)


def apply_map(session: Session, actor: Acting, connection: ScimConnection) -> int:
    """Give everybody of a directory what their groups give by the map as it is now; returns how many were refused."""
    lines = roles.map_of(session, connection)
    names, ids = {compared(line.group) for line in lines}, {exact(line.group) for line in lines}
    touched = (
        select(ScimUser)
        .where(
            ScimUser.tenant_id == connection.tenant_id,
            ScimUser.connection_id == connection.id,
            ScimUser.id.in_(
                select(ScimMember.user_id)
                .join(ScimGroup, (ScimGroup.tenant_id == ScimMember.tenant_id) & (ScimGroup.id == ScimMember.group_id))
                .where(
                    ScimMember.tenant_id == connection.tenant_id,
                    ScimGroup.name_key.in_(names) | ScimGroup.external_id.in_(ids),
                )
            )
            | ScimUser.person_id.in_(roles.holders(connection)),
        )
        .order_by(ScimUser.person_id)
    )
    refused = 0
    for user in session.scalars(touched).all():
        for each in roles.follow_groups(session, actor, connection, user, lines):
            roles.record_refusal(session, actor, connection.id, each)
            refused += 1
    return refused
