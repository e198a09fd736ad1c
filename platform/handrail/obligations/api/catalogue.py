"""The rules that dates follow from, with their sources."""

from flask import Response

from handrail.extensions.registry import registry
from handrail.identity.web import permission
from handrail.kit.errors import NotFound
from handrail.obligations.api import blueprint
from handrail.obligations.api.shapes import json_of
from handrail.obligations.catalogue import in_order
from handrail.obligations.presenting import spoken
from handrail.obligations.schemas import JurisdictionList, StatutoryRuleList


@blueprint.get("/jurisdictions")
@permission("rule.read")
@blueprint.alt_response(200, schema=JurisdictionList)
def list_jurisdictions() -> Response:
    """List the jurisdictions that are loaded."""
    found = sorted(registry().jurisdictions.values(), key=lambda each: each.code)
    return json_of(
        {
            "items": [
                {
                    "code": each.code,
                    "label": each.label,
                    "country": each.country,
                    "calendar": spoken().calendar(each.calendar_version),
                    "reviewed_on": each.reviewed_on,
                }
                for each in found
            ]
        }
    )


@blueprint.get("/jurisdictions/<code>/rules")
@permission("rule.read")
@blueprint.alt_response(200, schema=StatutoryRuleList)
def list_rules(code: str) -> Response:
    """List every rule of a jurisdiction: who owes it, what follows when it is late, and where it is written."""
    found = registry().jurisdictions.get(code)
    if found is None:
        raise NotFound
    return json_of({"items": [entry.as_json(found.code) for entry in in_order(found, spoken())]})
