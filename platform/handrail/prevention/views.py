"""The committee's pages: themes without names, and what is done about them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from handrail.identity.idempotency import Answer, once
from handrail.identity.policies import may_ever
from handrail.identity.queries import employers_of
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, _
from handrail.plans.wording import ASPECTS, EFFECTS
from handrail.prevention import queries, wording
from handrail.prevention.commands import forums, planning
from handrail.prevention.models import Theme
from handrail.prevention.queries import SeenTheme
from handrail.prevention.rules.actions import ENDED
from handrail.prevention.rules.quarters import Quarter, ended_before
from handrail.prevention.schemas import (
    ForumMeeting,
    ForumWrite,
    PreventionActionMove,
    PreventionActionWrite,
    ThemeWords,
)
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("prevention", __name__, template_folder="templates")


@pages.get("/prevention")
@permission("theme.read")
def index() -> Response:
    """List the client organisations in reach; one alone is opened."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employers = employers_of(session, actor)
    if len(employers) == 1:
        return redirect_to(url_for(".show", key=employers[0].key))
    return render("prevention/index.html", employers=employers)


@pages.get("/prevention/<key>")
@permission("theme.read")
def show(key: str) -> Response:
    """Show the themes of a client organisation, and its prevention plan."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    with tenant_session(request_context(read_only=True)) as session:
        employer = queries.employer(session, actor, key, "theme.read")
        newest = queries.newest_release(session, actor.tenant_id, employer.id)
        themes = queries.themes_of(session, actor.tenant_id, employer.id)
        actions = queries.actions_of(session, actor.tenant_id, employer.id)
        held = queries.forums_of(session, actor.tenant_id, employer.id)
        minimum = queries.minimum_of(session, employer, today)
    return render(
        "prevention/show.html",
        employer=employer,
        newest=None if newest is None else _quarter(Quarter.of(newest.until_on)),
        themes=themes,
        named={each.id: named(each) for each in queries.themes_by_id(themes).values()},
        spans={each.id: span(each) for each in queries.themes_by_id(themes).values()},
        tendencies=wording.TENDENCIES,
        states=wording.STATES,
        running=[action for action in actions if action.state not in ENDED],
        ended=[action for action in reversed(actions) if action.state in ENDED],
        forums=held,
        today=today,
        minimum=minimum,
        next_on=ended_before(today).next.next.first_day,
        may_word=may_ever(actor.role, "theme.word"),
        may_plan=may_ever(actor.role, "prevention.plan"),
    )


@pages.route("/prevention/themes/<uuid:theme_id>/words", methods=["GET", "POST"])
@permission("theme.word")
def word(theme_id: UUID) -> Response:
    """Say what a theme is about."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        theme = queries.load_theme(session, actor, theme_id, "theme.word")
        employer = queries.employer_by_id(session, theme.employer_id)
    form = Form.from_request(ThemeWords, initial={"words": theme.words or ""})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            planning.word_theme(session, actor, theme_id, form.data["words"])
            return redirect_to(url_for(".show", key=employer.key), say=N_("The committee reads your words now."))
    return render("prevention/word.html", form=form, status=form.status, employer=employer, title=named(theme))


@pages.route("/prevention/<key>/plan", methods=["GET", "POST"])
@permission("prevention.plan")
def plan(key: str) -> Response:
    """Put an action into the prevention plan."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer = queries.employer(session, actor, key, "prevention.plan")
        themes = queries.themes_of(session, actor.tenant_id, employer.id)
    form = Form.from_request(PreventionActionWrite, choices=_among(themes))
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:

            def act() -> Answer:
                made = planning.plan_action(session, actor, employer.id, planning.new_action(form.data))
                return 303, {"id": str(made.id)}

            once(session, actor, str(form.idempotency_key), form.fingerprint, act)
            return redirect_to(url_for(".show", key=key), say=N_("It is in the prevention plan."))
    return render("prevention/plan.html", form=form, status=form.status, employer=employer)


@pages.route("/prevention/actions/<uuid:action_id>", methods=["GET", "POST"])
@permission("prevention.plan")
def move(action_id: UUID) -> Response:
    """Say where an action stands."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        action = queries.load_action(session, actor, action_id, "prevention.plan")
        employer = queries.employer_by_id(session, action.employer_id)
    form = Form.from_request(PreventionActionMove, initial={"state": action.state.value, "remark": action.remark})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            planning.move_action(session, actor, action_id, form.data["state"], remark=form.data["remark"])
            return redirect_to(url_for(".show", key=employer.key), say=N_("The plan says so now."))
    return render("prevention/move.html", form=form, status=form.status, employer=employer, action=action)


