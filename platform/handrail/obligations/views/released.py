"""New releases of the rules: which dates they move, and accepting them."""

from collections.abc import Iterator

from flask import Response, abort, request, url_for

from handrail.extensions.registry import registry
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, current_locale, use_locale
from handrail.kit.ids import id_of
from handrail.obligations import accepting, moved_by_release, presenting, presenting_moves, releases
from handrail.obligations.moved_by_release import STANDS, WAITS
from handrail.obligations.moving import KINDS
from handrail.obligations.schemas import ReleaseAccept
from handrail.obligations.views import pages
from handrail.sdk import Jurisdiction
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

_A_TIME = 500
"""So many lines of a file are in memory at once."""


@pages.get("/obligations/releases")
@permission("release.read")
def releases_list() -> Response:
    """List the releases that move dates and are not accepted."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = moved_by_release.pending(session, actor)
    named = [(presenting.place_name(registry().jurisdictions[each.jurisdiction]), each) for each in found]
    return render("obligations/releases.html", found=named)


@pages.get("/obligations/releases/<code>")
@permission("release.read")
def release(code: str) -> Response:
    """Show the dates that the installed release moves, fifty at a time."""
    actor, found = current_actor(), _jurisdiction(code)
    which = STANDS if request.args.get("which") == STANDS else WAITS
    after = id_of(request.args.get("after"))
    with tenant_session(request_context(read_only=True)) as session:
        counts = next((each for each in moved_by_release.pending(session, actor) if each.jurisdiction == code), None)
        moves, further = moved_by_release.page_of_moves(session, actor, code, which, after=after)
        shown = [_shown(move) for move in moves]
    here = url_for(".release", code=code, which=which)
    return render(
        "obligations/release.html",
        name=presenting.place_name(found),
        code=code,
        release=releases.installed(code),
        counts=counts,
        form=Form(ReleaseAccept, initial={"release": releases.installed(code)}),
        which=which,
        moves=shown,
        kinds=KINDS,
        newer=here if after else None,
        further=url_for(".release", code=code, which=which, after=further) if further else None,
    )


@pages.get("/obligations/releases/<code>/moves.csv")
@permission("release.read")
def release_moves(code: str) -> Response:
    """Give every date that the installed release moves as one file, written while it is read."""
    _jurisdiction(code)
    context, actor, locale = request_context(read_only=True), current_actor(), current_locale()

    def lines() -> Iterator[str]:
        yield presenting_moves.csv_head()
        for which in (WAITS, STANDS):
            after, is_more = None, True
            while is_more:
                with tenant_session(context) as session, use_locale(locale):
                    moves, after = moved_by_release.page_of_moves(
                        session, actor, code, which, after=after, limit=_A_TIME
                    )
                    text = presenting_moves.csv_lines(moves, actor.role)
                is_more = after is not None
                yield text

    response = Response(lines(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"moved-dates-{code}.csv")
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/obligations/releases/<code>/accept")
@permission("release.accept")
def accept_release(code: str) -> Response:
    """Let the release hold that was looked at."""
    form = Form.from_request(ReleaseAccept)
    if not form.is_ready:
        abort(400)
    with tenant_session(request_context()) as session:
        accepting.accept(session, current_actor(), code, form.data["release"])
    return redirect_to(
        url_for(".releases_list"), say=N_("Accepted. What waited is computed now; whoever owes a moved date is told.")
    )


def _jurisdiction(code: str) -> Jurisdiction:
    found = registry().jurisdictions.get(code)
    if found is None:
        raise NotFound
    return found


def _shown(move: moved_by_release.ReleaseMove) -> dict[str, object]:
    """Return what a line of the page shows; the obligation is read while its session is open."""
    role, row = current_actor().role, move.listed.obligation
    return {
        "kind": move.kind,
        "title": presenting.title_of(row.rule),
        "href": url_for(".one", obligation_id=row.id),
        "owed_by": presenting.owed_by(row, reader=role),
        "before": move.before,
        "after": move.after,
        "because": presenting_moves.because_of(move, role),
        "source": presenting.source_of(row),
        "worker": move.listed.worker,
        "employer": move.listed.employer,
        "number": move.listed.number_for(role),
    }
