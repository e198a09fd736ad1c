"""Programs of organisations: made, given another secret, ended.

An administrator makes them, or the operator at the command line, for whom nothing is looked up in the policy.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import commands as identity
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.commands import digest
from handrail.identity.ending import end_ways_in
from handrail.identity.models import Membership
from handrail.identity.programs import queries
from handrail.identity.programs.errors import TooManySecrets
from handrail.identity.programs.models import ApiClient, ApiClientSecret
from handrail.identity.programs.rules import MOST_SECRET_DAYS, PLACES, roles_at, scopes_for
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict, FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Person, Tenant
from handrail.tenancy.rules import sort_key

SECRET_PREFIX: Final = "hrs_"  # noqa: S105 - what secrets begin with, so that one that lies about is known for one
OVERLAP: Final = timedelta(days=7)
"""How long the secret before still works when another is made."""


def load(session: Session, actor: Acting, client_id: UUID, action: str, *, lock: bool = False) -> ApiClient:
    """Return a program that the actor looks after; raises NotFound, or StepUpRequired for a change."""
    statement = select(ApiClient).where(ApiClient.tenant_id == actor.tenant_id, ApiClient.id == client_id)
    if lock:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    _may(actor, action, found.employer_id)
    return found


def make_client(
    session: Session,
    actor: Acting,
    *,
    name: str,
    employer_id: UUID | None,
    role: Role,
    scopes: Iterable[str],
    days: int,
) -> tuple[ApiClient, str]:
    """Make a program with a role, and its first secret, which is returned this once.

    Raises NotFound, StepUpRequired, Conflict where the name is taken, and Invalid for a role, a scope or a number of
    days that a program can not have.
    """
    _may(actor, "program.manage", employer_id)
    wanted = sorted(set(scopes))
    _refuse_wrong(role, wanted, employer_id)
    living = select(ApiClient.id).where(
        ApiClient.tenant_id == actor.tenant_id, ApiClient.name == name, ApiClient.ended_at.is_(None)
    )
    if session.scalar(living) is not None:
        raise Conflict(_("There is a program of this name already."))
    client_id, today = new_id(), clock.today()
    person = _nobody(session, actor.tenant_id, client_id, name)
    client = ApiClient(
        tenant_id=actor.tenant_id, id=client_id, digest=b"", name=name, employer_id=employer_id, person_id=person.id,
        role=role, scopes=wanted, made_by=actor.person_id, made_at=clock.now(),
    )  # fmt: skip
    client.digest = digest(client.client_id)
    session.add(client)
    session.flush()
    identity.grant_role(
        session, actor, person_id=person.id, role=role, employer_id=employer_id,
        during=Range(today, None, bounds="[)"), source=_source(client),
    )  # fmt: skip
    changes = {"name": (None, name), "role": (None, role.value), "scopes": (None, " ".join(wanted))}
    timeline.append_tenant_act(session, actor, "api_client.made", record=client, changes=changes)
    return client, _make_secret(session, actor, client, days)


def rotate_secret(session: Session, actor: Acting, client_id: UUID, *, days: int) -> str:
    """Make another secret of a program and return it, this once; the one before works for a week more at most.

    Raises NotFound, StepUpRequired, TooManySecrets while two live, and Invalid.
    """
    client = _living(session, actor, client_id)
    session.execute(
        update(ApiClientSecret)
        .where(
            ApiClientSecret.tenant_id == client.tenant_id,
            ApiClientSecret.client_id == client.id,
            ApiClientSecret.revoked_at.is_(None),
            ApiClientSecret.ends_at <= clock.now(),
        )
        .values(revoked_at=ApiClientSecret.ends_at)
        .execution_options(synchronize_session=False)
    )
    if len(queries.secrets_of(session, client)) == len(PLACES):
        raise TooManySecrets(_("Two secrets live already. End the one that is not used any more first."))
    latest = clock.now() + OVERLAP
    session.execute(
        update(ApiClientSecret)
        .where(
            ApiClientSecret.tenant_id == client.tenant_id,
            ApiClientSecret.client_id == client.id,
            ApiClientSecret.revoked_at.is_(None),
            ApiClientSecret.ends_at > latest,
        )
        .values(ends_at=latest)
        .execution_options(synchronize_session=False)
    )
    return _make_secret(session, actor, client, days)


def end_secret(session: Session, actor: Acting, client_id: UUID, secret_id: UUID) -> None:
    """End a secret at once; tokens that were got for it run out within the hour. Again changes nothing.

    Raises NotFound, StepUpRequired.
    """
    client = load(session, actor, client_id, "program.manage", lock=True)
    statement = select(ApiClientSecret).where(
        ApiClientSecret.tenant_id == client.tenant_id,
        ApiClientSecret.client_id == client.id,
        ApiClientSecret.id == secret_id,
    )
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        session.flush()
        timeline.append_tenant_act(session, actor, "api_client_secret.ended", record=row)


def end_client(session: Session, actor: Acting, client_id: UUID) -> None:
    """End a program: secrets, tokens, role and person, all in this transaction. Again changes nothing."""
    client = load(session, actor, client_id, "program.manage", lock=True)
    if client.ended_at is not None:
        return
    client.ended_at = at = clock.now()
    session.execute(
        update(ApiClientSecret)
        .where(
            ApiClientSecret.tenant_id == client.tenant_id,
            ApiClientSecret.client_id == client.id,
            ApiClientSecret.revoked_at.is_(None),
        )
        .values(revoked_at=at)
        .execution_options(synchronize_session=False)
    )
    end_ways_in(session, client.tenant_id, client.person_id)
    held = select(Membership).where(Membership.tenant_id == client.tenant_id, Membership.person_id == client.person_id)
    for membership in session.scalars(held).all():
        identity.end_role(session, actor, membership, clock.today())
    session.execute(
        update(Person)
        .where(Person.tenant_id == client.tenant_id, Person.id == client.person_id)
        .values(active=False)
        .execution_options(synchronize_session="fetch")
    )
    timeline.append_tenant_act(session, actor, "api_client.ended", record=client)


def reaches(actor: Acting, employer_id: UUID | None) -> bool:
    """Say whether somebody looks after programs of this client organisation (None: the consultancy's)."""
    if not isinstance(actor, Actor):
        return True
    return actor.employers == "*" or (employer_id is not None and employer_id in actor.employers)


def _may(actor: Acting, action: str, employer_id: UUID | None) -> None:
    if not isinstance(actor, Actor):
        return
    requirement = require(actor, action)
    if not reaches(actor, employer_id):
        raise NotFound
    check(requirement, employer_id=employer_id)


def _living(session: Session, actor: Acting, client_id: UUID) -> ApiClient:
    client = load(session, actor, client_id, "program.manage", lock=True)
    if client.ended_at is not None:
        raise NotFound
    return client


def _refuse_wrong(role: Role, scopes: list[str], employer_id: UUID | None) -> None:
    if role not in roles_at(employer=employer_id is not None):
        raise Invalid(problems=[FieldProblem("/role", _("A program can not have this role there."))])
    if not scopes or not set(scopes) <= set(scopes_for(role)):
        raise Invalid(problems=[FieldProblem("/scopes", _("Choose at least one of what this role may do."))])


def _nobody(session: Session, tenant_id: UUID, client_id: UUID, name: str) -> Person:
    """Make the person that a program acts as: without address or telephone, so that no link ever reaches it."""
    tenant = session.scalars(select(Tenant).where(Tenant.tenant_id == tenant_id)).one()
    person = Person(
        tenant_id=tenant_id, id=new_id(), key=f"program-{client_id.hex}", name=name, sort_name=sort_key(name),
        email=None, phone=None, locale=tenant.locale, time_zone=tenant.time_zone, active=True,
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def _make_secret(session: Session, actor: Acting, client: ApiClient, days: int) -> str:
    if not 1 <= days <= MOST_SECRET_DAYS:
        raise Invalid(problems=[FieldProblem("/days", _("Between 1 and %(most)s days.", most=MOST_SECRET_DAYS))])
    taken = set(
        session.scalars(
            select(ApiClientSecret.place).where(
                ApiClientSecret.tenant_id == client.tenant_id,
                ApiClientSecret.client_id == client.id,
                ApiClientSecret.revoked_at.is_(None),
            )
        )
    )
    secret = SECRET_PREFIX + secrets.token_urlsafe(32)
    row = ApiClientSecret(
        tenant_id=client.tenant_id, client_id=client.id, digest=digest(secret),
        place=next(place for place in PLACES if place not in taken), made_by=actor.person_id, made_at=clock.now(),
        ends_at=clock.now() + timedelta(days=days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    changes = {"client": (None, client.id), "ends": (None, row.ends_at.isoformat())}
    timeline.append_tenant_act(session, actor, "api_client_secret.made", record=row, changes=changes)
    return secret


def _source(client: ApiClient) -> str:
    return f"program:{client.id}"
