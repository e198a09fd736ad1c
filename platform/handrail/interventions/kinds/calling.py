"""Asking a plugin what it finds in an item: pure, in the request; refused or noted where it can not answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from handrail.extensions.errors import PluginFault, PluginPaused
from handrail.extensions.guard import BUDGETS, guarded
from handrail.interventions.errors import NotChecked
from handrail.interventions.kinds.declared import Kind
from handrail.interventions.kinds.words import Words
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.sdk import Data, Finding
from handrail.sdk.interventions import Look
from handrail.sdk.problems import UserProblem

_CHECK: Final = "check"
_MOST: Final = 40


def check(kind: Kind, tenant_id: UUID, data: Data) -> bool:
    """Have the plugin check what is about to be recorded; returns whether it could be asked.

    Raises Invalid beside the fields for what it finds, and NotChecked where it breaks: what it would refuse is not let
    in. Once it is paused, what is declared has been checked, and the item is flagged for a check later.
    """
    if kind.running is None or kind.running.check is None:
        return True
    try:
        found = _ask(kind, tenant_id, kind.running.check, data)
    except UserProblem as problem:
        pointer = f"/{problem.field}" if problem.field else ""
        raise Invalid(problems=[FieldProblem(pointer, problem.message)]) from problem
    except PluginPaused:
        return False
    except PluginFault as fault:
        raise NotChecked(_("This can not be checked now, so it was not recorded. Try again in a while.")) from fault
    if found:
        words = Words(kind)
        raise Invalid(problems=[FieldProblem(pointer_of(each), words.finding(each)) for each in found])
    return True


def warnings(kind: Kind, tenant_id: UUID, data: Data) -> list[Finding] | None:
    """Return what people should look at; None where the plugin could not be asked."""
    if kind.running is None or kind.running.warn is None:
        return []
    try:
        return list(_ask(kind, tenant_id, kind.running.warn, data))
    except (PluginFault, UserProblem):
        return None


def pointer_of(found: Finding) -> str:
    """Return where a finding stands in the form."""
    if not found.field:
        return ""
    return f"/{found.field}" if found.row is None else f"/{found.field}/{found.row}"


def seen(state: str, stored: Mapping[str, Any], known: Mapping[str, Any], today: date, act: str = "") -> Data:
    """Return an item as callbacks see it: a copy, so that nothing they do to it is kept."""
    return Data(state=state, values=_copy({**stored, **known}), today=today, act=act, known=frozenset(known))


def _ask(kind: Kind, tenant_id: UUID, look: Look, data: Data) -> Sequence[Finding]:
    def call() -> list[Finding]:
        found = list(look(None, replace(data)))[:_MOST]
        if not all(isinstance(each, Finding) for each in found):
            raise TypeError("a check returns findings, and nothing else")
        return found

    return guarded(kind.plugin, _CHECK, tenant_id, BUDGETS[_CHECK], call)


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(each) for key, each in value.items()}
    return [_copy(each) for each in value] if isinstance(value, list) else value
