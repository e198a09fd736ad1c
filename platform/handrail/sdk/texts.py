"""Texts of rules and explanation steps, by language: one TOML file a language in a plugin's `locale` folder.

    [steps]
    "nl.clock_start" = "first day of sickness {date}"
    [rules]
    "nl.problem_analysis" = "Problem analysis"
    [if_missed]
    "nl.problem_analysis" = "It counts against the employer when the file is tested."
    [documents]
    "nl.plan_of_action.own_job" = "Own job"
    [doubts]
    "nl.plan_of_action" = "Whether the plan was clearly unnecessary is for people to decide."
    [calendars]
    "Algemene termijnenwet art. 3 (python-holidays NL, public)" = "..."
    [interventions]
    "graded_return.fields.weeks" = "Weeks of the build-up"

A step's text names its arguments in braces. A key that ends in `.one` is taken where a count of time is 1. What a
language lacks is taken from English, and a title that English lacks from the rule itself. A calendar's version, which
names its act in any case, is looked up without the release of the library.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from handrail.sdk.rules import ExplanationStep, Rule

FALLBACK = "en"
COMMON = files("handrail.sdk") / "locale"
"""The texts of the steps that this package itself takes."""

_LIBRARY = re.compile(r"python-holidays \d\S* ")
_COUNTED = ("days", "weeks", "months", "years")

_Table = Mapping[str, Mapping[str, str]]


def read_texts(folder: Traversable, language: str) -> _Table:
    """Return the tables of one language file, empty where the folder has none."""
    file = folder / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


@dataclass(frozen=True, slots=True)
class Language:
    """The texts of one language, from the common ones and those of the plugins."""

    code: str
    steps: Mapping[str, str]
    rules: Mapping[str, str]
    missed: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    interventions: Mapping[str, str] = field(default_factory=dict)
    calendars: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)

    def text(self, step: ExplanationStep, show_date: Callable[[dt.date], str] | None = None) -> str:
        """Return the sentence of one step; dates are written as YYYY-MM-DD unless `show_date` writes them."""
        args = step.args
        template = self.steps[step.key]
        if 1 in map(args.get, _COUNTED):
            template = self.steps.get(f"{step.key}.one", template)
        if isinstance(args.get("calendar"), str):
            args = {**args, "calendar": self.calendar(str(args["calendar"]))}
        if show_date is not None:
            args = {key: show_date(value) if isinstance(value, dt.date) else value for key, value in args.items()}
        return template.format_map(args)

    def calendar(self, version: str) -> str:
        """Return what a calendar is called: its act, what was added to it, and the release of the library."""
        release = _LIBRARY.search(version)
        if release is None:
            return self.calendars.get(version, version)
        known = self.calendars.get(version.replace(release[0], "python-holidays "), version)
        return known if known == version else known.replace("python-holidays ", release[0], 1)

    def title(self, rule: Rule) -> str:
        """Return the name of a rule."""
        return self.rules.get(rule.id, rule.title)

    def if_missed(self, rule_id: str) -> str | None:
        """Return what follows when the act of a rule is late; None where its source says nothing of it."""
        return self.missed.get(rule_id)

    def doubt(self, rule_id: str) -> str | None:
        """Return what is not certain in how a rule is read here; None where nothing was noted."""
        return self.doubts.get(rule_id)

    def words(self, key: str, otherwise: str) -> str:
        """Return what something of a statutory document is called; `otherwise` are its declared words."""
        return self.documents.get(key, otherwise)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The `locale` folders whose texts are read together; later folders win."""

    folders: tuple[Traversable, ...]

    def language(self, code: str) -> Language:
        """Return the texts of one language, filled up from English."""
        return _language((COMMON, *self.folders), code)


@lru_cache(maxsize=64)
def _language(folders: tuple[Traversable, ...], code: str) -> Language:
    steps: dict[str, str] = {}
    rules: dict[str, str] = {}
    missed: dict[str, str] = {}
    documents: dict[str, str] = {}
    interventions: dict[str, str] = {}
    calendars: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for language in (FALLBACK, code):
        for folder in folders:
            table = read_texts(folder, language)
            steps |= table.get("steps", {})
            rules |= table.get("rules", {})
            missed |= table.get("if_missed", {})
            documents |= table.get("documents", {})
            interventions |= table.get("interventions", {})
            calendars |= table.get("calendars", {})
            doubts |= table.get("doubts", {})
    return Language(code, steps, rules, missed, documents, interventions, calendars, doubts)
