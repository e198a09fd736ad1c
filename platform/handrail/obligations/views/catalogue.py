"""The rules that dates follow from, with their sources: the law is no secret, so everybody may look it up."""

from flask import Response
from flask import url_for as url

from handrail.extensions.registry import registry
from handrail.identity.web import permission
from handrail.kit.errors import NotFound
from handrail.obligations.catalogue import in_order
from handrail.obligations.presenting import BASES, CONFIDENCE, OWED_BY, RESULTS, place_name, spoken
from handrail.obligations.views import pages
from handrail.web.render import render


@pages.get("/rules")
@permission("rule.read")
def jurisdictions() -> Response:
    """List the jurisdictions that are loaded, each with the number of its rules and the day of review."""
    named = [(place_name(each), each) for each in registry().jurisdictions.values()]
    return render("obligations/jurisdictions.html", found=sorted(named, key=lambda pair: (pair[0], pair[1].code)))


@pages.get("/rules/<code>")
@permission("rule.read")
def rules(code: str) -> Response:
    """Show the rules of one jurisdiction."""
    found = registry().jurisdictions.get(code)
    if found is None:
        raise NotFound
    return render(
        "obligations/rules.html",
        jurisdiction=found,
        name=place_name(found),
        calendar=spoken().calendar(found.calendar_version),
        entries=in_order(found, spoken()),
        parties=OWED_BY,
        bases=BASES,
        confidence=CONFIDENCE,
        results=RESULTS,
        home=url(".jurisdictions"),
    )
