"""The worker's own pages: interviews held with them, and what they say about an absence in their own words."""

from uuid import UUID

from flask import Response, request, url_for
from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.forms import Drafted, drafted
from handrail.cases.guides import own_form
from handrail.cases.interviews import queries, reflecting
from handrail.cases.interviews.errors import WordsChanged
from handrail.cases.interviews.models import OwnWords
from handrail.cases.interviews.views import pages
from handrail.cases.views.keeping import answer_draft
from handrail.frameworks.rules import in_language
from handrail.frameworks.rules.document import Question
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, current_locale, lazy
from handrail.tenancy.models import Employment
from handrail.web.beside import stand_beside
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render


class Revised(Schema):
    """What a window of the form begins with: how often the words were changed so far."""

    __compartment__ = Compartment.OWN

    revision = fields.Integer(load_default=0, metadata={"widget": "hidden"})


@pages.get("/my-return/interviews")
@permission("interview.reflect")
def my_interviews() -> Response:
    """Show the worker the interviews held with them, and their absences to say something about."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employments = queries.employments_of(session, actor.tenant_id, actor.person_id)
        held = [(each, row) for each in employments for row in queries.interviews_of(session, each)]
        absences = [row for each in employments for row in queries.absences_of(session, each)]
    return render("interviews/mine.html", held=held, absences=absences)


@pages.route("/my-return/absences/<uuid:absence_id>/own-words", methods=["GET", "POST"])
@permission("interview.reflect")
def own_words(absence_id: UUID) -> Response:
    """Let the worker write in their own words about an absence, and decide what the supervisor reads."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        employment = _employment(session, actor, absence_id)
        zone = queries.zone_of(session, employment)
        questions = reflecting.own_questions(queries.framework_here(session, employment, clock.today(zone)))
        absence = queries.absence_of(session, employment, absence_id)
        _worker, supervisor = queries.people_of(session, employment)
        kept = queries.own_words_of(session, employment, absence_id)
        released = {each.question: each.words for each in queries.released_of(session, employment)
                    if each.absence_id == absence_id}  # fmt: skip
        words = {question: each.words for question, each in kept.items()}
        draft, stored = _form(session, actor, employment, absence_id, questions, kept)
    if (answered := answer_draft(draft)) is not None:
        return answered
    form = draft.form
    if form.is_ready:
        try:
            with tenant_session(request_context()) as session:
                _write(session, actor, absence_id, form)
                draft.sent(session, actor)
                return redirect_to(request.path, say=N_("Kept. Only you can read it."))
        except WordsChanged:
            stand_beside(form, stored, "revision")
    titles = {key: in_language(question.text, current_locale()) for key, question in questions.items()}
    return render(
        "interviews/own_words.html",
        form=form,
        desk=draft.desk,
        status=form.status,
        absence=absence,
        supervisor=supervisor,
        titles=titles,
        words=words,
        released=released,
    )


@pages.post("/my-return/absences/<uuid:absence_id>/own-words/<own_question>/release")
@permission("interview.release")
def release(absence_id: UUID, own_question: str) -> Response:
    """Let the supervisor read exactly these words."""
    with tenant_session(request_context()) as session:
        reflecting.release_own_words(session, current_actor(), absence_id, question=own_question)
    return redirect_to(_page(absence_id), say=N_("Your supervisor can read these words now, and nothing else."))


@pages.post("/my-return/absences/<uuid:absence_id>/own-words/<own_question>/take-back")
@permission("interview.release")
def take_back(absence_id: UUID, own_question: str) -> Response:
    """Take a release back."""
    with tenant_session(request_context()) as session:
        reflecting.take_back_own_words(session, current_actor(), absence_id, question=own_question)
    return redirect_to(_page(absence_id), say=N_("Only you can read it again."))


def _page(absence_id: UUID) -> str:
    return url_for("interviews.own_words", absence_id=absence_id)


def _employment(session: Session, actor: Actor, absence_id: UUID) -> Employment:
    requirement = require(actor, "interview.reflect")
    found = queries.employment_of_absence(session, actor.tenant_id, actor.person_id, absence_id)
    return load_employment(session, found.id, requirement)


def _form(  # noqa: PLR0917 - what the form is made from
    session: Session,
    actor: Actor,
    employment: Employment,
    absence_id: UUID,
    questions: dict[str, Question],
    kept: dict[str, OwnWords],
) -> tuple[Drafted, Form]:
    schema = own_form(questions, Revised, lazy("Only you can read this."))
    initial = {key: each.words for key, each in kept.items()} | {"revision": _revision(kept)}
    place = Place("own-words", employment.subject(), str(absence_id))
    return drafted(session, actor, schema, place, initial=initial), Form(schema, initial=initial)


def _revision(kept: dict[str, OwnWords]) -> int:
    """Return how often the words of this absence were changed: what a window of the form begins with."""
    return sum(each.revision for each in kept.values())


def _write(session: Session, actor: Actor, absence_id: UUID, form: Form) -> None:
    """Keep the words; raises WordsChanged where they were changed since the form was opened."""
    kept = queries.own_words_of(session, _employment(session, actor, absence_id), absence_id)
    differs = any((kept[key].words if key in kept else "") != words for key, words in _given(form).items())
    if differs and int(form.data["revision"]) != _revision(kept):
        raise WordsChanged
    for question, words in _given(form).items():
        reflecting.write_own_words(session, actor, absence_id, question=question, words=words)


def _given(form: Form) -> dict[str, str]:
    return {key: words for key, words in form.data.items() if key != "revision"}
