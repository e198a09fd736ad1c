"""What must hold for every jurisdiction, whatever its rules say.

A plugin's tests inherit it::

    class TestGermany(JurisdictionContract):
        jurisdiction = GERMANY
        package = "handrail_de"
        statements = {"bem_closed": lambda day: {}, "act_done": lambda day: {"rule": "de.bem_offer"}}
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import ClassVar

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from handrail.obligations.engine import compute
from handrail.obligations.rows import Row
from handrail.sdk import HOLIDAYS, CaseFacts, Catalogue, Event, FactsError, Jurisdiction, Value, read_texts

LANGUAGES = ("en", "nl", "fr", "de")
_UNTIMED = settings(
    max_examples=40, deadline=None, derandomize=True,
    # One class a code inherits each property: that is the point, and nothing is replayed from a database.
    suppress_health_check=[HealthCheck.differing_executors],
)  # fmt: skip
_DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2027, 12, 31))
_MAY_JUMP = re.compile(r"working_day|month|year|calendar|week_end|holiday")
"""Steps after which a day more in the facts need not be a day more in the date."""
_EDGES = tuple(
    dt.date(*each)
    for each in (
        (2024, 2, 28), (2024, 2, 29), (2023, 2, 28), (2025, 12, 30), (2025, 12, 31), (2026, 1, 30), (2026, 1, 31),
        (2026, 3, 28), (2026, 3, 29), (2026, 8, 30), (2026, 10, 24), (2026, 10, 25), (2026, 11, 30), (2027, 1, 1),
    )
)  # fmt: skip
"""Leap day, ends of years and of months of 28, 30 and 31 days, and the nights on which Europe's clocks change."""
_LENGTHS = (1, 3, 4, 27, 28, 29, 41, 42, 43, 55, 56, 57, 181, 182, 183, 364, 365, 366)
"""Days of absence, just under, on and over what laws count with."""
_LONGEST_JUMP_DAYS = 31
"""Some dates are the end of a month; public holidays with weekends around them are less."""

Statement = Callable[[dt.date], Mapping[str, Value]]
_Key = tuple[object, ...]


