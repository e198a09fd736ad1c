"""Reading how plugins stand for a consultancy, for whoever administers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from handrail.extensions import registry as plugins
from handrail.extensions import secret_store
from handrail.extensions.activation import active_of
from handrail.extensions.models import PluginActivation
from handrail.extensions.registry import Plugin
from handrail.extensions.standing import Known, Row, Standing, State, effective_state
from handrail.identity.actor import Actor
from handrail.identity.queries import employers_of
from handrail.kit import clock
from handrail.kit.errors import NotFound
from handrail.tenancy.models import ClientOrganisation, Employment, Site


@dataclass(frozen=True, slots=True)
class Capability:
    """What a plugin asks to touch. `allowed`: the operator lets it; `agreed`: the consultancy did."""

    name: str
    reason: str
    allowed: bool
    agreed: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One plugin for an administrator, at a client organisation or in the whole consultancy."""

    plugin: Plugin
    known: Known
    standing: Standing
    row: PluginActivation | None
    capabilities: tuple[Capability, ...]

    @property
    def asks_more(self) -> bool:
        """Whether it is on and asks for something that nobody agreed to yet."""
        return self.standing.state is not State.OFF and any(
            each.allowed and not each.agreed for each in self.capabilities
        )


@dataclass(frozen=True, slots=True)
class AtEmployer:
    """How a plugin stands at one client organisation. `own`: it was switched there itself."""

    employer: ClientOrganisation
    state: State
    own: bool


def listed(session: Session, actor: Actor) -> list[Listed]:
    """Return the plugins of this installation that loaded, by title, as they stand in the consultancy."""
    known = plugins.registry().known
    found = active_of(session, known, None)
    rows = {
        each.plugin: each
        for each in session.scalars(
            select(PluginActivation).where(
                PluginActivation.tenant_id == actor.tenant_id, PluginActivation.employer_id.is_(None)
            )
        )
    }
    every = [_listed(name, each, found.of(name), rows.get(name)) for name, each in known.items()]
    return sorted(every, key=lambda each: (each.known.statutory, each.plugin.title.casefold()))


def one(session: Session, actor: Actor, name: str, employer_id: UUID | None = None) -> Listed:
    """Return one plugin as it stands at a client organisation, or, for None, in the consultancy; raises NotFound."""
    known = plugins.registry().known.get(name)
    if known is None:
        raise NotFound
    standing = active_of(session, {name: known}, employer_id).of(name)
    own = row_of(session, actor.tenant_id, name, employer_id)
    agreed = own if employer_id is None else row_of(session, actor.tenant_id, name, None)
    return _listed(name, known, standing, own, agreed)


def at_employers(session: Session, actor: Actor, listed_: Listed) -> Sequence[AtEmployer]:
    """Return how a plugin of scope "employer" stands at each of the actor's client organisations, by name."""
    if listed_.known.manifest.scope != "employer":
        return ()
    name = listed_.plugin.name
    rows = {
        each.employer_id: each
        for each in session.scalars(
            select(PluginActivation).where(
                PluginActivation.tenant_id == actor.tenant_id, PluginActivation.plugin == name
            )
        )
    }
    tenant = rows.get(None)
    found = []
    for employer in employers_of(session, actor):
        own = rows.get(employer.id)
        row = _row(own) if own else None
        state = effective_state(listed_.known, _row(tenant) if tenant else None, row, at_employer=True)
        found.append(AtEmployer(employer, state, own is not None))
    return found


def row_of(
    session: Session, tenant_id: UUID, name: str, employer_id: UUID | None, *, lock: bool = False
) -> PluginActivation | None:
    """Return the row of a plugin; `lock` until the commit."""
    row = PluginActivation
    owner = row.employer_id.is_(None) if employer_id is None else row.employer_id == employer_id
    statement = select(row).where(row.tenant_id == tenant_id, row.plugin == name, owner)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def secrets_of(session: Session, actor: Actor, name: str, employer_id: UUID | None) -> frozenset[str]:
    """Return the keys of the secrets that are set."""
    return secret_store.which(session, actor.tenant_id, name, employer_id)


def people_under(session: Session, tenant_id: UUID, codes: Sequence[str]) -> int:
    """Return how many people are employed today at places of work under these jurisdictions."""
    statement = (
        select(func.count())
        .select_from(Employment)
        .join(Site, (Site.tenant_id == Employment.tenant_id) & (Site.id == Employment.site_id))
        .where(
            Employment.tenant_id == tenant_id,
            Site.jurisdiction.in_(codes),
            or_(Employment.ended_on.is_(None), Employment.ended_on >= clock.today()),
        )
    )
    return session.scalar(statement) or 0


def _listed(
    name: str,
    known: Known,
    standing: Standing,
    row: PluginActivation | None,
    agreed: PluginActivation | None = None,
) -> Listed:
    plugin = plugins.registry().plugin(name)
    if plugin is None:
        raise NotFound
    consenting = agreed or row
    grants = consenting.grants if consenting else {}
    capabilities = tuple(
        Capability(each, reason, each in known.allowed, each in grants)
        for each, reason in known.manifest.capabilities.items()
    )
    return Listed(plugin, known, standing, row, capabilities)


def _row(found: PluginActivation) -> Row:
    return Row(
        state=found.state, employers_default=found.employers_default, settings=found.settings, grants=found.grants
    )
