"""Pages of access for a time: for whoever gives it, for whoever has it, and for whoever checks it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.granting import covering, lending, queries, support
from handrail.identity.granting.rules import LENSES, Period
from handrail.identity.granting.schemas import CoverArrange, RoleLend, SupportGive
from handrail.identity.queries import employer_named, employers_of
from handrail.identity.views import ROLE_LABELS
from handrail.identity.web import current_actor, permission, request_context, set_session_cookie
from handrail.kit.codes import Role
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, _
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render

pages = Blueprint("identity_granting", __name__, template_folder="templates")

Choices = dict[str, list[tuple[Any, object]]]


@pages.route("/administration/support", methods=["GET", "POST"])
@permission("support.give")
def give() -> Response:
    """Let support look at a client organisation, and show who may and did."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.accesses(session, actor)
        choices: Choices = {
            "agent": [(row.key, row.name) for row in queries.agents(session, actor)],
            "employer": [(each.key, each.name) for each in employers_of(session, actor)],
            "lens": [(lens.value, _(ROLE_LABELS[lens])) for lens in LENSES],
        }
    form = Form.from_request(SupportGive, choices=choices, initial={"hours": 1})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            given = form.data
            support.give_support(
                session, actor,
                agent_id=queries.person_among(queries.agents(session, actor), given["agent"], "/agent"),
                lens=given["lens"],
                employer_id=employer_named(session, actor, given["employer"]),
                hours=given["hours"],
                reason=given["reason"],
            )  # fmt: skip
            return redirect_to(url_for(".give"), say=N_("They may look from now on."))
    return _shown("granting/give.html", status=form.status, form=form, found=found, agents=choices["agent"])


@pages.get("/administration/support/<uuid:access_id>")
@permission("support.read")
def looked_at(access_id: UUID) -> Response:
    """Show what was opened under one access."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        seen = queries.access(session, actor, access_id)
        looks = queries.looks(session, actor, access_id)
    return _shown("granting/looked_at.html", seen=seen, looks=looks)


@pages.get("/administration/support/all")
@permission("support.read")
def overseen() -> Response:
    """Show every access of the last 90 days, for whoever checks."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.accesses(session, actor)
    return _shown("granting/overseen.html", found=found)


@pages.post("/administration/support/<uuid:access_id>/end")
@permission("support.end")
def end(access_id: UUID) -> Response:
    """End an access before its time."""
    actor = current_actor()
    with tenant_session(request_context()) as session:
        support.end_support(session, actor, access_id)
    back = ".give" if actor.role is Role.CONSULTANCY_ADMIN else ".mine"
    return redirect_to(url_for(back), say=N_("The access has ended."))


@pages.get("/support")
@permission("support.enter")
def mine() -> Response:
    """Show an agent where they may look."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.accesses(session, actor)
    return _shown("granting/mine.html", found=found)


@pages.post("/support/<uuid:access_id>/enter")
@permission("support.enter")
def enter(access_id: UUID) -> Response:
    """Begin to look."""
    with tenant_session(request_context()) as session:
        secret = support.enter(session, current_actor(), access_id, origin=request.user_agent.string[:200])
    return set_session_cookie(redirect_to("/"), secret)


@pages.route("/support/looking", methods=["GET", "POST"])
@permission("account.use")
def looking() -> Response:
    """Say under which access one looks, and stop looking."""
    actor = current_actor()
    if not actor.only_looks or actor.support_id is None:
        raise NotFound
    if request.method == "POST":
        with tenant_session(request_context()) as session:
            secret = support.leave(session, actor, origin=request.user_agent.string[:200])
        return set_session_cookie(redirect_to(url_for(".mine")), secret)
    with tenant_session(request_context(read_only=True)) as session:
        seen = queries.access(session, actor, actor.support_id)
    return _shown("granting/looking.html", seen=seen)


@pages.route("/cover", methods=["GET", "POST"])
@permission("cover.arrange")
def cover() -> Response:
    """Arrange who stands in for a coordinator, and show what is arranged."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.covers(session, actor)
        employers = employers_of(session, actor)
        people = {row.key: row.name for each in employers for row in queries.coordinators(session, actor, each.id)}
        own = [row.key for each in employers for row in queries.coordinators(session, actor, each.id)
               if row.id == actor.person_id]  # fmt: skip
    away = [(key, name) for key, name in people.items() if actor.role is not Role.COORDINATOR or key in own]
    stand_ins = [(key, name) for key, name in people.items() if actor.role is not Role.COORDINATOR or key not in own]
    choices: Choices = {
        "employer": [(each.key, each.name) for each in employers], "away": [*away], "by": [*stand_ins],
    }  # fmt: skip
    initial = {"employer": employers[0].key} if len(employers) == 1 else {}
    form = Form.from_request(CoverArrange, choices=choices, initial=initial | ({"away": own[0]} if own else {}))
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            _arrange(session, actor, form.data)
            return redirect_to(url_for(".cover"), say=N_("The cover is arranged."))
    return _shown("granting/cover.html", status=form.status, form=form, found=found, can_arrange=bool(stand_ins))


def _arrange(session: Session, actor: Actor, given: dict[str, Any]) -> UUID:
    employer_id = employer_named(session, actor, given["employer"])
    there = queries.coordinators(session, actor, employer_id)
    return covering.arrange_cover(
        session, actor,
        person_id=queries.person_among(there, given["away"], "/away"),
        by_id=queries.person_among(there, given["by"], "/by"),
        employer_id=employer_id,
        period=Period(given["first_day"], given["last_day"]),
    ).id  # fmt: skip


@pages.post("/cover/<uuid:cover_id>/end")
@permission("cover.arrange")
def end_cover(cover_id: UUID) -> Response:
    """End a cover before its time."""
    with tenant_session(request_context()) as session:
        covering.end_cover(session, current_actor(), cover_id)
    return redirect_to(url_for(".cover"), say=N_("The cover has ended."))


@pages.route("/account/lent", methods=["GET", "POST"])
@permission("role.lend")
def lent() -> Response:
    """Lend the role in which one acts, and show what is lent."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = lending.lent_by(session, actor)
        employers = employers_of(session, actor)
        people = {row.key: row for each in employers for row in queries.colleagues(session, actor, each.id)}
    choices: Choices = {
        "employer": [(each.key, each.name) for each in employers],
        "person": [(key, row.name) for key, row in people.items()],
    }
    initial = {"employer": employers[0].key} if len(employers) == 1 else {}
    form = Form.from_request(RoleLend, choices=choices, initial=initial)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            given = form.data
            employer_id = employer_named(session, actor, given.pop("employer"))
            lending.lend_named(session, actor, employer_id=employer_id, **given)
            return redirect_to(url_for(".lent"), say=N_("The role is lent."))
    names = {row.id: row.name for row in people.values()}
    return _shown("granting/lent.html", status=form.status, form=form, found=found, names=names, actor=actor)


@pages.post("/account/lent/<uuid:membership_id>/end")
@permission("role.lend")
def take_back(membership_id: UUID) -> Response:
    """Take back what one lent."""
    with tenant_session(request_context()) as session:
        lending.take_back(session, current_actor(), membership_id)
    return redirect_to(url_for(".lent"), say=N_("The role is yours alone again."))


def _shown(template: str, *, status: int = 200, **given: Any) -> Response:
    return render(template, status=status, labels=ROLE_LABELS, zone=current_actor().time_zone, **given)
