"""Pages on which administrators word their letters: list, edit, look, compare, go back."""

from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from handrail.documents.delivery import paper
from handrail.documents.errors import TemplateProblem
from handrail.documents.html import render_blocks
from handrail.documents.typst.letter import LetterModel, render_letter
from handrail.frameworks import queries as frameworks
from handrail.frameworks.letters import commands, presenting, queries
from handrail.frameworks.letters.checking import findings
from handrail.frameworks.letters.choosing import Words
from handrail.frameworks.letters.errors import WordingMoved
from handrail.frameworks.letters.models import LetterWording
from handrail.frameworks.letters.queries import ALL, Place
from handrail.frameworks.letters.reaching import letter_in, place_named
from handrail.frameworks.letters.samples import sample_letter
from handrail.frameworks.letters.schemas import LetterTextBack, LetterTextWrite
from handrail.frameworks.rules.document import Template
from handrail.identity.access import check, require
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import Invalid, NotFound
from handrail.kit.i18n import N_, _, format_date, use_locale
from handrail.web.beside import stand_beside, take_chosen
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("letters", __name__, template_folder="templates")

READ: Final = "letter_text.read"
_PREVIEW, _PDF = "preview", "pdf"


@pages.get("/letters")
@permission(READ)
def index() -> Response:
    """List the places whose letters one words; straight on where there is one."""
    actor = current_actor()
    check(require(actor, READ))
    with tenant_session(request_context(read_only=True)) as session:
        employers = frameworks.employers_with_versions(session, actor.tenant_id, _today())
    everywhere = actor.employers == "*"
    if not everywhere and len(employers) == 1:
        return redirect_to(url_for(".place", place=employers[0].key))
    return render("letters/index.html", employers=employers, everywhere=everywhere, all_key=ALL)


@pages.get("/letters/<place>")
@permission(READ)
def place(place: str) -> Response:
    """List the letters of one place, each language with where it stands."""
    with tenant_session(request_context(read_only=True)) as session:
        found = _place(session, place, READ)
        lines = queries.lines_of(session, found.framework, found.employer_id)
    return render(
        "letters/place.html",
        place=found,
        rows=presenting.rows_of(found, lines),
        missing=sum(line.words is None for line in lines),
        crumbs=_crumbs(),
    )


@pages.route("/letters/<place>/<letter>/<language>", methods=["GET", "POST"])
@permission("letter_text.write")
def edit(place: str, letter: str, language: str) -> Response:
    """Show a letter's words to edit; look at them as a letter, take that as PDF, or publish them."""
    with tenant_session(request_context(read_only=True)) as session:
        found = _place(session, place, "letter_text.write")
        template = letter_in(found, letter, language)
        line = queries.in_force_at(session, found, letter, language)
        newest = queries.newest_at(session, found, letter, language)
    form = Form.from_request(LetterTextWrite, initial=_standing(line.words, newest))
    take_chosen(form, Form(LetterTextWrite, initial=_standing(line.words, newest)))
    wish = request.form.get("act", "")
    if form.is_ready:
        for wrong in findings(template, form.data["title"], form.data["body"]):
            form.add_error(f"/{wrong.part}", wrong.message)
    if form.is_ready and wish == _PDF:
        return paper(render_letter(_sample(template, language, form)))
    if form.is_ready and wish != _PREVIEW and _publish(form, place, letter, language):
        return redirect_to(url_for(".place", place=place), say=N_("Published. The next letter has these words."))
    seen = _sample(template, language, form) if form.is_ready and wish == _PREVIEW else None
    return render(
        "letters/edit.html",
        status=form.status,
        form=form,
        place=found,
        key=letter,
        locale=language,
        title=presenting.title_of(letter, template),
        state=presenting.state_of(found, line.words),
        unfit=line.unfit,
        reader=presenting.reader_of(template),
        placeholders=presenting.placeholders_of(template, language),
        seen=seen,
        seen_body=render_blocks(seen.body, headings_from=4) if seen else None,
        seen_on=_written(seen) if seen else "",
        adapted=newest is not None,
        crumbs=[*_crumbs(), (found.name, url_for(".place", place=place))],
    )


