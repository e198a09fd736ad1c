"""Letters and their wordings as people look at them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handrail.frameworks.letters.checking import allowed_in
from handrail.frameworks.letters.choosing import Words
from handrail.frameworks.letters.codes import Origin
from handrail.frameworks.letters.comparing import Row, side_by_side
from handrail.frameworks.letters.queries import Line, Place
from handrail.frameworks.letters.samples import explained, sample_values
from handrail.frameworks.presenting import in_order
from handrail.frameworks.rules import in_language
from handrail.frameworks.rules.document import Template
from handrail.kit.codes import Role
from handrail.kit.i18n import N_, current_locale

STATES: Final[Mapping[Origin | None, tuple[str, str]]] = {
    None: ("late", N_("No text yet")),
    Origin.DELIVERED: ("open", N_("As delivered")),
    Origin.CONSULTANCY: ("done", N_("Adapted by the consultancy")),
    Origin.EMPLOYER: ("done", N_("Adapted here")),
}
"""State of the tag and words, by whose wording is in force."""
AT_ALL: Final = ("done", N_("Adapted here"))
READERS: Final[Mapping[Role, str]] = {Role.WORKER: N_("To the worker"), Role.SUPERVISOR: N_("To the supervisor")}
_OTHERS: Final = N_("To the employer's side")
PAMPHLET: Final = N_("Goes along with a letter to the worker")


@dataclass(frozen=True, slots=True)
class Cell:
    """A letter in one language."""

    locale: str
    state: str
    words: str
    unfit: int


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter with where it stands in each language."""

    key: str
    title: str
    reader: str
    step: str
    review: bool
    cells: tuple[Cell, ...]


def rows_of(place: Place, lines: Sequence[Line]) -> list[LetterRow]:
    """Return one row a letter, in their order, with a cell for each language."""
    by_key: dict[str, list[Line]] = {}
    for line in lines:
        by_key.setdefault(line.key, []).append(line)
    return [
        LetterRow(
            key=key,
            title=title_of(key, template, by_key.get(key, [])),
            reader=reader_of(template),
            step=template.step,
            review=template.review,
            cells=tuple(_cell(place, line) for line in by_key.get(key, [])),
        )
        for key, template in in_order(place.framework.templates)
    ]


def title_of(key: str, template: Template, lines: Sequence[Line] = ()) -> str:
    """Return what a letter is called: its subject line in the language of whoever looks, without what is filled in."""
    here = next((line.words.title for line in lines if line.locale == current_locale() and line.words), "")
    title = here or in_language(template.title, current_locale()) or key
    return re.sub(r"\{[a-z_]+\}", "…", title)


def reader_of(template: Template) -> str:
    """Return to whom it goes, as a msgid."""
    return PAMPHLET if template.kind == "pamphlet" else READERS.get(template.to, _OTHERS)


def state_of(place: Place, words: Words | None) -> tuple[str, str]:
    """Return state and words of the tag, as a msgid."""
    origin = words.origin if words else None
    return AT_ALL if place.employer_id is None and origin is Origin.CONSULTANCY else STATES[origin]


def _cell(place: Place, line: Line) -> Cell:
    state, words = state_of(place, line.words)
    return Cell(line.locale, state, words, len(line.unfit))


@dataclass(frozen=True, slots=True)
class Explained:
    """One placeholder of a letter: what fills it in, an example, whether it must be there."""

    name: str
    means: str
    sample: str
    needed: bool


def placeholders_of(template: Template, locale: str) -> list[Explained]:
    """Return the placeholders that a letter may hold, those that it must hold first."""
    samples = sample_values(locale)
    names = sorted(allowed_in(template), key=lambda name: (name not in template.placeholders, name))
    return [Explained(name, explained(name), samples[name], name in template.placeholders) for name in names]


def compared(before: tuple[str, str], after: tuple[str, str]) -> list[tuple[int, Row]]:
    """Return two wordings (subject line, text) side by side, numbered; 0 is the subject line."""
    (title, body), (new_title, new_body) = before, after
    first = side_by_side(title, new_title) or [Row((), ())]
    return list(enumerate([first[0], *side_by_side(body, new_body)]))
