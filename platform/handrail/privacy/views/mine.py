"""Your data: who may see what and why, who looked, what was given to whom."""

from typing import Any

from flask import Response, request

from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.privacy.corrections.beside import put_right
from handrail.privacy.mine import mine_of
from handrail.privacy.seeing.access import parts_of
from handrail.privacy.seeing.disclosures import disclosures_of
from handrail.privacy.seeing.reads import apart_of, looks_of
from handrail.privacy.seeing.words import NEVER, never_of_the_employer
from handrail.privacy.views import pages
from handrail.web.render import render


@pages.get("/my-return/privacy")
@permission("data.read")
def home() -> Response:
    """Show who may see what, and lead to everything else about one's data."""
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, current_actor())
        parts = parts_of(session, mine, clock.today(mine.zone))
        apart = apart_of(session, mine)
        right = put_right(session, mine.person.tenant_id, list(mine.subjects))
    return render(
        "privacy/home.html",
        put_right=right,
        mine=mine,
        parts=parts,
        never=[NEVER[part] for part in never_of_the_employer()],
        apart=apart,
        roles=ROLE_LABELS,
    )


@pages.get("/my-return/privacy/looked")
@permission("data.read")
def looked() -> Response:
    """Show everybody who opened something, with emergency and support access first and apart."""
    page = _page()
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, current_actor())
        looks, more = looks_of(session, mine, page=page)
        apart = apart_of(session, mine)
    return render("privacy/looked.html", mine=mine, looks=looks, apart=apart, roles=ROLE_LABELS, page=page, more=more)


@pages.get("/my-return/privacy/given")
@permission("data.read")
def given() -> Response:
    """Show what was given to whom and when; it stays listed whatever is withdrawn."""
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, current_actor())
        found: list[Any] = disclosures_of(session, mine)
    return render("privacy/given.html", mine=mine, given=found)


def _page() -> int:
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), 1000) if asked.isascii() and asked.isdigit() else 1
