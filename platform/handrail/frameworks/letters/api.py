"""Wordings of letters over the API: list, read, check, look at, publish, go back."""

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from handrail.documents.delivery import paper
from handrail.documents.typst.letter import render_letter
from handrail.frameworks.letters import commands, queries
from handrail.frameworks.letters.checking import allowed_in, findings
from handrail.frameworks.letters.errors import WordingRefused
from handrail.frameworks.letters.queries import Line, Place
from handrail.frameworks.letters.reaching import letter_in, place_named
from handrail.frameworks.letters.samples import sample_letter
from handrail.frameworks.letters.schemas import (
    LetterTextBack,
    LetterTextChecked,
    LetterTextList,
    LetterTextRead,
    LetterTextWrite,
)
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session

blueprint = Blueprint("letters_api", __name__, description="The wording of letters")
Body = dict[str, Any]
READ: Final = "letter_text.read"
WRITE: Final = "letter_text.write"
_ONE: Final = "/letter-texts/<place>/<letter>/<language>"


@blueprint.get("/letter-texts/<place>")
@permission(READ)
@blueprint.response(200, LetterTextList)
def list_texts(place: str) -> Body:
    """List the letters of a client organisation by its key, or with `_all` those of all; a line for each language."""
    with tenant_session(request_context(read_only=True)) as session:
        found = _place(session, place, READ)
        lines = queries.lines_of(session, found.framework, found.employer_id)
        return {"items": [_line(found, each) for each in lines]}


@blueprint.get(_ONE)
@permission(READ)
@blueprint.response(200, LetterTextRead)
def read_text(place: str, letter: str, language: str) -> Body:
    """Read a letter in one language: the words in force, its placeholders, and what was published here before."""
    with tenant_session(request_context(read_only=True)) as session:
        return _read(session, _place(session, place, READ), letter, language)


@blueprint.post(f"{_ONE}/check")
@permission(READ)
@blueprint.arguments(LetterTextWrite)
@blueprint.response(200, LetterTextChecked)
def check_text(body: Body, place: str, letter: str, language: str) -> Body:
    """Say what keeps a letter from being sent with these words; nothing is published."""
    with tenant_session(request_context(read_only=True)) as session:
        template = letter_in(_place(session, place, READ), letter, language)
    return {"findings": [asdict(each) for each in findings(template, body["title"], body["body"])]}


@blueprint.post(f"{_ONE}/sample")
@permission(READ)
@blueprint.arguments(LetterTextWrite)
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def look_at_text(body: Body, place: str, letter: str, language: str) -> Response:
    """Return these words as a letter in PDF, with invented people and marked as a sample; nothing is published."""
    with tenant_session(request_context(read_only=True)) as session:
        template = letter_in(_place(session, place, READ), letter, language)
    wrong = findings(template, body["title"], body["body"])
    if wrong:
        raise WordingRefused(wrong)
    return paper(render_letter(sample_letter(template, language, body["title"], body["body"])))


@blueprint.post(_ONE)
@permission(WRITE)
@blueprint.arguments(LetterTextWrite)
@blueprint.response(200, LetterTextRead)
@blueprint.alt_response(409, description="Somebody published meanwhile; the answer holds their words.")
def publish_text(body: Body, place: str, letter: str, language: str) -> Body:
    """Publish a wording: letters written from now on have it. The same words again change nothing."""
    with tenant_session(request_context()) as session:
        found = _place(session, place, WRITE)
        commands.publish(session, current_actor(), found, letter, language, **body)
        return _read(session, found, letter, language)


@blueprint.post(f"{_ONE}/back")
@permission(WRITE)
@blueprint.arguments(LetterTextBack)
@blueprint.response(200, LetterTextRead)
@blueprint.alt_response(409, description="Somebody published meanwhile; the answer holds their words.")
def go_back(body: Body, place: str, letter: str, language: str) -> Body:
    """Publish an earlier wording anew as the newest version; number 0: what lies below counts again."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = _place(session, place, WRITE)
        if body["number"]:
            commands.go_back(session, actor, found, letter, language, **body)
        else:
            commands.as_delivered(session, actor, found, letter, language, based_on=body["based_on"])
        return _read(session, found, letter, language)


def _place(session: Session, name: str, action: str) -> Place:
    actor = current_actor()
    return place_named(session, actor, name, action, _today())


def _today() -> date:
    return clock.today(current_actor().time_zone)


def _line(place: Place, line: Line) -> Body:
    template = place.framework.templates[line.key]
    return {
        "key": line.key,
        "locale": line.locale,
        "to": template.to.value,
        "review": template.review,
        "origin": line.words.origin.value if line.words else None,
        "number": line.words.number if line.words else 0,
        "unfit": len(line.unfit),
    }


def _read(session: Session, place: Place, key: str, locale: str) -> Body:
    template = letter_in(place, key, locale)
    line = queries.in_force_at(session, place, key, locale)
    published = queries.history(session, place.employer_id, key, locale)
    return {
        **_line(place, line),
        "title": line.words.title if line.words else "",
        "body": line.words.body if line.words else "",
        "required_placeholders": sorted(template.placeholders),
        "allowed_placeholders": sorted(allowed_in(template)),
        "based_on": published[0].row.number if published else 0,
        "versions": [
            {
                "number": each.row.number,
                "adapts": each.row.adapts,
                "title": each.row.title,
                "body": each.row.body,
                "written_at": each.row.written_at,
                "written_by": each.by,
            }
            for each in published
        ],
    }
