"""Where scripts save what somebody is writing, and where a draft is thrown away."""

import re
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from handrail.cases.drafts import commands
from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.forms import seen_in_request
from handrail.cases.drafts.kinds import KINDS
from handrail.identity.access import load_case, load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.subjects import SubjectRef
from handrail.web.forms import ADD, KEEP, KEY_FIELD, REMOVE

pages = Blueprint("drafts", __name__)

_NOT_CONTENT: Final = frozenset({"csrf_token", "draft_seen", KEY_FIELD, ADD, KEEP, REMOVE})
_ABOUT: Final = re.compile(r"[a-z0-9-]{0,80}")


@pages.post("/cases/<uuid:case_id>/drafts/<kind>")
@permission("draft.keep")
def keep_on_case(case_id: UUID, kind: str) -> Response:
    """Save what stands in a form of a case, for whoever writes it."""
    with tenant_session(request_context()) as session:
        actor = current_actor()
        case = load_case(session, case_id, require(actor, _act(kind, on_employment=False)))
        _keep(session, actor, kind, case.subject())
    return Response(status=204)


@pages.post("/employments/<uuid:employment_id>/drafts/<kind>")
@permission("draft.keep")
def keep_on_employment(employment_id: UUID, kind: str) -> Response:
    """Save what stands in a form about an absence, for whoever writes it."""
    with tenant_session(request_context()) as session:
        actor = current_actor()
        employment = load_employment(session, employment_id, require(actor, _act(kind, on_employment=True)))
        _keep(session, actor, kind, employment.subject())
    return Response(status=204)


def _act(kind: str, *, on_employment: bool) -> str:
    """Return the act that sends the form; raises NotFound for a form that is not kept there."""
    found = KINDS.get(kind)
    if found is None or found.on_employment is not on_employment:
        raise NotFound
    return found.act


def _keep(session: Session, actor: Actor, kind: str, subject: SubjectRef) -> None:
    about = request.args.get("about", "")
    if not _ABOUT.fullmatch(about):
        raise NotFound
    typed = {name: values for name, values in request.form.lists() if _is_content(name)}
    commands.keep(
        session, actor, Place(kind, subject, about), typed=typed, form_key=_form_key(), seen=seen_in_request()
    )


def _is_content(name: str) -> bool:
    return name not in _NOT_CONTENT and not name.startswith("take-")


def _form_key() -> UUID:
    """Return the key of the window's form; raises NotFound for a request that no form of ours sent."""
    try:
        return UUID(request.form.get(KEY_FIELD, ""))
    except ValueError:
        raise NotFound from None
