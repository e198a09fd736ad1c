"""The calendar that a program reads: under a secret address, as the person it was made for would see it."""

import hashlib

from flask import Response, request

from handrail.identity import commands, queries
from handrail.identity.web import public
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import use_locale
from handrail.obligations.feed import AHEAD, BACK, MOST, calendar_of, revisions_of
from handrail.obligations.listing import between
from handrail.obligations.looking import note_reading
from handrail.obligations.views import pages


@pages.get("/calendar/<secret>.ics")
@public("calendar programs can not sign in; the address holds 256 random bits, opens one role, and can be revoked")
def feed(secret: str) -> Response:
    """Return what is due as a calendar. An unknown, a revoked and a lapsed address are answered alike.

    What a program is given is noted in the read log where it was confided (CON-5); where nothing changed, nothing is
    given, and nothing noted.
    """
    found = queries.who_is("calendar", commands.digest(secret))
    if found is None:
        raise NotFound
    actor = found.actor
    today = clock.today(actor.time_zone)
    with use_locale(actor.locale), tenant_session(actor.context()) as session:
        rows = between(session, actor, today - BACK, today + AHEAD, MOST)
        obligations = [row.obligation for row in rows]
        revisions = revisions_of(session, actor.tenant_id, obligations)
        body = calendar_of(rows, revisions, request.url_root, reader=actor.role)
        answer = Response(body, mimetype="text/calendar")
        answer.set_etag(hashlib.sha256(body).hexdigest())
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        answer.make_conditional(request)
        if answer.status_code != _NOT_MODIFIED:
            note_reading(session, actor, obligations, "calendar.feed")
    return answer


_NOT_MODIFIED = 304
