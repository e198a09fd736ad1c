"""What a type and everything in it is called, in the language spoken now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from handrail.interventions.kinds.declared import Kind
from handrail.kit.i18n import _, current_locale, format_date, format_list, format_number
from handrail.sdk import BEGIN, CORRECT, Field, Finding

_LANGUAGE_OF: Final = "-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One field with what was recorded: a text, or the rows of a list under their heads."""

    key: str
    label: str
    text: str
    compartment: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def lines(self) -> str:
        """Return it as lines, for paper."""
        return "\n".join(" · ".join(cell for cell in row if cell) for row in self.rows) if self.rows else self.text


class Words:
    """The words of one type."""

    def __init__(self, kind: Kind, people: Mapping[UUID, str] | None = None) -> None:
        self._kind = kind
        self._people = people or {}
        self._locale = current_locale().partition(_LANGUAGE_OF)[0]

    def of(self, path: str, otherwise: str) -> str:
        """Return what a part is called; `path` as in the plugin's texts."""
        return self._kind.words(path, otherwise, self._locale)

    @property
    def label(self) -> str:
        """What the type is called."""
        return self.of("label", self._kind.shape.label)

    @property
    def sentence(self) -> str:
        """What the type is for."""
        return self.of("sentence", self._kind.shape.sentence)

    def state(self, state: str) -> str:
        """Return what a state is called."""
        return self.of(f"states.{state}", _plainly(state))

    def act(self, act: str) -> str:
        """Return what an act is called."""
        if act == BEGIN:
            return self.of("acts.begin", _("Begin"))
        if act == CORRECT:
            return self.of("acts.correct", _("Put something right"))
        transition = self._kind.shape.machine.transition(act)
        return self.of(f"acts.{act}", (transition.label if transition else "") or _plainly(act))

    def intro(self, act: str) -> str:
        """Return what the form of an act says first."""
        form = self._kind.shape.form(act)
        return self.of(f"intros.{act}", form.intro if form else "")

    def group(self, title: str) -> str:
        """Return the title of a group of fields, which is its own key in English."""
        return self.of(f"groups.{title}", title) if title else ""

    def field(self, field: Field, within: str = "") -> str:
        """Return what a field is called; `within` is the list whose row it stands in."""
        return self.of(f"fields.{_path(field, within)}", field.label)

    def hint(self, field: Field, within: str = "") -> str:
        """Return what stands beside a field."""
        return self.of(f"hints.{_path(field, within)}", field.hint) if field.hint else ""

    def choice(self, field: Field, code: str, within: str = "") -> str:
        """Return what one choice of a field is called."""
        return self.of(f"choices.{_path(field, within)}.{code}", _plainly(code))

    def finding(self, found: Finding) -> str:
        """Return what a callback found as a sentence."""
        values = {
            key: format_date(value, "long") if isinstance(value, date) else value for key, value in found.values.items()
        }
        return self.of(f"problems.{found.key}", found.message).format_map(values)

    def entries(self, values: Mapping[str, Any]) -> list[Entry]:
        """Return the fields in which something stands, in the order of the declaration."""
        return [
            self._entry(field, values[field.key])
            for field in self._kind.shape.data
            if values.get(field.key) not in (None, "", [], {})
        ]

    def _entry(self, field: Field, value: Any) -> Entry:
        label, place = self.field(field), str(field.compartment)
        if field.kind != "list":
            return Entry(field.key, label, self.value(field, value), place)
        heads = tuple(self.field(inner, field.key) for inner in field.item)
        rows = tuple(tuple(self.value(inner, row.get(inner.key), field.key) for inner in field.item) for row in value)
        return Entry(field.key, label, "", place, heads, rows)

    def value(self, field: Field, value: Any, within: str = "") -> str:
        """Return one value in words."""
        if value is None or value == "":
            return ""
        match field.kind:
            case "bool":
                found = _("Yes") if value else _("No")
            case "choice":
                found = self.choice(field, str(value), within)
            case "multichoice":
                found = format_list([self.choice(field, str(each), within) for each in value])
            case "date":
                found = format_date(date.fromisoformat(value), "medium" if within else "long")
            case "int" | "decimal":
                found = _with_unit(_number(value), self.of(f"units.{_path(field, within)}", field.unit))
            case "money":
                found = f"{_number(value['amount'])} {value['currency']}"
            case "person":
                found = self._people.get(UUID(str(value)), _("somebody who has no part here any more"))
            case _:
                found = str(value)
        return found


def _number(value: Any) -> str:
    try:
        return format_number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _with_unit(number: str, unit: str) -> str:
    return f"{number} {unit}" if unit else number


def _path(field: Field, within: str) -> str:
    return f"{within}.{field.key}" if within else field.key


def _plainly(code: str) -> str:
    plain = code.replace("_", " ")
    return plain[:1].upper() + plain[1:]
