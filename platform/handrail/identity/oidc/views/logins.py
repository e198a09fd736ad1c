"""One's own logins at providers: linking another, letting one go, and proving with one that it is still oneself."""

from uuid import UUID

from flask import Response, url_for

from handrail.identity.actor import Actor
from handrail.identity.oidc import going, linking, queries
from handrail.identity.oidc.attempts import Asked
from handrail.identity.oidc.codes import Purpose
from handrail.identity.oidc.views.blueprint import pages
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_
from handrail.web.render import redirect_to, render


@pages.get("/account/logins")
@permission("account.read")
def logins() -> Response:
    """Show the logins with which one can sign on, and those one can add."""
    actor = current_actor()
    with tenant_session(engine_context(actor.tenant_id)) as session:
        own = queries.logins_of(session, actor.tenant_id, actor.person_id)
        names = {each.id: each.name for each in queries.connections(session, actor.tenant_id)}
        others = queries.linkable(session, actor)
    return render("identity_oidc/logins.html", logins=own, names=names, others=others, actor=actor)


@pages.post("/account/logins/<uuid:connection_id>/link")
@permission("login.link")
def link(connection_id: UUID) -> Response:
    """Send somebody to a provider, to make their login there theirs here."""
    actor = current_actor()
    with tenant_session(engine_context(actor.tenant_id)) as session:
        if connection_id not in {each.id for each in queries.linkable(session, actor)}:
            raise NotFound
    return _send(actor, connection_id, Purpose.LINK)


@pages.post("/account/logins/<uuid:login_id>/unlink")
@permission("login.link")
def unlink(login_id: UUID) -> Response:
    """Let a login go."""
    with tenant_session(request_context()) as session:
        linking.unlink(session, current_actor(), login_id)
    return redirect_to(url_for(".logins"), say=N_("That login does not let you in any more."))


@pages.post("/account/prove/provider")
@permission("account.use")
def prove() -> Response:
    """Send somebody to the provider with which their session began, to show once more that it is them."""
    actor = current_actor()
    with tenant_session(engine_context(actor.tenant_id)) as session:
        connection_id = queries.connection_of_session(session, actor)
    if connection_id is None:
        raise NotFound
    return _send(actor, connection_id, Purpose.PROVE)


def _send(actor: Actor, connection_id: UUID, purpose: Purpose) -> Response:
    if actor.sign_in_id is None:
        raise NotFound
    with tenant_session(engine_context(actor.tenant_id)) as session:
        slug = queries.tenant_of(session, actor.tenant_id).slug
    return going.send(actor.tenant_id, slug, connection_id, purpose, Asked(actor.person_id, actor.sign_in_id))
