"""The planning meeting at the table: one calm page, each part kept by itself (S5-1 to S5-4).

A form that came without script leads back to its part. Script sends the same form, and gets no page: 204 with the
state of the part as it is now in `X-Seen`, or what stands in the way as plain words.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.queries import team_of
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import HandrailError
from handrail.kit.i18n import _
from handrail.plans import commands
from handrail.plans.models import Meeting
from handrail.plans.presenting import room as presenting
from handrail.plans.presenting.room import Raised, Table
from handrail.plans.queries.concerns import concerns_of, plan_concerns_of
from handrail.plans.queries.preparation import meetings_of, preparation_of, scheduled_meeting_of
from handrail.plans.queries.versions import draft_of, versions_of
from handrail.plans.rules.content import Content, from_json
from handrail.plans.rules.drafting import OneAction, OneQuestion, Part, Section, Why, seen_of
from handrail.plans.rules.gates import open_gates
from handrail.plans.schemas.parts import Nothing
from handrail.plans.schemas.plan import ActionPart, QuestionPart
from handrail.plans.schemas.preparation import PRESENT
from handrail.plans.schemas.room import DayPart, WhyPart
from handrail.plans.views import pages
from handrail.plans.views.around import Around, around
from handrail.plans.wording import GATES
from handrail.tenancy.models import Case
from handrail.web.forms import Form
from handrail.web.render import is_htmx, redirect_to, render

ROOM: Final = "/cases/<uuid:case_id>/meeting/room"
Act = Callable[[Session, Actor], Any]


@pages.get(ROOM)
@permission("meeting.hold")
def room(case_id: UUID) -> Response:
    """Show the meeting: what it waits for, the table, or that it was held."""
    return _page(case_id)


def _page(case_id: UUID, sent: dict[str, Form] | None = None, status: int = 200) -> Response:
    """Draw the page; `sent` is the form that was not taken, drawn with what stands in its way."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        found = around(session, actor, case_id, "meeting.hold", purpose="plan.draft")
        planned = scheduled_meeting_of(session, found.case)
        held = next(iter(meetings_of(session, found.case)), None) if planned is None else None
        under_way = planned is not None and planned.began_at is not None
        gates = open_gates(preparation_of(session, found.case)) if planned is not None and not under_way else []
        table = _table(session, found, planned, sent or {}) if under_way else None
        return render(
            "plans/room.html",
            status=status,
            found=found,
            planned=planned,
            held=held,
            gates=[(each, GATES[each.rule]) for each in gates],
            table=table,
            path=url_for("plans.room", case_id=case_id),
            form=Form(Nothing),
            waiting=_waiting(session, found.case) if table else [],
            key=presenting.key_of_page(actor.person_id, case_id),
        )


def _table(session: Session, found: Around, meeting: Meeting | None, sent: dict[str, Form]) -> Table:
    raised = [
        Raised(row.id, presenting.topic_title(place, row.topic), row.words)
        for place, row in enumerate(plan_concerns_of(session, found.case), start=1)
    ]
    noted: dict[str, Any] = {}
    if meeting is not None:
        noted = {
            "present": meeting.present,
            "objectives": meeting.objectives or "",
            "worker_spoke_first": bool(meeting.worker_spoke_first),
        }
    return Table(_content(session, found.case), noted, raised, _people(session, found.case, meeting), sent)


def _content(session: Session, case: Case) -> Content:
    draft = draft_of(session, case)
    if draft is not None:
        return from_json(draft.content)
    newest = versions_of(session, case).newest
    return newest.content if newest else Content()


def _people(session: Session, case: Case, meeting: Meeting | None) -> list[tuple[str, str]]:
    """Return who may sit there, by name; the union where the worker wants it or it has a part."""
    names = {role: person.name for role, person in team_of(session, case)}
    wanted = [Role.WORKER, Role.SUPERVISOR, Role.COORDINATOR]
    if Role.UNION in names or (meeting is not None and meeting.union_invited):
        wanted.append(Role.UNION)
    if Role.OCCUPATIONAL_HEALTH in names:
        wanted.append(Role.OCCUPATIONAL_HEALTH)
    return [
        (
            role.value,
            _("%(name)s (%(part)s)", name=names[role], part=str(PRESENT[role]))
            if role in names
            else str(PRESENT[role]),
        )
        for role in wanted
    ]


def _waiting(session: Session, case: Case) -> list[dict[str, Any]]:
    """Return the words that the worker let go and that were not raised yet, in the order of priority."""
    return [
        {"id": row.id, "words": row.approved}
        for row in concerns_of(session, case)
        if row.released_at is not None and row.plan_concern_id is None
    ]


# --- Acts ---------------------------------------------------------------------------------------------------------


@pages.post(f"{ROOM}/begin")
@permission("meeting.hold")
def begin(case_id: UUID) -> Response:
    """Open the meeting."""
    return _do(case_id, Form.from_request(Nothing), "", lambda s, a: commands.begin_meeting(s, a, case_id))


@pages.post(f"{ROOM}/end")
@permission("meeting.hold")
def end(case_id: UUID) -> Response:
    """End the meeting, and go on with the draft."""
    form = Form.from_request(Nothing)
    if form.is_ready:
        try:
            with tenant_session(request_context()) as session:
                commands.end_meeting(session, current_actor(), case_id)
        except HandrailError as error:
            form.absorb(error)
            return _page(case_id, {"end": form}, form.status)
    return redirect_to(url_for("plans.edit", case_id=case_id))


