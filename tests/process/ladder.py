"""The way of a case to its end, from wherever it stands: what somebody can do next so that it goes on."""

from collections.abc import Sequence
from typing import Any, Final

from tests.process.acts import ACTS, Act
from tests.process.plan_acts import may_tell_colleagues
from tests.process.playing import Asked, Model, Play

from handrail.kit.codes import Role

MOST_STEPS: Final = 40


def first(choices: Sequence[Any], /) -> Any:
    """Choose what each act does when everything goes well."""
    return choices[0]


def next_act(play: Play) -> tuple[Act, Role] | None:
    """Return what is to be done next and by whom; None where the case is closed."""
    model = play.model
    if not play.models or model.closed:
        return None
    name, role = _support(model) if model.participation != "participating" else _step(play, model)
    return ACTS[name], role


def _support(model: Model) -> tuple[str, Role]:
    if model.participation == "not_invited":
        return "invite", Role.COORDINATOR
    return ("decide", Role.WORKER) if model.explained else ("talk_for_the_first_time", Role.COORDINATOR)


def _step(play: Play, model: Model) -> tuple[str, Role]:
    if not model.met:
        return "meet", Role.COORDINATOR
    if model.told != play.supervisor:
        return "tell_the_supervisor", Role.COORDINATOR
    if not model.held:
        return _preparation(model)
    return _plan(play, model) or _return(model)


def _preparation(model: Model) -> tuple[str, Role]:
    said = any(each.released or each.shared or each.gone for each in model.concerns.values())
    steps = (
        (bool(model.concerns), "note_a_concern", Role.WORKER),
        (said, "release_a_concern", Role.WORKER),
        (model.ready, "record_readiness", Role.COORDINATOR),
        (bool(model.summary), "write_a_summary", Role.COORDINATOR),
        (model.validated, "validate_the_summary", Role.WORKER),
        (bool(model.topics), "write_topics", Role.COORDINATOR),
        (model.meeting is not None, "schedule_the_meeting", Role.COORDINATOR),
    )
    missing = ((name, role) for is_done, name, role in steps if not is_done)
    return next(missing, ("record_the_meeting", Role.COORDINATOR))


def _plan(play: Play, model: Model) -> tuple[str, Role] | None:
    newest = model.versions.get(model.newest or 0)
    if newest is None or newest.supervisor_id != play.supervisor:
        is_ready = model.draft_is_new and model.draft_tells == may_tell_colleagues(play)
        return ("propose" if is_ready else "write_the_draft"), Role.COORDINATOR
    for role in (Role.SUPERVISOR, Role.WORKER):
        if role.value not in newest.accepted:
            return "accept", role
    return None


def _return(model: Model) -> tuple[str, Role]:
    if not model.back and model.prepared != model.contract:
        if any(model.confirmed.get(key) != model.contract for key in model.keys("actions", model.contract)):
            return "confirm_an_action", Role.SUPERVISOR
        return "prepare_the_return", Role.COORDINATOR
    if not model.back:
        return "record_the_return", Role.SUPERVISOR
    if "worker" not in model.followed:
        return "talk_after_the_return", Role.COORDINATOR
    return "close", Role.COORDINATOR


def ask(play: Play, act: Act) -> Asked:
    """Return the request of an act as it is when everything goes well."""
    return act.ask(play, first)
