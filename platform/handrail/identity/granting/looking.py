"""Noting every page and reading that was opened under support access; without the note there is no answer."""

from uuid import UUID

from flask import Response, request
from sqlalchemy import select

from handrail.identity.granting import support
from handrail.identity.web import signed_in
from handrail.kit.db import engine_context, tenant_session
from handrail.tenancy.models import Case, Employment

_UNTOLD = ("web.", "static", "identity_granting.")


def note(response: Response) -> Response:
    """Write down what was just opened, where whoever asks looks with somebody's leave."""
    endpoint = request.endpoint or ""
    if not endpoint or endpoint.startswith(_UNTOLD):
        return response
    actor = signed_in()
    if actor is None or not actor.only_looks:
        return response
    with tenant_session(engine_context(actor.tenant_id)) as session:
        subject = _subject()
        if subject is not None:
            known = select(Case.id).where(Case.tenant_id == actor.tenant_id, Case.id == subject)
            also = select(Employment.id).where(Employment.tenant_id == actor.tenant_id, Employment.id == subject)
            if session.scalar(known) is None and session.scalar(also) is None:
                subject = None
        support.note_look(session, actor, endpoint=endpoint, subject_id=subject)
    return response


def _subject() -> UUID | None:
    given = request.view_args or {}
    found = given.get("case_id") or given.get("employment_id")
    return found if isinstance(found, UUID) else None
