"""Floors and ceilings of values: a layer narrows them, never widens them, and no value lies outside (FRW-4)."""

from collections.abc import Mapping
from typing import Any, Final

from handrail.frameworks.rules.layers import Tree, at
from handrail.kit.i18n import _

BOUNDED: Final = ("intervals", "thresholds")
"""The tables whose values `bounds` limits; a name stands in one of them only."""
SIDES: Final = ("at_least", "at_most")


def limit(tree: Tree, name: str, side: str) -> Mapping[str, Any] | None:
    """Return one side of a bound as it stands in a tree, or None where there is none."""
    found = at(tree, ("bounds", name, side))
    return found if isinstance(found, Mapping) and type(found.get("value")) is int else None


def breaks(side: str, bound: int, value: int) -> bool:
    """Tell whether a value lies outside one side of a bound; bounds are inclusive."""
    return value < bound if side == "at_least" else value > bound


def broken_bound(tree: Tree, name: str, value: int) -> tuple[str, Mapping[str, Any]] | None:
    """Return the side that `value` breaks and its limit, or None."""
    for side in SIDES:
        found = limit(tree, name, side)
        if found is not None and breaks(side, found["value"], value):
            return side, found
    return None


def too_far(side: str, found: Mapping[str, Any], name: str, value: int) -> str:
    """Return the sentence that refuses a value."""
    if side == "at_most":
        return _(
            "%(name)s: %(value)s is more than allowed. The most is %(limit)s.",
            name=name,
            value=value,
            limit=found["value"],
        )
    return _(
        "%(name)s: %(value)s is less than allowed. The least is %(limit)s.",
        name=name,
        value=value,
        limit=found["value"],
    )


def widening(tree: Tree, name: str, side: str, value: int) -> str | None:
    """Return the sentence that refuses a new limit: looser than the one in force, or past the other side."""
    now = limit(tree, name, side)
    if now is not None and breaks(side, now["value"], value):
        return _(
            "The bound of %(name)s can not be loosened from %(now)s to %(value)s.",
            name=name,
            now=now["value"],
            value=value,
        )
    other = "at_most" if side == "at_least" else "at_least"
    facing = limit(tree, name, other)
    if facing is not None and breaks(other, facing["value"], value):
        return _(
            "The bounds of %(name)s would leave no value: %(value)s lies past %(limit)s.",
            name=name,
            value=value,
            limit=facing["value"],
        )
    return None
