"""Guides that plugins add, as part of the platform's layer: employers go on from them as from any other (INT-4)."""

from collections.abc import Mapping
from typing import Any, Final

from handrail.frameworks.rules.layers import LayerDocument
from handrail.sdk import Guide, GuideQuestion

_AFTER_OURS: Final = 500
_STEP: Final = 10


def with_guides(platform: LayerDocument, added: Mapping[str, Guide]) -> LayerDocument:
    """Return the platform's layer with the guides that plugins add; a key of the platform's own stays its own."""
    if not added:
        return platform
    ours: Mapping[str, Any] = platform.tree.get("guides", {})
    guides = {key: _tree(guide, at) for at, (key, guide) in enumerate(sorted(added.items())) if key not in ours}
    return LayerDocument(platform.layer, platform.name, {**platform.tree, "guides": {**ours, **guides}})


def _tree(guide: Guide, at: int) -> dict[str, Any]:
    """Return a guide as a layer's file would hold it: the coordinator holds the talk, and only the two read it."""
    return {
        "contact": "other",
        "held_by": "coordinator",
        "held_with": "worker",
        "order": _AFTER_OURS + at * _STEP,
        "title": dict(guide.title),
        "text": dict(guide.text),
        "sections": {
            section.key: {
                "order": place * _STEP,
                "title": dict(section.title),
                "text": dict(section.text),
                "questions": {each.key: _question(each, n) for n, each in enumerate(section.questions, start=1)},
            }
            for place, section in enumerate(guide.sections, start=1)
        },
    }


def _question(question: GuideQuestion, at: int) -> dict[str, Any]:
    return {
        "answer": question.answer,
        "compartment": "coordination",
        "order": at * _STEP,
        "text": dict(question.text),
        "hint": dict(question.hint),
        "choices": {code: dict(words) for code, words in question.choices.items()},
        "topics": list(question.topics),
    }
