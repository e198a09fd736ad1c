"""What those who watch over retention see: counts, case numbers, days, and who decided; never any content."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit.errors import NotFound
from handrail.privacy.retention import proposing, reading
from handrail.privacy.retention.codes import ItemState, Kind, RunState
from handrail.privacy.retention.commands import whole_consultancy
from handrail.privacy.retention.models import ErasureCertificate, ErasureItem, ErasureRun, LegalHold, PeriodChoice
from handrail.privacy.retention.rules import DEFAULT, Rule, rule_for
from handrail.tenancy.models import ClientOrganisation, Person, Site

_MOST_RUNS = 50


@dataclass(frozen=True, slots=True)
class SeenRun:
    """A run with what it is about, and the digest that two people decide on."""

    run: ErasureRun
    items: Sequence[ErasureItem]
    digest: str

    def counts(self) -> list[tuple[Kind, int, int]]:
        """Return by kind how many things there are in all, and how many of them are held."""
        found: Counter[Kind] = Counter(item.kind for item in self.items)
        held = Counter(item.kind for item in self.items if item.state is ItemState.HELD)
        return [(kind, found[kind], held[kind]) for kind in Kind if found[kind]]

    @property
    def may_be_asked(self) -> bool:
        """Whether there is anything in it that would end."""
        return self.run.state is RunState.PROPOSED and any(item.state is ItemState.WAITING for item in self.items)


@dataclass(frozen=True, slots=True)
class SeenRule:
    """A rule with what the consultancy chose in its place."""

    rule: Rule
    jurisdiction: str
    choice: PeriodChoice | None


def runs(session: Session, actor: Actor) -> Sequence[ErasureRun]:
    """Return the runs of the consultancy, what is proposed first, then the newest."""
    _watch(actor)
    statement = select(ErasureRun).where(ErasureRun.tenant_id == actor.tenant_id)
    order = (ErasureRun.state != RunState.PROPOSED, ErasureRun.asked_at.desc(), ErasureRun.id)
    return session.scalars(statement.order_by(*order).limit(_MOST_RUNS)).all()


def seen(session: Session, actor: Actor, run_id: UUID) -> SeenRun:
    """Return one run with what it is about; raises NotFound for an unknown one."""
    _watch(actor)
    statement = select(ErasureRun).where(ErasureRun.tenant_id == actor.tenant_id, ErasureRun.id == run_id)
    run = session.scalars(statement).one_or_none()
    if run is None:
        raise NotFound
    items = proposing.items_of(session, run)
    digest = run.digest or proposing.digest_of(items)
    return SeenRun(run, items, digest.hex())


def proposal(session: Session, actor: Actor) -> SeenRun | None:
    """Return what is due; None where nothing is."""
    found = next((run for run in runs(session, actor) if run.state is RunState.PROPOSED), None)
    return seen(session, actor, found.id) if found else None


def holds(session: Session, actor: Actor) -> Sequence[LegalHold]:
    """Return the holds that were not lifted, the one that ends first at the top."""
    check(require(actor, "retention.read"))
    statement = select(LegalHold).where(LegalHold.tenant_id == actor.tenant_id, LegalHold.lifted_at.is_(None))
    return session.scalars(statement.order_by(LegalHold.until, LegalHold.id)).all()


def rules(session: Session, actor: Actor) -> list[SeenRule]:
    """Return the rule of each kind for each jurisdiction in which the consultancy works, and for all others."""
    check(require(actor, "retention.read"))
    places = select(Site.jurisdiction).where(Site.tenant_id == actor.tenant_id).distinct().order_by(Site.jurisdiction)
    used = [DEFAULT, *session.scalars(places)]
    chosen = {
        (row.jurisdiction, row.kind): row
        for row in session.scalars(
            select(PeriodChoice).where(PeriodChoice.tenant_id == actor.tenant_id, PeriodChoice.ended_at.is_(None))
        )
    }
    return [
        SeenRule(rule, place, chosen.get((place, kind)))
        for place in used
        for kind in Kind
        if (rule := rule_for(reading.rules(), kind, place)).jurisdiction != DEFAULT
        or place == DEFAULT
        or (place, kind) in chosen
    ]


def certificate(session: Session, actor: Actor, run_id: UUID) -> ErasureCertificate:
    """Return the certificate of a run; raises NotFound where there is none (yet)."""
    _watch(actor)
    statement = select(ErasureCertificate).where(
        ErasureCertificate.tenant_id == actor.tenant_id, ErasureCertificate.id == run_id
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def names(session: Session, tenant_id: UUID, people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of those who decided."""
    wanted = {person for person in people if person}
    rows = session.execute(select(Person.id, Person.name).where(Person.tenant_id == tenant_id, Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def employers(session: Session, tenant_id: UUID) -> dict[UUID, tuple[str, str]]:
    """Return key and name of the client organisations by id."""
    statement = select(ClientOrganisation).where(ClientOrganisation.tenant_id == tenant_id)
    rows = session.scalars(statement.order_by(ClientOrganisation.sort_name))
    return {row.id: (row.key, row.name) for row in rows}


def deciders(run: ErasureRun) -> list[tuple[str, UUID, datetime]]:
    """Return who did what and when: asked, approved, reversed."""
    told = (
        ("asked", run.asked_by, run.asked_at),
        ("approved", run.approved_by, run.approved_at),
        ("reversed", run.reversed_by, run.reversed_at),
    )
    return [(what, who, at) for what, who, at in told if who is not None and at is not None]


def _watch(actor: Actor) -> None:
    check(require(actor, "retention.read"))
    whole_consultancy(actor)
