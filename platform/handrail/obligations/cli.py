"""`handrail obligations`: facts in, obligations out, without a database."""

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Final

import click
import msgspec

from handrail.extensions.errors import BootFailed
from handrail.extensions.registry import Registry, registry
from handrail.obligations.catalogue import entries, in_order
from handrail.obligations.engine import compute as compute_rows
from handrail.obligations.reading import read_case
from handrail.obligations.rights import RIGHTS_RULES
from handrail.obligations.rules import SUPPORT_RULES
from handrail.obligations.texts import LANGUAGES, language
from handrail.sdk import FactsError, Jurisdiction, Language

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder()
_in_language = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of texts."
)


class _Group(click.Group):
    """Knows which commands need the database, and loads it only for those."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *_WITH_DATABASE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None for a name we do not know."""
        if cmd_name not in _WITH_DATABASE:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(importlib.import_module(_WITH_DATABASE[cmd_name]), cmd_name)
        return found


_WITH_DATABASE: Final = {
    "explain": "handrail.obligations.explain_cli",
    "moves": "handrail.obligations.moves_cli",
    "recompute": "handrail.obligations.explain_cli",
}


@click.group(cls=_Group)
def obligations() -> None:
    """Compute what is due, by whom, by which rule, and why."""


@obligations.command()
@click.option("--lines", is_flag=True, help="One case a line in, one answer a line out, in order.")
@_in_language
def compute(lang: str, *, lines: bool) -> None:
    """Read the facts of a case as JSON and write what is due.

    With --lines, a case that can not be read answers {"error": ...} on its line, the run goes on, and the exit status
    at the end is 1.
    """
    loaded = _registry()
    answer = _answering(loaded, language(loaded, lang))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.exit(_lines(answer, source, target) if lines else _one(answer, source, target))


@obligations.command()
@click.option("--jurisdiction", help="Only the rules of this jurisdiction, such as nl.")
@_in_language
def rules(jurisdiction: str | None, lang: str) -> None:
    """List every rule: who owes it, by what source, and how sure we are of it."""
    loaded = _registry()
    if jurisdiction is not None and jurisdiction not in loaded.jurisdictions:
        known = ", ".join(sorted(loaded.jurisdictions))
        raise click.BadParameter(f"unknown jurisdiction {jurisdiction!r}: known are {known}")
    texts = language(loaded, lang)
    listed = [
        entry.as_json(code)
        for code, each in sorted(loaded.jurisdictions.items())
        if jurisdiction in {None, code}
        for entry in in_order(each, texts)
    ]
    if jurisdiction is None:
        listed += [entry.as_json(None) for entry in entries((*RIGHTS_RULES, *SUPPORT_RULES), texts)]
    click.echo(json.dumps({"rules": listed}, ensure_ascii=False, indent=2, default=str))


_Answer = Callable[[bytes], tuple[Mapping[str, object], bool]]


def _registry() -> Registry:
    try:
        return registry()
    except BootFailed as problem:
        raise click.ClickException(str(problem)) from None


def _answering(loaded: Registry, texts: Language) -> _Answer:
    """Return a function from one JSON document to its answer, and whether it went well."""

    def answer(document: bytes) -> tuple[Mapping[str, object], bool]:
        try:
            rows = _compute(_parsed(document), loaded.jurisdictions)
            return {"obligations": [row.as_json(texts) for row in rows]}, True
        except FactsError as problem:
            return {"error": str(problem)}, False
        except Exception as problem:  # noqa: BLE001 - a fault in the rules of one case must not end the others
            return {"error": f"the rules could not be applied: {type(problem).__name__}: {problem}"}, False

    return answer


def _compute(document: Any, jurisdictions: Mapping[str, Jurisdiction]) -> tuple[Any, ...]:
    facts, jurisdiction = read_case(document, jurisdictions)
    return compute_rows(facts, jurisdiction)


def _parsed(document: bytes) -> Any:
    if not document.strip():
        raise FactsError("a case: the line is empty")
    try:
        return _DECODER.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise FactsError(f"a case: not JSON: {problem}") from None


def _one(answer: _Answer, source: BinaryIO, target: BinaryIO) -> int:
    result, is_well = answer(source.read())
    target.write(_ENCODER.encode(result) + b"\n")
    if not is_well:
        click.echo(result["error"], err=True)
    return 0 if is_well else 1


def _lines(answer: _Answer, source: BinaryIO, target: BinaryIO) -> int:
    status = 0
    for line in source:
        result, is_well = answer(line)
        target.write(_ENCODER.encode(result) + b"\n")
        target.flush()
        status = status if is_well else 1
    return status
