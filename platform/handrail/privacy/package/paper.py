"""The package to read: chapters by topic, days in words, names instead of ids; PDF/UA-1 in the worker's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handrail.documents.placeholders import isolated
from handrail.documents.typst.engine import compile_pdf
from handrail.identity.views import ROLE_LABELS
from handrail.kit.i18n import N_, _, format_date, format_datetime, gettext, ngettext
from handrail.privacy.package.gathering import Gathered, Record
from handrail.privacy.package.labels import TITLES_OF_TABLES, TOPICS
from handrail.privacy.package.wording import Speaker
from handrail.privacy.seeing.access import Part
from handrail.privacy.seeing.disclosures import Disclosure
from handrail.privacy.seeing.reads import Look

_LISTED: Final[dict[str, tuple[str, ...]]] = {
    "message": ("composed_at", "kind"),
    "milestone_reached": ("on", "milestone"),
    "obligation": ("due_on", "rule", "owed_by", "met_on"),
    "sign_in": ("started_at", "ended_at", "method"),
    "timeline_entry": ("at", "verb", "actor_id"),
}
"""Tables of which there are many rows with little in each: read down as a list."""
_WIDTHS: Final = [4, 4, 5, 6]
_WIDE: Final = {"rule": 5, "verb": 4, "milestone": 5}
"""How wide a column is beside the others."""
_METHODS: Final = {
    "link": N_("Link"),
    "link_and_code": N_("Link and code"),
    "passkey": N_("Passkey"),
    "provider": N_("Your organisation"),
    "development": N_("Demonstration"),
}
_HEADERS: Final[dict[str, str]] = {
    "composed_at": N_("When"),
    "on": N_("Day"),
    "milestone": N_("What"),
    "kind": N_("What"),
    "due_on": N_("By when"),
    "rule": N_("What"),
    "owed_by": N_("Who does it"),
    "met_on": N_("Done on"),
    "started_at": N_("Began"),
    "ended_at": N_("Ended"),
    "method": N_("How"),
    "at": N_("When"),
    "verb": N_("What"),
    "actor_id": N_("Who"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the page to read is made from."""

    name: str
    consultancy: str
    made_at: datetime
    gathered: Gathered
    parts: Sequence[Part]
    looks: Sequence[Look]
    disclosures: Sequence[Disclosure]
    held: int
    speaker: Speaker


def render(reading: Reading) -> bytes:
    """Return the PDF in the current language."""
    return compile_pdf("package", _data(reading), created_at=reading.made_at.replace(microsecond=0))


def _data(reading: Reading) -> dict[str, Any]:
    title = _("Your data")
    made = format_datetime(reading.made_at, "long", reading.speaker.zone)
    return {
        "title": title,
        "author": reading.consultancy,
        "paper": "a4",
        "may_see": _("For %(name)s alone.", name=isolated(reading.name)),
        "foot": "",
        "labels": {
            "page_of": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
            "contents": _("What is in it"),
        },
        "words": [
            _(
                "%(name)s, this is everything about you that %(consultancy)s keeps in Handrail, as it was on %(made)s.",
                name=isolated(reading.name),
                consultancy=isolated(reading.consultancy),
                made=made,
            ),
            _("The file package.json holds the same for programs, and every record in full. Your files are in files."),
            *([_held_in_words(reading.held)] if reading.held else []),
            _(
                "It does not hold what your supervisor answered after your return: each of you reads your own answers. "
                "Keys, and secrets with which somebody signs in, are not in it either."
            ),
        ],
        "chapters": [*_seeing(reading), *_chapters(reading)],
    }


def _held_in_words(held: int) -> str:
    return ngettext(
        "One text may tell of somebody else. Your coordinator looks at it first; you are told when that is done.",
        "%(num)s texts may tell of somebody else. Your coordinator looks at them first; you are told when it is done.",
        held,
    )


# --- Who sees it, who looked, what was given ----------------------------------------------------------------------


def _seeing(reading: Reading) -> list[dict[str, Any]]:
    zone = reading.speaker.zone
    readers = [
        [gettext(part.title), reader.name, gettext(ROLE_LABELS[reader.role]), gettext(reader.why)]
        for part in reading.parts
        for reader in part.today
    ]
    looks = [
        [format_datetime(look.at, "medium", zone), look.name, gettext(ROLE_LABELS[look.role]), look.why]
        for look in reading.looks
    ]
    given = [[format_date(each.on, "long"), each.to or _("You"), each.what, each.why] for each in reading.disclosures]
    return [
        _listing(_("Who may see what"), (_("What"), _("Who"), _("As"), _("Why")), readers),
        _listing(_("Who looked"), (_("When"), _("Who"), _("As"), _("Why")), looks, _("Nobody has looked.")),
        _listing(
            _("What was given to whom"), (_("When"), _("To"), _("What"), _("Why")), given, _("Nothing was given.")
        ),
    ]


def _listing(title: str, header: tuple[str, ...], rows: list[list[str]], empty: str = "") -> dict[str, Any]:
    words = [empty] if empty and not rows else []
    return {"title": title, "words": words, "header": list(header), "widths": _WIDTHS, "rows": rows, "records": []}


# --- Records ------------------------------------------------------------------------------------------------------


def _chapters(reading: Reading) -> list[dict[str, Any]]:
    found = []
    for title, tables in TOPICS.items():
        chapter: dict[str, Any] = {"title": gettext(title), "words": [], "header": [], "widths": [], "rows": []}
        chapter["records"] = []
        for table in tables:
            rows = reading.gathered.records.get(table, [])
            if table in _LISTED and rows and not chapter["header"]:
                chapter["header"] = [gettext(_HEADERS[name]) for name in _LISTED[table]]
                chapter["widths"] = [_WIDE.get(name, 2) for name in _LISTED[table]]
                chapter["rows"] = [_line(reading.speaker, row) for row in rows]
            elif table not in _LISTED:
                chapter["records"] += [each for row in rows if (each := _entry(reading.speaker, row))]
        if chapter["rows"] or chapter["records"]:
            found.append(chapter)
    return found


def _entry(speaker: Speaker, record: Record) -> dict[str, Any] | None:
    fields = speaker.fields_of(record)
    title = gettext(TITLES_OF_TABLES[record.table])
    return {"title": title, "fields": [list(field) for field in fields]} if fields else None


def _line(speaker: Speaker, record: Record) -> list[str]:
    return [_cell(speaker, record, name) for name in _LISTED[record.table]]


def _cell(speaker: Speaker, record: Record, name: str) -> str:
    value = record.values.get(name)
    if value is None:
        return _("Handrail") if name == "actor_id" else ""
    if name == "actor_id":
        return speaker.people.get(str(value), "")
    if name == "method":
        return gettext(_METHODS.get(str(value), str(value)))
    return speaker.say(record.table, name, value, speaker.kind_of(record.table, name))
