"""Which wording of a letter counts: the client organisation's, the consultancy's, or what the framework came with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from handrail.frameworks.letters.checking import findings
from handrail.frameworks.letters.codes import Origin
from handrail.frameworks.rules import Framework, Layer
from handrail.frameworks.rules.document import Template

FALLBACK = "en"


class Worded(Protocol):
    """A published wording, as far as the choice needs it."""

    id: UUID
    number: int
    adapts: bool
    title: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a letter is made from, and whose they are; `id` None: they are in no row yet."""

    key: str
    locale: str
    origin: Origin
    title: str
    body: str
    number: int = 0
    id: UUID | None = None

    @property
    def ref(self) -> str:
        """Which wording this is, exactly, among those of one letter: ``employer/nl/3``."""
        return f"{self.origin}/{self.locale}/{self.number}"


def choose(
    framework: Framework, key: str, locale: str, own: Worded | None, general: Worded | None
) -> tuple[Words | None, tuple[Words, ...]]:
    """Return the words in force in one language, None where there are none, and newer ones that can not be used.

    The client organisation's newest wording counts; then what its own framework says, which it agreed on; then the
    consultancy's newest; then what the framework came with. A wording that this framework can not fill in, since a
    placeholder that is needed here is missing, is passed over: no letter goes out without what it must say.
    """
    template = framework.templates[key]
    unfit: list[Words] = []
    for words in _newest_first(framework, key, locale, own, general):
        if words.origin is Origin.DELIVERED or not findings(template, words.title, words.body):
            return words, tuple(unfit)
        unfit.append(words)
    return None, tuple(unfit)


def _newest_first(
    framework: Framework, key: str, locale: str, own: Worded | None, general: Worded | None
) -> Iterator[Words]:
    if own is not None and own.adapts:
        yield _words(key, locale, Origin.EMPLOYER, own)
    delivered = delivered_words(framework.templates[key], key, locale)
    agreed_here = framework.origins.get(f"templates.{key}.text.{locale}") is Layer.EMPLOYER
    if general is not None and general.adapts and not (agreed_here and delivered):
        yield _words(key, locale, Origin.CONSULTANCY, general)
    if delivered is not None:
        yield delivered


def delivered_words(template: Template, key: str, locale: str) -> Words | None:
    """Return what the framework came with in exactly this language; None where it lacks the text."""
    if not template.text.get(locale, "").strip():
        return None
    return Words(key, locale, Origin.DELIVERED, template.title.get(locale, ""), template.text[locale])


def languages_for(locale: str, template: Template) -> tuple[str, ...]:
    """Return the languages to try for a reader, best first: theirs, its main one, English, then any there is."""
    wished = (locale, locale.split("-", 1)[0], FALLBACK, *sorted(template.text))
    return tuple(dict.fromkeys(wished))


def _words(key: str, locale: str, origin: Origin, row: Worded) -> Words:
    return Words(key, locale, origin, row.title or "", row.body or "", row.number, row.id)


Newest = Mapping[tuple[str, str], Worded]
"""The newest wording by letter and language."""
