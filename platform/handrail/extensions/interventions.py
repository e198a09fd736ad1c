"""Checks the interventions that a plugin declares: the machine, the fields, the permissions, the versions.

What is wrong here would be found by somebody in the middle of their work, so the plugin does not load.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from handrail.extensions.errors import PluginFault
from handrail.sdk import BEGIN, CORRECT, Field, InterventionType, Transition
from handrail.sdk.interventions import KEEPERS

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PERMISSION: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_KINDS: Final = frozenset(
    {
        "text", "longtext", "int", "decimal", "bool", "date", "choice", "multichoice", "person", "organisation",
        "document", "money", "list",
    }
)  # fmt: skip
COUNTED: Final = frozenset({"int", "decimal", "bool", "date", "choice", "multichoice", "money"})
"""What may stand in the open, where reports and filters find it: codes, numbers and days, no text and no person."""
WRITERS: Final = {
    "own": {"worker"},
    "coordination": {"worker", "coordinator"},
    "plan": {"worker", "coordinator", "supervisor"},
    "provider": {"provider"},
    "medical": {"occupational_health"},
}
"""Who writes in which compartment, as the policy's matrix says; a test compares the two."""
_OURS: Final = frozenset({"type", "revision"})
"""Names that the payload of every item has already."""


def declared_interventions(hook: Callable[[], object]) -> tuple[InterventionType, ...]:
    """Return what the hook declares; raises PluginFault that says what is wrong with which type."""
    returned = hook()
    if not isinstance(returned, Iterable):
        raise PluginFault(f"handrail_intervention_types returned a {type(returned).__name__}, not intervention types")
    found = tuple(returned)
    for each in found:
        if not isinstance(each, InterventionType):
            raise PluginFault(f"handrail_intervention_types returned a {type(each).__name__}, not an InterventionType")
        problems = list(problems_of(each))
        if problems:
            raise PluginFault(f"intervention {each.key!r}: {'; '.join(problems)}")
    for key, times in Counter(each.key for each in found).items():
        if times > 1:
            raise PluginFault(f"intervention {key!r} is declared {times} times")
    return found


def problems_of(each: InterventionType) -> Iterator[str]:
    """Return what is wrong with one declaration."""
    if not _KEY.fullmatch(each.key) or not each.label:
        yield "it needs a key of small letters and a label"
    if each.compartment not in KEEPERS:
        yield f"it lies in {each.compartment}: only {', '.join(KEEPERS)} hold interventions"
        return
    if not each.machine.transitions:
        yield "its machine has no transition"
        return
    yield from _problems_of_fields(each)
    yield from _problems_of_machine(each)
    yield from _problems_of_permissions(each)
    yield from _problems_of_forms(each)
    yield from _problems_of_measures(each)
    yield from _problems_of_versions(each)


def _problems_of_fields(each: InterventionType) -> Iterator[str]:
    for key, times in Counter(field.key for field in each.data).items():
        if times > 1 or key in _OURS:
            yield f"the field {key!r} is taken already"
    if each.title and (each.field(each.title) is None):
        yield f"its title is the field {each.title!r}, which it has not"
    for field in each.data:
        yield from problems_of_field(field)


def problems_of_field(field: Field) -> Iterator[str]:
    """Return what is wrong with one field of an intervention."""
    name = f"field {field.key!r}"
    if not _KEY.fullmatch(field.key) or not field.label:
        yield f"{name} needs a key of small letters and a label"
    if field.compartment not in KEEPERS:
        yield f"{name} lies in {field.compartment}: only {', '.join(KEEPERS)} hold fields of interventions"
    if field.kind not in _KINDS:
        yield f"{name}: no form asks for a {field.kind}"
    if (field.kind in {"choice", "multichoice"}) != bool(field.choices):
        yield f"{name}: choices belong to a choice, and to nothing else"
    if (field.kind == "list") != bool(field.item):
        yield f"{name}: the fields of a row belong to a list, and to nothing else"
    if field.search and field.kind not in COUNTED:
        yield f"{name}: nobody searches in a {field.kind}"
    for inner in field.item:
        if inner.kind in {"list", "multichoice", "money"}:
            yield f"{name}: a row holds no {inner.kind}"
        if inner.compartment != field.compartment:
            yield f"{name}: a row lies in one compartment, and {inner.key!r} in another"
        yield from problems_of_field(inner)


