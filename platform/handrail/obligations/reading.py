"""From a JSON document to facts: every fault is a FactsError that names the item."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import TypeVar, cast

from handrail.obligations.rights import RIGHTS_RULES
from handrail.obligations.rules import SUPPORT_RULES
from handrail.obligations.vocabulary import KNOWN_EVENTS
from handrail.sdk import PARAMETERS, CaseFacts, Event, FactsError, Jurisdiction, Value, read_date

_KEYS = frozenset(("jurisdiction", "as_of", "params", "events"))
_OWN_RULE_IDS = frozenset(rule.id for rule in (*RIGHTS_RULES, *SUPPORT_RULES))
_DATE_LISTS = ("holidays", "bank_holidays")
_Read = TypeVar("_Read")


def read_case(document: object, jurisdictions: Mapping[str, Jurisdiction]) -> tuple[CaseFacts, Jurisdiction]:
    """Return the facts of one case and the jurisdiction that they name. Raises FactsError."""
    case = _mapping(document, "a case")
    _none_unknown(case, _KEYS, "key")
    code = case.get("jurisdiction")
    if not isinstance(code, str) or code not in jurisdictions:
        known = ", ".join(sorted(jurisdictions)) or "none is loaded"
        raise FactsError(f"unknown jurisdiction {code!r}: known are {known}")
    jurisdiction = jurisdictions[code]
    facts = CaseFacts(
        jurisdiction=code,
        events=read_events(case.get("events"), jurisdiction),
        params=_params(case.get("params")),
        as_of=_as_of(case.get("as_of")),
    )
    _check_spells(facts)
    return facts, jurisdiction


def read_events(given: object, jurisdiction: Jurisdiction | None) -> tuple[Event, ...]:
    """Return the events of a JSON list, in its order. Raises FactsError."""
    if not isinstance(given, list):
        raise FactsError("events: expected a list of events")
    own_rules = frozenset[str]() if jurisdiction is None else rule_ids(jurisdiction)
    return tuple([_event(f"events[{index}]", each, own_rules) for index, each in enumerate(given)])


def rule_ids(jurisdiction: Jurisdiction) -> frozenset[str]:
    """Return the ids of a jurisdiction's rules."""
    return frozenset([rule.id for rule in jurisdiction.rules])


def _event(place: str, given: object, own_rules: Collection[str]) -> Event:
    event = _mapping(given, place)
    name = event.get("type")
    known = KNOWN_EVENTS.get(name) if isinstance(name, str) else None
    if known is None:
        raise FactsError(f"{place}: unknown event type {name!r}")
    if "date" not in event:
        raise FactsError(f"{place} {known.name}: the date is missing")
    fields = {key: cast("Value", value) for key, value in event.items() if key not in {"type", "date"}}
    for field in known.fields:
        value = fields.get(field.key)
        if value is not None:
            fields[field.key] = _named(f"{place} {known.name}, {field.key}", field.read, value)
        elif field.required:
            raise FactsError(f"{place} {known.name}: {field.key} is missing")
    read = Event(date=_day(f"{place} {known.name}, date", event["date"]), type=known.name, fields=fields)
    _check_act(place, read, own_rules)
    return read


def _check_act(place: str, event: Event, own_rules: Collection[str]) -> None:
    """Refuse an act of a rule that its own jurisdiction, or the platform, does not know."""
    if event.type != "act_done" or event.act is None:
        return
    code = event.act.partition(".")[0]
    for rules in (own_rules, _OWN_RULE_IDS):
        if any(rule.startswith(f"{code}.") for rule in rules) and event.act not in rules:
            raise FactsError(f"{place} act_done: unknown rule {event.act!r}")


def _check_spells(facts: CaseFacts) -> None:
    for index, event in enumerate(facts.events):
        spell = event.fields.get("spell")
        if spell is not None and not (isinstance(spell, int) and 1 <= spell <= len(facts.spells)):
            raise FactsError(f"events[{index}] {event.type}: there is no spell {spell!r}")


def _params(given: object) -> Mapping[str, Value]:
    params = {} if given is None else _mapping(given, "params")
    _none_unknown(params, PARAMETERS, "parameter")
    return {key: _dates(key, value) if key in _DATE_LISTS else cast("Value", value) for key, value in params.items()}


def _dates(name: str, given: object) -> Value:
    if not isinstance(given, list):
        raise FactsError(f"params, {name}: expected a list of dates")
    return [_day(f"params, {name}[{index}]", value) for index, value in enumerate(given)]


def _as_of(given: object) -> dt.date | None:
    return None if given is None else _day("as_of", given)


def _day(place: str, given: object) -> dt.date:
    return _named(place, read_date, given)


def _named(place: str, read: Callable[[object], _Read], given: object) -> _Read:
    try:
        return read(given)
    except ValueError as problem:
        raise FactsError(f"{place}: {problem}") from None


def _mapping(given: object, what: str) -> dict[str, object]:
    if not isinstance(given, dict):
        raise FactsError(f"{what}: expected an object, not {type(given).__name__}")
    return given


def _none_unknown(given: Collection[str], known: Collection[str], what: str) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise FactsError(f"unknown {what} {unknown[0]!r}")
