"""The pages of those who watch over how long things are kept."""

import json
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from handrail.identity.idempotency import Answer, once
from handrail.identity.policies import may_ever
from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.errors import NotFound
from handrail.kit.i18n import N_, gettext
from handrail.privacy.retention import choosing, commands, holding, paper, presenting, queries, wording
from handrail.privacy.retention.codes import Kind
from handrail.privacy.retention.rules import DEFAULT
from handrail.privacy.retention.schemas import Decide, HoldPlace, PeriodChoose, PeriodGiveUp, Reverse
from handrail.web.forms import Form
from handrail.web.render import redirect_to, render
from handrail.web.security import SANDBOX

pages = Blueprint("retention", __name__, template_folder="templates")


@pages.get("/privacy/retention")
@permission("retention.read")
def index() -> Response:
    """Show what is due, how far runs are, what is held, and the rules with their why."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        due = queries.proposal(session, actor)
        runs = [run for run in queries.runs(session, actor) if due is None or run.id != due.run.id]
        holds = queries.holds(session, actor)
        rules = queries.rules(session, actor)
        employers = queries.employers(session, actor.tenant_id)
        names = queries.names(session, actor.tenant_id, [hold.placed_by for hold in holds])
    return render(
        "retention/index.html",
        due=due,
        runs=runs,
        holds=holds,
        rules=rules,
        employers=employers,
        names=names,
        words=wording,
        presenting=presenting,
        zone=actor.time_zone,
        today=clock.today(actor.time_zone),
        decides=may_ever(actor.role, "retention.ask"),
    )


@pages.get("/privacy/retention/runs/<uuid:erasure_id>")
@permission("retention.read")
def run(erasure_id: UUID) -> Response:
    """Show one run: cases by number, who decided, and what can be done now."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.seen(session, actor, erasure_id)
        told = queries.deciders(found.run)
        names = queries.names(session, actor.tenant_id, [who for _what, who, _at in told])
    return render(
        "retention/run.html",
        seen=found,
        things=found.items,
        presenting=presenting,
        deeds=[(gettext(wording.DEEDS[what]), names.get(who, "?"), at) for what, who, at in told],
        words=wording,
        zone=actor.time_zone,
        decides=may_ever(actor.role, "retention.ask"),
        is_mine=found.run.asked_by == actor.person_id,
    )


@pages.post("/privacy/retention/runs/<uuid:erasure_id>/ask")
@permission("retention.ask")
def ask(erasure_id: UUID) -> Response:
    """Ask for the end of what is due."""
    with tenant_session(request_context()) as session:
        commands.ask(session, current_actor(), erasure_id, seen=_digest())
    return redirect_to(url_for(".run", erasure_id=erasure_id), say=N_("Asked for. Somebody else has to approve it."))


@pages.post("/privacy/retention/runs/<uuid:erasure_id>/approve")
@permission("retention.approve")
def approve(erasure_id: UUID) -> Response:
    """Approve what somebody else asked for."""
    with tenant_session(request_context()) as session:
        commands.approve(session, current_actor(), erasure_id, seen=_digest())
    return redirect_to(url_for(".run", erasure_id=erasure_id), say=N_("Approved. For seven days it can be reversed."))


@pages.route("/privacy/retention/runs/<uuid:erasure_id>/reverse", methods=["GET", "POST"])
@permission("retention.reverse")
def reverse(erasure_id: UUID) -> Response:
    """Stop a run before its days are over."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        queries.seen(session, actor, erasure_id)
    form = Form.from_request(Reverse)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            commands.reverse(session, actor, erasure_id, reason=form.data["reason"])
            return redirect_to(url_for(".run", erasure_id=erasure_id), say=N_("Reversed. Nothing was erased."))
    return render("retention/reverse.html", form=form, status=form.status, erasure_id=erasure_id)


@pages.route("/privacy/retention/holds/new", methods=["GET", "POST"])
@permission("hold.place")
def place_hold() -> Response:
    """Hold a case or a client organisation."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        employers = queries.employers(session, actor.tenant_id)
    form = Form.from_request(HoldPlace, choices={"employer": list(employers.values())})
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:

            def act() -> Answer:
                return 303, {"id": str(holding.place(session, actor, **form.data).id)}

            once(session, actor, str(form.idempotency_key), form.fingerprint, act)
            return redirect_to(url_for(".index"), say=N_("Held. Nothing of it ends until you lift it or it is over."))
    return render("retention/hold.html", form=form, status=form.status)


@pages.post("/privacy/retention/holds/<uuid:hold_id>/lift")
@permission("hold.lift")
def lift_hold(hold_id: UUID) -> Response:
    """Lift a hold."""
    with tenant_session(request_context()) as session:
        holding.lift(session, current_actor(), hold_id)
    return redirect_to(url_for(".index"), say=N_("The hold is lifted."))


@pages.route("/privacy/retention/periods/new", methods=["GET", "POST"])
@permission("retention.choose")
def choose() -> Response:
    """Choose a period of one's own."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        places = list(dict.fromkeys([DEFAULT, *(rule.jurisdiction for rule in queries.rules(session, actor))]))
    asked = {name: request.args[name] for name in ("kind", "jurisdiction") if name in request.args}
    initial = asked | ({"kind": Kind(asked["kind"])} if asked.get("kind") in set(Kind) else {})
    choices = {
        "kind": [(kind.value, gettext(words)) for kind, words in wording.KINDS.items()],
        "jurisdiction": [(place, wording.place_in_words(place)) for place in places],
    }
    form = Form.from_request(PeriodChoose, initial=initial, choices=choices)
    if form.is_ready:
        with form.absorbing(), tenant_session(request_context()) as session:
            choosing.choose(session, actor, **form.data)
            return redirect_to(url_for(".index"), say=N_("The period is chosen."))
    return render("retention/period.html", form=form, status=form.status)


@pages.post("/privacy/retention/periods/give-up")
@permission("retention.choose")
def give_up() -> Response:
    """Go by the rule's own period again."""
    form = Form.from_request(PeriodGiveUp)
    if not form.is_ready:
        raise NotFound
    with tenant_session(request_context()) as session:
        choosing.give_up(session, current_actor(), **form.data)
    return redirect_to(url_for(".index"), say=N_("The rule's own period counts again."))


@pages.get("/privacy/retention/certificates/<uuid:erasure_id>.<any(json, pdf):form>")
@permission("retention.read")
def certificate(erasure_id: UUID, form: str) -> Response:
    """Give the certificate of a run, for programs or to read."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        found = queries.certificate(session, actor, erasure_id)
        told = found.statement
        names = queries.names(session, actor.tenant_id, [UUID(told[each]["by"]) for each in ("asked", "approved")])
    if form == "json":
        return _download(json.dumps(told, indent=1, ensure_ascii=False).encode(), "application/json", found.id, form)
    made = paper.render(found, names, consultancy=actor.tenant_name, zone=actor.time_zone)
    return _download(made, "application/pdf", found.id, form)


def _download(content: bytes, kind: str, erasure_id: UUID, form: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"certificate-{erasure_id}.{form}")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def _digest() -> str:
    """Return the digest of what was shown, as the button sends it."""
    form = Form.from_request(Decide)
    if not form.is_ready:
        raise NotFound
    return str(form.data["digest"])