def _problems_of_machine(each: InterventionType) -> Iterator[str]:
    machine = each.machine
    states = set(machine.states)
    for name in (machine.initial, *machine.final, *machine.state_map.values()):
        if name not in states:
            yield f"there is no state {name!r}"
    for name in sorted(states - _reached(each)):
        yield f"nothing leads to the state {name!r}"
    for name in sorted(states - _ending(each)):
        yield f"no way leads from {name!r} to an end"
    for name, times in Counter(one.name for one in machine.transitions).items():
        if times > 1 or name in {BEGIN, CORRECT} or not _KEY.fullmatch(name):
            yield f"the transition {name!r} needs a name of its own"
    for one in machine.transitions:
        yield from _problems_of_transition(each, one, states)


def _problems_of_transition(each: InterventionType, one: Transition, states: set[str]) -> Iterator[str]:
    for name in (*one.source, one.target):
        if name not in states:
            yield f"transition {one.name!r}: there is no state {name!r}"
    for name in sorted(set(one.source) & set(each.machine.final)):
        yield f"transition {one.name!r} leads out of {name!r}, which is an end"
    for key in (*one.requires, *one.clears):
        if each.field(key) is None:
            yield f"transition {one.name!r} requires or clears the field {key!r}, which it has not"
    for promise in one.promises:
        promised = each.field(promise.field)
        if promised is None or promised.kind != "date" or promised.compartment != "plan":
            yield f"transition {one.name!r} promises {promise.field!r}, which is no date of the plan"
    for copy in one.copies:
        source, target = each.field(copy.source), each.field(copy.target)
        if source is None or target is None or source.kind != target.kind:
            yield f"transition {one.name!r} copies {copy.source!r} to {copy.target!r}, which are not of one kind"


def _reached(each: InterventionType) -> set[str]:
    found = {each.machine.initial}
    while True:
        more = {one.target for one in each.machine.transitions if found & set(one.source)} - found
        if not more:
            return found
        found |= more


def _ending(each: InterventionType) -> set[str]:
    found = set(each.machine.final)
    while True:
        more = {name for one in each.machine.transitions if one.target in found for name in one.source} - found
        if not more:
            return found
        found |= more


def _problems_of_permissions(each: InterventionType) -> Iterator[str]:
    declared = Counter(one.name for one in each.permissions)
    for name, times in declared.items():
        if times > 1:
            yield f"the permission {name!r} is declared {times} times"
    for name in (each.may_begin(), *(one.permission for one in each.machine.transitions)):
        if not _PERMISSION.fullmatch(name):
            yield f"{name!r} is no permission: two names and a dot, such as mediation.run"
            continue
        others = set(each.roles(name)) - WRITERS[each.compartment]
        if others or not each.roles(name):
            yield f"{name!r}: {', '.join(sorted(others)) or 'nobody'} writes in {each.compartment}"


def _problems_of_forms(each: InterventionType) -> Iterator[str]:
    acts = {BEGIN, CORRECT, *(one.name for one in each.machine.transitions)}
    for form in each.forms:
        if form.act not in acts:
            yield f"a form is of {form.act!r}, which is no act"
        for key, times in Counter(key for group in form.groups for key in group.fields).items():
            if each.field(key) is None or times > 1:
                yield f"the form of {form.act!r} asks once for fields that there are, and {key!r} is not"
    for one in each.machine.transitions:
        form_ = each.form(one.name)
        asked = {key for group in form_.groups for key in group.fields} if form_ else set(one.requires)
        if each.form(BEGIN) and each.form(CORRECT):
            everywhere = {key for known in each.forms for group in known.groups for key in group.fields}
            for key in set(one.requires) - asked - everywhere:
                yield f"transition {one.name!r} requires {key!r}, and no form asks for it"


def _problems_of_measures(each: InterventionType) -> Iterator[str]:
    for key, times in Counter(measure.key for measure in each.measures).items():
        if times > 1:
            yield f"the measure {key!r} is declared {times} times"
    for measure in each.measures:
        field = each.field(measure.field)
        if field is None or field.kind not in COUNTED:
            yield f"measure {measure.key!r} counts {measure.field!r}, which is no code, number or day"
        elif measure.aggregate in {"mean", "sum"} and field.kind not in {"int", "decimal", "money"}:
            yield f"measure {measure.key!r}: there is no {measure.aggregate} of {measure.field!r}"


def _problems_of_versions(each: InterventionType) -> Iterator[str]:
    if each.version < 1 or set(each.upcasters) != set(range(1, each.version)):
        yield f"version {each.version} needs an upcaster for each version before it, and for no other"
