"""What differs between two frameworks, and what each layer says about one value."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from handrail.frameworks.rules.document import Framework
from handrail.frameworks.rules.layers import Layer, LayerDocument, at, dotted, leaves


@dataclass(frozen=True, slots=True)
class Difference:
    """One leaf that is not the same; None where a side does not have it."""

    path: str
    before: Any
    after: Any
    layer_before: Layer | None
    layer_after: Layer | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one layer says about a leaf; `name` is whose layer it is."""

    layer: Layer
    name: str
    value: Any


def difference(before: Framework, after: Framework) -> tuple[Difference, ...]:
    """Return the leaves that differ, by path; a value that only changed its layer is no difference."""
    old, new = _leaves(before), _leaves(after)
    return tuple(
        Difference(path, old.get(path), new.get(path), before.origins.get(path), after.origins.get(path))
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    )


def said_by_layer(layers: Iterable[LayerDocument], path: str) -> tuple[Said, ...]:
    """Return what each layer that speaks about a dotted path says there, lowest first; refused values too."""
    keys = tuple(path.split("."))
    ordered = sorted(layers, key=lambda one: one.layer.height)
    return tuple(Said(one.layer, one.name, value) for one in ordered if (value := at(one.tree, keys)) is not None)


def _leaves(framework: Framework) -> dict[str, Any]:
    tree = msgspec.to_builtins(framework)
    own = {key: value for key, value in tree.items() if key not in {"origins", "withheld"}}
    return {dotted(path): value for path, value in leaves(own)}
