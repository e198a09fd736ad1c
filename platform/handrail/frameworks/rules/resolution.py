"""Lay the layers on each other: from documents to one typed framework in which every leaf knows who set it."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from handrail.frameworks.rules import bounds, locks, shape
from handrail.frameworks.rules.document import Framework
from handrail.frameworks.rules.layers import Layer, LayerDocument, Path, at, dotted, leaves, planted
from handrail.frameworks.rules.problems import FrameworkRefused, Problem
from handrail.frameworks.rules.switches import withhold


@dataclass(frozen=True, slots=True)
class Attempt:
    """What resolving gave: a framework where the layers make one at all, and everything that was refused.

    A refused value has no effect: what the layers below it set stays in force.
    """

    framework: Framework | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Laying:
    """The work in hand: the tree so far, who set each leaf, and what was refused."""

    tree: dict[str, Any] = field(default_factory=dict)
    origins: dict[Path, Layer] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, layer: Layer, path: Path, rule: str, message: str, article: str = "") -> None:
        """Note that a value has no effect."""
        self.problems.append(Problem(rule, dotted(path), message, layer, article))

    def set(self, layer: Layer, path: Path, value: Any) -> None:
        """Put a value in force; a list of the growing kind takes the new items in."""
        if path[-1] in locks.UNIONS and isinstance(value, (list, tuple)):
            value = list(dict.fromkeys([*(at(self.tree, path) or []), *value]))
        if at(self.tree, path) != value:
            self.origins[path] = layer
            planted(self.tree, path, value)


def resolve(layers: Sequence[LayerDocument]) -> Framework:
    """Return the framework that the layers make; raises FrameworkRefused with every finding where they make none."""
    attempt = attempt_to_resolve(layers)
    if attempt.framework is None or attempt.problems:
        raise FrameworkRefused(attempt.problems)
    return attempt.framework


def attempt_to_resolve(layers: Iterable[LayerDocument]) -> Attempt:
    """Lay all layers, lowest first, and return the result with all that was refused: for drafts and previews."""
    laying = Laying()
    for document in sorted(layers, key=lambda one: one.layer.height):
        _lay(laying, document)
    withheld = withhold(laying.tree, laying.origins, laying.problems)
    for path, message in shape.gaps(laying.tree):
        laying.problems.append(Problem("FRW-5", dotted(path), message))
    return Attempt(_typed(laying, withheld), tuple(laying.problems))


def _typed(laying: Laying, withheld: Mapping[str, str]) -> Framework | None:
    origins = {dotted(path): layer.value for path, layer in laying.origins.items() if at(laying.tree, path) is not None}
    try:
        return msgspec.convert({**laying.tree, "origins": origins, "withheld": dict(withheld)}, Framework)
    except msgspec.ValidationError:
        return None  # the findings of shape say why


def _lay(laying: Laying, document: LayerDocument) -> None:
    misfits = list(shape.misfits(document))
    laying.problems.extend(problem for _path, problem in misfits)
    unfit = {path for path, _problem in misfits}
    fitting = [(path, value) for path, value in leaves(document.tree) if not _under(path, unfit)]
    _lay_bounds(laying, document)
    lock = functools.partial(locks.broken_lock, _copy(laying.tree))
    for path, value in fitting:
        if path[0] == "bounds":
            continue
        if found := lock(path, value):
            rule, article, message = found
            laying.refuse(document.layer, path, rule, message, article)
        elif path[0] in bounds.BOUNDED:
            _lay_bounded(laying, document.layer, path, value)
        else:
            laying.set(document.layer, path, value)


def _under(path: Path, unfit: set[Path]) -> bool:
    return any(path[:length] in unfit for length in range(1, len(path) + 1))


def _copy(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copy(value) if isinstance(value, Mapping) else value for key, value in tree.items()}


def _lay_bounds(laying: Laying, document: LayerDocument) -> None:
    named = document.tree.get("bounds")
    for name in named if isinstance(named, Mapping) else ():
        for side in bounds.SIDES:
            new = bounds.limit(document.tree, name, side)
            if new is None:
                continue
            if message := bounds.widening(laying.tree, name, side, new["value"]):
                now = bounds.limit(laying.tree, name, side) or {}
                rule, article = str(now.get("rule", "FRW-4")), str(now.get("article", ""))
                laying.refuse(document.layer, ("bounds", name, side), rule, message, article)
            else:
                _narrow(laying, document.layer, name, side, new)


def _narrow(laying: Laying, layer: Layer, name: str, side: str, new: Mapping[str, Any]) -> None:
    """Put a limit in force whole, and bring a value that lower layers set inside it."""
    for key, value in {"article": "", **new}.items():
        laying.set(layer, ("bounds", name, side, key), value)
    for table in bounds.BOUNDED:
        now = at(laying.tree, (table, name))
        if isinstance(now, int) and bounds.breaks(side, new["value"], now):
            laying.set(layer, (table, name), new["value"])


def _lay_bounded(laying: Laying, layer: Layer, path: Path, value: int) -> None:
    found = bounds.broken_bound(laying.tree, path[-1], value)
    if found is None:
        laying.set(layer, path, value)
        return
    side, limit = found
    message = bounds.too_far(side, limit, path[-1], value)
    laying.refuse(layer, path, str(limit.get("rule", "FRW-4")), message, str(limit.get("article", "")))
