"""Letters with their pamphlet: the view model and its PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handrail.documents.blocks import Block, as_data
from handrail.documents.placeholders import fill, fill_line, isolated
from handrail.documents.typst.engine import Paper, compile_pdf
from handrail.kit.i18n import _, format_date, use_locale


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the consultancy, and the lines under its name (address, telephone, web)."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who reads; all of it shows in the window of an envelope, so nothing but name and address belongs here."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """The person who signs, and the lines under the name, where the template does not end with them itself."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pamphlet:
    """Pages that come along, from the employer's template; they start on a page of their own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class LetterModel:
    """A letter as it will be read: everything is already in `locale`, the reader's language.

    `may_see` is a whole sentence that names who may see this. `created_at` is aware and fixed, so that printing the
    letter again gives the same file.
    """

    locale: str
    dated_on: date
    letterhead: Letterhead
    addressee: Addressee
    subject: str
    body: tuple[Block, ...]
    may_see: str
    created_at: datetime
    sender: Sender | None = None
    pamphlet: Pamphlet | None = None
    reference: str = ""
    demo: bool = False
    paper: Paper = "a4"


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """What a framework holds for one language: a subject line, the letter and the pamphlet in Markdown."""

    subject: str
    body: str
    pamphlet_title: str = ""
    pamphlet: str = ""


def fill_template(
    template: LetterTemplate, values: Mapping[str, str], locale: str
) -> tuple[str, tuple[Block, ...], Pamphlet | None]:
    """Return subject, body and pamphlet with every placeholder filled in; raises UnknownPlaceholder."""
    with use_locale(locale):
        pamphlet = (
            Pamphlet(fill_line(template.pamphlet_title, values), fill(template.pamphlet, values))
            if template.pamphlet
            else None
        )
        return fill_line(template.subject, values), fill(template.body, values), pamphlet


def render_letter(letter: LetterModel) -> bytes:
    """Return the letter as PDF/UA-1; the same model gives the same bytes."""
    with use_locale(letter.locale):
        return compile_pdf("letter", _data(letter), created_at=letter.created_at)


def _data(letter: LetterModel) -> dict[str, Any]:
    return {
        "title": letter.subject,
        "author": letter.letterhead.name,
        "paper": letter.paper,
        "letterhead": _named(letter.letterhead.name, letter.letterhead.lines),
        "addressee": _named(letter.addressee.name, letter.addressee.lines),
        "info": _info(letter),
        "subject": letter.subject,
        "body": as_data(letter.body),
        "sender": letter.sender and _named(letter.sender.name, letter.sender.lines),
        "pamphlet": letter.pamphlet and {"title": letter.pamphlet.title, "blocks": as_data(letter.pamphlet.blocks)},
        "may_see": letter.may_see,
        "foot": letter.letterhead.name,
        "labels": {"page_of": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}")},
    }


def _named(name: str, lines: tuple[str, ...]) -> dict[str, Any]:
    return {"name": isolated(name), "lines": [isolated(line) for line in lines]}


def _info(letter: LetterModel) -> list[dict[str, str]]:
    rows = [
        (_("Date"), format_date(letter.dated_on, "long")),
        (_("Reference"), isolated(letter.reference)),
        (_("Who may see this"), letter.may_see),
        (_("Demonstration"), _("Invented people and organisations.") if letter.demo else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
