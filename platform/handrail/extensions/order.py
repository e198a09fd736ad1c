"""In which order plugins load: what a plugin requires comes first, ties go by name."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from handrail.extensions.manifest import Manifest


def load_order(manifests: Mapping[str, Manifest]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the names in order, and for those that can not load at all the reason.

    A plugin falls out with what it requires: missing, fallen out itself, or part of a circle.
    """
    left = dict(manifests)
    reasons: dict[str, str] = {}
    while True:
        fallen = _missing(left) or _circular(left)
        if not fallen:
            return _sorted(left), reasons
        for name, reason in fallen.items():
            reasons[name] = reason
            del left[name]


def _missing(manifests: Mapping[str, Manifest]) -> dict[str, str]:
    missing = {name: sorted(set(each.requires) - set(manifests)) for name, each in manifests.items()}
    return {name: f"requires {', '.join(names)}, which is not there" for name, names in missing.items() if names}


def _circular(manifests: Mapping[str, Manifest]) -> dict[str, str]:
    try:
        TopologicalSorter({name: each.requires for name, each in manifests.items()}).prepare()
    except CycleError as circle:
        # Each entry of graphlib's list is required by the next; read backwards it says "requires".
        names = list(reversed(circle.args[1]))
        return dict.fromkeys(names, f"plugins require each other in a circle: {' → '.join(names)}")
    return {}


def _sorted(manifests: Mapping[str, Manifest]) -> tuple[str, ...]:
    sorter = TopologicalSorter({name: each.requires for name, each in manifests.items()})
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order.extend(ready)
        sorter.done(*ready)
    return tuple(order)
