"""Checks the guides that a plugin declares: keys, words, kinds of answers."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from handrail.extensions.errors import PluginFault
from handrail.sdk import Guide, GuideSection
from handrail.sdk.guides import ANSWERS

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def declared_guides(hook: Callable[[], object]) -> tuple[Guide, ...]:
    """Return what the hook declares; raises PluginFault that says what is wrong with which guide."""
    returned = hook()
    if not isinstance(returned, Iterable):
        raise PluginFault(f"handrail_guides returned a {type(returned).__name__}, not guides")
    return tuple([_checked(guide) for guide in returned])


def _checked(guide: object) -> Guide:
    if not isinstance(guide, Guide):
        raise PluginFault(f"handrail_guides returned a {type(guide).__name__}, not a Guide")
    problems = list(_problems(guide))
    if problems:
        raise PluginFault(f"guide {guide.key!r}: {'; '.join(problems)}")
    return guide


def _problems(guide: Guide) -> Iterator[str]:
    if not _KEY.fullmatch(guide.key):
        yield "the key must be small letters, digits and underscores"
    if not guide.title.get("en"):
        yield "it has no title in English"
    if not guide.sections:
        yield "it has no section"
    keys = [question.key for section in guide.sections for question in section.questions]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"two questions are named {key!r}"
    for section in guide.sections:
        yield from _problems_of_section(section)


def _problems_of_section(section: GuideSection) -> Iterator[str]:
    if not _KEY.fullmatch(section.key) or not section.title.get("en"):
        yield f"section {section.key!r} needs a key of small letters and a title in English"
    for question in section.questions:
        if not _KEY.fullmatch(question.key) or not question.text.get("en"):
            yield f"question {question.key!r} needs a key of small letters and a text in English"
        if question.answer not in ANSWERS:
            yield f"question {question.key!r} has no answer of the kind {question.answer!r}"
        if (question.answer == "choice") != bool(question.choices):
            yield f"question {question.key!r}: choices belong to an answer of the kind 'choice', and to no other"
