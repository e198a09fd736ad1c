"""Reading a reference framework: which version is in force, what it says, and which layer said it."""

from typing import Final

from flask import Blueprint, Response, request

from handrail.documents.html import render as markdown
from handrail.frameworks import presenting, queries
from handrail.frameworks.letters.queries import all_words_for
from handrail.frameworks.rules import in_language, insurer_conflicts, sanction_conflicts
from handrail.identity.access import check, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, current_locale
from handrail.web.render import render

pages = Blueprint("frameworks", __name__, template_folder="templates")

PARTS: Final = {
    "time": N_("Time limits"),
    "steps": N_("Seven steps"),
    "roles": N_("Vision and roles"),
    "letters": N_("Letters"),
    "guides": N_("Interview guides"),
    "terms": N_("Terms and clauses"),
}


@pages.get("/framework")
@permission("framework.read")
def index() -> Response:
    """List the client organisations in reach, each with the version in force."""
    actor = current_actor()
    require(actor, "framework.read")
    with tenant_session(request_context(read_only=True)) as session:
        employers = queries.employers_with_versions(session, actor.tenant_id, clock.today(actor.time_zone))
    return render("frameworks/index.html", employers=employers)


@pages.get("/framework/<key>")
@permission("framework.read")
def show(key: str) -> Response:
    """Show one part of a client organisation's framework, in one of its jurisdictions."""
    actor = current_actor()
    part = request.args.get("part", "time")
    today = clock.today(actor.time_zone)
    requirement = require(actor, "framework.read")
    with tenant_session(request_context(read_only=True)) as session:
        employer = queries.employer_by_key(session, actor.tenant_id, key)
        if employer is None or part not in PARTS:
            raise NotFound
        check(requirement, employer_id=employer.id)
        jurisdictions = queries.jurisdictions_of(session, employer)
        chosen = request.args.get("in", jurisdictions[0] if jurisdictions else "none")
        if jurisdictions and chosen not in jurisdictions:
            raise NotFound
        found = queries.framework_of_employer(session, employer, chosen, today)
        layers = queries.layers_of(session, found, chosen) if part == "time" else ()
        letters = all_words_for(session, found.framework, employer.id, current_locale()) if part == "letters" else {}
    framework = found.framework
    return render(
        f"frameworks/{part}.html",
        employer=employer,
        found=found,
        framework=framework,
        jurisdictions=jurisdictions,
        chosen=chosen,
        part=part,
        parts=PARTS,
        letters=letters,
        rows=list(presenting.interval_rows(framework, layers)) if layers else [],
        layer_names=presenting.LAYERS.values(),
        conflicts={one.path: one for one in (*insurer_conflicts(framework), *sanction_conflicts(framework))},
        words=lambda texts: in_language(texts, current_locale()),
        in_order=presenting.in_order,
        markdown=markdown,
    )
