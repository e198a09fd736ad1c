"""An interview in words: the guide's questions with what was answered, agreements, the build-up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from handrail.cases import words as cases
from handrail.cases.frame import questions_of
from handrail.cases.interviews import words
from handrail.cases.interviews.codes import StatementOf
from handrail.cases.interviews.models import Interview
from handrail.cases.waiting import agreed_line, title_of
from handrail.frameworks.rules import Framework, in_language
from handrail.kit.i18n import _, current_locale, format_date, format_number


@dataclass(frozen=True, slots=True)
class Shown:
    """An interview as a page shows it."""

    id: UUID
    title: str
    on: date
    head: list[tuple[str, str]]
    answers: list[tuple[str, str]]
    build_up: list[tuple[str, str, str]]
    agreed: list[str]
    left: list[str]


def shown(interview: Interview, framework: Framework, names: Mapping[UUID, str]) -> Shown:
    """Return an interview in the reader's language."""
    return Shown(
        id=interview.id,
        title=_(words.KINDS[interview.kind]),
        on=interview.on,
        head=_head(interview, names),
        answers=_answers(interview, framework),
        build_up=[
            (
                format_date(date.fromisoformat(stage["starts_on"]), "medium"),
                _("%(hours)s hours a week", hours=format_number(Decimal(stage["hours"]))),
                stage["activities"],
            )
            for stage in json.loads(interview.build_up)
        ],
        agreed=[agreed_line(each) for each in json.loads(interview.agreed)],
        left=[title_of(framework, interview.guide_key, key) for key in interview.put_off],
    )


def _head(interview: Interview, names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    rows = [
        (_("Held on"), format_date(interview.on, "full")),
        (_("Held by"), names.get(interview.held_by, "")),
        (_("How"), _(cases.CHANNELS[interview.channel])),
    ]
    if interview.statement_by is StatementOf.NOT_YET:
        rows.append((_("Statement of what is possible"), _("There was none yet")))
    elif interview.statement_by is not None and interview.statement_on is not None:
        day = format_date(interview.statement_on, "long")
        whose = _(words.STATEMENTS[interview.statement_by])
        rows.append((_("Statement of what is possible"), _("%(whose)s, of %(day)s", whose=whose, day=day)))
    if interview.next_on:
        rows.append((_("You look at it again on"), format_date(interview.next_on, "full")))
    return rows


def _answers(interview: Interview, framework: Framework) -> list[tuple[str, str]]:
    language, found = current_locale(), []
    asked = questions_of(framework, interview.guide_key)
    given: dict[str, Any] = json.loads(interview.answers)
    for key in [*(name for name in asked if name in given), *(name for name in given if name not in asked)]:
        question, value = asked.get(key), given[key]
        label = in_language(question.text, language) if question else key
        if isinstance(value, bool):
            value = _("Yes") if value else _("No")
        elif question and value in question.choices:
            value = in_language(question.choices[value], language)
        found.append((label, str(value)))
    return found
