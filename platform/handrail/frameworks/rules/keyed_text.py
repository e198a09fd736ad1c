"""Texts as people write them: Markdown in which a key stands before a heading or an item.

    # Title
    A few paragraphs.

    ## section_key | Heading
    More paragraphs.

    - item_key | What is asked or done
      ? A hint beside it
      = choice_key | One possible answer

Only headings and items of this form are taken apart; all other Markdown stays in the text around it.
"""

import re
from dataclasses import dataclass, field
from typing import Final

_COMMENT: Final = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_SECTION: Final = re.compile(r"## ([A-Za-z][A-Za-z0-9_]*) \| (\S.*)")
_ITEM: Final = re.compile(r"- ([a-z][a-z0-9_]*) \| (\S.*)")
_HINT: Final = re.compile(r"  \? (\S.*)")
_CHOICE: Final = re.compile(r"  = ([a-z][a-z0-9_]*) \| (\S.*)")
_MORE: Final = re.compile(r"    (\S.*)")


class UnreadableText(ValueError):
    """The text is not of this form; the message names the line."""


@dataclass(slots=True)
class Item:
    """A keyed line with its hint and its choices."""

    title: str
    hint: str = ""
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Part:
    """A keyed heading with the text and the items under it."""

    title: str
    text: str = ""
    items: dict[str, Item] = field(default_factory=dict)


@dataclass(slots=True)
class KeyedText:
    """A whole file: its title, the text before the first section, and the sections by key."""

    title: str
    text: str = ""
    sections: dict[str, Part] = field(default_factory=dict)


def plain(source: str) -> tuple[str, str]:
    """Return title and Markdown body of a text without keys; raises UnreadableText where it has no title."""
    lines = _COMMENT.sub("", source).strip().split("\n")
    if not lines[0].startswith("# "):
        raise UnreadableText("The first line must be a title: “# …”.")
    return lines[0][2:].strip(), "\n".join(lines[1:]).strip()


def keyed(source: str) -> KeyedText:
    """Take a keyed text apart; raises UnreadableText naming the line that does not fit."""
    title, _body = plain(source)
    whole = KeyedText(title)
    place: KeyedText | Part = whole
    lines = _COMMENT.sub("", source).strip().split("\n")
    for number, line in enumerate(lines[1:], start=2):
        if found := _SECTION.fullmatch(line.rstrip()):
            place = whole.sections[_new(found[1], whole.sections, number)] = Part(found[2])
        elif line.startswith(("# ", "## ")):
            raise UnreadableText(f"Line {number}: a heading here needs a key: “## key | Heading”.")
        elif isinstance(place, Part) and _takes_item(place, line.rstrip(), number):
            continue
        else:
            place.text += line.rstrip() + "\n"
    whole.text = whole.text.strip()
    for part in whole.sections.values():
        part.text = part.text.strip()
    return whole


def _new(key: str, known: dict[str, Part] | dict[str, Item] | dict[str, str], number: int) -> str:
    if key in known:
        raise UnreadableText(f"Line {number}: the key “{key}” stands here twice.")
    return key


def _takes_item(part: Part, line: str, number: int) -> bool:
    if found := _ITEM.fullmatch(line):
        part.items[_new(found[1], part.items, number)] = Item(found[2])
        return True
    last = next(reversed(part.items.values()), None)
    if last is None:
        return False
    if found := _HINT.fullmatch(line):
        last.hint = found[1]
    elif found := _CHOICE.fullmatch(line):
        last.choices[_new(found[1], last.choices, number)] = found[2]
    elif found := _MORE.fullmatch(line):
        _continue(last, found[1])
    else:
        return False
    return True


def _continue(item: Item, words: str) -> None:
    """Add a wrapped line to what came last: a choice, the hint, or the item itself."""
    if item.choices:
        key = next(reversed(item.choices))
        item.choices[key] += " " + words
    elif item.hint:
        item.hint += " " + words
    else:
        item.title += " " + words
