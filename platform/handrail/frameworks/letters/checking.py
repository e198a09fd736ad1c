"""Can a letter be sent with these words? Every reason against it, with what was probably meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

from handrail.documents.errors import MalformedPlaceholder
from handrail.documents.placeholders import names_in, names_in_line
from handrail.frameworks.rules.document import Template
from handrail.frameworks.rules.letters import PLACEHOLDERS, WORKER_ONLY
from handrail.kit.codes import Role
from handrail.kit.i18n import _

Part = Literal["title", "body"]
_BRACED: Final = re.compile(r"\{([^{}\n]{1,60})\}")
_NAME: Final = re.compile(r"[a-z_]+")
_NEAR: Final = 0.6


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not right: in the subject line or the text, said to whoever writes it."""

    part: Part
    message: str


def findings(template: Template, title: str, body: str) -> tuple[Finding, ...]:
    """Return what keeps a letter from being sent with these words, in the order of the text; none: it can be."""
    found = (*_malformed("title", title), *_malformed("body", body))
    if found:
        return found
    held = {"title": names_in_line(title), "body": names_in(body)}
    allowed = allowed_in(template)
    parts: tuple[Part, ...] = ("title", "body")
    wrong = [
        Finding(part, _refusal(name, template, allowed)) for part in parts for name in sorted(held[part] - allowed)
    ]
    missing = sorted(set(template.placeholders) - held["title"] - held["body"])
    return (*wrong, *(Finding("body", _missing(name)) for name in missing))


def allowed_in(template: Template) -> frozenset[str]:
    """Return the placeholders that this letter may hold; one to the employer's side holds none of the worker's own."""
    named = frozenset({*template.placeholders, *template.optional}) & PLACEHOLDERS
    return named if template.to is Role.WORKER else named - WORKER_ONLY


def _malformed(part: Part, text: str) -> Iterator[Finding]:
    try:
        names_in(text) if part == "body" else names_in_line(text)
    except MalformedPlaceholder as malformed:
        near = [hint for found in _BRACED.findall(text) if not _NAME.fullmatch(found) if (hint := _meant(found))]
        yield Finding(part, " ".join([str(malformed), *dict.fromkeys(near)]))


def _refusal(name: str, template: Template, allowed: frozenset[str]) -> str:
    if name in WORKER_ONLY and template.to is not Role.WORKER:
        return _(
            "{%(name)s} tells of what is between the worker and the coordinator. A letter to the employer's side can "
            "not hold it.",
            name=name,
        )
    if name in PLACEHOLDERS:
        return _("{%(name)s} is not known when this letter is written. Use one from the list.", name=name)
    said = _("There is no placeholder {%(name)s}.", name=name)
    near = _nearest(name, allowed or PLACEHOLDERS)
    return f"{said} {_did_you_mean(near)}" if near else said


def _missing(name: str) -> str:
    return _("This letter needs the placeholder {%(name)s}. Put it back where it belongs.", name=name)


def _meant(braced: str) -> str:
    name = "_".join(re.findall(r"[a-z]+", braced.casefold()))
    near = _nearest(name, PLACEHOLDERS)
    return _did_you_mean(near) if near else ""


def _nearest(name: str, known: frozenset[str]) -> str:
    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=_NEAR)), "")


def _did_you_mean(name: str) -> str:
    return _("Did you mean {%(name)s}?", name=name)