@pages.post(f"{ROOM}/concerns/<uuid:concern_id>/raise")
@permission("meeting.hold")
def raise_concern(case_id: UUID, concern_id: UUID) -> Response:
    """Mark one concern as raised: from now on the supervisor reads its words."""
    form = Form.from_request(Nothing)
    return _do(case_id, form, "raised", lambda s, a: commands.raise_concern(s, a, case_id, concern_id))


@pages.post(f"{ROOM}/<any(present, objectives, first):noted>")
@permission("meeting.hold")
def note(case_id: UUID, noted: str) -> Response:
    """Note who is there, the objectives, or who spoke first."""
    form = Form.from_request(presenting.MEETING[noted], id=f"part-{noted}")
    return _do(case_id, form, noted, lambda s, a: commands.note_meeting(s, a, case_id, **form.data))


@pages.post(f"{ROOM}/<any(goal, stalling, around):section>")
@permission("plan.draft")
def section(case_id: UUID, section: str) -> Response:
    """Write the clauses that are said once."""
    form = Form.from_request(presenting.SECTIONS[section], id=f"part-{section}")
    return _write(case_id, form, section, Section(section), lambda: form.data)


@pages.post(f"{ROOM}/days")
@permission("plan.draft")
def days(case_id: UUID) -> Response:
    """Add a day on which they look again, or take one out."""
    form = Form.from_request(DayPart, id="part-day")
    part = Section("evaluations")

    def act(session: Session, actor: Actor) -> None:
        draft = draft_of(session, around(session, actor, case_id, "plan.draft").case)
        known = set(from_json(draft.content).evaluations_on) if draft else set()
        known = known - {form.data["on"]} if request.form.get("then") == "remove" else known | {form.data["on"]}
        commands.write_part(session, actor, case_id, part, {"evaluations_on": tuple(sorted(known))})

    return _do(case_id, form, "day", act)


@pages.post(f"{ROOM}/actions")
@permission("plan.draft")
def add_action(case_id: UUID) -> Response:
    """Add an action that was found together."""
    concern = request.form.get("concerns", "")
    return _action(case_id, "", f"action-for-{concern}" if concern else "action-new")


@pages.post(f"{ROOM}/actions/<key>")
@permission("plan.draft")
def change_action(case_id: UUID, key: str) -> Response:
    """Change an action, or take it out."""
    return _action(case_id, key, f"action-{key}")


def _action(case_id: UUID, key: str, name: str) -> Response:
    form = Form.from_request(ActionPart, choices={"concerns": _concerns(case_id)}, id=f"part-{name}")
    return _write(case_id, form, name, OneAction(key), lambda: replace(form.data, key=""))  # type: ignore[type-var]


@pages.post(f"{ROOM}/questions")
@permission("plan.draft")
def add_question(case_id: UUID) -> Response:
    """Add a question that the supervisor checks before committing."""
    return _question(case_id, "", "question-new")


@pages.post(f"{ROOM}/questions/<key>")
@permission("plan.draft")
def change_question(case_id: UUID, key: str) -> Response:
    """Change a question, or take it out."""
    return _question(case_id, key, f"question-{key}")


def _question(case_id: UUID, key: str, name: str) -> Response:
    form = Form.from_request(QuestionPart, id=f"part-{name}")
    return _write(case_id, form, name, OneQuestion(key), lambda: replace(form.data, key=""))  # type: ignore[type-var]


@pages.post(f"{ROOM}/raised/<uuid:raised_id>/why")
@permission("plan.draft")
def why(case_id: UUID, raised_id: UUID) -> Response:
    """Say why nothing is done about a concern."""
    form = Form.from_request(WhyPart, id=f"part-why-{raised_id}")
    return _write(case_id, form, f"why-{raised_id}", Why(raised_id), lambda: form.data["why_no_action"])


def _concerns(case_id: UUID) -> list[tuple[UUID, str]]:
    with tenant_session(request_context(read_only=True)) as session:
        case = around(session, current_actor(), case_id, "plan.draft").case
        return [(row.id, row.words) for row in plan_concerns_of(session, case)]


def _write(case_id: UUID, form: Form, name: str, part: Part, value: Callable[[], Any]) -> Response:
    """Write one part of the draft as its form says; "remove" takes it out."""
    is_removed = request.form.get("then") == "remove"

    def act(session: Session, actor: Actor) -> str:
        seen = request.form.get("seen") or None
        draft = commands.write_part(session, actor, case_id, part, None if is_removed else value(), seen=seen)
        return seen_of(part.read(from_json(draft.content)))

    return _do(case_id, form, name, act)


def _do(case_id: UUID, form: Form, name: str, act: Act) -> Response:
    """Carry out one act: script is told in a word, a page comes back to the part."""
    seen = None
    if form.is_ready:
        try:
            with tenant_session(request_context()) as session:
                seen = act(session, current_actor())
        except HandrailError as error:
            form.absorb(error)
    if form.status != 200:  # noqa: PLR2004 - it was not taken
        return _refused(case_id, form, name)
    if is_htmx():
        headers = {"X-Seen": seen} if isinstance(seen, str) else {}
        return Response(status=204, headers=headers)
    return redirect_to(f"{url_for('plans.room', case_id=case_id)}#part-{name}")


def _refused(case_id: UUID, form: Form, name: str) -> Response:
    if is_htmx():
        words = " ".join(message for message, _target in form.summary)
        return Response(words, status=form.status, mimetype="text/plain")
    return _page(case_id, {name: form}, form.status)
