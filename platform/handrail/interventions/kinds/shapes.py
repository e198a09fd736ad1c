"""What the API gives back of interventions."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from msgspec import Struct

from handrail.interventions.kinds import calling, rules
from handrail.interventions.kinds.commands import startable
from handrail.interventions.kinds.declared import Kind
from handrail.interventions.kinds.ground import Ground
from handrail.interventions.kinds.queries import Item
from handrail.interventions.kinds.schemas import TYPE, json_schema
from handrail.interventions.kinds.words import Words
from handrail.kit.labels import Apart


class InterventionKindShape(Struct, frozen=True):
    """A type of intervention, in the reader's language, and whether the reader can begin one here now."""

    __compartment__: ClassVar = Apart.ITS_RECORD

    type: str
    version: int
    label: str
    sentence: str
    states: dict[str, str]
    schema: dict[str, Any]

    @classmethod
    def of(cls, kind: Kind) -> "InterventionKindShape":
        """Return a type as the API gives it."""
        words = Words(kind)
        return cls(
            type=kind.name,
            version=kind.shape.version,
            label=words.label,
            sentence=words.sentence,
            states={state: words.state(state) for state in kind.shape.machine.states},
            schema=json_schema(kind),
        )


class InterventionWarningShape(Struct, frozen=True):
    """Something that people should look at; it stops nothing."""

    __compartment__: ClassVar = Apart.ITS_RECORD

    key: str
    pointer: str
    detail: str


class InterventionShape(Struct, frozen=True):
    """One intervention with the fields that the reader may see.

    `state` and `revision` are null where something of it was shared with the reader, and not where it stands.
    `intervention` is what one sends to change it; `known` is what the plan says, which is changed there.
    """

    __compartment__: ClassVar = Apart.ITS_RECORD

    id: UUID
    type: str
    label: str
    version: int
    state: str | None
    state_label: str | None
    revision: int | None
    began_on: date | None
    ended_on: date | None
    is_active: bool
    unchecked: bool
    compartments: list[str]
    intervention: dict[str, Any]
    known: dict[str, Any]
    acts: list[str]
    warnings: list[InterventionWarningShape]

    @classmethod
    def of(cls, ground: Ground, item: Item) -> "InterventionShape":
        """Return an item as the API gives it; inside the session that loaded it."""
        words, head, where = Words(item.kind), item.head, item.where
        acts = rules.acts(item.kind.shape, where, ground.actor.role) if where and item.is_active else ()
        found = []
        if where and item.is_active and not item.is_over:
            data = calling.seen(where.state, item.stored, item.known, ground.today)
            found = calling.warnings(item.kind, ground.subject.tenant_id, data) or []
        return cls(
            id=item.id,
            type=item.kind.name,
            label=words.label,
            version=item.kind.shape.version,
            state=where.state if where else None,
            state_label=words.state(where.state) if where else None,
            revision=head.revision if head else None,
            began_on=head.began_on if head else None,
            ended_on=head.ended_on if head else None,
            is_active=item.is_active,
            unchecked=head.unchecked if head else False,
            compartments=sorted(item.compartments),
            intervention={TYPE: item.kind.name, **item.stored},
            known=dict(item.known),
            acts=[each.name for each in acts],
            warnings=[
                InterventionWarningShape(key=each.key, pointer=calling.pointer_of(each), detail=words.finding(each))
                for each in found
            ],
        )


def kinds_here(ground: Ground) -> list[InterventionKindShape]:
    """Return the types that the reader can begin here now."""
    return [InterventionKindShape.of(kind) for kind in startable(ground)]
