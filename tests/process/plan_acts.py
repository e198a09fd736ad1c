"""The acts of S4 to S7, as requests: concerns, preparation, meeting, plan, return."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.process.acts import ACTS, act
from tests.process.playing import Asked, Pick, Play, Told, Version, Word

from handrail.kit.codes import Role

__all__ = ["ACTS"]


# --- Concerns -----------------------------------------------------------------------------------------------------


@act("worker")
def keep_a_concern(play: Play, pick: Pick) -> Asked:
    del pick
    model = play.model

    def learn(body: Any) -> None:
        model.own[body["id"]] = body["revision"]

    return Asked("POST", f"{play.me.case}/own-concerns", {"text": f"Hard {play.word('own').text}"}, learn=learn)


def _own(play: Play, pick: Pick) -> str:
    return str(pick(list(play.model.own) or [str(uuid4())]))


@act("worker")
def change_an_own_concern(play: Play, pick: Pick) -> Asked:
    model, concern = play.model, _own(play, pick)

    def learn(body: Any) -> None:
        model.own[concern] = body["revision"]

    body = {"text": f"Harder {play.word('own').text}"}
    etag = f'"{model.own.get(concern, 1) - pick([0, 1])}"'
    return Asked("PUT", f"{play.me.case}/own-concerns/{concern}", body, etag, learn)


@act("worker")
def remove_an_own_concern(play: Play, pick: Pick) -> Asked:
    model, concern = play.model, _own(play, pick)

    def learn(_body: Any) -> None:
        del model.own[concern]

    return Asked("DELETE", f"{play.me.case}/own-concerns/{concern}", learn=learn)


@act("worker")
def tell_an_own_concern(play: Play, pick: Pick) -> Asked:
    model, concern = play.model, _own(play, pick)

    def learn(body: Any) -> None:
        model.concerns.setdefault(body["id"], Told())

    body = {"topic": "workload", "words": f"Told {play.word('shared').text}"}
    return Asked("POST", f"{play.me.case}/own-concerns/{concern}/telling", body, learn=learn, beyond=True)


@act("coordinator worker")
def note_a_concern(play: Play, pick: Pick) -> Asked:
    model = play.model

    def learn(body: Any) -> None:
        model.concerns.setdefault(body["id"], Told())

    body = {"wording": f"Spoken {play.word('shared').text}", "topic": pick(["workload", "relations"])}
    return Asked("POST", f"{play.me.case}/concerns", body, learn=learn, beyond=True)


def _told(play: Play, pick: Pick) -> str:
    return str(pick(list(play.model.concerns) or [str(uuid4())]))


@act("coordinator worker")
def review_a_concern(play: Play, pick: Pick) -> Asked:
    model, concern, state = play.model, _told(play, pick), pick(["still_there", "changed", "gone"])

    def learn(_body: Any) -> None:
        known = model.concerns[concern]
        known.gone = state == "gone"
        if known.gone and not known.shared:
            known.released = None

    body = {"state": state, "wording": f"Now {play.word('shared').text}"}
    return Asked("POST", f"{play.me.case}/concerns/{concern}/reviews", body, learn=learn, beyond=True)


@act("coordinator worker")
def order_the_concerns(play: Play, pick: Pick) -> Asked:
    ids = list(play.model.concerns)
    return Asked(
        "PUT", f"{play.me.case}/concerns/order", {"concern_ids": ids[:: pick([-1, 1])] or [str(uuid4())]}, beyond=True
    )


@act("worker")
def release_a_concern(play: Play, pick: Pick) -> Asked:
    model, concern = play.model, _told(play, pick)
    words = play.word("shared")

    def learn(_body: Any) -> None:
        known = model.concerns[concern]
        known.released = words
        if model.held:
            _share(known)

    return Asked(
        "PUT", f"{play.me.case}/concerns/{concern}/release", {"words": f"Meant {words.text}"}, learn=learn, beyond=True
    )


def _share(known: Told) -> None:
    assert known.released is not None
    known.shared = known.released.shown = True


@act("worker")
def take_a_release_back(play: Play, pick: Pick) -> Asked:
    model, concern = play.model, _told(play, pick)

    def learn(_body: Any) -> None:
        model.concerns[concern].released = None

    return Asked("DELETE", f"{play.me.case}/concerns/{concern}/release", learn=learn)


# --- Preparation --------------------------------------------------------------------------------------------------


@act("coordinator")
def record_readiness(play: Play, pick: Pick) -> Asked:
    model, ready = play.model, pick([True, True, False])

    def learn(_body: Any) -> None:
        model.ready = ready

    body = {
        "worker_ready_on": play.day(0) if ready else None,
        "physician": "occupational",
        "capacity_from_on": play.day(10),
    }
    return Asked("PUT", f"{play.me.case}/readiness", body, learn=learn, beyond=True)


@act("coordinator")
def write_a_summary(play: Play, pick: Pick) -> Asked:
    model = play.model

    def learn(body: Any) -> None:
        model.summary, model.validated = body["number"], False

    body = {"text": f"In short {play.word('shared').text}"}
    return Asked("PUT", f"{play.me.case}/summary", body, f'"{model.summary - pick([0, 0, 1])}"', learn, beyond=True)


@act("worker")
def validate_the_summary(play: Play, pick: Pick) -> Asked:
    model = play.model
    number = model.summary - pick([0, 0, 1])

    def learn(_body: Any) -> None:
        model.validated = True

    return Asked("POST", f"{play.me.case}/summary/validation", {"number": number}, learn=learn, beyond=True)


@act("coordinator")
def write_topics(play: Play, pick: Pick) -> Asked:
    model, topics = play.model, pick([["workload"], ["workload", "roles"], []])

    def learn(body: Any) -> None:
        model.topics = body["revision"]

    return Asked("PUT", f"{play.me.case}/tentative-plan", {"topics": topics}, f'"{model.topics}"', learn, beyond=True)


@act("coordinator")
def write_an_action_among_the_topics(play: Play, pick: Pick) -> Asked:
    """There is no way to do this (S4-5)."""
    del pick
    body = {"topics": ["workload"], "actions": [{"description": f"Do {play.word('plan').text}"}]}
    return Asked("PUT", f"{play.me.case}/tentative-plan", body, f'"{play.model.topics}"', learn=_never, beyond=True)


def _never(_body: Any) -> None:
    raise AssertionError("A course of action stands in the tentative plan (S4-5).")


@act("coordinator")
def schedule_the_meeting(play: Play, pick: Pick) -> Asked:
    model = play.model
    place = play.word("plan", shown=True)

    def learn(_body: Any) -> None:
        assert model.validated, "S4-4: a meeting was planned without a validated summary"
        assert model.topics, "S4-5: a meeting was planned without its topics"
        assert model.ready, "S4-1: a meeting was planned before the worker is ready"
        assert model.told == play.supervisor, "S4-6: a meeting was planned with somebody who does not know of it"
        model.meeting = "scheduled"

    body = {"on": play.day(pick([0, 2])), "at": "17:00", "minutes": 60, "place": f"Library {place.text}"}
    return Asked("PUT", f"{play.me.case}/meeting", body, learn=learn, beyond=True)


@act("coordinator")
def call_the_meeting_off(play: Play, pick: Pick) -> Asked:
    del pick
    model = play.model

    def learn(_body: Any) -> None:
        model.meeting = None

    return Asked("DELETE", f"{play.me.case}/meeting", learn=learn)


@act("coordinator")
def brief_the_supervisor(play: Play, pick: Pick) -> Asked:
    del pick
    return Asked("PUT", f"{play.me.case}/meeting/briefing", {"on": play.day(0)}, beyond=True)


@act("coordinator")
def begin_the_meeting(play: Play, pick: Pick) -> Asked:
    del pick
    model = play.model

    def learn(_body: Any) -> None:
        assert model.validated, "S4-4: a meeting began without a validated summary"
        assert model.topics, "S4-5: a meeting began without its topics"
        model.begun = True

    return Asked("POST", f"{play.me.case}/meeting/begin", learn=learn, beyond=True)


@act("coordinator")
def note_at_the_table(play: Play, pick: Pick) -> Asked:
    del pick
    words = play.word("plan", shown=True)
    body = {"objectives": f"To keep {words.text}", "worker_spoke_first": True}
    return Asked("PATCH", f"{play.me.case}/meeting/notes", body, beyond=True)


@act("coordinator")
def raise_a_concern(play: Play, pick: Pick) -> Asked:
    model, concern = play.model, _told(play, pick)

    def learn(_body: Any) -> None:
        assert model.begun, "CON-2: a concern was raised before the meeting"
        _share(model.concerns[concern])

    return Asked("POST", f"{play.me.case}/concerns/{concern}/raising", learn=learn, beyond=True)


@act("coordinator")
def end_the_meeting(play: Play, pick: Pick) -> Asked:
    del pick
    model = play.model

    def learn(_body: Any) -> None:
        model.held, model.meeting = True, None

    return Asked("POST", f"{play.me.case}/meeting/end", learn=learn, beyond=True)


@act("coordinator")
def record_the_meeting(play: Play, pick: Pick) -> Asked:
    model = play.model
    words = play.word("plan", shown=True)
    chosen = pick([None, [], list(model.concerns)[:1]])

    def learn(_body: Any) -> None:
        for key, known in model.concerns.items():
            if known.released and not known.shared and (chosen is None or key in chosen):
                _share(known)
        model.begun = model.held = True
        model.meeting = None

    body = {
        "held_on": play.day(0),
        "present": ["worker", "supervisor", "coordinator"],
        "objectives": f"To keep {words.text}",
        "worker_spoke_first": True,
        "raised": chosen,
    }
    return Asked("POST", f"{play.me.case}/meeting/record", body, learn=learn, beyond=True)


# --- The plan -----------------------------------------------------------------------------------------------------


@act("coordinator")
def write_the_draft(play: Play, pick: Pick) -> Asked:
    model = play.model
    aim, task = play.word("plan"), play.word("plan")
    whole = pick([True, True, False])
    body = _content(play, aim, task, same=pick([True, False])) if whole else {"aim": f"Own job {aim.text}"}

    def learn(body: Any) -> None:
        assert model.begun, "S4-5: a course of action was written down before the meeting"
        model.draft, model.draft_words, model.draft_is_new = body["revision"], [aim, task], whole
        model.draft_tells = bool(body["content"]["colleagues"])

    return Asked("PUT", f"{play.me.case}/plan/draft", body, f'"{model.draft}"', learn, beyond=True)


def may_tell_colleagues(play: Play) -> bool:
    """Whether the worker agreed that colleagues are told, and did not take it back."""
    ledger = play.read(f"{play.me.case}/consents", Role.COORDINATOR)
    return ledger.done and any(
        (each["purpose"], each["answer"], each["withdrawn_at"]) == ("welcome_arrangements", "given", None)
        for each in ledger.body["items"]
    )


def _content(play: Play, aim: Word, task: Word, *, same: bool) -> dict[str, Any]:
    """Return a whole plan; `same`: its actions are those of the version before."""
    model, back, tells = play.model, play.today + timedelta(days=14), may_tell_colleagues(play)
    monday = back - timedelta(days=back.weekday())
    known = play.read(f"{play.me.case}/concerns", Role.COORDINATOR)
    listed = known.body["items"] if known.done else []
    shared = [each["plan_concern_id"] for each in listed if each["plan_concern_id"]]
    newest = model.versions.get(model.newest or 0)
    actions = json.loads(newest.content)["actions"] if newest and same else []
    for each in actions:
        each["concerns"] = shared
        each["due_on"] = str(back - timedelta(days=3))
        each["starts_on"] = None
    return {
        "aim": f"Own job {aim.text}",
        "first_day_on": str(back),
        "limitations": "None",
        "if_it_stalls": "We talk",
        "replacement": "Somebody",
        "colleagues": "On Friday" if tells else "",
        "welcome": "coffee" if tells else "greeting",
        "evaluations_on": [{"on": str(back + timedelta(days=21))}],
        "concerns": [{"id": each, "why_no_action": ""} for each in shared],
        "actions": actions
        or [
            {
                "kind": "work_organisation", "description": f"No late orders {task.text}", "responsible": "supervisor",
                "due_on": str(back - timedelta(days=3)), "judged_by": "Two weeks", "before_return": True,
                "concerns": shared,
            }
        ],
        "questions": [{"text": "Is there a desk?", "due_on": str(back - timedelta(days=7))}],
        "weeks": [{"monday": str(monday), "mon": "4", "tasks": f"Orders {task.text}"}],
    }  # fmt: skip


@act("coordinator")
def propose(play: Play, pick: Pick) -> Asked:
    model = play.model
    revision = model.draft - pick([0, 0, 1])
    words, supervisor = model.draft_words, play.supervisor

    def learn(body: Any) -> None:
        for word in words:
            word.shown = True
        number, model.draft_is_new = body["number"], False
        if number not in model.versions:
            content = json.dumps(body["content"], sort_keys=True)
            model.versions[number] = Version(body["digest"], content, supervisor)

    return Asked("POST", f"{play.me.case}/plan/versions", {"revision": revision}, learn=learn, beyond=True)


@act("worker supervisor")
def accept(play: Play, pick: Pick) -> Asked:
    model = play.model
    number = max((model.newest or 1) - pick([0, 0, 1]), 1)

    def learn(body: Any) -> None:
        assert number == model.newest, "S5-6: another version than the newest was accepted"
        model.versions[number].accepted.add(body["party"])

    return Asked("POST", f"{play.me.case}/plan/versions/{number}/acceptances", learn=learn, beyond=True)


@act("worker")
def remark(play: Play, pick: Pick) -> Asked:
    del pick
    body = {"number": play.model.newest or 1, "kind": "question", "words": f"But {play.word('shared').text}"}
    return Asked("POST", f"{play.me.case}/plan/remarks", body, beyond=True)


@act("supervisor")
def object_to_the_plan(play: Play, pick: Pick) -> Asked:
    del pick
    body = {"number": play.model.newest or 1, "words": f"Not {play.word('plan', shown=True).text}"}
    return Asked("POST", f"{play.me.case}/plan/objections", body, beyond=True)


@act("supervisor coordinator")
def answer_a_question(play: Play, pick: Pick) -> Asked:
    key = pick(play.model.keys("questions", play.model.newest) or ["nothing"])
    body = {"answer": f"It is {play.word('plan', shown=True).text}"}
    return Asked("PUT", f"{play.me.case}/plan/questions/{key}/answer", body, beyond=True)


@act("supervisor coordinator")
def confirm_an_action(play: Play, pick: Pick) -> Asked:
    model, in_place = play.model, pick([True, True, False])
    key = pick(model.keys("actions", model.contract) or ["nothing"])

    def learn(_body: Any) -> None:
        assert model.contract is not None, "S6-1: something was confirmed of a plan that is no contract"
        model.confirmed[key] = model.contract if in_place else None

    body = {"in_place": in_place, "note": f"Still {play.word('plan', shown=True).text}"}
    return Asked("PUT", f"{play.me.case}/plan/actions/{key}/confirmation", body, learn=learn, beyond=True)


# --- Return -------------------------------------------------------------------------------------------------------


@act("coordinator supervisor")
def prepare_the_return(play: Play, pick: Pick) -> Asked:
    del pick
    model = play.model

    def learn(_body: Any) -> None:
        assert model.contract is not None, "S6-1: a return was prepared without a contract"
        model.prepared = model.contract

    return Asked("POST", f"{play.me.case}/return/preparation", learn=learn, beyond=True)


@act("coordinator supervisor")
def record_the_return(play: Play, pick: Pick) -> Asked:
    model = play.model

    def learn(_body: Any) -> None:
        model.back = True

    return Asked("PUT", f"{play.me.case}/return", {"first_day_on": play.day(pick([0, -1])), "full": False}, learn=learn)


@act("worker coordinator supervisor")
def record_a_week(play: Play, pick: Pick) -> Asked:
    monday = play.today - timedelta(days=play.today.weekday() + pick([0, 7]))
    body = {"hours": "6", "tasks": f"Orders {play.word('plan', shown=True).text}"}
    return Asked("PUT", f"{play.me.case}/weeks/{monday}", body)


@act("supervisor")
def plan_a_talk(play: Play, pick: Pick) -> Asked:
    model = play.model

    def learn(body: Any) -> None:
        model.talks.append(body["id"])

    return Asked("POST", f"{play.me.case}/talks", {"planned_on": play.day(pick([0, 3]))}, learn=learn, beyond=True)


@act("supervisor")
def hold_a_talk(play: Play, pick: Pick) -> Asked:
    talk = pick(play.model.talks or [str(uuid4())])
    return Asked("PUT", f"{play.me.case}/talks/{talk}/held", {}, beyond=True)


@act("coordinator")
def talk_after_the_return(play: Play, pick: Pick) -> Asked:
    model, party = play.model, pick(["worker", "supervisor"])
    words = play.word("shared" if party == "worker" else "withheld")
    answers = {"carried_out": "yes", "kept_up": "yes", "fosters": f"Calm {words.text}"}
    if party == "worker":
        answers["meaning"] = f"Much {words.text}"

    def learn(_body: Any) -> None:
        model.followed.add(party)
        if party == "supervisor":
            words.shown, words.only = True, model.told or play.supervisor

    body = {"party": party, "channel": "telephone", "answers": answers}
    return Asked("POST", f"{play.me.case}/follow-ups-after-return", body, learn=learn, beyond=True)
