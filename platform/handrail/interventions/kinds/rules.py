"""Interventions as pure rules: which machine holds, who may act, what is missing, what is copied and counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from handrail.kit.codes import Compartment, Role
from handrail.sdk import Copy, Field, InterventionShape, Machine, Transition
from handrail.sdk.interventions import Upcaster

Values = Mapping[str, Any]
EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item stands under which machine; `version` is that of the machine."""

    machine: Machine
    state: str
    version: int


def placed(state: str, version: int, current: InterventionShape, kept: InterventionShape | None) -> Placed:
    """Return the machine that an item follows.

    An item keeps the machine it began under until its state exists in the new one, or the new one says where it goes.
    An item written under a newer version than the one installed keeps that newer machine.
    """
    if version <= current.version:
        if state in current.machine.states:
            return Placed(current.machine, state, current.version)
        if state in current.machine.state_map:
            return Placed(current.machine, current.machine.state_map[state], current.version)
    return Placed((kept or current).machine, state, version)


def may(shape: InterventionShape, role: Role, permission: str) -> bool:
    """Say whether a role holds a permission of this type."""
    return role.value in shape.roles(permission)


def acts(shape: InterventionShape, where: Placed, role: Role) -> tuple[Transition, ...]:
    """Return what somebody in this role can do with an item, in the order of the declaration."""
    return tuple(each for each in where.machine.leaving(where.state) if may(shape, role, each.permission))


def may_correct(shape: InterventionShape, where: Placed, role: Role) -> bool:
    """Say whether a role corrects what was recorded: whoever may begin one, or do anything that the machine holds."""
    held = {shape.may_begin(), *(each.permission for each in where.machine.transitions)}
    return any(may(shape, role, permission) for permission in held)


def asked(
    shape: InterventionShape, act: str, transition: Transition | None
) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """Return the groups of fields that the form of an act asks for, each under its title."""
    form = shape.form(act)
    if form is not None:
        groups = [
            (group.title, tuple(field for key in group.fields if (field := shape.field(key)))) for group in form.groups
        ]
    elif transition is not None:
        groups = [("", tuple(field for key in transition.requires if (field := shape.field(key))))]
    else:
        groups = [("", shape.data)]
    return tuple((title, fields) for title, fields in groups if fields)


def missing(keys: Iterable[str], values: Values) -> list[str]:
    """Return which of these fields have no value yet."""
    return [key for key in keys if values.get(key) in EMPTY]


def upcast(
    values: Values, version: int, shape: InterventionShape, upcasters: Mapping[int, Upcaster], place: str
) -> dict[str, Any]:
    """Return the fields of one compartment in the form of the present version.

    What a step brings forth that lies in another compartment is left out: no version moves a text to other readers.
    """
    found = {**values}
    for step in range(version, shape.version):
        found = upcasters[step](found)
    return {key: value for key, value in found.items() if (field := shape.field(key)) and field.compartment == place}


def split(shape: InterventionShape, values: Values) -> dict[Compartment, dict[str, Any]]:
    """Return the values by the compartment in which each field lies."""
    found: dict[Compartment, dict[str, Any]] = {}
    for key, value in values.items():
        field = shape.field(key)
        if field is not None:
            found.setdefault(Compartment(field.compartment), {})[key] = value
    return found


def copied(shape: InterventionShape, copies: Sequence[Copy], values: Values) -> dict[str, Any]:
    """Return what a transition copies, by the key of the field it goes to."""
    found: dict[str, Any] = {}
    for copy in copies:
        value, target = values.get(copy.source), shape.field(copy.target)
        if target is not None and target.kind == "list":
            inner = {each.key for each in target.item}
            rows = [row for row in value or [] if not copy.where or row.get(copy.where)]
            value = [{key: each for key, each in row.items() if key in inner} for row in rows]
        found[copy.target] = value or None
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """One value in the open."""

    key: str
    compartment: Compartment
    text: str | None = None
    num: Decimal | None = None
    day: date | None = None


def counted(shape: InterventionShape, values: Values) -> Iterator[Counted]:
    """Return what filters and reports find of an item: fields that are searched in or that a measure counts."""
    wanted = {measure.field for measure in shape.measures} | {field.key for field in shape.data if field.search}
    for field in shape.data:
        value = values.get(field.key)
        if field.key not in wanted or value is None:
            continue
        place = Compartment(field.compartment)
        match field.kind:
            case "multichoice":
                yield from (Counted(field.key, place, text=each) for each in value)
            case "date":
                yield Counted(field.key, place, day=date.fromisoformat(value))
            case "money":
                yield Counted(field.key, place, text=value["currency"], num=Decimal(value["amount"]))
            case "int" | "decimal":
                yield Counted(field.key, place, num=Decimal(str(value)))
            case "bool":
                yield Counted(field.key, place, text="yes" if value else "no")
            case _:
                yield Counted(field.key, place, text=str(value))


def differing(before: Values, after: Values) -> dict[str, tuple[Any, Any]]:
    """Return what changed, each with its values before and after; nothing and an empty value are the same."""
    pairs = {key: (_filled(before.get(key)), _filled(after.get(key))) for key in sorted({*before, *after})}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _filled(value: Any) -> Any:
    return None if value in EMPTY else value
