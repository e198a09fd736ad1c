"""Interventions that a plugin declares: fields, a machine of states, who may do what, measures, forms.

Everything but the callbacks is plain data, which the host keeps beside what people recorded: an intervention stays
readable when its plugin is gone. Labels are English; other languages stand in the plugin's `locale` under
`[interventions]`, by the type's key, a dot and what they name: "graded_return.fields.weeks".
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from types import MappingProxyType
from typing import Any, Final, Literal

from handrail.sdk.fields import Field
from handrail.sdk.words import CompartmentCode, Party

BEGIN: Final = "begin"
CORRECT: Final = "correct"
"""The two acts that every type has beside its transitions; forms may be declared for both."""

Aggregate = Literal["count", "share", "mean", "sum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Who may do some of the acts of a type: a name like `graded_return.run`, and roles of the platform.

    A permission that is not declared is held by those who write in the type's own compartment, the worker aside.
    """

    name: str
    label: str = ""
    roles: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """That a transition promises a day: the value of a date field becomes due for `owed_by`.

    A later promise of the same `name` takes the place of this one; leaving to a final state takes it back.
    """

    name: str
    field: str
    owed_by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """That a transition copies a field into another one, which others may read: how something is shared.

    Of a list, only the rows in which the bool field `where` is yes are copied, and only fields that the other list has.
    """

    source: str
    target: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that leads from some states to another. `requires` must be filled in by then, `clears` is emptied."""

    name: str
    source: tuple[str, ...]
    target: str
    permission: str
    label: str = ""
    requires: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    copies: tuple[Copy, ...] = ()
    clears: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The states of an intervention and what leads from one to another.

    `state_map` says where items go whose state an earlier version had and this one has not.
    """

    initial: str
    states: tuple[str, ...]
    final: tuple[str, ...]
    transitions: tuple[Transition, ...]
    state_map: Mapping[str, str] = made(default_factory=lambda: MappingProxyType({}))

    def transition(self, name: str) -> Transition | None:
        """Return the transition of this name."""
        return next((each for each in self.transitions if each.name == name), None)

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Return the transitions that lead out of a state, in the order of the declaration."""
        return tuple(each for each in self.transitions if state in each.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What reports count: the values of a field, or of the share of items whose field has one of the values `of`."""

    key: str
    label: str
    field: str
    aggregate: Aggregate
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that stand together in a form."""

    title: str = ""
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form of an act asks; `act` is the name of a transition, `begin` or `correct`.

    A transition without a form asks for what it requires; `begin` and `correct` without one ask for every field.
    """

    act: str
    groups: tuple[Group, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionShape:
    """The part of a type that is plain data: what the host keeps of each version.

    `compartment` is where an item's states and history lie; a field may lie in another. `begins` is the permission to
    begin one. `title` is a field whose value names an item in a list of several. `sentence` says in one line what the
    type is for. `many` false: one at a time in a case.
    """

    key: str
    version: int = 1
    label: str
    sentence: str = ""
    compartment: CompartmentCode = "provider"
    data: tuple[Field, ...]
    machine: Machine
    permissions: tuple[Permission, ...] = ()
    begins: str = ""
    title: str = ""
    many: bool = True
    measures: tuple[Measure, ...] = ()
    forms: tuple[Form, ...] = ()
    portable: bool = False
    """Whether whoever keeps an item may take it along as a file, and begin another from such a file elsewhere."""

    def field(self, key: str) -> Field | None:
        """Return the field of this key."""
        return next((each for each in self.data if each.key == key), None)

    def form(self, act: str) -> Form | None:
        """Return the form that is declared for an act."""
        return next((each for each in self.forms if each.act == act), None)

    def may_begin(self) -> str:
        """Return the permission to begin an item: where none is named, that of the first transition."""
        return self.begins or self.machine.transitions[0].permission

    def roles(self, permission: str) -> tuple[Party, ...]:
        """Return who holds a permission."""
        declared = next((each.roles for each in self.permissions if each.name == permission), None)
        return declared if declared is not None else KEEPERS[self.compartment]


KEEPERS: Final[Mapping[CompartmentCode, tuple[Party, ...]]] = MappingProxyType(
    {
        "own": ("worker",),
        "coordination": ("coordinator",),
        "plan": ("coordinator",),
        "provider": ("provider",),
        "medical": ("occupational_health",),
    }
)
"""In which compartments an intervention and its fields may lie, and who writes there where nothing else is said.

Not in administrative: whether support is in use is nothing that human resources may learn from it (VOL-2).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """An item as callbacks see it: only the fields that whoever acts may see.

    Values are as the host keeps them: dates as YYYY-MM-DD, numbers with decimals as text, rows as objects. `act` is
    what is being done, "" while it is only read. `known` are the fields that the host knows itself, such as from the
    plan: they were checked where they are kept.
    """

    state: str
    values: Mapping[str, Any]
    today: dt.date
    act: str = ""
    known: frozenset[str] = frozenset()

    def rows(self, key: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a list, none where it is empty or hidden."""
        return self.values.get(key) or ()

    def day(self, key: str) -> dt.date | None:
        """Return a date."""
        value = self.values.get(key)
        return dt.date.fromisoformat(value) if isinstance(value, str) and value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a callback found: `message` is English, and the text under `problems.<key>` in other languages.

    `field` is the field it stands beside, `row` the number of the row in a list, counted from 0. `values` fill the
    names in braces of the message; a date is written as the reader's language does.
    """

    key: str
    message: str
    field: str = ""
    row: int | None = None
    values: Mapping[str, object] = made(default_factory=lambda: MappingProxyType({}))


Look = Callable[[Any, Data], Sequence[Finding]]
"""A pure function of a read context and an item. No I/O, no writes; 20 ms at most."""
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""From the data of one version to that of the next. It is given the fields of one compartment at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionType(InterventionShape):
    """One type of intervention: its data, and what the plugin does with it.

    `check` finds what must not be recorded: the act is refused and the findings stand beside the fields. `warn` finds
    what people should look at: shown on the page, stopping nothing.
    """

    upcasters: Mapping[int, Upcaster] = made(default_factory=lambda: MappingProxyType({}))
    check: Look | None = None
    warn: Look | None = None
    after_transition: Callable[[Any, Any], None] | None = None
