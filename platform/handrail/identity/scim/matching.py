"""Somebody of a directory may be somebody who is known already: proposed here, and decided by a person.

Nothing tells the directory that there is such a person, and nothing is theirs before the administrator says so.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.ending import end_ways_in
from handrail.identity.models import Assignment
from handrail.identity.scim import persons, roles
from handrail.identity.scim.errors import MatchSettled
from handrail.identity.scim.models import ScimConnection, ScimMatch, ScimUser
from handrail.identity.scim.shapes import EnterpriseUser, User
from handrail.identity.scim.tokens import load
from handrail.kit import clock
from handrail.kit.db import elevated
from handrail.kit.errors import Conflict, NotFound
from handrail.kit.i18n import _
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Employment, Person


def propose(session: Session, connection: ScimConnection, row: ScimUser, user: User) -> None:
    """Propose who it may be: by the mail address, or by the number under which the employer knows them."""
    if not row.made_person:
        return
    with elevated(session, "who else has this address or number is told to the administrator alone"):
        found = list(_candidates(session, connection, row, user))
    for person_id, why in found:
        values = {
            "tenant_id": row.tenant_id, "id": new_id(), "connection_id": connection.id, "user_id": row.id,
            "person_id": person_id, "why": why, "proposed_at": clock.now(), "refused_at": None,
        }  # fmt: skip
        statement = insert(ScimMatch).values(values)
        session.execute(statement.on_conflict_do_nothing(index_elements=["tenant_id", "user_id", "person_id"]))


def _candidates(session: Session, connection: ScimConnection, row: ScimUser, user: User) -> Iterator[tuple[UUID, str]]:
    address, more = persons.address_of(user), user[EnterpriseUser]
    known = select(Person.id).where(Person.tenant_id == row.tenant_id, Person.id != row.person_id, Person.active)
    if more and more.employee_number and connection.employer_id:
        employed = select(Employment.person_id).where(
            Employment.tenant_id == row.tenant_id,
            Employment.employer_id == connection.employer_id,
            Employment.key == more.employee_number,
        )
        yield from ((person_id, "number") for person_id in session.scalars(known.where(Person.id.in_(employed))).all())
    if address:
        yield from ((person_id, "address") for person_id in session.scalars(known.where(Person.email == address)).all())


def confirm(session: Session, actor: Acting, match_id: UUID) -> int:
    """Say that they are the same person: the account is theirs from now on; returns how many roles a rule refused.

    The person whom the directory had brought is emptied. Name and addresses of the known one stay as they are.
    Raises NotFound, and MatchSettled where the directory does not have them as active, or has that person already.
    """
    match, connection, user = _load(session, actor, match_id)
    already = select(ScimUser.id).where(
        ScimUser.tenant_id == user.tenant_id,
        ScimUser.connection_id == connection.id,
        ScimUser.person_id == match.person_id,
    )
    if not user.active or not user.made_person or session.scalar(already) is not None:
        raise MatchSettled(_("This was decided before, or they are not active in the directory any more."))
    brought = user.person_id
    if _has_records(session, user):
        raise Conflict(_("They have cases or employments under this account already; these can not be moved."))
    roles.lock_people(session, user.tenant_id, [brought, match.person_id])
    roles.end_all_given(session, actor, connection, brought)
    end_ways_in(session, user.tenant_id, brought)
    persons.forget_brought(session, user.tenant_id, brought)
    user.person_id, user.made_person, user.closed_person = match.person_id, False, False
    session.flush()
    refused = roles.follow_groups(session, actor, connection, user, roles.map_of(session, connection))
    for each in refused:
        roles.record_refusal(session, actor, connection.id, each)
    changes = {"person": (brought, match.person_id), "connection": (None, connection.id)}
    timeline.append_tenant_act(session, actor, "scim_match.confirmed", record=match, changes=changes)
    _drop(session, user)
    return len(refused)


def _has_records(session: Session, user: ScimUser) -> bool:
    with elevated(session, "whether records point at somebody is one bit"):
        parts = exists().where(Assignment.tenant_id == user.tenant_id, Assignment.person_id == user.person_id)
        jobs = exists().where(Employment.tenant_id == user.tenant_id, Employment.person_id == user.person_id)
        return bool(session.scalar(select(parts | jobs)))


def refuse(session: Session, actor: Acting, match_id: UUID) -> None:
    """Say that they are two people; it is not proposed again, but can be thought over. Raises NotFound."""
    match, _connection, _user = _load(session, actor, match_id)
    if match.refused_at is not None:
        return
    match.refused_at = clock.now()
    timeline.append_tenant_act(
        session, actor, "scim_match.refused", record=match, changes={"person": (None, match.person_id)}
    )


def _load(session: Session, actor: Acting, match_id: UUID) -> tuple[ScimMatch, ScimConnection, ScimUser]:
    mine = select(ScimMatch).where(ScimMatch.tenant_id == actor.tenant_id, ScimMatch.id == match_id)
    match = session.scalars(mine).one_or_none()
    if match is None:
        raise NotFound
    connection = load(session, actor.tenant_id, match.connection_id, lock=True)
    session.refresh(match)
    user = session.scalars(
        select(ScimUser).where(ScimUser.tenant_id == match.tenant_id, ScimUser.id == match.user_id)
    ).one()
    return match, connection, user


def _drop(session: Session, user: ScimUser) -> None:
    """Take back what else was proposed for an account that is decided."""
    others = select(ScimMatch).where(ScimMatch.tenant_id == user.tenant_id, ScimMatch.user_id == user.id)
    for each in session.scalars(others).all():
        session.delete(each)
    session.flush()
