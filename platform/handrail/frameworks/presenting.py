"""A framework as people look at it: one row a value, one column a layer, and who set what is in force."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from handrail.frameworks.rules import Framework, Layer, LayerDocument, said_by_layer
from handrail.frameworks.rules.document import Bound, Limit
from handrail.kit.i18n import N_, _, ngettext

INTERVALS: Final[Mapping[str, str]] = {
    "case_threshold_days": N_("Off work for so long: a case is opened"),
    "invitation_within_days": N_("File forwarded to letter sent"),
    "call_within_days": N_("Letter sent to first call"),
    "follow_up_in_leave_days": N_("Contact during leave, as a proposal"),
    "supervisor_call_within_days": N_("Worker's consent to supervisor's call"),
    "supervisor_questions_within_days": N_("Planning meeting to the supervisor's answers"),
    "measures_confirmed_before_return_days": N_("Measures confirmed before the first day back"),
    "follow_up_after_return_days": N_("First day back to the talks with both"),
    "plan_evaluation_every_days": N_("From one evaluation of the plan to the next"),
    "supervisor_talk_every_days": N_("From one talk with the supervisor to the next"),
    "call_acknowledged_within_days": N_("Request for the coordinator to an answer"),
    "sustained_return_days": N_("Back at work until the return counts as sustained"),
}
LAYERS: Final[Mapping[Layer, str]] = {
    Layer.PLATFORM: N_("Platform"),
    Layer.JURISDICTION: N_("Law"),
    Layer.CONSULTANCY: N_("Consultancy"),
    Layer.EMPLOYER: N_("Employer"),
}
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one layer says; `in_force` marks the one whose value counts."""

    layer: str
    text: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One interval with what each layer says, and within what it must lie."""

    title: str
    rule: str
    cells: tuple[Cell, ...]
    bounds: str
    source: str


def interval_rows(framework: Framework, layers: Sequence[LayerDocument]) -> Iterator[IntervalRow]:
    """Yield a row for each interval, in the order of the steps."""
    for name, title in INTERVALS.items():
        bound = framework.bounds.get(name, Bound())
        limits = [limit for limit in (bound.at_least, bound.at_most) if limit is not None]
        rule = limits[-1].rule if limits else ""
        source = next((limit.article for limit in limits if limit.article), "")
        yield IntervalRow(_(title), rule, tuple(_cells(framework, layers, name)), _between(bound), source)


def in_order(parts: Mapping[str, Part]) -> list[tuple[str, Part]]:
    """Return what is in use, in the order in which people see it."""
    used = [(key, part) for key, part in parts.items() if getattr(part, "active", True)]
    return sorted(used, key=lambda item: (getattr(item[1], "order", 0), item[0]))


def _cells(framework: Framework, layers: Sequence[LayerDocument], name: str) -> Iterator[Cell]:
    said = {one.layer: one.value for one in said_by_layer(layers, f"intervals.{name}")}
    narrowed = {one.layer: one.value for one in said_by_layer(layers, f"bounds.{name}")}
    origin = framework.origin(f"intervals.{name}")
    for layer in Layer:
        in_force = layer is origin
        if in_force:
            text = _days(getattr(framework.intervals, name))
        elif layer in said:
            text = _days(said[layer])
        else:
            text = _narrowing(narrowed.get(layer, {}))
        yield Cell(_(LAYERS[layer]), text, in_force)


def _days(number: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", number)


def _narrowing(bound: Mapping[str, Any]) -> str:
    """Return what a layer without a value of its own says about the bounds."""
    limits = {side: Limit(value=found["value"], rule="") for side, found in bound.items()}
    return _between(Bound(**limits)) if limits else ""


def _between(bound: Bound) -> str:
    least, most = bound.at_least, bound.at_most
    if least is not None and most is not None:
        return _("%(least)s to %(most)s", least=least.value, most=_days(most.value))
    if most is not None:
        return _("at most %(most)s", most=_days(most.value))
    return _("at least %(least)s", least=_days(least.value)) if least is not None else ""
