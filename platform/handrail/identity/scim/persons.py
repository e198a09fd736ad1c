"""The person behind an account of a directory: brought, renamed, closed, opened again, forgotten.

A directory writes names and addresses of people it brought itself, and of nobody else. Whose address somebody else
uses already gets none: so nobody is shut out, and nothing is learnt, by claiming an address.
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from handrail.identity.ending import end_ways_in
from handrail.identity.factors import telling
from handrail.identity.models import Membership
from handrail.identity.oidc.models import ExternalLogin
from handrail.identity.scim.models import ScimConnection, ScimUser
from handrail.identity.scim.roles import sources_of
from handrail.identity.scim.shapes import POLICY, FullUser, User
from handrail.kit import clock
from handrail.kit.db import elevated
from handrail.kit.i18n import LOCALES
from handrail.kit.ids import new_id
from handrail.tenancy.models import Employment, Person, Tenant
from handrail.tenancy.rules import sort_key

FORGOTTEN: Final = "—"
"""The name of somebody whose name was taken away."""

Keeps = Callable[[Session, UUID, UUID], bool]
_keepers: list[Keeps] = []


def keep_names_where(keeper: Keeps) -> None:
    """Have a slice above say whose name (tenant, person) is still needed, such as the worker's of a running case."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def name_of(user: User) -> str:
    """Return what to call somebody: the first of display name, full name, its parts, and user name that is said."""
    parts = user.name
    told = [user.display_name]
    if parts:
        told += [parts.formatted, " ".join(each for each in (parts.given_name, parts.family_name) if each)]
    return next((each.strip() for each in told if each and each.strip()), user.user_name or FORGOTTEN)


def name_of_said(said: dict[str, Any]) -> str:
    """Return the same of what is kept of somebody."""
    return name_of(FullUser.model_validate(said, scim_policy=POLICY))


def address_of(user: User) -> str | None:
    """Return the mail address: the primary one, else the one of work, else the first."""
    found = _best(user.emails)
    return str(found).strip().lower() if found else None


def make(session: Session, connection: ScimConnection, user: User, user_id: UUID) -> Person:
    """Bring a person of a directory into the tenant; their key names the account, not them."""
    tenant = session.scalars(select(Tenant).where(Tenant.tenant_id == connection.tenant_id)).one()
    person = Person(
        tenant_id=connection.tenant_id, id=new_id(), key=f"scim-{user_id.hex}", email=None, phone=None, active=True,
        name=FORGOTTEN, sort_name=sort_key(FORGOTTEN), locale=tenant.locale, time_zone=tenant.time_zone,
    )  # fmt: skip
    session.add(person)
    session.flush()
    follow(session, person, user)
    return person


def follow(session: Session, person: Person, user: User) -> None:
    """Write what the directory says of a person it brought."""
    with elevated(session, "whoever renames a person renames the cases that are listed by that name"):
        before = person.email
        person.name = name_of(user)
        person.sort_name = sort_key(person.name)
        person.email = _free_address(session, person, address_of(user))
        person.phone = _best(user.phone_numbers)
        person.locale = _language(user) or person.locale
        if user.timezone in available_timezones():
            person.time_zone = str(user.timezone)
        session.flush()
        telling.address_changed(session, person.tenant_id, person.id, before, person.email)


def _best(values: list[Any] | None) -> str | None:
    found = [each for each in values or [] if each.value]
    found.sort(key=lambda each: (not each.primary, each.type != "work"))
    return str(found[0].value) if found else None


def _language(user: User) -> str | None:
    for said in (user.preferred_language, user.locale):
        code = (said or "").replace("_", "-").partition("-")[0].strip().lower()
        if code in LOCALES:
            return code
    return None


def _free_address(session: Session, person: Person, address: str | None) -> str | None:
    if address is None:
        return None
    taken = exists().where(
        Person.tenant_id == person.tenant_id, Person.email == address, Person.id != person.id, Person.active
    )
    return None if session.scalar(select(taken)) else address


# --- Ways in ----------------------------------------------------------------------------------------------------------


def close(session: Session, connection: ScimConnection, user: ScimUser) -> bool:
    """End somebody's ways in, and shut them out unless somebody other than this directory answers for them.

    Returns whether they are shut out.
    """
    end_ways_in(session, user.tenant_id, user.person_id)
    if _others_answer_for(session, connection, user):
        return False
    shut = (
        update(Person)
        .where(Person.tenant_id == user.tenant_id, Person.id == user.person_id, Person.active)
        .values(active=False)
        .returning(Person.id)
    )
    user.closed_person = session.scalar(shut) is not None or user.closed_person
    return True


def open_again(session: Session, user: ScimUser) -> None:
    """Let somebody in whom this directory had shut out; whom others shut out stays so."""
    if user.closed_person:
        session.execute(
            update(Person)
            .where(Person.tenant_id == user.tenant_id, Person.id == user.person_id)
            .values(active=True)
            .execution_options(synchronize_session="fetch")
        )
        user.closed_person = False


def _others_answer_for(session: Session, connection: ScimConnection, user: ScimUser) -> bool:
    """Say whether another directory has them as active, or they belong to a client organisation that is not its own.

    The directory of the consultancy itself speaks for all that are not in another directory.
    """
    of = (user.tenant_id, user.person_id)
    with elevated(session, "whether others answer for somebody is one bit, told to nobody"):
        elsewhere = exists().where(
            ScimUser.tenant_id == of[0], ScimUser.person_id == of[1], ScimUser.id != user.id, ScimUser.active
        )
        if session.scalar(select(elsewhere)):
            return True
        if connection.employer_id is None:
            return False
        held = exists().where(
            Membership.tenant_id == of[0], Membership.person_id == of[1],
            Membership.employer_id.is_distinct_from(connection.employer_id),
            or_(Membership.source.is_(None), Membership.source.not_in(sources_of(connection))),
            Membership.during.contains(clock.today()),
        )  # fmt: skip
        employed = exists().where(
            Employment.tenant_id == of[0], Employment.person_id == of[1],
            Employment.employer_id != connection.employer_id,
            func.coalesce(Employment.ended_on, clock.today()) >= clock.today(),
        )  # fmt: skip
        return bool(session.scalar(select(or_(held, employed))))


# --- Forgetting -------------------------------------------------------------------------------------------------------


def forget(session: Session, tenant_id: UUID, person_id: UUID) -> bool:
    """Take name, addresses and outside logins from somebody who is gone; the row stays, since records point at it.

    Returns False, and changes nothing, where somebody still needs the name: then retention decides.
    """
    with elevated(session, "whether a name is still needed is one bit, told to nobody"):
        kept = not _keepers or any(keeps(session, tenant_id, person_id) for keeps in _keepers)
    if kept:
        return False
    forget_brought(session, tenant_id, person_id)
    return True


def forget_brought(session: Session, tenant_id: UUID, person_id: UUID) -> None:
    """Empty the row of somebody who turned out to be another person, and shut it."""
    with elevated(session, "whoever renames a person renames the cases that are listed by that name"):
        session.execute(
            update(Person)
            .where(Person.tenant_id == tenant_id, Person.id == person_id)
            .values(name=FORGOTTEN, sort_name=sort_key(FORGOTTEN), email=None, phone=None, active=False)
            .execution_options(synchronize_session="fetch")
        )
        session.execute(
            delete(ExternalLogin).where(ExternalLogin.tenant_id == tenant_id, ExternalLogin.person_id == person_id)
        )
