"""Making somebody's roles what their groups give, and recording what a rule forbids (NEU-1)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.dialects.postgresql import Range, insert
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import commands as identity
from handrail.identity.errors import RolesConflict
from handrail.identity.models import Membership
from handrail.identity.oidc.models import IdentityConnection
from handrail.identity.oidc.rules import GroupGrant
from handrail.identity.scim.errors import GroupRefused
from handrail.identity.scim.mapping import Named, Right, given_by, lines_of, right_of
from handrail.identity.scim.models import ScimConnection, ScimGroup, ScimMember, ScimRefusal, ScimUser
from handrail.kit import clock
from handrail.kit.db import elevated
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Person


def source_of(connection: ScimConnection) -> str:
    """Return the mark of roles that this directory gave and may take back."""
    return f"scim:{connection.id}"


def sources_of(connection: ScimConnection) -> list[str]:
    """Return the marks of roles that end with somebody's membership: also those that signing on gave there."""
    found = [source_of(connection)]
    if connection.identity_connection_id:
        found.append(f"connection:{connection.identity_connection_id}")
    return found


def map_of(session: Session, connection: ScimConnection) -> list[GroupGrant]:
    """Return what groups give: by the map of the connection for signing on that it belongs to, else by its own."""
    stored: Iterable[dict[str, Any]] = connection.group_map
    if connection.identity_connection_id:
        with elevated(session, "the map of groups lies with the connection for signing on"):
            stored = session.scalars(
                select(IdentityConnection.group_map).where(
                    IdentityConnection.tenant_id == connection.tenant_id,
                    IdentityConnection.id == connection.identity_connection_id,
                )
            ).one()
    return lines_of(stored, connection.employer_id)


def follow_groups(
    session: Session,
    actor: Acting,
    connection: ScimConnection,
    user: ScimUser,
    lines: list[GroupGrant],
    *,
    lost: frozenset[Right] = frozenset(),
) -> list[GroupRefused]:
    """Give and end roles until somebody holds what their groups give; returns what a rule forbids.

    `lost` are rights of a group that they left: these end also where signing on had given them. Call it with the
    connection locked. Roles that somebody was given otherwise stay.
    """
    lock_people(session, connection.tenant_id, [user.person_id])
    wanted: dict[Right, GroupGrant] = {}
    if user.active:
        for group in _groups_of(session, user):
            wanted |= {right_of(line): line for line in given_by(lines, group)}
    kept: set[Right] = set()
    for membership in _held(session, connection, user.person_id, sources_of(connection)):
        right = (membership.role, membership.employer_id)
        own = membership.source == source_of(connection)
        if right in wanted:
            kept |= {right} if own else set()
        elif own or right in lost:
            identity.end_role(session, actor, membership, clock.today())
    refused = [_give(session, actor, connection, user, line) for right, line in wanted.items() if right not in kept]
    return [each for each in refused if each]


def end_all_given(session: Session, actor: Acting, connection: ScimConnection, person_id: UUID) -> None:
    """End every role that somebody has from this directory."""
    for membership in _held(session, connection, person_id, sources_of(connection)):
        identity.end_role(session, actor, membership, clock.today())


def holders(connection: ScimConnection) -> Select[UUID]:
    """Return the people who ever had a role from this directory, as a sub-select."""
    mine = (Membership.tenant_id == connection.tenant_id, Membership.source == source_of(connection))
    return select(Membership.person_id).where(*mine)


def lock_people(session: Session, tenant_id: UUID, person_ids: Iterable[UUID]) -> None:
    """Have whoever else changes what these people hold wait; always in one order."""
    wanted = select(Person.id).where(Person.tenant_id == tenant_id, Person.id.in_(list(person_ids)))
    session.execute(wanted.order_by(Person.id).with_for_update(key_share=True)).all()


def _held(session: Session, connection: ScimConnection, person_id: UUID, sources: list[str]) -> list[Membership]:
    """Return the roles from these sources that count today."""
    today = clock.today()
    statement = select(Membership).where(
        Membership.tenant_id == connection.tenant_id,
        Membership.person_id == person_id,
        Membership.source.in_(sources),
        Membership.during.contains(today),
        or_(func.upper_inf(Membership.during), func.upper(Membership.during) > today),
    )
    return list(session.scalars(statement.order_by(Membership.id)))


def _groups_of(session: Session, user: ScimUser) -> list[Named]:
    statement = (
        select(ScimGroup.name, ScimGroup.external_id)
        .join(ScimMember, (ScimMember.tenant_id == ScimGroup.tenant_id) & (ScimMember.group_id == ScimGroup.id))
        .where(ScimMember.tenant_id == user.tenant_id, ScimMember.user_id == user.id)
        .order_by(ScimGroup.id)
    )
    return [Named(*row) for row in session.execute(statement)]


def _give(
    session: Session, actor: Acting, connection: ScimConnection, user: ScimUser, line: GroupGrant
) -> GroupRefused | None:
    try:
        identity.grant_role(
            session, actor, person_id=user.person_id, role=line.role, employer_id=line.employer_id,
            during=Range(clock.today(), None, bounds="[)"), source=source_of(connection),
        )  # fmt: skip
    except RolesConflict as problem:
        return GroupRefused(
            str(problem.detail), rule=problem.members["rule"], conflicting=problem.members["conflicting"],
            person_id=user.person_id, grouping=line.group, role=line.role, employer_id=line.employer_id,
        )  # fmt: skip
    _settle(session, connection, user.person_id, line)
    return None


# --- What was refused -----------------------------------------------------------------------------------------------


def record_refusal(session: Session, actor: Acting, connection_id: UUID, refused: GroupRefused) -> None:
    """Keep what a rule forbade, for the administrator; the same again is one line that counts."""
    at, new = clock.now(), new_id()
    values = {
        "tenant_id": actor.tenant_id, "id": new, "connection_id": connection_id, "person_id": refused.person_id,
        "grouping": refused.grouping, "role": refused.role, "employer_id": refused.employer_id, "rule": refused.rule,
        "conflicting": refused.conflicting, "times": 1, "at": at, "settled_at": None,
    }  # fmt: skip
    statement = insert(ScimRefusal).values(values)
    kept = statement.on_conflict_do_update(
        index_elements=["tenant_id", "connection_id", "person_id", "role", "employer_id"],
        index_where=ScimRefusal.settled_at.is_(None),
        set_={"times": ScimRefusal.times + 1, "at": at, "conflicting": refused.conflicting, "rule": refused.rule,
              "grouping": refused.grouping},
    )  # fmt: skip
    row = session.scalars(kept.returning(ScimRefusal), execution_options={"populate_existing": True}).one()
    if row.times == 1:
        changes = {
            "role": (None, refused.role.value),
            "rule": (None, refused.rule),
            "conflicting": (None, refused.conflicting.value),
            "person": (None, refused.person_id),
        }
        timeline.append_tenant_act(session, actor, "scim_grant.refused", record=row, changes=changes)


def _settle(session: Session, connection: ScimConnection, person_id: UUID, line: GroupGrant) -> None:
    statement = update(ScimRefusal).where(
        ScimRefusal.tenant_id == connection.tenant_id,
        ScimRefusal.connection_id == connection.id,
        ScimRefusal.person_id == person_id,
        ScimRefusal.role == line.role,
        ScimRefusal.employer_id.is_not_distinct_from(line.employer_id),
        ScimRefusal.settled_at.is_(None),
    )
    session.execute(statement.values(settled_at=clock.now()).execution_options(synchronize_session=False))
