"""Recording an interview: the guide as a form, kept while it is written."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import Response
from marshmallow import Schema
from sqlalchemy.orm import Session

from handrail.cases.drafts.commands import Place
from handrail.cases.drafts.forms import Drafted, drafted
from handrail.cases.guides import GuideForm, Record, guide_form, with_answers
from handrail.cases.interviews import commands, queries
from handrail.cases.interviews.codes import InterviewKind
from handrail.cases.interviews.rules import GUIDE_OF, KEPT_ELSEWHERE
from handrail.cases.interviews.schemas import InterviewHeld, ReintegrationHeld
from handrail.cases.interviews.sent import held_of
from handrail.cases.interviews.views import pages
from handrail.cases.interviews.views.around import Ground, ground
from handrail.cases.rules.contacts import Channel
from handrail.cases.views.around import Act, Group
from handrail.cases.views.keeping import answer_draft
from handrail.identity.policies import may_ever
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Compartment
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _, format_date
from handrail.obligations import commands as obligations
from handrail.obligations import presenting
from handrail.obligations import queries as due
from handrail.web.render import redirect_to, render

_FIELDS: Final[Mapping[str, str]] = dict.fromkeys(KEPT_ELSEWHERE, "") | {
    "build_up": "build_up", "who_does_what": "agreed", "adjustments": "agreed", "next_on": "next_on",
}  # fmt: skip
_RECORD: Final = Record(Compartment.ADMINISTRATIVE, _FIELDS)


@pages.route("/employments/<uuid:employment_id>/interviews/reintegration", methods=["GET", "POST"])
@permission("interview.record")
def reintegration(employment_id: UUID) -> Response:
    """Record a reintegration interview (INT-2)."""
    with tenant_session(request_context()) as session:
        found = _ground(session, employment_id, InterviewKind.REINTEGRATION)
        draft, guide, left = _form(session, found, InterviewKind.REINTEGRATION, ReintegrationHeld)
        acts = draft.form["acts"].choices
    groups = (
        Group(_("When, and by whose statement"), ("channel", "on", "statement_by", "statement_on")),
        *_groups(guide, left),
        *((Group(_("What the law asks"), ("acts",)),) if acts else ()),
    )
    act = Act(
        title=_("Reintegration interview with %(worker)s", worker=found.worker.name),
        submit=_("Record the interview"),
        intro=_intro(found, guide),
        groups=groups,
    )
    return _answer(found, draft, act, InterviewKind.REINTEGRATION)


@pages.route("/employments/<uuid:employment_id>/interviews/return-to-work/<uuid:absence_id>", methods=["GET", "POST"])
@permission("interview.record")
def return_to_work(employment_id: UUID, absence_id: UUID) -> Response:
    """Record the interview after an absence; its reasons are not asked here (INT-3)."""
    with tenant_session(request_context()) as session:
        found = _ground(session, employment_id, InterviewKind.RETURN_TO_WORK)
        absence = queries.absence_of(session, found.employment, absence_id)
        about = str(absence_id)
        draft, guide, left = _form(session, found, InterviewKind.RETURN_TO_WORK, InterviewHeld, about)
    days = _(
        "Off from %(first)s, back on %(back)s.",
        first=format_date(absence.first_day, "long"),
        back=format_date(absence.first_day_fit, "long") if absence.first_day_fit else "…",
    )
    own = _(
        "What %(worker)s says about the reasons is theirs, and has no box here. They write it on their own page, and "
        "you read it only if they release it to you.",
        worker=found.worker.name,
    )
    act = Act(
        title=_("Talk with %(worker)s after the absence", worker=found.worker.name),
        submit=_("Record the talk"),
        intro=(days, *_intro(found, guide), own),
        groups=(Group(_("When and how"), ("channel", "on")), *_groups(guide, left)),
    )
    return _answer(found, draft, act, InterviewKind.RETURN_TO_WORK, absence_id)


def _ground(session: Session, employment_id: UUID, kind: InterviewKind) -> Ground:
    """Return what the form stands on; raises NotFound for whoever does not hold this interview here."""
    found = ground(session, current_actor(), employment_id, "interview.record")
    if not found.holds(kind):
        raise NotFound
    return found


def _form(
    session: Session, found: Ground, kind: InterviewKind, base: type[Schema], about: str = ""
) -> tuple[Drafted, GuideForm, dict[str, str]]:
    """Return the form, its guide, and the topics that wait, each with what is said of it."""
    earlier = queries.interviews_of(session, found.employment, kind)
    waiting = queries.topics_left(earlier, GUIDE_OF[kind])
    left = {each.key: _("Left for later on %(day)s.", day=format_date(each.since, "long")) for each in waiting}
    guide = guide_form(found.framework, GUIDE_OF[kind], _RECORD, first=left)
    titles = {part.key: part.title for part in guide.parts}
    readers = found.readers()
    named = {name: readers for part in guide.parts for name in part.names if name.startswith("answers-")}
    named |= dict.fromkeys(("agreed-what", "agreed-who", "agreed-evaluated", "build_up-activities"), readers)
    choices: dict[str, Any] = {
        "put_off": list(titles.items()),
        "let_go": [(key, titles.get(key, key)) for key in left],
        "acts": _acts(session, found),
    }
    place = Place(kind.value.replace("_", "-"), found.employment.subject(), about)
    initial = {"channel": Channel.IN_PERSON, "on": found.today}
    made = with_answers(base, guide)()
    draft = drafted(session, found.actor, made, place, readers=named, choices=choices, initial=initial)
    return draft, guide, left


def _acts(session: Session, found: Ground) -> list[tuple[str, str]]:
    """Return what the law asks now and can be done in such a talk, for those who may record it: (rule, title)."""
    if not may_ever(found.actor.role, "act.record"):
        return []
    open_now = {
        each.rule
        for each in due.of_employment(session, found.employment.tenant_id, found.employment.id)
        if each.closed_at is None
    }
    known = [rule.id for rule in obligations.recordable_rules(session, found.employment) if rule.id in open_now]
    return [(rule, presenting.title_of(rule)) for rule in known]


def _groups(guide: GuideForm, left: Mapping[str, str]) -> list[Group]:
    parts = [Group(part.title, part.names, left.get(part.key, part.text)) for part in guide.parts]
    later = ("put_off", "let_go") if left else ("put_off",)
    return [*parts, Group(_("What you leave for later"), later)]


def _intro(found: Ground, guide: GuideForm) -> tuple[str, ...]:
    no_illness = _("Write what is possible and what is agreed: no illness, no treatment, no reasons.")
    return tuple(line for line in (guide.text, f"{found.readers()} {no_illness}") if line)


def _answer(found: Ground, draft: Drafted, act: Act, kind: InterviewKind, absence_id: UUID | None = None) -> Response:
    if (answered := answer_draft(draft)) is not None:
        return answered
    form = draft.form
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            interview = commands.record_interview(
                session, found.actor, found.employment.id, kind=kind, held=held_of(form.data), absence_id=absence_id
            )
            draft.sent(session, found.actor)
            return redirect_to(f"{found.path}/{interview.id}", say=N_("The interview is recorded."))
    return render("interviews/record.html", form=form, desk=draft.desk, found=found, act=act, status=form.status)
