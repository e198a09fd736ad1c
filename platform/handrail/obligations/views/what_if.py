"""What if: a form of days, and what would be due beside what is due today. Nothing is stored."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, request
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.obligations import presenting, queries
from handrail.obligations.errors import FactsContradict
from handrail.obligations.listing import EMPLOYER_SIDE
from handrail.obligations.presenting_if import as_obligation, because_of, note_supposing
from handrail.obligations.schemas import SUPPORT_FIELDS, WhatIf
from handrail.obligations.supposing import Answer, Supposed, suppose
from handrail.obligations.views import pages
from handrail.tenancy.models import Employment
from handrail.web.forms import Form
from handrail.web.render import render

KINDS = {
    "moved": ("now", N_("Moves")),
    "new": ("now", N_("New")),
    "gone": ("off", N_("Not asked any more")),
    "same": ("open", N_("Stays")),
}


@pages.get("/employments/<uuid:employment_id>/what-if")
@permission("obligation.read")
def what_if(employment_id: UUID) -> Response:
    """Show what is due for a worker, and what would be due if days were others."""
    actor = current_actor()
    form = Form(WhatIf, initial={name: value for name, value in request.args.items() if value.strip()})
    wished = _wished(form)
    with tenant_session(request_context()) as session:
        employment = load_employment(session, employment_id, require(actor, "obligation.read"))
        answer = _answer(session, actor, employment, wished, form)
        note_supposing(session, actor, answer)
        worker = queries.worker_name(session, employment)
        rows = [_row(each, employment, actor) for each in answer.all if not _is_over(each)]
    hidden = SUPPORT_FIELDS if actor.role in EMPLOYER_SIDE else ()
    return render(
        "obligations/what_if.html",
        form=form,
        status=form.status,
        names=[name for name in WhatIf().load_fields if name not in hidden],
        is_asked=any(wished.values()) and not form.errors,
        changed=[row for row in rows if row["kind"] != "same"],
        same=[row for row in rows if row["kind"] == "same"],
        kinds=KINDS,
        worker=worker,
        crumbs=_crumbs(actor),
        address=request.path,
        is_worker=actor.role is Role.WORKER,
    )


def _wished(form: Form) -> dict[str, Any]:
    """Return the days of the address; what is no day is said beside its field, and nothing is supposed."""
    given = {name: value.strip() for name, value in request.args.items() if value.strip()}
    try:
        known = WhatIf().load_fields
        return dict(WhatIf().load({name: value for name, value in given.items() if name in known}))
    except ValidationError as problem:
        for name in problem.messages_dict:
            form.add_error(f"/{name}", _("Give a day, such as 2026-11-30."))
        return {}


def _answer(session: Session, actor: Actor, employment: Employment, wished: dict[str, Any], form: Form) -> Answer:
    """Return what the wish comes to; where its days can not be true together, what is due today, and say so."""
    try:
        return suppose(session, actor, employment, wished)
    except FactsContradict:
        form.add_error("", _("These days do not fit together, or not with what is on file. Look at them once more."))
        return suppose(session, actor, employment, {})


def _row(each: Supposed, employment: Employment, actor: Actor) -> dict[str, Any]:
    shown = as_obligation(each.row, employment)
    return {
        "kind": each.kind,
        "title": presenting.title_of(each.row.rule.id),
        "owed_by": presenting.owed_by(shown, reader=actor.role),
        "before": each.before.due if each.before else None,
        "after": each.after.due if each.after else None,
        "because": [step["text"] for step in because_of(each, shown, actor.role)],
        "why": presenting.why(shown, actor.role),
        "statutory": shown.basis in {"statutory", "regulator_policy"},
    }


def _is_over(each: Supposed) -> bool:
    """Say whether it was done already and stays so: nobody has to think of it, here neither."""
    return each.kind == "same" and each.row.status == "met"


def _crumbs(actor: Actor) -> Sequence[tuple[str, str]]:
    if actor.role is Role.WORKER:
        return [(_("My return"), "/my-return"), (_("My dates"), "/my-return/dates")]
    return [(_("What is due"), "/obligations")]
