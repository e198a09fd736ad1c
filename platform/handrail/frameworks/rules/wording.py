"""Are the words there? Texts in every language that people need, letters with the placeholders they must hold."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from handrail.documents.errors import MalformedPlaceholder
from handrail.documents.placeholders import names_in, names_in_line
from handrail.frameworks.rules.document import Framework, Template, Titled
from handrail.frameworks.rules.letters import PLACEHOLDERS, WORKER_ONLY
from handrail.frameworks.rules.places import problem_at
from handrail.frameworks.rules.problems import Problem
from handrail.kit.codes import Role
from handrail.kit.i18n import _


def translations(framework: Framework) -> Iterator[Problem]:
    """Yield each text that a language of the framework lacks."""
    yield from _untranslated(framework, "vision.title", framework.vision.title, needed=True)
    yield from _untranslated(framework, "vision.text", framework.vision.text, needed=True)
    for path, part in _parts(framework, ""):
        if isinstance(part, Titled):
            yield from _untranslated(framework, f"{path}.title", part.title, needed=part.title != {} or _shown(path))
        for name, texts in _texts(part):
            yield from _untranslated(framework, f"{path}.{name}", texts, needed=bool(texts))


def _shown(path: str) -> bool:
    """Tell whether people read the title of what stands there; the committee's own table may go without."""
    return path != "committee"


def _parts(holder: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield every table in use below `holder`, with its dotted path."""
    if isinstance(holder, msgspec.Struct):
        below = {name: getattr(holder, name) for name in holder.__struct_fields__}
        if path:
            yield path, holder
    else:
        below = dict(holder)
    for key, value in below.items():
        inside = isinstance(value, (msgspec.Struct, Mapping)) and key not in {"origins", "withheld"}
        if inside and getattr(value, "active", True):
            yield from _parts(value, f"{path}.{key}" if path else str(key))


def _texts(part: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    if not isinstance(part, msgspec.Struct):
        return
    if isinstance(part, Titled):
        yield "text", part.text
        return
    for name in ("text", "hint"):
        texts = getattr(part, name, None)
        if isinstance(texts, Mapping):
            yield name, texts
    for key, texts in (getattr(part, "choices", None) or {}).items():
        yield f"choices.{key}", texts


def _untranslated(framework: Framework, path: str, texts: Mapping[str, str], *, needed: bool) -> Iterator[Problem]:
    if not needed:
        return
    for language in framework.languages:
        if not texts.get(language, "").strip():
            message = _(
                "“%(path)s” has no text in %(language)s, and people here need it.", path=path, language=language
            )
            yield problem_at(framework, f"{path}.{language}", message)


def letters(framework: Framework) -> Iterator[Problem]:
    """Yield what is wrong with letters, notices and pamphlets in use."""
    for key, template in framework.templates.items():
        if template.active:
            yield from _letter(framework, f"templates.{key}", template)


def _letter(framework: Framework, path: str, template: Template) -> Iterator[Problem]:
    if not template.text:
        yield problem_at(framework, f"{path}.text", _("“%(path)s” has no text in any language.", path=path))
    for language, text in template.text.items():
        for message in _placeholders(template, path, language, text):
            yield problem_at(framework, f"{path}.text.{language}", message)
    for name in sorted({*template.placeholders, *template.optional} - PLACEHOLDERS):
        yield problem_at(framework, f"{path}.placeholders", _("There is no placeholder {%(name)s}.", name=name))
    told = sorted({*template.placeholders, *template.optional} & WORKER_ONLY) if template.to is not Role.WORKER else []
    for name in told:
        message = _("{%(name)s} is for letters to the worker alone.", name=name)
        yield problem_at(framework, f"{path}.placeholders", message, "CON-3")
    for name in template.attach:
        if name not in framework.templates:
            yield problem_at(framework, f"{path}.attach", _("“%(name)s” is attached but is no template.", name=name))


def _placeholders(template: Template, path: str, language: str, text: str) -> Iterator[str]:
    """Yield what is wrong with the placeholders of one letter in one language."""
    try:
        held = names_in(text) | names_in_line(template.title.get(language, ""))
    except MalformedPlaceholder as malformed:
        yield str(malformed)
        return
    said = {"path": path, "language": language}
    for name in sorted(set(template.placeholders) - held):
        yield _("“%(path)s” in %(language)s needs the placeholder {%(name)s}.", **said, name=name)
    for name in sorted(held - {*template.placeholders, *template.optional}):
        yield _("“%(path)s” in %(language)s holds {%(name)s}, which this letter does not know.", **said, name=name)
