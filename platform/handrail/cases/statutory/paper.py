"""A statutory document on paper, PDF/UA-1, in the language spoken now: for either reader, and for the authority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from handrail.cases.statutory.presenting import Entry, Shown, ShownPart, ShownSection, Signed
from handrail.documents.placeholders import isolated
from handrail.documents.typst.engine import Paper, compile_pdf
from handrail.kit.i18n import _, format_date, format_datetime

_WIDTHS: Final = [3, 3, 6, 4]
_NARROWEST, _WIDEST = 10, 36
"""Of a column of a list, in letters: the longest cell of each gives its share of the page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed. `inside` are the versions that a composed file consists of, each under the title of its part."""

    shown: Shown
    worker: str
    employer: str
    zone: str
    names: Mapping[UUID, str]
    made_at: datetime
    inside: Sequence[tuple[str, Shown]] = ()
    paper: Paper = "a4"


def render(sheet: Sheet) -> bytes:
    """Return the PDF; the same version with the same answers gives the same bytes."""
    return compile_pdf("package", _data(sheet), created_at=sheet.made_at.replace(microsecond=0))


def _data(sheet: Sheet) -> dict[str, Any]:
    found = sheet.shown
    chapters = [chapter for each in found.sections for chapter in _section(each)]
    if found.parts:
        chapters.append(_contents(found.parts))
    if found.signed or found.waiting:
        chapters.append(_answers(found.signed, found.waiting, sheet))
    for part, inside in sheet.inside:
        chapters += _inside(part, inside, sheet)
    return {
        "title": found.title,
        "author": sheet.employer,
        "paper": sheet.paper,
        "may_see": _("Worker, supervisor, human resources, occupational health and coordinator read this."),
        "foot": "",
        "outline": bool(sheet.inside),
        "labels": {
            "page_of": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
            "contents": _("What is in it"),
        },
        "words": [
            *(
                [_("Name in the local language: %(title)s", title=isolated(found.own_title[0]))]
                if found.own_title
                else []
            ),
            _(
                "%(worker)s and %(employer)s, version %(number)s, of %(day)s.",
                worker=isolated(sheet.worker),
                employer=isolated(sheet.employer),
                number=found.number,
                day=format_date(found.on, "long"),
            ),
            *([_("Not complete yet. Missing: %(what)s.", what=", ".join(found.missing))] if found.missing else []),
            *found.notes,
            *([_("It goes to: %(who)s.", who=", ".join(found.given_to))] if found.given_to else []),
            _("Fingerprint of this version: %(digest)s", digest=found.digest),
        ],
        "chapters": chapters,
    }


def _section(section: ShownSection, *, under: str = "") -> list[dict[str, Any]]:
    """Return what stands in a section: its fields one below the other, then a table for each list."""
    title = f"{under}: {section.title}" if under else section.title
    plain = [[entry.label, isolated(entry.text)] for entry in section.entries if not entry.rows]
    chapters = [_chapter(title, records=[{"title": section.by, "fields": plain}])] if plain else []
    return chapters + [_table(f"{title}: {each.label}", section.by, each) for each in section.entries if each.rows]


def _table(title: str, by: str, entry: Entry) -> dict[str, Any]:
    columns = zip(entry.heads, *entry.rows, strict=True)
    widths = [min(_WIDEST, max(_NARROWEST, *(len(cell) for cell in column))) for column in columns]
    rows = [[isolated(cell) for cell in row] for row in entry.rows]
    return _chapter(title, words=[by], header=entry.heads, widths=widths, rows=rows)


def _contents(parts: Sequence[ShownPart]) -> dict[str, Any]:
    rows = []
    for part in parts:
        if part.from_worker:
            state = _("Sent by the worker alone")
        elif part.is_missing:
            state = _("Missing")
        else:
            state = ", ".join(format_date(on, "medium") for _id, _number, on, _code in part.versions) or _("None")
        rows.append([part.title, state])
    return _chapter(_("The parts"), header=[_("Part"), _("Of which day")], widths=[6, 4], rows=rows)


def _answers(signed: Sequence[Signed], waiting: Sequence[str], sheet: Sheet) -> dict[str, Any]:
    rows = [
        [
            f"{each.who}\n{isolated(sheet.names.get(each.by, ''))}",
            each.said,
            isolated(each.words),
            format_datetime(each.at, "medium", sheet.zone),
        ]
        for each in signed
    ]
    rows += [[who, _("Still to be answered"), "", ""] for who in waiting]
    header = [_("Who"), _("What they say of this version"), _("In their words"), _("When")]
    return _chapter(_("Signatures and views"), header=header, widths=_WIDTHS, rows=rows)


def _inside(part: str, inside: Shown, sheet: Sheet) -> list[dict[str, Any]]:
    under = f"{part}, {format_date(inside.on, 'medium')}"
    chapters = [chapter for each in inside.sections for chapter in _section(each, under=under)]
    if inside.signed:
        answers = _answers(inside.signed, (), sheet)
        chapters.append(answers | {"title": f"{under}: {answers['title']}"})
    if chapters:
        chapters[0]["words"] = [
            *chapters[0]["words"],
            _("Fingerprint of this version: %(digest)s", digest=inside.digest),
        ]
    return chapters


def _chapter(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "words": [], "header": [], "widths": [], "rows": [], "records": []} | more
