"""Imports one plugin and asks its hooks, each in a guard that nothing but an interrupt gets through."""

import importlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TypeVar

import pluggy

from handrail.extensions.documents import declared_documents
from handrail.extensions.errors import PluginFault
from handrail.extensions.guides import declared_guides
from handrail.extensions.interventions import declared_interventions
from handrail.sdk import PROJECT, Guide, Hooks, InterventionType, Jurisdiction, StatutoryDocument

_CODE = re.compile(r"[a-z]{2}(_[a-z0-9]+)*")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Declared:
    """What one plugin declares."""

    jurisdictions: tuple[Jurisdiction, ...]
    guides: tuple[Guide, ...]
    documents: tuple[StatutoryDocument, ...] = ()
    interventions: tuple[InterventionType, ...] = ()


def collect(name: str, module: str) -> Declared:
    """Import a plugin and return what it declares. Raises PluginFault, which keeps the plugin's own error as cause."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    plugin = guarded("its import", lambda: importlib.import_module(module))
    guarded("its hooks", lambda: _register(manager, plugin, name))
    jurisdictions = tuple(_jurisdictions(manager))
    documents = tuple(_documents(manager, jurisdictions))
    return Declared(jurisdictions, tuple(_guides(manager)), documents, tuple(_interventions(manager)))


def guarded(what: str, call: Callable[[], _Result]) -> _Result:
    """Run a piece of a plugin. SystemExit is caught too: it is no Exception, and would end the host."""
    try:
        return call()
    except PluginFault:
        raise
    except (Exception, SystemExit) as problem:
        raise PluginFault(f"{what} failed: {type(problem).__name__}: {problem}") from problem


def _register(manager: pluggy.PluginManager, plugin: ModuleType, name: str) -> None:
    manager.register(plugin, name)
    manager.check_pending()


def _jurisdictions(manager: pluggy.PluginManager) -> Iterator[Jurisdiction]:
    for implementation in manager.hook.handrail_jurisdictions.get_hookimpls():
        yield from guarded("handrail_jurisdictions", partial(_declared, implementation.function))


def _guides(manager: pluggy.PluginManager) -> Iterator[Guide]:
    for implementation in manager.hook.handrail_guides.get_hookimpls():
        yield from guarded("handrail_guides", partial(declared_guides, implementation.function))


def _documents(manager: pluggy.PluginManager, jurisdictions: tuple[Jurisdiction, ...]) -> Iterator[StatutoryDocument]:
    for implementation in manager.hook.handrail_documents.get_hookimpls():
        yield from guarded("handrail_documents", partial(declared_documents, implementation.function, jurisdictions))


def _interventions(manager: pluggy.PluginManager) -> Iterator[InterventionType]:
    for implementation in manager.hook.handrail_intervention_types.get_hookimpls():
        yield from guarded("handrail_intervention_types", partial(declared_interventions, implementation.function))


def _declared(hook: Callable[[], object]) -> tuple[Jurisdiction, ...]:
    returned = hook()
    if not isinstance(returned, Iterable):
        raise PluginFault(f"handrail_jurisdictions returned a {type(returned).__name__}, not jurisdictions")
    return tuple([_checked(jurisdiction) for jurisdiction in returned])


def _checked(jurisdiction: object) -> Jurisdiction:
    if not isinstance(jurisdiction, Jurisdiction):
        raise PluginFault(f"handrail_jurisdictions returned a {type(jurisdiction).__name__}, not a Jurisdiction")
    problems = list(_problems(jurisdiction))
    if problems:
        raise PluginFault(f"jurisdiction {jurisdiction.code!r}: {'; '.join(problems)}")
    return jurisdiction


def _problems(jurisdiction: Jurisdiction) -> Iterator[str]:
    if not _CODE.fullmatch(jurisdiction.code):
        yield "the code must be letters and underscores, like nl or ca_qc"
    for (rule_id, _), times in Counter((rule.id, rule.effective_from) for rule in jurisdiction.rules).items():
        if times > 1:
            yield f"rule {rule_id} is declared {times} times from the same date"
    for rule in jurisdiction.rules:
        if not rule.id.startswith(f"{jurisdiction.code}."):
            yield f"rule {rule.id} must start with {jurisdiction.code}."
        if not rule.source.act:
            yield f"rule {rule.id} has no source"
    for milestone in jurisdiction.milestones:
        if milestone.rule not in jurisdiction.rules:
            yield f"milestone of {milestone.rule.id}, which is not among its rules"
