"""An item that its keeper takes along: as a file that another Handrail reads, and on paper."""

import json
from datetime import datetime
from typing import Any, Final

from handrail.documents.placeholders import isolated
from handrail.documents.typst.engine import compile_pdf
from handrail.interventions.kinds.queries import Item
from handrail.interventions.kinds.words import Words
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _, format_date

FORMAT: Final = "handrail-intervention"
VERSION: Final = 1
MOST_BYTES: Final = 200_000


def as_file(item: Item, written_at: datetime) -> bytes:
    """Return an item as JSON: what it is, in which version, and what its keeper wrote; no name and no id of anybody."""
    shape = item.kind.shape
    people = {field.key for field in shape.data if field.kind in {"person", "document"}}
    found = {
        "format": FORMAT,
        "format_version": VERSION,
        "type": item.kind.name,
        "type_version": shape.version,
        "written_on": written_at.date().isoformat(),
        "labels": {field.key: field.label for field in shape.data},
        "intervention": {key: value for key, value in item.stored.items() if key not in people},
    }
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def from_file(name: str, body: bytes) -> tuple[dict[str, Any], int]:
    """Return what a file holds of a type, and in which version; raises Invalid for a file that is none of these."""
    refusal = Invalid(problems=[FieldProblem("/file", _("This is not a file of this kind that Handrail made."))])
    try:
        found = json.loads(body.decode()) if len(body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        raise refusal from None
    if not isinstance(found, dict) or (found.get("format"), found.get("format_version")) != (FORMAT, VERSION):
        raise refusal
    values, version = found.get("intervention"), found.get("type_version")
    if found.get("type") != name or not isinstance(values, dict) or not isinstance(version, int) or version < 1:
        raise refusal
    return values, version


def on_paper(item: Item, keeper: str, made_at: datetime) -> bytes:
    """Return an item as an accessible PDF in the language spoken now; the same item gives the same bytes."""
    words = Words(item.kind)
    entries = words.entries(item.stored)
    shared = [each for each in entries if each.compartment != item.kind.shape.compartment]
    kept = [each for each in entries if each.compartment == item.kind.shape.compartment]
    chapters = [_chapter(words.label, kept)]
    if shared:
        chapters.append(_chapter(_("Shared with the manager"), shared))
    data = {
        "title": words.label,
        "author": keeper,
        "paper": "a4",
        "may_see": _("This belongs to %(name)s, who chooses who sees it.", name=isolated(keeper)),
        "foot": "",
        "outline": False,
        "labels": {
            "page_of": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
            "contents": _("What is in it"),
        },
        "words": [
            _("%(name)s, as of %(day)s.", name=isolated(keeper), day=format_date(item.written_on, "long")),
            words.sentence,
        ],
        "chapters": chapters,
    }
    return compile_pdf("package", data, created_at=made_at.replace(microsecond=0))


def _chapter(title: str, entries: list[Any]) -> dict[str, Any]:
    fields = [[each.label, isolated(each.lines)] for each in entries]
    records = [{"title": title, "fields": fields}] if fields else []
    return {"title": title, "words": [], "header": [], "widths": [], "rows": [], "records": records}
