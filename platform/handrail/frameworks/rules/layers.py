"""A framework before it is resolved: documents, one per layer, and the leaves they hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

Tree = Mapping[str, Any]
"""A document as TOML and JSON know it: tables by key, and leaves that are text, numbers, booleans or lists."""
Path = tuple[str, ...]


class Layer(StrEnum):
    """Who may set a value, in the order in which layers are laid (FRW-4)."""

    PLATFORM = "platform"
    JURISDICTION = "jurisdiction"
    CONSULTANCY = "consultancy"
    EMPLOYER = "employer"

    @property
    def height(self) -> int:
        """How far up it lies; a higher layer may tighten what a lower one set."""
        return HEIGHTS[self]


HEIGHTS: Final = {layer: height for height, layer in enumerate(Layer)}


@dataclass(frozen=True, slots=True)
class LayerDocument:
    """What one layer sets. `name` says whose it is: a jurisdiction's code, a tenant's slug, an employer's key."""

    layer: Layer
    name: str
    tree: Tree


def dotted(path: Path) -> str:
    """Return a path as people write it; keys hold no dots."""
    return ".".join(path)


def leaves(tree: Tree, above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every leaf with its path; an empty table has none."""
    for key, value in tree.items():
        path = (*above, key)
        if isinstance(value, Mapping):
            yield from leaves(value, path)
        else:
            yield path, value


def at(tree: Tree, path: Path) -> Any:
    """Return what lies at `path`, or None."""
    found: Any = tree
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            return None
        found = found[key]
    return found


def planted(tree: dict[str, Any], path: Path, value: Any) -> None:
    """Set a leaf, making the tables on its way; a leaf on its way gives way to the table."""
    table = tree
    for key in path[:-1]:
        below = table.get(key)
        if not isinstance(below, dict):
            below = table[key] = {}
        table = below
    table[path[-1]] = value


def pruned(tree: dict[str, Any], path: Path) -> None:
    """Take out what lies at `path`, if anything does."""
    table = at(tree, path[:-1])
    if isinstance(table, dict):
        table.pop(path[-1], None)
