"""The acts of S1 to S3 and of the absence, as requests; and the list of all acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from tests.process.playing import Asked, Model, Pick, Play, Side

from handrail.cases.rules.contacts import Tick
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.consents.rules import ConsentPurpose
from handrail.kit.codes import Role

Ask = Callable[[Play, Pick], Asked]


@dataclass(frozen=True)
class Act:
    """An act, and the roles that can ever do it."""

    name: str
    roles: frozenset[Role]
    ask: Ask


ACTS: Final[dict[str, Act]] = {}


def act(roles: str) -> Callable[[Ask], Ask]:
    """Put an act on the list."""

    def kept(ask: Ask) -> Ask:
        ACTS[ask.__name__] = Act(ask.__name__, frozenset(Role(each) for each in roles.split()), ask)
        return ask

    return kept


# --- The absence: what the employer's side does with both alike ---------------------------------------------------


def _of_both(play: Play, make: Callable[[Side], Asked]) -> Asked:
    """Return a request about the worker, with the same about the twin."""
    own, other = make(play.me), make(play.twin)
    return Asked(own.method, own.path, own.body, learn=own.learn, twin=other)


@act("hr absence_admin")
def record_an_absence(play: Play, pick: Pick) -> Asked:
    first_day = play.today - timedelta(days=pick([6, 20, 0]))

    def of(side: Side) -> Asked:
        def learn(body: Any) -> None:
            side.absence_id, side.first_day = UUID(body["id"]), first_day
            side.absences += 1

        key = f"{side.key}-{side.absences + 1}"
        facts = {"employer": play.employer, "worker": side.key, "external_key": key, "first_day": str(first_day)}
        return Asked("POST", "/api/v1/absences", facts, learn=learn)

    return _of_both(play, of)


@act("hr absence_admin")
def correct_the_absence(play: Play, pick: Pick) -> Asked:
    name, days = pick([("first_day", -9), ("first_day", 3), ("percent", 50), ("expected_days", 40)])

    def of(side: Side) -> Asked:
        value = str((side.first_day or play.today) + timedelta(days=days)) if name == "first_day" else days

        def learn(_body: Any) -> None:
            if name == "first_day":
                side.first_day = date.fromisoformat(str(value))

        return Asked("PATCH", f"/api/v1/absences/{side.absence_id or uuid4()}", {name: value}, learn=learn)

    return _of_both(play, of)


@act("hr absence_admin")
def end_the_absence(play: Play, pick: Pick) -> Asked:
    on = play.day(pick([0, -2]))
    return _of_both(
        play, lambda side: Asked("PATCH", f"/api/v1/absences/{side.absence_id or uuid4()}", {"first_day_fit": on})
    )


@act("hr absence_admin coordinator")
def forward_the_file(play: Play, pick: Pick) -> Asked:
    del pick

    def of(side: Side) -> Asked:
        def learn(body: Any) -> None:
            if side.case_id == UUID(body["id"]):
                return
            side.case_id = UUID(body["id"])
            side.requests.clear()
            if side is play.me:
                play.models.append(Model(side.case_id))
                play.states.clear()

        return Asked("POST", f"{side.employment}/case", {}, learn=learn)

    return _of_both(play, of)


@act("hr absence_admin supervisor")
def ask_for_a_contact(play: Play, pick: Pick) -> Asked:
    why = pick([Why.GREETING, Why.PLANNING, Why.STATUTORY]).value
    wanted = play.day(pick([1, 4]))

    def of(side: Side) -> Asked:
        def learn(body: Any) -> None:
            if body["id"] not in side.requests:
                side.requests.append(body["id"])
                if side is play.me:
                    play.states[len(side.requests) - 1] = "waiting"

        return Asked(
            "POST",
            f"{side.employment}/contact-requests",
            {"why": why, "channel": "email", "wanted_on": wanted, "obligation_key": "nl.none"},
            learn=learn,
        )

    return _of_both(play, of)


@act("coordinator")
def decide_about_a_contact(play: Play, pick: Pick) -> Asked:
    places = list(range(len(play.me.requests))) or [0]
    place = pick(places)
    decision = pick([each.value for each in (RequestState.HELD, RequestState.REFUSED, RequestState.ALLOWED)])
    reason = play.word("shared")

    def of(side: Side) -> Asked:
        request_id = side.requests[place] if side.requests else uuid4()

        def learn(_body: Any) -> None:
            if side is play.me:
                play.states[place] = decision

        body = {"decision": decision, "reason": f"Because {reason.text}"}
        return Asked("POST", f"{side.case}/contact-requests/{request_id}/decision", body, learn=learn)

    return _of_both(play, of)


# --- S1 and S2 ----------------------------------------------------------------------------------------------------


@act("coordinator")
def invite(play: Play, pick: Pick) -> Asked:
    del pick
    model = play.model

    def learn(body: Any) -> None:
        model.participation = body["participation"]

    return Asked("POST", f"{play.me.case}/invitation", {}, learn=learn)


DECISIONS: Final = ("participating", "undecided", "declined")


@act("coordinator")
def talk_for_the_first_time(play: Play, pick: Pick) -> Asked:
    model, decision = play.model, pick(DECISIONS)
    notes = play.word("shared")

    def learn(_body: Any) -> None:
        model.explained, model.participation = True, decision

    body = {tick.value: True for tick in Tick} | {
        "channel": "telephone",
        "decision": decision,
        "next_conversation_on": play.day(5) if decision == "undecided" else None,
        "notes": f"Said {notes.text}",
        "preferred_time": f"Mornings {notes.text}",
    }
    return Asked("POST", f"{play.me.case}/first-contact", body, learn=learn)


@act("coordinator worker")
def decide(play: Play, pick: Pick) -> Asked:
    model, decision = play.model, pick(DECISIONS)

    def learn(_body: Any) -> None:
        model.participation = decision

    body = {"decision": decision, "next_conversation_on": play.day(5) if decision == "undecided" else None}
    return Asked("POST", f"{play.me.case}/participation", body, learn=learn)


@act("coordinator worker")
def leave(play: Play, pick: Pick) -> Asked:
    del pick
    model = play.model

    def learn(body: Any) -> None:
        model.participation = body["participation"]
        model.stops()

    return Asked("POST", f"{play.me.case}/withdrawal", {}, learn=learn)


@act("coordinator worker")
def answer_about_a_consent(play: Play, pick: Pick) -> Asked:
    model = play.model
    purpose = pick([each.value for each in (ConsentPurpose.SUPERVISOR_CONTACT, *ConsentPurpose)])
    about = play.word("shared")

    def learn(body: Any) -> None:
        model.consents.append(body["id"])

    body = {"purpose": purpose, "answer": pick(["given", "refused"]), "given_how": "telephone"}
    if purpose == ConsentPurpose.REFERRAL.value:
        body["about"] = f"Helper {about.text}"
    return Asked("POST", f"{play.me.case}/consents", body, learn=learn)


@act("coordinator worker")
def take_a_consent_back(play: Play, pick: Pick) -> Asked:
    consent_id = pick(play.model.consents or [str(uuid4())])
    return Asked("POST", f"{play.me.case}/consents/{consent_id}/withdrawal", {})


@act("coordinator")
def tell_the_supervisor(play: Play, pick: Pick) -> Asked:
    del pick
    model, supervisor = play.model, play.supervisor

    def learn(_body: Any) -> None:
        model.told = supervisor

    return Asked("POST", f"{play.me.case}/supervisor-notice", learn=learn, beyond=True)


# --- S3 and what is possible at any time --------------------------------------------------------------------------


@act("coordinator")
def meet(play: Play, pick: Pick) -> Asked:
    model, kind = play.model, pick(["first_meeting", "follow_up", "preparation"])
    notes = play.word("shared")

    def learn(_body: Any) -> None:
        model.met = model.met or kind == "first_meeting"

    agreed = [{"what": f"Walk {notes.text}", "who": "Both"}]
    body = {"kind": kind, "channel": "in_person", "notes": f"Heard {notes.text}", "agreed": agreed}
    return Asked("POST", f"{play.me.case}/contacts", body, learn=learn, beyond=True)


@act("coordinator")
def be_in_touch_otherwise(play: Play, pick: Pick) -> Asked:
    del pick
    body = {"kind": "other", "channel": "email", "notes": f"Written {play.word('shared').text}"}
    return Asked("POST", f"{play.me.case}/contacts", body)


@act("coordinator worker")
def agree_on_follow_up(play: Play, pick: Pick) -> Asked:
    body = {"interval_days": pick([7, 14]), "channel": "telephone"}
    return Asked("POST", f"{play.me.case}/follow-up-agreements", body, beyond=True)


@act("worker supervisor")
def call_the_coordinator(play: Play, pick: Pick) -> Asked:
    del pick
    model = play.model
    about = play.word("shared")

    def learn(body: Any) -> None:
        role = Role(body["requested_role"])
        if body["about"].endswith(about.text):
            about.shown, about.only = role is Role.SUPERVISOR, play.supervisor
        model.calls[body["id"]] = role

    return Asked("POST", f"{play.me.case}/calls", {"channel": "telephone", "about": f"On {about.text}"}, learn=learn)


@act("coordinator")
def answer_a_call(play: Play, pick: Pick) -> Asked:
    calls = play.model.calls
    call_id = pick(list(calls) or [str(uuid4())])
    answer = play.word("shared")

    def learn(body: Any) -> None:
        if body["answer"].endswith(answer.text):
            answer.shown = calls[call_id] is Role.SUPERVISOR

    return Asked(
        "POST", f"{play.me.case}/calls/{call_id}/acknowledgement", {"answer": f"Yes {answer.text}"}, learn=learn
    )


OUTCOMES: Final = (
    "sustained_return_own_job", "no_return", "support_not_taken_up", "withdrawn", "recovered_without_support",
)  # fmt: skip


@act("coordinator")
def close(play: Play, pick: Pick) -> Asked:
    model, outcome = play.model, pick(OUTCOMES)

    def learn(_body: Any) -> None:
        model.closed = True
        model.stops()

    helped = [{"measure": f"Walks {play.word('shared').text}", "helped": "yes"}]
    return Asked("POST", f"{play.me.case}/closing", {"outcome": outcome, "worker_views": helped}, learn=learn)