def _publish(form: Form, place: str, letter: str, language: str) -> bool:
    """Publish; False where that was refused, with the reason or both versions in the form."""
    with tenant_session(request_context()) as session:
        found = _place(session, place, "letter_text.write")
        try:
            commands.publish(session, current_actor(), found, letter, language, **form.data)
        except WordingMoved:
            words = queries.in_force_at(session, found, letter, language).words
            newest = queries.newest_at(session, found, letter, language)
            form.settle({name: [str(value)] for name, value in form.data.items()})  # as it would be kept
            stand_beside(form, Form(LetterTextWrite, initial=_standing(words, newest)), "based_on")
            return False
    return True


@pages.get("/letters/<place>/<letter>/<language>/history")
@permission(READ)
def history(place: str, letter: str, language: str) -> Response:
    """Show what was published here, and two wordings side by side."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = _place(session, place, READ)
        template = letter_in(found, letter, language)
        published = queries.history(session, found.employer_id, letter, language)
        below = queries.below(session, found, letter, language)
    texts = {0: (below.title, below.body) if below else ("", "")}
    texts |= {each.row.number: (each.row.title or "", each.row.body or "") for each in published if each.row.adapts}
    after = request.args.get("after", max(texts), int)
    before = request.args.get("before", max((one for one in texts if one < after), default=0), int)
    if before not in texts or after not in texts:
        raise NotFound
    return render(
        "letters/history.html",
        place=found,
        key=letter,
        locale=language,
        title=presenting.title_of(letter, template),
        published=published,
        newest=published[0].row if published else None,
        options=[(number, _named(number)) for number in sorted(texts, reverse=True)],
        before=before,
        after=after,
        rows=presenting.compared(texts[before], texts[after]),
        zone=actor.time_zone,
        crumbs=[*_crumbs(), (found.name, url_for(".place", place=place))],
    )


@pages.post("/letters/<place>/<letter>/<language>/back")
@permission("letter_text.write")
def back(place: str, letter: str, language: str) -> Response:
    """Publish an earlier wording anew, or let the wording below count again (number 0)."""
    actor, there = current_actor(), url_for(".history", place=place, letter=letter, language=language)
    with tenant_session(request_context()) as session:
        found = _place(session, place, "letter_text.write")
        given = _chosen()
        try:
            if given["number"]:
                commands.go_back(session, actor, found, letter, language, **given)
            else:
                commands.as_delivered(session, actor, found, letter, language, based_on=given["based_on"])
        except WordingMoved:
            return redirect_to(there, say=N_("Somebody published meanwhile, so nothing was changed. Look again."))
    return redirect_to(there, say=N_("Published. The next letter has these words."))


def _chosen() -> dict[str, Any]:
    """Return the version that somebody goes back to; the page's own buttons name it."""
    try:
        chosen: dict[str, Any] = LetterTextBack().load(
            {name: request.form.get(name, "") for name in ("number", "based_on")}
        )
    except ValidationError as problem:
        raise Invalid(_("Go back to the page before and choose a version there.")) from problem
    return chosen


def _sample(template: Template, language: str, form: Form) -> LetterModel:
    try:
        return sample_letter(template, language, form.data["title"], form.data["body"])
    except TemplateProblem as problem:
        raise NotFound from problem


def _written(letter: LetterModel) -> str:
    with use_locale(letter.locale):
        return format_date(letter.dated_on, "long")


def _standing(words: Words | None, newest: LetterWording | None) -> dict[str, Any]:
    """Return what a form begins with: the newest wording here, else the words in force."""
    number = newest.number if newest is not None else 0
    if newest is not None and newest.adapts:
        return {"title": newest.title, "body": newest.body, "based_on": number}
    return {"title": words.title if words else "", "body": words.body if words else "", "based_on": number}


def _place(session: Session, name: str, action: str) -> Place:
    return place_named(session, current_actor(), name, action, _today())


def _today() -> date:
    return clock.today(current_actor().time_zone)


def _named(number: int) -> str:
    return _("Version %(number)s", number=number) if number else _("As it was before")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Letters"), url_for(".index"))]
