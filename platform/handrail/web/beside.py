"""Two versions of one form side by side: nothing is written over, and whoever comes second chooses field by field.

A view that finds that somebody else wrote meanwhile says `show_both(form, stored)` and draws the form again: it has a
choice above each field in which the two differ. What was chosen comes back with the form; `take_chosen(form, stored)`
puts it together before the form is judged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import request

from handrail.web.widgets import FieldView

if TYPE_CHECKING:
    from handrail.web.forms import Form

TAKE: Final = "take-"
CHANGED: Final = 409
MINE, STORED, BOTH = "mine", "stored", "both"


@dataclass(frozen=True, slots=True)
class Beside:
    """One field in which what was sent differs from what is stored; `can_have_both`: one can stand under the other."""

    name: str
    label: str
    mine: list[str]
    stored: list[str]
    can_have_both: bool


def show_both(form: "Form", stored: "Form") -> None:
    """Have the form show both versions of every field in which they differ."""
    pairs = zip(_shown(form.fields), _shown(stored.fields), strict=True)
    form.beside = [
        Beside(mine.name, mine.label, _lines(mine), _lines(theirs), mine.widget in {"textarea", "rows", "checkboxes"})
        for mine, theirs in pairs
        if mine.widget != "hidden" and _lines(mine) != _lines(theirs)
    ]


def stand_beside(form: "Form", stored: "Form", version: str) -> None:
    """Refuse the form because what is stored changed since: it shows both, and goes on from the stored one.

    `version` is the hidden field that names what the form began with.
    """
    show_both(form, stored)
    form.settle({**form.typed, version: stored.as_typed.get(version, [])})
    form.status = CHANGED


def take_chosen(form: "Form", stored: "Form") -> None:
    """Put together what was chosen, field by field; a field for which nothing was chosen stays as it was sent."""
    chosen = {name.removeprefix(TAKE): value for name, value in request.form.items() if name.startswith(TAKE)}
    if chosen:
        form.settle(_chosen(form.typed, stored.typed, stored.as_typed, chosen))


def _chosen(
    mine: Mapping[str, Any], stored: Mapping[str, Any], texts: Mapping[str, list[str]], chosen: Mapping[str, str]
) -> dict[str, Any]:
    found = dict(mine)
    for name, what in chosen.items():
        key, _dash, inner = name.partition("-")
        if key not in mine or what not in {STORED, BOTH}:
            continue
        theirs = stored.get(key)
        if inner and isinstance(mine[key], Mapping):
            below = theirs if isinstance(theirs, Mapping) else {}
            found[key] = dict(found[key]) | {inner: _one(mine[key].get(inner), below.get(inner), texts.get(name), what)}
        elif not inner:
            found[key] = _one(mine[key], theirs, texts.get(name), what)
    return found


def _one(mine: Any, stored: Any, texts: list[str] | None, what: str) -> Any:
    """Return one field as it was chosen: rows and several choices follow each other, a text stands under the other."""
    theirs = list(stored or []) if _are_rows(mine) or _are_rows(stored) else list(texts or [])
    if what == STORED:
        return theirs
    ours = list(mine or [])
    if _are_rows(ours) or _are_rows(theirs) or len(ours) != 1 or len(theirs) != 1:
        return [*theirs, *(each for each in ours if each not in theirs)]
    return [f"{theirs[0]}\n\n{ours[0]}"]


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and not isinstance(value[0], str)


def _shown(views: list[FieldView]) -> Iterator[FieldView]:
    """Yield the fields to choose by: those of a section one by one, rows as a whole."""
    for view in views:
        if view.widget == "fieldset":
            yield from _shown(view.children)
        else:
            yield view


def _lines(view: FieldView) -> list[str]:
    """Return what stands in a field, as a person reads it."""
    if view.widget == "rows":
        rows = [", ".join(line for child in row.children for line in _lines(child)) for row in view.children]
        return [row for row in rows if row]
    if view.widget == "checkbox":
        return [view.label] if view.checked else []
    names = dict(view.choices)
    return [names.get(text, text) for text in view.typed if text]
