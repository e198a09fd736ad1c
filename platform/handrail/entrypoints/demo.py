"""Sign-in links into the demo consultancies: one a role, single use, and only while the pages are on loopback."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import click
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from handrail.entrypoints.errors import StartError
from handrail.identity.commands import make_link, token_of_link
from handrail.identity.models import Assignment, Membership, SignInLink
from handrail.identity.proofs import Method
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import directory_connection, engine_context, tenant_session
from handrail.kit.settings import settings, write_private
from handrail.tenancy.models import Case, Employment, Person, Tenant

LIFE: Final = timedelta(days=7)  # or until the next start: links of an earlier run are spent then
_MADE: Final = "demo-links.json"


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A way in as somebody of the demo."""

    role: Role
    name: str
    url: str

    def __str__(self) -> str:
        return f"  {self.role.value:<20} {self.name:<24} {self.url}"


def links(slug: str | None = None) -> list[DemoLink]:
    """Make one link for every role of the first demo consultancy, or of the one named.

    Returns nothing where there is no demo. Raises StartError unless the pages are on loopback.
    """
    if not settings().loopback:
        raise StartError("Demo links exist only while HANDRAIL_BIND is loopback.")
    tenant = _demo_tenant(slug)
    if tenant is None:
        return []
    with tenant_session(engine_context(tenant)) as session:
        people = _one_for_each_role(session, tenant)
        made = {
            role: make_link(session, tenant, person.id, life=LIFE, role=role, method=Method.DEVELOPMENT)
            for role, person in people.items()
        }
    _remember(tenant, (link.id for link in made.values()))
    base = settings().public_url
    return [DemoLink(role, people[role].name, f"{base}/sign-in/{token_of_link(made[role].id)}") for role in people]


def spend_earlier_links() -> None:
    """Spend what an earlier run printed."""
    path = settings().state_dir / _MADE
    try:
        earlier: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return
    for tenant, ids in earlier.items():
        tenant_id = UUID(tenant)
        with tenant_session(engine_context(tenant_id)) as session:
            session.execute(
                update(SignInLink)
                .where(
                    SignInLink.tenant_id == tenant_id,
                    SignInLink.id.in_([UUID(one) for one in ids]),
                    SignInLink.used_at.is_(None),
                )
                .values(used_at=clock.now())
            )
    path.unlink()


@click.command
@click.argument("slug", required=False)
def demo(slug: str | None) -> None:
    """Print a sign-in link for each role of a demo consultancy, SLUG or the first; for the running `handrail up`.

    It has no --dry-run: a link that nobody uses runs out.
    """
    found = links(slug)
    if not found:
        raise StartError(f"There is no demo consultancy{f' called {slug}' if slug else ''} here.")
    for link in found:
        click.echo(str(link))


def _remember(tenant: UUID, ids: Iterable[UUID]) -> None:
    path = settings().state_dir / _MADE
    try:
        known: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    known.setdefault(str(tenant), []).extend(str(one) for one in ids)
    write_private(path, json.dumps(known))


def _demo_tenant(slug: str | None) -> UUID | None:
    statement = select(Tenant.tenant_id).where(Tenant.demo).order_by(Tenant.slug).limit(1)
    if slug is not None:
        statement = statement.where(Tenant.slug == slug)
    with directory_connection() as connection:
        return connection.scalar(statement)


def _one_for_each_role(session: Session, tenant: UUID) -> dict[Role, Person]:
    """Return the person that the tenant's folder names for each role, or else the one with the most to see in it."""
    named = session.scalars(select(Tenant.settings).where(Tenant.tenant_id == tenant)).one().get("sign_in_as", {})
    by_key = {
        person.key: person
        for person in session.scalars(
            select(Person).where(Person.tenant_id == tenant, Person.key.in_(named.values()), Person.active)
        )
    }
    found: dict[Role, Person] = {}
    for role in Role:
        person = by_key.get(named.get(role.value, "")) or _most_to_see(session, tenant, role)
        if person is not None:
            found[role] = person
    return found


def _most_to_see(session: Session, tenant: UUID, role: Role) -> Person | None:
    return _worker(session, tenant) if role is Role.WORKER else _holder(session, tenant, role)


def _holder(session: Session, tenant: UUID, role: Role) -> Person | None:
    parts = (
        select(func.count())
        .where(Assignment.tenant_id == tenant, Assignment.person_id == Person.id, Assignment.role == role)
        .scalar_subquery()
    )
    statement = (
        select(Person)
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .where(Person.tenant_id == tenant, Person.active, Membership.role == role)
        .where(Membership.during.contains(clock.today()))
        .order_by(parts.desc(), Person.key)
        .limit(1)
    )
    return session.scalars(statement).first()


def _worker(session: Session, tenant: UUID) -> Person | None:
    """Return a worker with an open file, the newest first, or else any worker."""
    statement = (
        select(Person)
        .join(Employment, (Employment.tenant_id == Person.tenant_id) & (Employment.person_id == Person.id))
        .outerjoin(Case, (Case.tenant_id == Employment.tenant_id) & (Case.employment_id == Employment.id))
        .where(Person.tenant_id == tenant, Person.active)
        .order_by(Case.id.desc().nulls_last(), Person.key)
        .limit(1)
    )
    return session.scalars(statement).first()
