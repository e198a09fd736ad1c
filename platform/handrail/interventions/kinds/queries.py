"""Reading items: where each stands, and the fields that the reader may see, in the form of the present version."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.extensions import activation
from handrail.interventions.kinds import declared, rules
from handrail.interventions.kinds.declared import Kind
from handrail.interventions.kinds.ground import Ground
from handrail.interventions.kinds.models import Intervention, InterventionChange, InterventionPart
from handrail.interventions.kinds.readings import readings_of
from handrail.interventions.kinds.rules import Placed
from handrail.kit.codes import Compartment
from handrail.kit.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One intervention for one reader.

    `head` None: the reader sees what was shared with them and not where it stands. `values` are the fields they see,
    with `known`, what the host knows itself; `stored` are those that are kept here. `is_active`: acts go on.
    """

    id: UUID
    kind: Kind
    head: Intervention | None
    where: Placed | None
    values: Mapping[str, Any]
    stored: Mapping[str, Any]
    known: Mapping[str, Any]
    parts: Mapping[Compartment, InterventionPart]
    compartments: frozenset[Compartment]
    written_on: date
    is_active: bool

    @property
    def is_over(self) -> bool:
        """Whether it came to an end."""
        return self.where is not None and self.where.state in self.where.machine.final


def items_of(ground: Ground) -> list[Item]:
    """Return the interventions of a case that the reader may see, the newest first."""
    session, subject = ground.session, ground.subject
    heads = {
        row.id: row
        for row in session.scalars(
            select(Intervention).where(
                Intervention.tenant_id == subject.tenant_id,
                Intervention.subject_id == subject.subject_id,
                Intervention.compartment.in_(ground.readable),
            )
        )
    }
    if ground.engagement is not None:
        heads = {row_id: row for row_id, row in heads.items() if row.engagement_id in ground.live}
    parts: dict[UUID, dict[Compartment, InterventionPart]] = {row_id: {} for row_id in heads}
    statement = select(InterventionPart).where(
        InterventionPart.tenant_id == subject.tenant_id,
        InterventionPart.subject_id == subject.subject_id,
        InterventionPart.compartment.in_(ground.readable),
    )
    for part in session.scalars(statement):
        if ground.engagement is None or part.intervention_id in heads:
            parts.setdefault(part.intervention_id, {})[part.compartment] = part
    active = activation.active(session, subject.employer_id)
    found = [_item(ground, row_id, heads.get(row_id), parts[row_id], active) for row_id in parts]
    return sorted((each for each in found if each.head or each.stored), key=lambda each: each.id, reverse=True)


def item_of(ground: Ground, intervention_id: UUID) -> Item:
    """Return one intervention of the case; raises NotFound where the reader may see nothing of it."""
    found = next((each for each in items_of(ground) if each.id == intervention_id), None)
    if found is None:
        raise NotFound
    return found


def changes_of(session: Session, item: Item) -> Sequence[InterventionChange]:
    """Return what became of an item, oldest first, for those who see where it stands."""
    statement = select(InterventionChange).where(InterventionChange.intervention_id == item.id)
    return session.scalars(statement.order_by(InterventionChange.changed_at, InterventionChange.id)).all()


def kind_for(session: Session, tenant_id: UUID, name: str, version: int) -> tuple[Kind, bool]:
    """Return the type by which something of a version is read, and whether that is the one that runs here.

    The running one reads what it wrote and what versions before it wrote; what a newer one wrote, or a plugin that is
    gone, is read by the declaration that was kept.
    """
    running = declared.installed(name)
    if running is not None and version <= running.shape.version:
        return running, True
    kept = declared.kept(session, tenant_id, name, version)
    if kept is not None:
        return kept, False
    if running is not None:
        return running, False
    raise NotFound


def _item(
    ground: Ground,
    item_id: UUID,
    head: Intervention | None,
    parts: Mapping[Compartment, InterventionPart],
    active: activation.Active,
) -> Item:
    session, tenant_id = ground.session, ground.subject.tenant_id
    name = head.type if head else next(iter(parts.values())).type
    version = max([head.type_version] if head else [], default=0)
    version = max([version, *(each.type_version for each in parts.values())])
    kind, runs = kind_for(session, tenant_id, name, version)
    upcasters = kind.running.upcasters if kind.running else {}
    stored: dict[str, Any] = {}
    for place, part in parts.items():
        values = json.loads(part.content or "{}")
        stored |= rules.upcast(values, part.type_version, kind.shape, upcasters, place.value) if runs else values
    where = None
    if head is not None:
        kept = (
            None
            if head.type_version == kind.shape.version
            else declared.kept(session, tenant_id, name, head.type_version)
        )
        where = rules.placed(head.state, head.type_version, kind.shape, kept.shape if kept else None)
    known = readings_of(session, ground.case, ground.actor.role, kind.shape)
    return Item(
        id=item_id,
        kind=kind,
        head=head,
        where=where,
        values={**stored, **known},
        stored=stored,
        known=known,
        parts=parts,
        compartments=frozenset(parts) | (frozenset({head.compartment}) if head else frozenset()),
        written_on=max([each.written_at for each in parts.values()] + ([head.recorded_at] if head else [])).date(),
        is_active=runs and active.runs(kind.plugin),
    )


def known_of(ground: Ground, kind: Kind) -> dict[str, Any]:
    """Return what the host knows itself for a type, before there is an item of it."""
    return readings_of(ground.session, ground.case, ground.actor.role, kind.shape)
