"""What a rule is, where it comes from, and how a date was derived."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.sdk.fields import Value
from handrail.sdk.words import Basis, CompartmentCode, Confidence, Kind, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a rule is written: act, article, and the page on which it was read."""

    act: str
    article: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of law, policy or framework. Its id starts with the code of its jurisdiction and a dot.

    Where the law changed, each version is a rule of its own with the same id. `lapses` says that recovery ends what the
    rule asks; a right or a term that recovery does not end sets it to False. `done_compartment` is the compartment once
    the act is done: a medical opinion is administrative from the day it was handed over. `tells_cause` marks a rule
    whose very existence or threshold says something of the illness: the employer's side sees the date alone.
    """

    id: str
    title: str
    owed_by: Party
    source: Citation
    confidence: Confidence
    kind: Kind = "act"
    basis: Basis = "statutory"
    compartment: CompartmentCode = "administrative"
    done_compartment: CompartmentCode | None = None
    lapses: bool = True
    tells_cause: bool = False
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    reviewed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Declares the rules of one jurisdiction: their ids begin with its code, all were read on the same day.

    `lapses` and `tells_cause` are what holds for a rule that says nothing else.
    """

    code: str
    reviewed_on: dt.date
    lapses: bool = True
    tells_cause: bool = False

    def __call__(
        self,
        name: str,
        title: str,
        owed_by: Party,
        source: Citation,
        confidence: Confidence,
        *,
        kind: Kind = "act",
        basis: Basis = "statutory",
        compartment: CompartmentCode = "administrative",
        done_compartment: CompartmentCode | None = None,
        lapses: bool | None = None,
        tells_cause: bool | None = None,
        effective_from: dt.date | None = None,
        effective_to: dt.date | None = None,
    ) -> Rule:
        """Return the rule of this name."""
        return Rule(
            id=f"{self.code}.{name}", title=title, owed_by=owed_by, source=source, confidence=confidence, kind=kind,
            basis=basis, compartment=compartment, done_compartment=done_compartment,
            lapses=self.lapses if lapses is None else lapses,
            tells_cause=self.tells_cause if tells_cause is None else tells_cause,
            effective_from=effective_from, effective_to=effective_to, reviewed_on=self.reviewed_on,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExplanationStep:
    """One step by which a person with a calendar comes to the same date. The text is rendered from the key."""

    key: str
    args: Mapping[str, Value] = field(default_factory=dict)


def step(key: str, **args: Value) -> ExplanationStep:
    """Return one step of an explanation."""
    return ExplanationStep(key, args)
