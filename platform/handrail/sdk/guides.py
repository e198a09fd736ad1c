"""Interview guides that a plugin adds: sections and questions with their words in several languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Answer = Literal["tick", "yes_no", "text", "choice", "date", "number", "scale"]
ANSWERS: Final = frozenset(("tick", "yes_no", "text", "choice", "date", "number", "scale"))
Words = Mapping[str, str]
"""From language to text; English is always there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideQuestion:
    """One thing to ask. `topics` such as ``health`` let a jurisdiction switch it off; `choices` are for ``choice``."""

    key: str
    answer: Answer
    text: Words
    hint: Words = field(default_factory=dict)
    choices: Mapping[str, Words] = field(default_factory=dict)
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSection:
    """A part of the talk, in the order in which it stands in the guide: what can be left for another time."""

    key: str
    title: Words
    text: Words = field(default_factory=dict)
    questions: tuple[GuideQuestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A guide for a contact of the coordinator with the worker; what is answered is read by these two alone."""

    key: str
    title: Words
    text: Words = field(default_factory=dict)
    sections: tuple[GuideSection, ...]
