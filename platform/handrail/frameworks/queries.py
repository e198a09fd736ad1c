"""Which framework holds for a case, an employment, an employer."""

import functools
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from handrail.frameworks.folder import base_layers
from handrail.frameworks.models import FrameworkVersion
from handrail.frameworks.rules import Framework, Layer, LayerDocument, attempt_to_resolve, resolve
from handrail.tenancy.models import Case, ClientOrganisation, Employment, Site

KEPT: Final = 64
"""How many resolved frameworks a process keeps at hand; a published one never changes."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A framework that holds, and which version it is; number 0 without an id is the base framework itself."""

    framework: Framework
    version_id: UUID | None = None
    number: int = 0
    published_on: date | None = None


def framework_of_case(session: Session, case: Case) -> InForce:
    """Return the framework under which the case started, whatever was published since (FRW-3)."""
    return framework_of_version(session, case.framework_version_id, _jurisdiction(session, case.employment_id))


def framework_of_version(session: Session, version_id: UUID | None, jurisdiction: str) -> InForce:
    """Return a published version, or the base framework where there is none, on the floor of a jurisdiction."""
    return _base(jurisdiction) if version_id is None else _in_force(session, version_id, jurisdiction)


def framework_of_employment(session: Session, employment: Employment, on: date) -> InForce:
    """Return the framework that a case of this worker would start under on a day."""
    version_id = version_in_force(session, employment.employer_id, on)
    jurisdiction = _jurisdiction(session, employment.id)
    return _base(jurisdiction) if version_id is None else _in_force(session, version_id, jurisdiction)


def version_in_force(session: Session, employer_id: UUID, on: date) -> UUID | None:
    """Return the newest version that the client organisation had published by a day, or None."""
    return session.scalar(
        select(FrameworkVersion.id)
        .where(FrameworkVersion.employer_id == employer_id, FrameworkVersion.published_on <= on)
        .order_by(FrameworkVersion.published_on.desc(), FrameworkVersion.number.desc())
        .limit(1)
    )


def framework_of_employer(session: Session, employer: ClientOrganisation, jurisdiction: str, on: date) -> InForce:
    """Return the framework that holds at a client organisation on a day, on the floor of one of its jurisdictions."""
    version_id = version_in_force(session, employer.id, on)
    return _base(jurisdiction) if version_id is None else _in_force(session, version_id, jurisdiction)


def layers_of(session: Session, found: InForce, jurisdiction: str) -> tuple[LayerDocument, ...]:
    """Return the documents a framework was made from, with their numbers only: intervals, thresholds and bounds."""
    platform, floor = base_layers(jurisdiction)
    if found.version_id is None:
        return platform, floor
    one = FrameworkVersion.id == found.version_id
    parts = select(*(FrameworkVersion.layers[(layer, table)] for layer in _STORED for table in _NUMBERS)).where(one)
    values = iter(session.execute(parts).one())
    stored = [LayerDocument(layer, layer, {table: next(values) or {} for table in _NUMBERS}) for layer in _STORED]
    return (*stored, floor)


_STORED: Final = (Layer.PLATFORM, Layer.CONSULTANCY, Layer.EMPLOYER)
_NUMBERS: Final = ("intervals", "thresholds", "bounds")


@dataclass(frozen=True, slots=True)
class EmployerVersion:
    """A client organisation and the version it works under; number 0: the base framework."""

    key: str
    name: str
    number: int
    published_on: date | None


def employers_with_versions(session: Session, tenant_id: UUID, on: date) -> list[EmployerVersion]:
    """Return the client organisations in reach by name, each with its version in force on a day."""
    newest = (
        select(FrameworkVersion.employer_id, FrameworkVersion.number, FrameworkVersion.published_on)
        .where(FrameworkVersion.tenant_id == tenant_id, FrameworkVersion.published_on <= on)
        .ext(distinct_on(FrameworkVersion.employer_id))
        .order_by(FrameworkVersion.employer_id, FrameworkVersion.published_on.desc(), FrameworkVersion.number.desc())
        .subquery()
    )
    statement = (
        select(ClientOrganisation.key, ClientOrganisation.name, newest.c.number, newest.c.published_on)
        .outerjoin(newest, newest.c.employer_id == ClientOrganisation.id)
        .where(ClientOrganisation.tenant_id == tenant_id)
        .order_by(ClientOrganisation.sort_name, ClientOrganisation.id)
    )
    return [EmployerVersion(key, name, number or 0, on) for key, name, number, on in session.execute(statement)]


def employer_by_key(session: Session, tenant_id: UUID, key: str) -> ClientOrganisation | None:
    """Return the client organisation in reach with this key, or None."""
    statement = select(ClientOrganisation).where(
        ClientOrganisation.tenant_id == tenant_id, ClientOrganisation.key == key
    )
    return session.scalars(statement).one_or_none()


def jurisdictions_of(session: Session, employer: ClientOrganisation) -> list[str]:
    """Return the jurisdictions of an employer's sites, by code."""
    statement = select(Site.jurisdiction).where(Site.tenant_id == employer.tenant_id, Site.employer_id == employer.id)
    return sorted(set(session.scalars(statement)))


def _jurisdiction(session: Session, employment_id: UUID) -> str:
    """Return the jurisdiction of the worker's site: a case takes it from there."""
    found = session.scalar(
        select(Site.jurisdiction)
        .join(Employment, (Employment.tenant_id == Site.tenant_id) & (Employment.site_id == Site.id))
        .where(Employment.id == employment_id)
    )
    if found is None:
        raise LookupError(f"employment {employment_id} has no site in reach")
    return found


def _in_force(session: Session, version_id: UUID, jurisdiction: str) -> InForce:
    """Ask for the small columns first: row-level security decides, and the resolved text is seldom read anew."""
    number, published_on = session.execute(
        select(FrameworkVersion.number, FrameworkVersion.published_on).where(FrameworkVersion.id == version_id)
    ).one()
    framework = _kept.get((version_id, jurisdiction))
    if framework is None:
        framework = _kept[(version_id, jurisdiction)] = _load(session, version_id, jurisdiction)
        while len(_kept) > KEPT:
            _kept.pop(next(iter(_kept)), None)
    return InForce(framework, version_id, number, published_on)


_kept: dict[tuple[UUID, str], Framework] = {}


def _load(session: Session, version_id: UUID, jurisdiction: str) -> Framework:
    one = FrameworkVersion.id == version_id
    resolved = session.scalar(select(FrameworkVersion.resolved[jurisdiction]).where(one))
    if resolved is not None:
        return msgspec.convert(resolved, Framework)
    layers = session.scalars(select(FrameworkVersion.layers).where(one)).one()
    return _on_another_floor(layers, jurisdiction)


def _on_another_floor(layers: dict[str, Any], jurisdiction: str) -> Framework:
    """Resolve a version for a jurisdiction it was not published for; what its floor forbids has no effect there."""
    _platform, floor = base_layers(jurisdiction)
    documents = [LayerDocument(Layer(layer), layer, tree) for layer, tree in layers.items()]
    framework = attempt_to_resolve([*documents, floor]).framework
    if framework is None:
        raise LookupError(f"the stored layers make no framework in {jurisdiction}")
    return framework


def base_framework() -> Framework:
    """Return the base framework itself, on no jurisdiction's floor."""
    return _base("none").framework


@functools.cache
def _base(jurisdiction: str) -> InForce:
    return InForce(resolve(base_layers(jurisdiction)))
