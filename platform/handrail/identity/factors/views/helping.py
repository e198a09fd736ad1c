"""Inviting somebody, and giving them a code: for a coordinator, human resources and administrators."""

from uuid import UUID

from flask import Response, url_for
from sqlalchemy import select

from handrail.identity.factors import giving
from handrail.identity.factors.rules import Way, grouped
from handrail.identity.factors.schemas import CodeAsked, Invitation
from handrail.identity.factors.views.blueprint import pages
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_
from handrail.tenancy.models import Tenant
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.get("/people/<uuid:person_id>/sign-in")
@permission(giving.ACTION)
def help_to_sign_in(person_id: UUID) -> Response:
    """Show whether somebody was ever signed in, and what can be done for them."""
    return _page(person_id, Form(Invitation, id="invite"), Form(CodeAsked, id="code"))


@pages.post("/people/<uuid:person_id>/sign-in/invitation")
@permission(giving.ACTION)
def invite(person_id: UUID) -> Response:
    """Send the link."""
    form = Form.from_request(Invitation, id="invite")
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            giving.invite(session, current_actor(), person_id, **form.data)
            return redirect_to(
                url_for("identity_factors.help_to_sign_in", person_id=person_id),
                say=N_("The link is on its way. Now give them a code."),
            )
    return _page(person_id, form, Form(CodeAsked, id="code"))


@pages.post("/people/<uuid:person_id>/sign-in/code")
@permission(giving.ACTION)
def give_code(person_id: UUID) -> Response:
    """Make a code, and show it this once: to be read out, or printed and sent."""
    form = Form.from_request(CodeAsked, id="code")
    if not form.is_ready:
        return _page(person_id, Form(Invitation, id="invite"), form)
    with tenant_session(request_context()) as session:
        helped = giving.load_helped(session, current_actor(), person_id)
        row, code = giving.give_code(session, current_actor(), person_id, form.data["way"])
        return render(
            "factors/code_given.html",
            person=helped.person,
            code=grouped(code),
            row=row,
            by_letter=row.way is Way.LETTER,
            actor=current_actor(),
            slug=session.scalars(select(Tenant.slug).where(Tenant.tenant_id == row.tenant_id)).one(),
        )


def _page(person_id: UUID, invitation: Form, code: Form) -> Response:
    with tenant_session(request_context(read_only=True)) as session:
        helped = giving.load_helped(session, current_actor(), person_id)
        if not invitation.submitted:
            invitation = Form(Invitation, id="invite", initial={"email": helped.person.email or ""})
        status = max(invitation.status, code.status)
        return render("factors/help.html", status=status, helped=helped, invitation=invitation, code=code)
