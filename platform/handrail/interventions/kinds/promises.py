"""The days that a transition promises, as facts from which the engine says what is due: the one source of dates."""

from collections.abc import Mapping
from typing import Any, Final

from handrail.interventions.kinds.ground import Ground
from handrail.interventions.kinds.models import Intervention
from handrail.kit.codes import Compartment
from handrail.obligations import facts, projection
from handrail.obligations.models import Fact
from handrail.sdk import Promise, Transition

AGREED: Final = "intervention_day_agreed"
KEPT: Final = "intervention_day_kept"
PLAN: Final = Compartment.PLAN


def bring_in_line(
    ground: Ground, row: Intervention, transition: Transition, values: Mapping[str, Any], *, is_over: bool
) -> None:
    """Bring what is due in line with a transition: what was promised before was kept by it, what it promises is due."""
    if ground.case is None or ground.employment is None:
        return
    open_ones = _open(ground, row)
    for fact in open_ones.values():
        if is_over and fact.on >= ground.today:
            _append(ground, fact.type, fact.on, fact.fields, replaces=fact, void=True)
        else:
            _append(ground, KEPT, ground.today, {"item": fact.fields["item"]})
    for promise in () if is_over else transition.promises:
        _promise(ground, row, promise, values)
    if open_ones or transition.promises:
        projection.reconcile_support(ground.session, ground.actor, ground.employment.id)


def follow(ground: Ground, row: Intervention, values: Mapping[str, Any]) -> None:
    """Move what is due where the day that was promised was put right."""
    if ground.case is None or ground.employment is None:
        return
    moved = False
    for fact in _open(ground, row).values():
        due = values.get(str(fact.fields["day"]))
        if due and due != fact.fields["due"]:
            _append(ground, fact.type, fact.on, {**fact.fields, "due": due}, replaces=fact)
            moved = True
    if moved:
        projection.reconcile_support(ground.session, ground.actor, ground.employment.id)


def _promise(ground: Ground, row: Intervention, promise: Promise, values: Mapping[str, Any]) -> None:
    due = values.get(promise.field)
    if not due:
        return
    count = sum(1 for fact in _all(ground, AGREED) if str(fact.fields["item"]).startswith(f"{row.id}:{promise.name}:"))
    fields = {
        "item": f"{row.id}:{promise.name}:{count + 1}",
        "due": due,
        "day": promise.field,
        "owed_by": promise.owed_by,
    }
    _append(ground, AGREED, ground.today, fields)


def _open(ground: Ground, row: Intervention) -> dict[str, Fact]:
    kept = {fact.fields["item"] for fact in _all(ground, KEPT)}
    return {
        str(fact.fields["item"]): fact
        for fact in _all(ground, AGREED)
        if str(fact.fields["item"]).startswith(f"{row.id}:") and fact.fields["item"] not in kept
    }


def _all(ground: Ground, type_: str) -> list[Fact]:
    if ground.employment is None:
        return []
    found = facts.current(ground.session, ground.subject.tenant_id, ground.employment.id)
    return [fact for fact in found if fact.type == type_ and fact.case_id == ground.subject.subject_id]


def _append(
    ground: Ground,
    type_: str,
    on: Any,
    fields: Mapping[str, Any],
    *,
    replaces: Fact | None = None,
    void: bool = False,
) -> None:
    if ground.employment is None:
        return
    facts.append(
        ground.session,
        ground.actor,
        ground.employment,
        type=type_,
        on=on,
        fields=fields,
        compartment=PLAN,
        case=ground.case,
        replaces=replaces,
        void=void,
    )
