"""Read a layer from a folder: TOML for structure, Markdown per language for words. Files in, a document out."""

import functools
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from handrail.extensions.registry import registry
from handrail.frameworks.added import with_guides
from handrail.frameworks.rules.keyed_text import KeyedText, UnreadableText, keyed, plain
from handrail.frameworks.rules.layers import Layer, LayerDocument, at, leaves, planted
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.kit.text import UncleanText, clean_text

KEYED_TABLES: Final = (
    "roles",
    "gates",
    "consents",
    "action_kinds",
    "concern_topics",
    "welcome_choices",
    "resources",
    "insurer_terms",
    "agreement_clauses",
    "practices",
    "activities",
    "prevention",
    "prerequisites",
)
"""Tables whose words stand in one keyed file each: a section per entry."""
PLAIN_TABLES: Final = ("vision", "committee")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong in a file: `key` is the dotted place in it, or a line, or empty for the whole file."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.message) if part)


class FilesRefused(Invalid):
    """A folder can not be used; `findings` names file and key of each reason."""

    slug, title = "files-refused", "These files can not be used yet"

    def __init__(self, findings: list[FileProblem]) -> None:
        self.findings = tuple(findings)
        places = [FieldProblem(f"/{one.file}/{one.key}", one.message) for one in findings]
        super().__init__("\n".join(str(one) for one in findings), problems=places)


def read_layer(folder: Path, layer: Layer, name: str) -> LayerDocument:
    """Return what a folder sets; a folder that is not there sets nothing. Raises FilesRefused.

    Every ``*.toml`` in the folder is part of one document, and so is every Markdown file in ``texts/<language>/``.
    """
    tree: dict[str, Any] = {}
    findings: list[FileProblem] = []
    for file in sorted(folder.glob("*.toml")):
        _merge(tree, _toml(file, findings), file, findings)
    for file in sorted(folder.glob("texts/*/**/*.md")):
        _merge(tree, _text(file, folder, findings), file, findings)
    if findings:
        raise FilesRefused(findings)
    return LayerDocument(layer, name, msgspec.to_builtins(tree))


def base_folder() -> Path:
    """Return the folder of the base framework in this checkout."""
    return Path(__file__).parents[3] / "tenants" / "base"


@functools.cache
def base_layers(jurisdiction: str) -> tuple[LayerDocument, LayerDocument]:
    """Return the platform's layer and the floor of a jurisdiction, which is empty where we know of none."""
    base = base_folder()
    floor = base / "floors" / jurisdiction
    platform = with_guides(read_layer(base, Layer.PLATFORM, "base"), registry().guides)
    return platform, read_layer(floor, Layer.JURISDICTION, jurisdiction)


def read_text(file: Path) -> str:
    """Return the clean text of a file; raises FilesRefused where it is not UTF-8 or holds what we do not store."""
    try:
        return clean_text(file.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as problem:
        raise FilesRefused([FileProblem(str(file), "", _("The file is not UTF-8 text."))]) from problem
    except UncleanText as problem:
        raise FilesRefused([FileProblem(str(file), "", str(problem))]) from problem


def _toml(file: Path, findings: list[FileProblem]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as problem:
        findings.append(FileProblem(str(file), "", str(problem)))
    except FilesRefused as refused:
        findings.extend(refused.findings)
    return {}


def _merge(tree: dict[str, Any], part: Mapping[str, Any], file: Path, findings: list[FileProblem]) -> None:
    for path, value in leaves(part):
        if at(tree, path) is not None:
            findings.append(FileProblem(str(file), ".".join(path), _("This is set in another file too.")))
        else:
            planted(tree, path, value)


def _text(file: Path, folder: Path, findings: list[FileProblem]) -> Mapping[str, Any]:
    _texts, language, *place = file.relative_to(folder).with_suffix("").parts
    tree: dict[str, Any] = {}
    reader = _reader(place)
    try:
        if reader is None:
            raise UnreadableText(_("No table of a framework has its words in a file of this name."))  # noqa: TRY301 - one way out
        for path, text in reader(read_text(file)):
            if text:
                planted(tree, (*path, language), text)
    except UnreadableText as problem:
        findings.append(FileProblem(str(file), "", str(problem)))
    except FilesRefused as refused:
        findings.extend(refused.findings)
    return tree


Words = Iterator[tuple[tuple[str, ...], str]]


def _reader(place: list[str]) -> Callable[[str], Words] | None:
    """Return what reads the words of a file, by its name without the suffix."""
    match place:
        case ["letters", key]:
            return functools.partial(_plain, ("templates", key))
        case ["guides", key]:
            return functools.partial(_guide, key)
        case ["steps"]:
            return _steps
        case [table] if table in PLAIN_TABLES:
            return functools.partial(_plain, (table,))
        case [table] if table in KEYED_TABLES:
            return functools.partial(_entries, table)
        case _:
            return None


def _plain(path: tuple[str, ...], source: str) -> Words:
    title, text = plain(source)
    yield (*path, "title"), title
    yield (*path, "text"), text


def _entries(table: str, source: str) -> Words:
    for key, part in keyed(source).sections.items():
        _no_items(key, part.items)
        yield (table, key, "title"), part.title
        yield (table, key, "text"), part.text


def _no_items(key: str, items: Mapping[str, Any]) -> None:
    if items:
        raise UnreadableText(_("“%(key)s” has keyed items, and there is no place for them.", key=key))


def _steps(source: str) -> Words:
    for key, part in keyed(source).sections.items():
        yield ("steps", key, "title"), part.title
        yield ("steps", key, "text"), part.text
        for name, item in part.items.items():
            yield ("steps", key, "tasks", name, "title"), item.title
            yield ("steps", key, "tasks", name, "text"), item.hint


def _guide(guide: str, source: str) -> Words:
    whole: KeyedText = keyed(source)
    yield ("guides", guide, "title"), whole.title
    yield ("guides", guide, "text"), whole.text
    for key, part in whole.sections.items():
        section = ("guides", guide, "sections", key)
        yield (*section, "title"), part.title
        yield (*section, "text"), part.text
        for name, item in part.items.items():
            question = (*section, "questions", name)
            yield (*question, "text"), item.title
            yield (*question, "hint"), item.hint
            for code, label in item.choices.items():
                yield (*question, "choices", code), label
