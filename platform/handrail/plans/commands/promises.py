"""What a plan makes due: questions from the version that is proposed, promises from the one that became a contract.

A promise keeps its name over all versions, so that a moved date is the same obligation moved; a fact that says the
same as before is left alone. What the new contract no longer holds is taken back, never deleted.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from handrail.kit.db import local_date
from handrail.plans.commands.acting import Act
from handrail.plans.queries.versions import Version
from handrail.plans.rules.content import Action, Question

_Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type of fact, and its field that names the thing."""

    type: str
    name: str


_ASKED, _PROMISED = _Kind("question_asked", "question"), _Kind("plan_promise", "promise")


def ask_questions(act: Act, version: Version) -> None:
    """Bring the questions that are due in line with a proposed version (S5-3)."""
    questions = version.content.questions
    wanted = {question.key: _question(question) for question in questions if not question.answer}
    _bring_in_line(act, _ASKED, wanted, settled={question.key for question in questions if question.answer})


def make_promises(act: Act, version: Version) -> None:
    """Bring the promises that are due in line with the version that became a contract (S5-6)."""
    _bring_in_line(act, _PROMISED, {action.key: _promise(action, version) for action in version.content.actions})


def take_back_confirmation(act: Act, key: str) -> None:
    """Take back that an action was said to be in place: it is not, or its promise reads differently now."""
    for fact in act.facts_of("promise_confirmed"):
        if fact.fields.get("promise") == key:
            act.take_back(fact)


def _question(question: Question) -> _Fields:
    owed_by = question.responsible.owed_by.value
    return {"question": question.key, "due": local_date(question.due_on), "owed_by": owed_by}


def _promise(action: Action, version: Version) -> _Fields:
    return {
        "promise": action.key,
        "due": local_date(action.due_on),
        "owed_by": action.responsible.owed_by.value,
        "before_return": action.before_return,
        "clause": f"v{version.number} § {action.key.removeprefix('a')}",
    }


def _bring_in_line(act: Act, kind: _Kind, wanted: Mapping[str, _Fields], *, settled: Collection[str] = ()) -> None:
    known = {str(fact.fields[kind.name]): fact for fact in act.facts_of(kind.type)}
    for key, fact in known.items():
        if key not in wanted and key not in settled:
            act.take_back(fact)
    for key, fields in wanted.items():
        before = known.get(key)
        if before is None:
            act.fact(kind.type, on=act.today, fields=fields)
        elif not _same(before.fields, fields):
            act.fact(kind.type, on=before.on, fields=fields, replaces=before)


def _same(before: _Fields, after: _Fields) -> bool:
    """Say whether a promise is the same but for the version that carries it."""
    return {**before, "clause": ""} == {**after, "clause": ""}
