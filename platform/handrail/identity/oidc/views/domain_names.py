"""Mail domains of a connection: adding one, looking whether its record is there, letting it go."""

from uuid import UUID

from flask import Response, url_for

from handrail.identity.oidc import commands, domains, queries
from handrail.identity.oidc.schemas import DomainForm
from handrail.identity.oidc.views.blueprint import pages
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


@pages.route("/administration/sign-on/<uuid:connection_id>/domains/new", methods=["GET", "POST"])
@permission("sign_on.manage")
def new_domain(connection_id: UUID) -> Response:
    """Add a domain; the page of the connection then shows the record to set."""
    actor = current_actor()
    form = Form.from_request(DomainForm)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            row = commands.load(session, actor, connection_id, "sign_on.manage")
            domains.add(session, actor, row, form.data["domain"])
            return redirect_to(url_for(".connection", connection_id=connection_id, _anchor="domains"))
    with tenant_session(request_context(read_only=True)) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
    return render("identity_oidc/new_domain.html", form=form, status=form.status, connection=row)


@pages.post("/administration/sign-on/<uuid:connection_id>/domains/<uuid:domain_id>/check")
@permission("sign_on.manage")
def check_domain(connection_id: UUID, domain_id: UUID) -> Response:
    """Look whether the record is there."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
        domain = queries.domain_of(session, row, domain_id)
    if domain is None:
        raise NotFound
    said = domains.is_said(domain)
    with tenant_session(request_context()) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
        domain = queries.domain_of(session, row, domain_id)
        if domain is None:
            raise NotFound
        domains.prove(session, actor, domain, said=said)
    return redirect_to(
        url_for(".connection", connection_id=connection_id, _anchor="domains"), say=N_("The domain is proven.")
    )


@pages.post("/administration/sign-on/<uuid:connection_id>/domains/<uuid:domain_id>/remove")
@permission("sign_on.manage")
def remove_domain(connection_id: UUID, domain_id: UUID) -> Response:
    """Let a domain go."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        row = commands.load(session, actor, connection_id, "sign_on.manage")
        domain = queries.domain_of(session, row, domain_id)
        if domain is None:
            raise NotFound
        domains.remove(session, actor, domain)
    return redirect_to(
        url_for(".connection", connection_id=connection_id, _anchor="domains"), say=N_("The domain is gone.")
    )