@pages.route("/prevention/<key>/forum", methods=["GET", "POST"])
@permission("prevention.plan")
def begin(key: str) -> Response:
    """Begin a discussion forum."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employer = queries.employer(session, actor, key, "prevention.plan")
        themes = queries.themes_of(session, actor.tenant_id, employer.id)
    form = Form.from_request(ForumWrite, choices=_among(themes))
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:

            def act() -> Answer:
                chosen = {name: value for name, value in form.data.items() if name != "theme"}
                made = forums.begin_forum(session, actor, employer.id, **chosen, theme_id=form.data["theme"])
                return 303, {"id": str(made.id)}

            _status, answer = once(session, actor, str(form.idempotency_key), form.fingerprint, act)
            return redirect_to(url_for(".forum", forum_id=answer["id"]), say=N_("The forum has begun."))
    return render("prevention/begin.html", form=form, status=form.status, employer=employer)


@pages.get("/prevention/forums/<uuid:forum_id>")
@permission("theme.read")
def forum(forum_id: UUID) -> Response:
    """Show a forum with what was agreed."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.load_forum(session, actor, forum_id, "theme.read")
        employer = queries.employer_by_id(session, found.employer_id)
        meetings = queries.sessions_of(session, found)
    return render(
        "prevention/forum.html",
        employer=employer,
        forum=found,
        meetings=meetings,
        today=clock.today(actor.time_zone),
        may_plan=may_ever(actor.role, "prevention.plan") and found.ended_at is None,
    )


@pages.route("/prevention/forums/<uuid:forum_id>/meeting", methods=["GET", "POST"])
@permission("prevention.plan")
def meeting(forum_id: UUID) -> Response:
    """Note a meeting of a forum."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.load_forum(session, actor, forum_id, "prevention.plan")
        employer = queries.employer_by_id(session, found.employer_id)
        meetings = {each.on: each.agreed for each in queries.sessions_of(session, found)}
    noted = next((day for day in meetings if day.isoformat() == request.args.get("on")), None)
    form = Form.from_request(ForumMeeting, initial={"on": noted, "agreed": meetings[noted]} if noted else {})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            forums.note_meeting(session, actor, forum_id, on=form.data["on"], agreed=form.data["agreed"])
            return redirect_to(url_for(".forum", forum_id=forum_id), say=N_("The meeting is noted."))
    return render("prevention/meeting.html", form=form, status=form.status, employer=employer, forum=found)


@pages.post("/prevention/forums/<uuid:forum_id>/end")
@permission("prevention.plan")
def end(forum_id: UUID) -> Response:
    """End a forum."""
    with tenant_session(request_context()) as session:
        forums.end_forum(session, current_actor(), forum_id)
    return redirect_to(url_for(".forum", forum_id=forum_id), say=N_("The forum has ended."))


def _among(themes: Sequence[SeenTheme]) -> dict[str, list[tuple[str, str]]]:
    """Return the themes to choose from, and none of them."""
    return {"theme": [("", _("None of them")), *((str(each.theme.id), named(each.theme)) for each in themes)]}


def named(theme: Theme) -> str:
    """Return the name of a theme: what it is about, and what that does."""
    return _(
        "%(about)s: %(effect)s",
        about=_(ASPECTS[theme.category]),
        effect=_(EFFECTS[theme.effect]),
    )


def span(theme: Theme) -> str:
    """Return the quarters in which a theme was told of."""
    since, until = Quarter.of(theme.since_on), Quarter.of(theme.until_on)
    if since == until:
        return _quarter(since)
    return _("%(first)s to %(last)s", first=_quarter(since), last=_quarter(until))


def _quarter(quarter: Quarter) -> str:
    words: dict[str, Any] = {"number": quarter.of_year, "year": quarter.year}
    return _("quarter %(number)s of %(year)s", **words)
