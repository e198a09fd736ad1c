"""The rules as they are written in `data/periods.toml`, read once a process."""

import functools
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from handrail.privacy.retention.codes import CountsFrom, Kind
from handrail.privacy.retention.periods import Period
from handrail.privacy.retention.rules import DEFAULT, Rule, Source

_FILE: Final = Path(__file__).parent / "data" / "periods.toml"
Rules = Mapping[tuple[str, Kind], Rule]


@functools.cache
def rules() -> Rules:
    """Return every rule by jurisdiction and kind."""
    return read(_FILE.read_text("utf-8"))


def read(text: str) -> Rules:
    """Return the rules in a TOML text; raises ValueError where one contradicts itself or a kind has none for all."""
    found = {
        (place, Kind(kind)): _rule(place, Kind(kind), told)
        for place, kinds in tomllib.loads(text).items()
        for kind, told in kinds.items()
    }
    missing = [kind.value for kind in Kind if (DEFAULT, kind) not in found]
    if missing:
        raise ValueError(f"There is no rule for {', '.join(missing)} where a jurisdiction has none.")
    return MappingProxyType(found)


_COUNTED: Final = {Kind.ADMINISTRATIVE: CountsFrom.LAST_ENDED, Kind.PERSON: CountsFrom.EMPLOYMENT_ENDED}
"""From which day `standing` counts each kind; every other kind counts from the close of its case."""


def _rule(place: str, kind: Kind, told: Mapping[str, Any]) -> Rule:
    rule = Rule(
        kind=kind,
        jurisdiction=place,
        period=_period(told, "period"),
        counts_from=CountsFrom(told["counts_from"]),
        why=str(told["why"]),
        source=Source(str(told["source"]), str(told["confidence"]), _day(told["read_on"]), str(told.get("url", ""))),
        floor=_period(told, "floor"),
        ceiling=_period(told, "ceiling"),
    )
    if rule.counts_from is not _COUNTED.get(kind, CountsFrom.CASE_CLOSED):
        raise ValueError(f"Nothing counts {place}.{kind} from {rule.counts_from}.")
    if (rule.floor and rule.ceiling and rule.floor > rule.ceiling) or not _is_inside(rule):
        raise ValueError(f"The period of {place}.{kind} does not lie between its floor and its ceiling.")
    return rule


def _is_inside(rule: Rule) -> bool:
    if rule.period is None:
        return rule.ceiling is None
    return not (rule.floor and rule.period < rule.floor) and not (rule.ceiling and rule.period > rule.ceiling)


def _period(told: Mapping[str, Any], name: str) -> Period | None:
    return Period.read(str(told[name])) if name in told else None


def _day(told: object) -> date:
    if not isinstance(told, date):
        raise ValueError(f"{told!r} is no day.")  # noqa: TRY004 - a fault of the file, as every other of it
    return told
