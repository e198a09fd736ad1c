"""Does a document have the tables, keys and kinds of value of a framework? Every misfit is found, not the first."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from handrail.frameworks.rules.document import LAYERED, Framework
from handrail.frameworks.rules.layers import LayerDocument, Path, Tree, dotted
from handrail.frameworks.rules.problems import Problem
from handrail.kit.i18n import _

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def misfits(document: LayerDocument) -> Iterator[tuple[Path, Problem]]:
    """Yield what does not fit in one layer's document, which may be partial."""
    for key, value in document.tree.items():
        if key not in LAYERED:
            yield _problem(document, (key,), _("“%(key)s” is not a table of a framework.", key=key))
        else:
            for path, message in _walk(_hints(Framework)[key], value, (key,)):
                yield _problem(document, path, message)


def gaps(tree: Tree) -> Iterator[tuple[Path, str]]:
    """Yield what a resolved tree still lacks: keys without which it can not be used."""
    yield from _gaps(Framework, tree, ())


def key_fits(key: str) -> bool:
    """Tell whether a key may stand in a document: letters, digits, _ and -, the first a letter or digit."""
    return _KEY.fullmatch(key) is not None


def faults(kind: type[msgspec.Struct], tree: Tree) -> Iterator[tuple[Path, str]]:
    """Yield what keeps a table read from a file from becoming a `kind`: what does not fit, then what lacks."""
    unfit = list(_walk(kind, tree, ()))
    yield from unfit
    if not unfit:
        yield from ((path, _("“%(path)s” is missing.", path=dotted(path))) for path, _said in _gaps(kind, tree, ()))


def _problem(document: LayerDocument, path: Path, message: str) -> tuple[Path, Problem]:
    return path, Problem("FRW-5", dotted(path), message, document.layer)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _struct(kind: Any) -> type[msgspec.Struct] | None:
    return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None


def _element(kind: Any) -> Any:
    """Return what a table with free keys holds, or None for anything else."""
    return get_args(kind)[1] if get_origin(kind) is Mapping else None


def _part(kind: Any) -> Any:
    """Return the class of an optional table, such as one side of a bound."""
    parts = [part for part in get_args(kind) if _struct(part)] if get_origin(kind) in {Union, UnionType} else []
    return parts[0] if parts else kind


def _walk(kind: Any, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    kind = _part(kind)
    struct, element = _struct(kind), _element(kind)
    if struct is None and element is None:
        yield from _leaf(kind, value, path)
    elif not isinstance(value, Mapping):
        yield path, _("“%(path)s” is a table, not a single value.", path=dotted(path))
    else:
        for key, below in value.items():
            inner = _hints(struct).get(key) if struct else element
            if inner is None:
                yield (*path, key), _("“%(key)s” is not known in “%(path)s”.", key=key, path=dotted(path))
            elif not key_fits(key):
                yield (*path, key), _("The key “%(key)s” may hold letters, digits, _ and - only.", key=key)
            else:
                yield from _walk(inner, below, (*path, key))


def _leaf(kind: Any, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as misfit:
        yield path, _("The value of “%(path)s” does not fit: %(why)s.", path=dotted(path), why=str(misfit))


def _gaps(kind: Any, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    kind = _part(kind)
    struct, element = _struct(kind), _element(kind)
    if struct is not None:
        for known in msgspec.structs.fields(struct):
            if known.name in value:
                yield from _gaps(_hints(struct)[known.name], value[known.name], (*path, known.name))
            elif known.required:
                missing = (*path, known.name)
                yield missing, _("“%(path)s” is missing: no layer sets it.", path=dotted(missing))
    elif element is not None:
        for key, below in value.items():
            yield from _gaps(element, below, (*path, key))
