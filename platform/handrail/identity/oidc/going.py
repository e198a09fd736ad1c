"""Sending somebody to their provider, from whatever page: the browser's cookie, the attempt, the page in between.

The page in between carries the address as a link and goes there by itself, without script. A redirect that answers a
form would need every host of every provider in `form-action`, and of whatever these redirect to.
"""

import secrets
from typing import Final
from uuid import UUID

from flask import Response, request, url_for

from handrail.identity.oidc import attempts, limits, queries
from handrail.identity.oidc.attempts import Asked
from handrail.identity.oidc.codes import ConnectionState, Purpose
from handrail.identity.oidc.config import Config, config_of
from handrail.identity.oidc.errors import SignOnRefused
from handrail.identity.oidc.provider import provider_for
from handrail.identity.oidc.sentences import for_people
from handrail.identity.web import tenant_of_host, tenant_of_slug
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import current_locale
from handrail.web import cookies
from handrail.web.render import render
from handrail.web.security import safe_target

BROWSER_COOKIE: Final = "hr-sign-on"
"""The cookie that binds an attempt to its browser."""
_TEN_MINUTES: Final = 600


def tenant_of(slug: str) -> UUID:
    """Return the consultancy that an address names; raises NotFound where the host is another's."""
    tenant_id, host_tenant = tenant_of_slug(slug), tenant_of_host()
    if tenant_id is None or host_tenant not in {None, tenant_id}:
        raise NotFound
    return tenant_id


def redirect_uri(slug: str, connection_id: UUID) -> str:
    """Return the address to which the provider sends people back, on the host of this request."""
    return url_for("identity_oidc.returned", slug=slug, connection_id=connection_id, _external=True)


def send(tenant_id: UUID, slug: str, connection_id: UUID, purpose: Purpose, asked: Asked | None = None) -> Response:
    """Begin a way to the provider and return the page that leads there; raises NotFound."""
    limits.sets_out(request.remote_addr)
    browser = cookies.kept(BROWSER_COOKIE) or secrets.token_urlsafe(32)
    back = redirect_uri(slug, connection_id)
    with tenant_session(engine_context(tenant_id)) as session:
        connection = queries.connection_of(session, tenant_id, connection_id)
        if connection is None or not _is_usable(connection.state, purpose):
            raise NotFound
        config = config_of(session, connection)
        attempt, state = attempts.begin(
            session, config, purpose, browser=browser, redirect_uri=back, target=_target(), asked=asked
        )
    try:
        address = attempts.address(
            provider_for(config), attempt, state, locale=current_locale(), hint=request.form.get("hint")
        )
    except SignOnRefused as refused:
        return refusal(config, refused)
    response = render("identity_oidc/onward.html", address=address, name=config.name)
    cookies.keep(response, BROWSER_COOKIE, browser, seconds=_TEN_MINUTES)
    return response


def refusal(config: Config | None, refused: SignOnRefused) -> Response:
    """Return the page that says that signing on did not work, and what to do."""
    return render(
        "identity_oidc/refused.html",
        status=refused.status,
        sentences=for_people(refused.reason),
        reason=refused.reason.value,
        name=config.name if config else None,
    )


def _is_usable(state: ConnectionState, purpose: Purpose) -> bool:
    return state is ConnectionState.ACTIVE or (purpose is Purpose.TRY and state is ConnectionState.DRAFT)


def _target() -> str | None:
    """Return the page of ours to go on with, where the form names one."""
    return safe_target(request.form.get("target"), "") or None