class JurisdictionContract:
    """The properties of PLUGINS and of the contract of facts and obligations; inherit it and name what is tested.

    `statements` are the events this jurisdiction reads beside absences, each with its fields for a day. `jumps` names
    rules whose date may move by more or less than a day when all facts move by one, and why; `so_far` those that count
    up to the day on which one asks; `dated_values` those that say beside their date how a spell stands to
    the one before.
    """

    jurisdiction: ClassVar[Jurisdiction]
    package: ClassVar[str]
    statements: ClassVar[Mapping[str, Statement]] = {}
    params: ClassVar[Mapping[str, Value]] = {}
    jumps: ClassVar[Mapping[str, str]] = {}
    so_far: ClassVar[frozenset[str]] = frozenset()
    dated_values: ClassVar[frozenset[str]] = frozenset()

    # Declarations ---------------------------------------------------------------------------------------------
    def test_every_rule_of_the_table_is_declared_or_left_out_with_a_reason(self) -> None:
        """The ids of the table stand in table.toml; what is not a rule there has a reason under [left_out]."""
        table = tomllib.loads((files(self.package) / "table.toml").read_text("utf-8"))
        code = f"{self.jurisdiction.code}."
        ids = [each for each in table["ids"] if each.startswith(code)]
        left_out = {each for each in table.get("left_out", {}) if each.startswith(code)}
        declared = {rule.id for rule in self.jurisdiction.rules}
        assert len(ids) == len(set(ids))
        assert declared | left_out == set(ids)
        assert not declared & left_out
        assert all(table["left_out"][each].strip() for each in left_out)

    def test_every_rule_has_its_source_and_a_day_of_review(self) -> None:
        """A date nobody can trace is worth nothing."""
        for rule in self.jurisdiction.rules:
            assert rule.id.startswith(f"{self.jurisdiction.code}."), rule.id
            assert rule.source.act, rule.id
            assert rule.source.url.startswith("https://") or rule.confidence == "low", rule.id
            assert rule.reviewed_on is not None, rule.id

    def test_every_language_says_the_same(self) -> None:
        """Each step has the same arguments in every language, each rule a title and the same words on lateness."""
        folder = files(self.package) / "locale"
        english = read_texts(folder, "en")
        ids = {rule.id for rule in self.jurisdiction.rules}
        for language in LANGUAGES:
            texts = read_texts(folder, language)
            assert texts["steps"].keys() == english["steps"].keys(), language
            for key, text in texts["steps"].items():
                assert _arguments(text) == _arguments(english["steps"][key]), (language, key)
            for table in ("if_missed", "doubts"):
                assert texts.get(table, {}).keys() == english.get(table, {}).keys(), (language, table)
            if language != "en":
                assert ids <= texts["rules"].keys(), language

    def test_the_calendar_names_its_act_and_its_release_in_every_language(self) -> None:
        """What was added to the list of days off is told in the reader's language, and which list it was."""
        version = self.jurisdiction.calendar_version
        assert HOLIDAYS in version
        for language in LANGUAGES[1:]:
            texts = Catalogue((files(self.package) / "locale",)).language(language)
            assert texts.calendars, language
            assert HOLIDAYS in texts.calendar(version)
            assert version.replace(f"{HOLIDAYS} ", "") in texts.calendars, language

    # Properties -----------------------------------------------------------------------------------------------
    @_UNTIMED
    @given(data=st.data())
    def test_every_row_explains_itself(self, data: st.DataObject) -> None:
        """Each row has an outcome, a source, and steps with a text in every language; a date is its last step."""
        rows = self._rows(self._history(data))
        texts = [Catalogue((files(self.package) / "locale",)).language(code) for code in LANGUAGES]
        for row in rows:
            assert row.explanation, row.rule.id
            assert row.source.act, row.rule.id
            answers = (row.due is not None, row.reason is not None, row.value is not None)
            assert sum(answers[: 2 if row.rule.id in self.dated_values and any(answers[:2]) else 3]) == 1, row.rule.id
            assert all(row.why(language) for language in texts)
            if row.due is not None:
                assert row.explanation[-1].args["date"] == row.due, row.rule.id

    @_UNTIMED
    @given(data=st.data())
    def test_events_in_another_order_give_the_same(self, data: st.DataObject) -> None:
        """Facts have dates; the order in which somebody typed them says nothing."""
        apart = list({event.date: event for event in reversed(self._history(data))}.values())
        assume(any(event.type == "absence_started" for event in apart))
        shuffled = data.draw(st.permutations(apart))
        assert _comparable(self._rows(shuffled)) == _comparable(self._rows(apart))

    @_UNTIMED
    @given(data=st.data())
    def test_the_day_on_which_one_asks_changes_no_date(self, data: st.DataObject) -> None:
        """`as_of` judges what is late, and nothing else."""
        history = self._history(data)
        asked = data.draw(_DAYS)
        then, ever = self._rows(history, asked), self._rows(history)
        assert _comparable(then, self.so_far) == _comparable(ever, self.so_far)

    @_UNTIMED
    @given(data=st.data())
    def test_a_day_more_in_every_fact_is_a_day_more_in_every_date(self, data: st.DataObject) -> None:
        """Unless a calendar, or the end of a month or year, explains it."""
        history = self._history(data)
        assume(all(_is_plain(value) for event in history for value in event.fields.values()))
        before, after = self._rows(history), self._rows([_a_day_later(event) for event in history])
        moved = {(row.rule.id, row.spell, row.sequence): row for row in after}
        for row in before:
            then = moved.get((row.rule.id, row.spell, row.sequence))
            if row.due is None or then is None or then.due is None or row.rule.id in self.jumps:
                continue
            if not (_jumps(row) or _jumps(then)):
                assert then.due - row.due == dt.timedelta(days=1), row.rule.id

    # Edges ----------------------------------------------------------------------------------------------------
    def test_a_later_first_day_never_brings_a_date_forward(self) -> None:
        """Also across leap days, the ends of years and months, and the nights on which clocks change."""
        for day in _EDGES:
            before, after = (self._of_one(day + dt.timedelta(days=days), None) for days in (0, 1))
            for place, row in before.items():
                then = after.get(place)
                if row.due is None or then is None or then.due is None or row.rule.id in self.jumps:
                    continue
                assert row.due <= then.due, (row.rule.id, day)
                assert (then.due - row.due).days <= _LONGEST_JUMP_DAYS, (row.rule.id, day)

    def test_what_recovery_ends_is_asked_only_while_it_lasts(self) -> None:
        """At 27, 28, 29 days, at 41, 42, 43, at 55, 56, 57: what lapses falls due before the first day fit, or not."""
        for day in _EDGES[::3]:
            for length in _LENGTHS:
                fit_on = day + dt.timedelta(days=length)
                for row in self._of_one(day, fit_on).values():
                    if row.due is None or not row.rule.lapses or row.for_absence is None or row.rule.id in self.jumps:
                        continue
                    assert row.due < fit_on, (row.rule.id, day, length)

    def _of_one(self, first_day: dt.date, fit_on: dt.date | None) -> dict[_Key, Row]:
        """Return the rows of one absence, by rule, spell and number."""
        events = [Event(date=first_day, type="absence_started")]
        if fit_on is not None:
            events.append(Event(date=fit_on, type="recovered"))
        return {(row.rule.id, row.spell, row.sequence): row for row in self._rows(events)}

    # How facts are made -----------------------------------------------------------------------------------------
    def _history(self, data: st.DataObject) -> list[Event]:
        """Return absences with what this jurisdiction reads strewn over them."""
        day = data.draw(_DAYS)
        events: list[Event] = []
        for _each in range(data.draw(st.integers(1, 4))):
            events.append(Event(date=day, type="absence_started"))
            day += dt.timedelta(days=data.draw(st.integers(1, 400)))
            events.append(Event(date=day, type="recovered"))
            day += dt.timedelta(days=data.draw(st.integers(0, 90)))
        if data.draw(st.booleans()):
            events.pop()
        first = events[0].date
        kinds = st.sampled_from(sorted(self.statements)) if self.statements else st.nothing()
        for kind in data.draw(st.lists(kinds, max_size=5)):
            told = first + dt.timedelta(days=data.draw(st.integers(0, 900)))
            events.append(Event(date=told, type=kind, fields=self.statements[kind](told)))
        return events

    def _rows(self, events: list[Event], as_of: dt.date | None = None) -> tuple[Row, ...]:
        code, given_events = self.jurisdiction.code, tuple(events)
        try:
            facts = CaseFacts(jurisdiction=code, events=given_events, params=self.params, as_of=as_of)
        except FactsError:
            reject()
        return tuple([row for row in compute(facts, self.jurisdiction) if row.rule.id.startswith(f"{code}.")])


def _arguments(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def _comparable(rows: tuple[Row, ...], leaving_out: frozenset[str] = frozenset()) -> list[_Key]:
    return [
        (row.rule.id, row.due, repr(row.value), row.reason, row.spell, row.sequence)
        for row in rows
        if row.rule.id not in leaving_out
    ]


def _is_plain(value: Value) -> bool:
    return not isinstance(value, dt.date)


def _a_day_later(event: Event) -> Event:
    return Event(date=event.date + dt.timedelta(days=1), type=event.type, fields=event.fields)


def _jumps(row: Row) -> bool:
    return any(_MAY_JUMP.search(step.key) for step in row.explanation)
