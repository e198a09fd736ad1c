"""Switching plugins, agreeing to what they may touch, choosing their settings, stopping one for everybody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.extensions import activation, queries, secret_store
from handrail.extensions import registry as plugins
from handrail.extensions.breaker import breaker
from handrail.extensions.declared_settings import Setting
from handrail.extensions.models import PluginActivation
from handrail.extensions.secret_store import Slot
from handrail.extensions.standing import Known, State, may_switch_off
from handrail.identity.access import check, denied, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import Conflict, FieldProblem, Invalid, NotFound, Unavailable
from handrail.kit.i18n import _

_PLUGINS: Final = UUID("5d0f3a34-6d7b-4f5a-9f0e-2b6c6f7f0a11")
"""Names plugins by uuid in the register, which has no row for one."""


class PluginInUse(Conflict):
    """People work under the jurisdictions of this plugin."""

    slug, title = "plugin-in-use", "People work under the law that this plugin knows"


class SwitchedElsewhere(Conflict):
    """This plugin is switched in the consultancy as a whole."""

    slug, title = "plugin-of-the-consultancy", "This is switched for the whole consultancy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """How a switch is to stand. `agreed`: the capabilities that were shown and agreed to, with `on` only."""

    state: State
    employers_default: bool | None = None
    """Whether it is on at client organisations that have not switched it themselves; None: as it is."""
    agreed: Collection[str] = ()


def switch(session: Session, actor: Actor, name: str, employer_id: UUID | None, chosen: Switch) -> PluginActivation:
    """Switch a plugin in the consultancy (employer_id None) or at one client organisation; the same again is once.

    Raises NotFound, SwitchedElsewhere, PluginInUse for the law that people work under, and Invalid where not all was
    agreed to that the plugin may touch.
    """
    known = _reached(actor, name, employer_id)
    row = _own_row(session, actor, name, employer_id, known)
    if chosen.state is State.DRAINING and row.state is State.OFF:
        raise Invalid(problems=[FieldProblem("/state", _("It is off: there is nothing to bring to its end."))])
    if chosen.state is State.OFF:
        _refuse_where_used(session, actor, name, known)
    before = (row.state, row.employers_default, dict(row.grants))
    if chosen.state is State.ON and employer_id is None:
        row.grants = _agreed(known, chosen.agreed)
    row.state = chosen.state
    if chosen.employers_default is not None and employer_id is None and known.manifest.scope == "employer":
        row.employers_default = chosen.employers_default
    after = (row.state, row.employers_default, dict(row.grants))
    if row.version and before == after:
        return row
    _changed(session, actor, row, "plugin.switched", {
        "state": (before[0].value, after[0].value),
        "employers_default": (before[1], after[1]),
        "capabilities": (sorted(before[2]), sorted(after[2])),
    })  # fmt: skip
    return row


def configure(
    session: Session, actor: Actor, name: str, employer_id: UUID | None, given: Mapping[str, Any], *, at: str = ""
) -> PluginActivation:
    """Choose settings; those that are not given stay. None takes a value back, and a secret away.

    `at` is where the values stand in the request. Raises NotFound, SwitchedElsewhere, and Invalid beside each field.
    """
    known = _reached(actor, name, employer_id)
    row = _own_row(session, actor, name, employer_id, known)
    chosen = _read(known, given, at, at_employer=employer_id is not None)
    values, secrets, problems = dict(row.settings), chosen.secrets, chosen.problems
    for setting, value in chosen.values:
        _put(values, setting, value)
    if employer_id is None:
        kept = secret_store.which(session, actor.tenant_id, name, None)
        there = {*values, *(kept - secrets.keys()), *(key for key, value in secrets.items() if value)}
        problems += _lacking(known, there, at)
    if problems:
        raise Invalid(problems=problems)
    before, row.settings = row.settings, values
    changes = {key: (before.get(key), values.get(key)) for key in sorted({*before, *values})}
    changes = {f"setting.{key}": each for key, each in changes.items() if each[0] != each[1]}
    for key, secret in secrets.items():
        if secret:
            secret_store.put(session, actor, Slot(name, employer_id, key), secret)
            changes[f"secret.{key}"] = (None, "written")
        elif secret_store.remove(session, actor, Slot(name, employer_id, key)) is not None:
            changes[f"secret.{key}"] = ("written", None)
    if changes:
        _changed(session, actor, row, "plugin.configured", changes)
    return row


def stop(session: Session, actor: Actor, name: str) -> None:
    """Ask a plugin nothing any more, in the whole installation. Raises NotFound, and Unavailable without Valkey."""
    _operated(session, actor, name, "plugin.quarantined", shared=lambda: breaker().quarantine(name, "operator"))


def resume(session: Session, actor: Actor, name: str) -> None:
    """Let a plugin go on, with a clean record. Raises NotFound, and Unavailable without Valkey."""
    _operated(session, actor, name, "plugin.resumed", shared=lambda: breaker().resume(name))


@dataclass(frozen=True, slots=True)
class _Mark:
    """What the register names where a plugin as such was acted upon."""

    id: UUID
    __tablename__ = "plugin"


def _operated(
    session: Session, actor: Actor, name: str, verb: Literal["plugin.quarantined", "plugin.resumed"], *, shared: Any
) -> None:
    check(require(actor, "plugin.operate"))
    if name not in plugins.registry().known:
        raise NotFound
    if not shared():
        raise Unavailable(
            _("The memory that all processes share does not answer. Try again in a moment."), retry_after=5
        )
    timeline.append_tenant_act(
        session, actor, verb, record=_Mark(uuid5(_PLUGINS, name)), changes={"plugin": (None, name)}
    )


def _reached(actor: Actor, name: str, employer_id: UUID | None) -> Known:
    """Return the plugin, where the actor may change it at this place."""
    requirement = require(actor, "plugin.change")
    check(requirement, employer_id=employer_id)
    if employer_id is None and actor.employers != "*":
        raise denied("plugin.change")
    known = plugins.registry().known.get(name)
    if known is None:
        raise NotFound
    if employer_id is not None and known.manifest.scope == "tenant":
        raise SwitchedElsewhere(_("This plugin is switched for the whole consultancy, and not for one of its clients."))
    return known


def _own_row(session: Session, actor: Actor, name: str, employer_id: UUID | None, known: Known) -> PluginActivation:
    row = queries.row_of(session, actor.tenant_id, name, employer_id, lock=True)
    if row is not None:
        return row
    default = State.ON if known.statutory else State.OFF
    return PluginActivation(
        tenant_id=actor.tenant_id, employer_id=employer_id, plugin=name, state=default, employers_default=False,
        settings={}, grants={}, changed_at=clock.now(), changed_by=actor.person_id, version=0,
    )  # fmt: skip


def _refuse_where_used(session: Session, actor: Actor, name: str, known: Known) -> None:
    plugin = plugins.registry().plugin(name)
    used = queries.people_under(session, actor.tenant_id, plugin.jurisdictions) if plugin and known.statutory else 0
    if not may_switch_off(known, open_under_it=used):
        raise PluginInUse(
            _("People work where this law applies, and its dates hold for them. You can let it run out instead."),
            people=used,
        )


def _agreed(known: Known, agreed: Collection[str]) -> dict[str, str]:
    offered = {name: reason for name, reason in known.manifest.capabilities.items() if name in known.allowed}
    if not offered.keys() <= set(agreed):
        message = _("Agree to what this plugin may touch, or leave it off.")
        raise Invalid(problems=[FieldProblem("/agreed", message)])
    return offered


@dataclass(slots=True)
class _Chosen:
    """What was given: values, secrets (None: to be taken away), and what is wrong with the rest."""

    values: list[tuple[Setting, Any]] = field(default_factory=list)
    secrets: dict[str, str | None] = field(default_factory=dict)
    problems: list[FieldProblem] = field(default_factory=list)


def _read(known: Known, given: Mapping[str, Any], at: str, *, at_employer: bool) -> _Chosen:
    chosen = _Chosen()
    for key, value in given.items():
        setting = known.manifest.setting(key)
        if setting is None or (at_employer and not setting.per_employer):
            chosen.problems.append(FieldProblem(f"{at}/{key}", _("There is no such setting here.")))
            continue
        try:
            read = None if value is None else setting.read(value)
        except ValueError as problem:
            message = _("This can not be: %(problem)s.", problem=str(problem))
            chosen.problems.append(FieldProblem(f"{at}/{key}", message))
            continue
        if setting.is_secret:
            chosen.secrets[key] = read
        else:
            chosen.values.append((setting, read))
    return chosen


def _put(values: dict[str, Any], setting: Setting, value: Any) -> None:
    values.pop(setting.was or "", None)
    if value is None or value == setting.default:
        values.pop(setting.key, None)
    else:
        values[setting.key] = value


def _lacking(known: Known, there: Collection[str], at: str) -> list[FieldProblem]:
    """Say which settings the consultancy has to choose and has not; those of client organisations wait for these."""
    message = _("This is needed.")
    return [
        FieldProblem(f"{at}/{each.key}", message)
        for each in known.manifest.settings
        if each.required and each.default is None and not each.per_employer and each.key not in there
    ]


def _changed(
    session: Session, actor: Actor, row: PluginActivation, verb: str, changes: Mapping[str, tuple[Any, Any]]
) -> None:
    row.version = (row.version or 0) + 1
    row.changed_at, row.changed_by = clock.now(), actor.person_id
    session.add(row)
    session.flush()
    changed = {key: each for key, each in changes.items() if each[0] != each[1]}
    where = {} if row.employer_id is None else {"employer": (None, row.employer_id)}
    timeline.append_tenant_act(
        session, actor, verb, record=row, changes={"plugin": (None, row.plugin), **where, **changed}
    )
    activation.forget(session)
