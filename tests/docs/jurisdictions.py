"""docs/jurisdictions: the rules of each place, who owes them, by which source, and what no program decides."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from handrail.extensions.registry import registry
from handrail.obligations.catalogue import Entry, in_order
from handrail.obligations.texts import language
from handrail.sdk import Jurisdiction

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
    left_out = _left_out(jurisdiction)
    if left_out:
        lines = "".join(f"- `{rule}`: {why}\n" for rule, why in sorted(left_out.items()))
        text += f"\n## Left out, and why\n\n{lines}"
    return text


def _row(each: Entry) -> str:
    source = f"{each.source.act} {each.source.article}".strip()
    where = f"[{source}]({each.source.url})" if each.source.url else source
    since = f", from {each.effective_from}" if each.effective_from else ""
    until = f", until {each.effective_to}" if each.effective_to else ""
    cells = (
        f"`{each.id}`{since}{until}", each.title, _KINDS[each.kind], each.owed_by.replace("_", " "), where,
        each.confidence, each.if_missed or "",
    )  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |\n"


def _left_out(jurisdiction: Jurisdiction) -> dict[str, str]:
    """Return the ids of the table that are no rule here, with the reason."""
    package = f"handrail_{jurisdiction.code.partition('_')[0]}"
    table: dict[str, Any] = tomllib.loads((files(package) / "table.toml").read_text("utf-8"))
    given: dict[str, str] = table.get("left_out", {})
    return {rule: why for rule, why in given.items() if rule.startswith(f"{jurisdiction.code}.")}
