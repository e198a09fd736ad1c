"""One's own data over the API: who may see it, who looked, what was given, and the package."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response, url_for
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.idempotency import Answer, IdempotencyHeader
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.i18n import current_locale, gettext
from handrail.privacy.api import blueprint
from handrail.privacy.api.answering import dumped, listed, write
from handrail.privacy.mine import mine_of
from handrail.privacy.package import commands, queries
from handrail.privacy.package.delivery import as_download
from handrail.privacy.schemas import PackageList, PackageRead, SeeingRead
from handrail.privacy.seeing.access import Part, parts_of
from handrail.privacy.seeing.disclosures import disclosures_of
from handrail.privacy.seeing.reads import apart_of, looks_of
from handrail.privacy.seeing.words import never_of_the_employer


@blueprint.get("/my-data")
@permission("data.read")
@blueprint.response(200, SeeingRead)
def read() -> Response:
    """Read who may see what of you and why, who looked lately, and what was given to whom."""
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, current_actor())
        looks, _more = looks_of(session, mine)
        found = {
            "parts": [_part(part) for part in parts_of(session, mine, clock.today(mine.zone))],
            "never_of_the_employer": [part.value for part in never_of_the_employer()],
            "looks": [*apart_of(session, mine), *looks],
            "disclosures": disclosures_of(session, mine),
        }
        return make_response(jsonify(dumped(SeeingRead, found)), 200)


@blueprint.get("/my-data/packages")
@permission("data.read")
@blueprint.response(200, PackageList)
def list_packages() -> Response:
    """List the packages that you asked for."""
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, current_actor())
        return make_response(jsonify(listed(PackageRead, queries.packages_of(session, mine))), 200)


@blueprint.post("/my-data/packages")
@permission("package.take")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.response(202, PackageRead)
@blueprint.alt_response(401, description="A fresh proof of who you are is missing.")
def ask_for_package(headers: dict[str, Any]) -> Response:
    """Ask for everything that is yours. A job makes it; the address in `Location` says how far it is."""
    del headers

    def act(session: Session, actor: Actor) -> Answer:
        return 202, dumped(PackageRead, commands.ask(session, actor, locale=current_locale()))

    response = write(act)
    response.headers["Location"] = url_for("privacy_api.read_package", package_id=(response.get_json() or {})["id"])
    return response


@blueprint.get("/my-data/packages/<uuid:package_id>")
@permission("data.read")
@blueprint.response(200, PackageRead)
def read_package(package_id: UUID) -> Response:
    """Read how far a package is."""
    with tenant_session(request_context(read_only=True)) as session:
        actor = current_actor()
        mine_of(session, actor)
        return make_response(jsonify(dumped(PackageRead, queries.load_package(session, actor, package_id))), 200)


@blueprint.get("/my-data/packages/<uuid:package_id>/file")
@permission("package.take")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/zip")
@blueprint.alt_response(401, description="A fresh proof of who you are is missing.")
@blueprint.alt_response(409, description="It is not made yet.")
def download_package(package_id: UUID) -> Response:
    """Download a package, for the week in which it is kept."""
    with tenant_session(request_context()) as session:
        found, archive = commands.fetch(session, current_actor(), package_id)
    return as_download(found, archive)


def _part(part: Part) -> dict[str, Any]:
    people = [*part.today, *part.before, *part.later]
    return {
        "compartment": part.compartment.value,
        "title": gettext(part.title),
        "people": [
            {
                "person_id": each.person_id,
                "name": each.name,
                "role": each.role.value,
                "since": each.since,
                "until": each.until,
                "facts_only": each.facts_only,
                "why": gettext(each.why),
            }
            for each in people
        ],
    }
