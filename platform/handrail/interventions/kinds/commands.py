"""Beginning an intervention, moving it on, putting something right; each validated by the type it belongs to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handrail.extensions import activation
from handrail.identity.actor import Actor
from handrail.interventions.errors import ChangedMeanwhile, NotThisState, ReadOnly
from handrail.interventions.kinds import calling, declared, portable, promises, queries, rules
from handrail.interventions.kinds.declared import Kind
from handrail.interventions.kinds.ground import Ground, people_of, require_support, stand
from handrail.interventions.kinds.models import Intervention, InterventionChange, InterventionFact, InterventionPart
from handrail.interventions.kinds.payload import read, schema_of
from handrail.interventions.kinds.queries import Item
from handrail.interventions.kinds.readings import readings_of
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.sdk import BEGIN, CORRECT, Field, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form of an act asks somebody: groups of fields under their titles, and what has to be filled in."""

    groups: tuple[tuple[str, tuple[Field, ...]], ...]
    required: frozenset[str]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return tuple(field for _title, fields in self.groups for field in fields)


def startable(ground: Ground) -> list[Kind]:
    """Return the types that whoever reads can begin here now, by name."""
    active = activation.active(ground.session, ground.subject.employer_id)
    held = [each for each in queries.items_of(ground) if not each.is_over]
    return [
        kind
        for kind in declared.all_installed()
        if active.has(kind.plugin)
        and Compartment(kind.shape.compartment) in ground.writable
        and rules.may(kind.shape, ground.actor.role, kind.shape.may_begin())
        and (kind.shape.many or not any(each.kind.name == kind.name for each in held))
    ]


