"""docs/jurisdictions: the rules of each place, who owes them, by which source, and what no program decides."""

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from handrail.extensions.registry import registry
from handrail.obligations.catalogue import Entry, in_order
from handrail.obligations.texts import language
from handrail.sdk import Citation, Jurisdiction, StatutoryDocument

_KINDS = {
    "act": "last day on time for an act",
    "threshold": "first day on which something holds",
    "end": "last day of a period",
    "value": "an answer instead of a date",
    "standing": "a duty without a date",
}


def jurisdiction_pages(folder: Path) -> dict[Path, str]:
    """Return the text of every page, by its place."""
    found = sorted(registry().jurisdictions.values(), key=lambda each: each.code)
    return {folder / "README.md": _index(found)} | {folder / f"{each.code}.md": _page(each) for each in found}


def _index(found: list[Jurisdiction]) -> str:
    rows = "".join(
        f"| [{each.label}]({each.code}.md) | `{each.code}` | {len({rule.id for rule in each.rules})} "
        f"| {len(_left_out(each))} | {sum(rule.confidence == 'low' for rule in each.rules)} | {each.reviewed_on} |\n"
        for each in found
    )
    return (
        "# Jurisdictions\n\n"
        "Made from the plugins by `make docs`. This is product research with sources, not legal advice: each rule\n"
        "says how sure we are of it, and when it was last read. `handrail obligations rules` prints the same as\n"
        "JSON, and the program shows it under Rules and their sources.\n\n"
        "| jurisdiction | code | rules | left out | of low confidence | reviewed on |\n"
        "| --- | --- | --- | --- | --- | --- |\n" + rows
    )


def _page(jurisdiction: Jurisdiction) -> str:
    entries = in_order(jurisdiction, language(registry(), "en"))
    rows = "".join(_row(each) for each in entries)
    text = (
        f"# {jurisdiction.label}\n\n"
        f"Made from the plugin by `make docs`. Code `{jurisdiction.code}`, reviewed on {jurisdiction.reviewed_on}.\n"
        f"Working days: {jurisdiction.calendar_version}.\n\n"
        "| rule | what | answers with | owed by | written in | confidence | if late |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n" + rows
    )
    text += _why("Left out, and why", _left_out(jurisdiction))
    documents = [each for each in registry().documents.values() if each.jurisdiction == jurisdiction.code]
    if documents:
        text += (
            "\n## Documents that the law asks for\n\n"
            "Worker, supervisor, human resources, occupational health and coordinator read each of them, so none says\n"
            "anything of an illness. One is complete when all that it asks is filled in and whoever signs answered.\n\n"
            "| document | in the local language | rule | written in | confidence | written by | signed by | goes to |\n"
            "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
            + "".join(_document(each) for each in documents)
            + "\n"
            "What each holds (what may stay empty in brackets):\n\n" + "".join(_parts(each) for each in documents)
        )
    return text + _why("Documents left out, and why", _left_out(jurisdiction, "documents_left_out"))


def _why(title: str, left_out: dict[str, str]) -> str:
    lines = "".join(f"- `{key}`: {why}\n" for key, why in sorted(left_out.items()))
    return f"\n## {title}\n\n{lines}" if lines else ""


def _document(each: StatutoryDocument) -> str:
    local = [f"{language(registry(), code).words(each.code, each.title)} ({code})" for code in each.languages]
    writers = dict.fromkeys(party for section in each.sections for party in section.authors)
    return _cells(
        f"`{each.code}` {each.title}", "; ".join(local), f"`{each.rule}`" if each.rule else "", _source(each.source),
        each.confidence, _parties(writers) or "put together", _parties(each.signed_by), _parties(each.given_to),
    )  # fmt: skip


def _parts(each: StatutoryDocument) -> str:
    fields = [field.label if field.required else f"({field.label})" for field in each.fields]
    parts = [part.title if part.required else f"({part.title})" for part in each.parts]
    notes = [each.about] if each.about else []
    notes += [f"It goes into the official form {each.form}, which is filled in there."] if each.form else []
    return f"- {each.title}: {'; '.join([*fields, *parts])}. {' '.join(notes)}".rstrip() + "\n"


def _parties(parties: Iterable[str]) -> str:
    return ", ".join(party.replace("_", " ") for party in parties)


def _row(each: Entry) -> str:
    since = f", from {each.effective_from}" if each.effective_from else ""
    until = f", until {each.effective_to}" if each.effective_to else ""
    return _cells(
        f"`{each.id}`{since}{until}", each.title, _KINDS[each.kind], each.owed_by.replace("_", " "),
        _source(each.source), ": ".join(filter(None, (each.confidence, each.doubt))), each.if_missed or "",
    )  # fmt: skip


def _source(source: Citation) -> str:
    written = f"{source.act} {source.article}".strip()
    return f"[{written}]({source.url})" if source.url else written


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |\n"


def _left_out(jurisdiction: Jurisdiction, key: str = "left_out") -> dict[str, str]:
    """Return what the table names and is not here, with the reason."""
    package = f"handrail_{jurisdiction.code.partition('_')[0]}"
    table: dict[str, Any] = tomllib.loads((files(package) / "table.toml").read_text("utf-8"))
    given: dict[str, str] = table.get(key, {})
    return {rule: why for rule, why in given.items() if rule.startswith(f"{jurisdiction.code}.")}
