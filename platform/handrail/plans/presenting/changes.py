"""Two versions side by side, in words: what came, went, changed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from handrail.kit.i18n import _, format_date, format_list, format_number
from handrail.plans.presenting.clauses import limit_words, when
from handrail.plans.rules.codes import LimitKind, Responsible, Topic, Welcome
from handrail.plans.rules.content import Action, ConcernEntry, Content, Limit, Question, Week
from handrail.plans.rules.difference import Change, Kind, Part, compared
from handrail.plans.wording import FIELDS, KINDS, LIMITS, RESPONSIBLE, TERMS, TOPICS, WELCOMES


def compare_rows(before: Content, after: Content, *, everything: bool = False) -> list[dict[str, Any]]:
    """Return two contents side by side for `ui.compare`: the changes, or the whole plan."""
    numbers = _Numbers(before, after)
    rows = []
    for change in compared(before, after):
        if change.kind is Kind.SAME and not everything:
            continue
        row = _row(change, numbers)
        if row["before"] is not None or row["after"] is not None:
            rows.append(row)
    return rows


class _Numbers:
    """How clauses are numbered for people: as in the later version, else as in the earlier one."""

    def __init__(self, before: Content, after: Content) -> None:
        self.actions = _action_places(before) | _action_places(after)
        self.questions = _question_places(before) | _question_places(after)
        entries = (*before.concerns, *after.concerns)
        self.concerns = {str(entry.id): 1 for entry in entries} | {
            str(entry.id): place for place, entry in enumerate(after.concerns, start=1)
        }

    def clause(self, change: Change) -> str:
        """Return the name of a clause."""
        if change.part is Part.TERM:
            return _(TERMS[change.key])
        if change.part is Part.LIMIT:
            name = _(LIMITS[LimitKind(change.key.partition(":")[0])])
        elif change.part is Part.WEEK:
            name = _("Week from %(day)s", day=format_date(date.fromisoformat(change.key), "daymonth"))
        else:
            number = format_number(self._of(change.part)[change.key])
            name = {
                Part.CONCERN: _("Concern %(number)s", number=number),
                Part.ACTION: _("Action %(number)s", number=number),
                Part.QUESTION: _("Question %(number)s", number=number),
            }[change.part]
        if change.field is None:
            return name
        return _("%(clause)s, %(part)s", clause=name, part=_(FIELDS[change.field]))

    def _of(self, part: Part) -> dict[str, int]:
        return {Part.ACTION: self.actions, Part.QUESTION: self.questions, Part.CONCERN: self.concerns}[part]


def _action_places(content: Content) -> dict[str, int]:
    return {action.key: place for place, action in enumerate(content.actions, start=1)}


def _question_places(content: Content) -> dict[str, int]:
    return {question.key: place for place, question in enumerate(content.questions, start=1)}


def _row(change: Change, numbers: _Numbers) -> dict[str, Any]:
    before, after = _words(change.before, change, numbers), _words(change.after, change, numbers)
    kind = change.kind
    if kind is Kind.CHANGED:
        kind = Kind.ADDED if before is None else Kind.REMOVED if after is None else kind
    return {"clause": numbers.clause(change), "before": before, "after": after, "change": kind.value}


def _words(value: Any, change: Change, numbers: _Numbers) -> str | None:
    """Return a value as people read it; None where there is none."""
    if value is None or value in ("", ()):
        return None
    if change.field is None and change.part is not Part.TERM:
        return " · ".join(_item_words(value))
    if change.field == "concerns":
        places = sorted(numbers.concerns[str(each)] for each in value if str(each) in numbers.concerns)
        return format_list([format_number(place) for place in places]) or None
    return _plain(value)


def _item_words(item: ConcernEntry | Action | Question | Week | Limit) -> Iterator[str]:
    if isinstance(item, ConcernEntry):
        yield item.words
    elif isinstance(item, Action):
        yield item.description
        yield _(RESPONSIBLE[item.responsible])
        yield when(item.starts_on, item.due_on)
    elif isinstance(item, Limit):
        yield limit_words(item)
    elif isinstance(item, Question):
        yield item.text
        yield _("due %(day)s", day=format_date(item.due_on)) if item.due_on else _("no date yet")
    else:
        yield _("%(hours)s hours", hours=format_number(item.total))
        yield item.tasks


def _plain(value: Any) -> str:
    names: dict[Any, str] = {**KINDS, **RESPONSIBLE, **WELCOMES, **TOPICS}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, tuple):
        return format_list([_plain(each) for each in value])
    if isinstance(value, Responsible | Welcome | Topic) or value in KINDS:
        return _(names[value])
    return str(value)