def begin(session: Session, actor: Actor, case_id: UUID, *, type: str, given: Mapping[str, Any]) -> Item:  # noqa: A002 - the vocabulary's own word
    """Begin an intervention; several run side by side (IVN-1).

    Raises NotFound for a type that is not active or not theirs to begin, RuleBroken (S2-2), Invalid, Conflict where one
    of a type that runs once runs already.
    """
    kind = declared.installed(type)
    if kind is None:
        raise NotFound
    home = Compartment(kind.shape.compartment)
    ground = stand(session, actor, case_id, writes=home)
    active = activation.active(session, ground.subject.employer_id)
    if not active.has(kind.plugin) or not rules.may(kind.shape, actor.role, kind.shape.may_begin()):
        raise NotFound
    require_support(ground, home)
    running = [each for each in queries.items_of(ground) if each.kind.name == kind.name and not each.is_over]
    if running and not kind.shape.many:
        raise NotThisState(_("One of these is under way already."))
    known = readings_of(session, ground.case, actor.role, kind.shape)
    form = asked_of(ground, kind, BEGIN, None, known, known)
    values = _read(ground, kind, form, given)
    state = kind.shape.machine.initial
    unchecked = not calling.check(kind, actor.tenant_id, calling.seen(state, values, known, ground.today, BEGIN))
    declared.keep(session, kind, actor.tenant_id)
    row = Intervention(
        **ground.place(home),
        type=kind.name,
        type_version=kind.shape.version,
        state=state,
        engagement_id=ground.engagement.id if ground.engagement and home is Compartment.PROVIDER else None,
        began_on=ground.today,
        unchecked=unchecked,
        recorded_at=clock.now(),
        recorded_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    _note_change(ground, row, BEGIN, "", state)
    ground.note("intervention.begun", row, home, {"type": (None, kind.name), "state": (None, state)})
    _keep_values(ground, kind, row.id, {}, values, {})
    return queries.item_of(ground, row.id)


def bring(session: Session, actor: Actor, case_id: UUID, *, type: str, body: bytes) -> Item:  # noqa: A002 - same
    """Begin an item with what a file holds that its keeper took along elsewhere; what nobody is asked is left out.

    Raises NotFound, Invalid for a file that is none of these or that a newer version wrote.
    """
    kind = declared.installed(type)
    if kind is None or kind.running is None or not kind.shape.portable:
        raise NotFound
    values, version = portable.from_file(kind.name, body)
    if version > kind.shape.version:
        raise Invalid(
            problems=[FieldProblem("/file", _("This file is from a newer version. It can not be read here."))]
        )
    try:
        values = rules.upcast(values, version, kind.shape, kind.running.upcasters, kind.shape.compartment)
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        raise Invalid(problems=[FieldProblem("/file", _("What this file holds can not be read."))]) from problem
    asked = {field.key for _title, fields in rules.asked(kind.shape, BEGIN, None) for field in fields}
    return begin(session, actor, case_id, type=type, given={key: values[key] for key in asked & values.keys()})


def move(
    session: Session,
    actor: Actor,
    case_id: UUID,
    intervention_id: UUID,
    *,
    act: str,
    revision: int,
    given: Mapping[str, Any],
) -> Item:
    """Carry out a transition; `revision` is the one that was read.

    Raises NotFound where it is not theirs, NotThisState where it does not follow from where things are, Invalid beside
    the fields, ChangedMeanwhile, ReadOnly.
    """
    ground, item, row = _found(session, actor, case_id, intervention_id, revision)
    where = item.where
    transition = where.machine.transition(act) if where else None
    if where is not None and transition is None:
        raise NotThisState(_("There is no such act."))
    if where is None or transition is None or not rules.may(item.kind.shape, actor.role, transition.permission):
        raise NotFound
    if where.state not in transition.source:
        raise NotThisState(_("This does not follow from where things are."))
    require_support(ground, row.compartment)
    form = asked_of(ground, item.kind, act, transition, item.values, item.known)
    values = _read(ground, item.kind, form, given, item.stored)
    after = {**item.stored, **values}
    after |= rules.copied(item.kind.shape, transition.copies, {**after, **item.known})
    after |= dict.fromkeys(transition.clears)
    whole = {**after, **item.known}
    if lacking := rules.missing(transition.requires, whole):
        raise Invalid(problems=[FieldProblem(f"/{key}", _("Fill this in first.")) for key in lacking])
    row.unchecked = not calling.check(
        item.kind, actor.tenant_id, calling.seen(where.state, after, item.known, ground.today, act)
    )
    before = row.state
    row.state, row.type_version = transition.target, where.version
    row.ended_on = ground.today if transition.target in where.machine.final else None
    _written(ground, row)
    _note_change(ground, row, act, before, row.state)
    ground.note("intervention.moved_on", row, row.compartment, {"state": (before, row.state), "act": (None, act)})
    _keep_values(ground, item.kind, row.id, item.stored, after, item.parts)
    promises.bring_in_line(ground, row, transition, whole, is_over=row.ended_on is not None)
    return queries.item_of(ground, row.id)


def correct(
    session: Session, actor: Actor, case_id: UUID, intervention_id: UUID, *, revision: int, given: Mapping[str, Any]
) -> Item:
    """Put right what was recorded, or add to it; where it stands does not change. The same again changes nothing."""
    ground, item, row = _found(session, actor, case_id, intervention_id, revision)
    if item.where is None or item.is_over or not rules.may_correct(item.kind.shape, item.where, actor.role):
        raise NotFound
    require_support(ground, row.compartment)
    form = asked_of(ground, item.kind, CORRECT, None, item.values, item.known)
    after = {**item.stored, **_read(ground, item.kind, form, given, item.stored)}
    if not rules.differing(item.stored, after):
        return item
    whole = {**after, **item.known}
    row.unchecked = not calling.check(
        item.kind, actor.tenant_id, calling.seen(item.where.state, after, item.known, ground.today, CORRECT)
    )
    _written(ground, row)
    _keep_values(ground, item.kind, row.id, item.stored, after, item.parts)
    promises.follow(ground, row, whole)
    return queries.item_of(ground, row.id)


def asked_of(  # noqa: PLR0917 - what is asked depends on all of it
    ground: Ground,
    kind: Kind,
    act: str,
    transition: Transition | None,
    values: Mapping[str, Any],
    known: Mapping[str, Any],
) -> Asked:
    """Return what the form of an act asks whoever stands here: what they write, and what the host does not know yet.

    What a transition requires is asked for even where its form forgot it.
    """
    requires = transition.requires if transition else ()
    groups = list(rules.asked(kind.shape, act, transition))
    in_form = {field.key for _title, fields in groups for field in fields}
    forgotten = [
        field for key in rules.missing(requires, values) if key not in in_form and (field := kind.shape.field(key))
    ]
    shown = [(title, _theirs(ground, fields, known)) for title, fields in [*groups, ("", tuple(forgotten))]]
    return Asked(groups=tuple((title, fields) for title, fields in shown if fields), required=frozenset(requires))


def _theirs(ground: Ground, fields: tuple[Field, ...], known: Mapping[str, Any]) -> tuple[Field, ...]:
    return tuple(each for each in fields if Compartment(each.compartment) in ground.writable and each.key not in known)


def _read(
    ground: Ground, kind: Kind, form: Asked, given: Mapping[str, Any], stored: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what was given, as it is kept; what was not given stays as it is stored. Raises Invalid."""
    stays = {field.key: value for field in form.fields if (value := (stored or {}).get(field.key)) is not None}
    schema = schema_of(kind, form.fields, form.required, people=people_of(ground))
    values = read(schema, {**stays, **given}, pointer="")
    return {key: value for key, value in values.items() if key in given or value is not None}


def _found(
    session: Session, actor: Actor, case_id: UUID, intervention_id: UUID, revision: int
) -> tuple[Ground, Item, Intervention]:
    """Return an item that is about to be written, locked with its case; raises NotFound, ReadOnly, ChangedMeanwhile."""
    seen = queries.item_of(stand(session, actor, case_id), intervention_id)
    if seen.head is None:
        raise NotFound
    ground = stand(session, actor, case_id, writes=seen.head.compartment)
    session.refresh(seen.head)
    item = queries.item_of(ground, intervention_id)
    if item.head is None:
        raise NotFound
    if not item.is_active:
        raise ReadOnly(_("It can be read, and nothing can be added now: the part of Handrail it belongs to is off."))
    if item.head.revision != revision:
        raise ChangedMeanwhile(_("Look at what is there now, and do it again."))
    return ground, item, item.head


def _written(ground: Ground, row: Intervention) -> None:
    row.revision += 1
    row.recorded_at, row.recorded_by = clock.now(), ground.actor.person_id
    ground.session.flush()


def _note_change(ground: Ground, row: Intervention, act: str, before: str, after: str) -> None:
    ground.session.add(
        InterventionChange(
            **ground.place(row.compartment),
            intervention_id=row.id,
            act=act,
            before=before,
            after=after,
            on=ground.today,
            changed_at=clock.now(),
            changed_by=ground.actor.person_id,
            changed_as=ground.actor.role,
        )
    )


def _keep_values(  # noqa: PLR0917 - before and after, and where they lie
    ground: Ground,
    kind: Kind,
    intervention_id: UUID,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    parts: Mapping[Compartment, InterventionPart],
) -> None:
    """Write the fields that differ, each in its compartment, with a line in the timeline there and what is counted."""
    was, shall = rules.split(kind.shape, before), rules.split(kind.shape, after)
    for place in sorted(shall):
        changes = rules.differing(was.get(place, {}), shall[place])
        if not changes:
            continue
        part = parts.get(place)
        if part is None:
            part = InterventionPart(**ground.place(place), intervention_id=intervention_id, type=kind.name)
            ground.session.add(part)
        part.type_version = kind.shape.version
        filled = {key: value for key, value in shall[place].items() if value not in (None, "", [], {})}
        part.content = json.dumps(filled, ensure_ascii=False, sort_keys=True)
        part.written_at, part.written_by = clock.now(), ground.actor.person_id
        ground.session.flush()
        ground.note("intervention.written", part, place, changes)
        _count(ground, kind, intervention_id, place, shall[place])
    declared.keep(ground.session, kind, ground.subject.tenant_id)


def _count(ground: Ground, kind: Kind, intervention_id: UUID, place: Compartment, values: Mapping[str, Any]) -> None:
    table = InterventionFact
    ground.session.execute(
        delete(table).where(
            table.tenant_id == ground.subject.tenant_id,
            table.intervention_id == intervention_id,
            table.compartment == place,
        )
    )
    ground.session.add_all(
        table(
            **ground.place(place),
            intervention_id=intervention_id,
            type=kind.name,
            key=each.key,
            text=each.text,
            num=each.num,
            day=each.day,
        )
        for each in rules.counted(kind.shape, values)
    )
    ground.session.flush()
