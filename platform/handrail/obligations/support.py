"""The obligations of the support process, from its events and the framework's intervals.

A run of support begins with its first event and ends when the worker declines or withdraws, or the case is closed.
What a run that ended left undone is asked no more; what was done stays. Statutory obligations never come here, so
nothing that happens to support can touch them (VOL-4).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from handrail.obligations.rules import (
    CALL_ACKNOWLEDGEMENT,
    CONFIRMATION,
    FOLLOW_UP,
    FOLLOW_UP_SUPERVISOR,
    FOLLOW_UP_WINDOW_DAYS,
    FOLLOW_UP_WORKER,
    INTERVENTION_DAY,
    INVITATION,
    INVITATION_CALL,
    NEXT_CONVERSATION,
    PLAN_PROMISE,
    QUESTION,
    FollowUpInterval,
    ProcessIntervals,
    next_follow_up_on,
)
from handrail.sdk import CaseFacts, Citation, Derivation, Event, Obligation, Party, Rule

_ENDING_DECISIONS = ("declined", "withdrawn")
_CONTACTS = ("contact_held", "participation_decided", "next_conversation_agreed", "follow_up_agreed")
"""Events that happen in a conversation with the worker, and so show that one was held."""
_BACK = ("first_day_back", "recovered", "returned_to_work")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRun:
    """The events of one run of support, in order of time."""

    events: tuple[Event, ...]
    ended: bool

    def of(self, *types: str) -> tuple[Event, ...]:
        """Return the events of these types."""
        return tuple([event for event in self.events if event.type in types])

    def first_since(self, event: Event, *types: str, later_day: bool = False) -> Event | None:
        """Return the first other event of these types from the day of `event` on, or from the next day."""
        return next(
            (
                each
                for each in self.events
                if each.type in types
                and (each.date > event.date or (each.date == event.date and not later_day))
                and each is not event
            ),
            None,
        )

    def answer(self, event: Event, kind: str, key: str) -> Event | None:
        """Return the first event of this type from that day on that names the same promise, question or call.

        Where `event` names none, any answers it.
        """
        name = event.text(key)
        answers = (each for each in self.of(kind) if each.date >= event.date)
        return next((each for each in answers if name is None or each.text(key) == name), None)


def support_runs(facts: CaseFacts) -> tuple[SupportRun, ...]:
    """Split the events into runs of support."""
    runs: list[SupportRun] = []
    events: list[Event] = []
    for event in facts.chronological:
        events.append(event)
        if _ends_support(event):
            runs.append(SupportRun(events=tuple(events), ended=True))
            events = []
    return (*runs, SupportRun(events=tuple(events), ended=False))


def support_obligations(facts: CaseFacts, intervals: ProcessIntervals) -> Iterator[Obligation]:
    """Return what the support process asks, with the act on file where there is one."""
    for run in support_runs(facts):
        for asked in _ASKED:
            for obligation in asked(run, intervals):
                if not run.ended or obligation.done is not None:
                    yield _cited(obligation, intervals)


def _invitation(run: SupportRun, intervals: ProcessIntervals) -> Iterator[Obligation]:
    """S1-4: the letter follows the file, the telephone call follows the letter."""
    for forwarded in run.of("file_forwarded")[:1]:
        due = Derivation.at(forwarded.date, "support.forwarded").plus_days(intervals.invitation_days)
        yield Obligation.on(INVITATION, due, done=run.first_since(forwarded, "invitation_sent"))
    for sent in run.of("invitation_sent")[:1]:
        due = Derivation.at(sent.date, "support.invited").plus_days(intervals.invitation_call_days)
        yield Obligation.on(INVITATION_CALL, due, done=run.first_since(sent, *_CONTACTS))


def _next_conversation(run: SupportRun, _intervals: ProcessIntervals) -> Iterator[Obligation]:
    """VOL-1: an undecided worker is asked again on the day they agreed to, once. No agreed day, nothing to do."""
    for agreed in run.of("next_conversation_agreed"):
        due = agreed.day("on")
        if due is not None:
            derived = Derivation.at(agreed.date, "support.agreed").to(due, "support.agreed_day")
            yield Obligation.on(NEXT_CONVERSATION, derived, done=run.first_since(agreed, *_CONTACTS, later_day=True))


def _follow_ups(run: SupportRun, _intervals: ProcessIntervals) -> Iterator[Obligation]:
    """VOL-3: contact during the absence at the agreed interval; after each contact, the next one.

    A new agreement is a contact too, and counts from its own day. From the first day back or fit on no more follow-ups
    of this kind fall due.
    """
    agreed: Event | None = None
    last: Event | None = None
    for event in sorted(run.of("follow_up_agreed", "contact_held", *_BACK), key=_within_a_day):
        if agreed is not None and last is not None and event.date > last.date:
            if event.type not in _BACK:
                yield _follow_up(agreed, last, done=event)
            elif _follow_up_on(agreed, last) < event.date:
                yield _follow_up(agreed, last, done=run.first_since(event, "contact_held"))
        if event.type in _BACK:
            agreed = last = None
        elif event.type == "follow_up_agreed":
            agreed = last = event
        elif agreed is not None:
            last = event
    if agreed is not None and last is not None:
        yield _follow_up(agreed, last, done=None)


def _within_a_day(event: Event) -> tuple[dt.date, int]:
    """Order events of one day: the contact, what was agreed in it, the return."""
    return event.date, 2 if event.type in _BACK else int(event.type == "follow_up_agreed")


def _follow_up_on(agreed: Event, last: Event) -> dt.date:
    return next_follow_up_on(last.date, FollowUpInterval(days=agreed.whole("interval_days") or 1))


def _follow_up(agreed: Event, last: Event, *, done: Event | None) -> Obligation:
    days = (_follow_up_on(agreed, last) - last.date).days
    derived = Derivation.at(last.date, "support.last_contact", agreed=agreed.date).plus_days(days)
    return Obligation.on(FOLLOW_UP, derived, done=done)


def _questions(run: SupportRun, _intervals: ProcessIntervals) -> Iterator[Obligation]:
    """S5-3: what has to be checked before committing has its own date."""
    for asked in run.of("question_asked"):
        due = asked.day("due")
        if due is not None:
            derived = Derivation.at(asked.date, "support.question_asked").to(due, "support.agreed_day")
            answered = run.answer(asked, "question_answered", "question")
            yield _promised(QUESTION, asked, derived, about=asked.text("question"), done=answered)


def _promises(run: SupportRun, _intervals: ProcessIntervals) -> Iterator[Obligation]:
    """Promises of the plan, each on its day; what must stand before the return is confirmed the day before (S6-1)."""
    back = run.of("first_day_back")
    for promise in run.of("plan_promise"):
        name = promise.text("promise")
        confirmed = run.answer(promise, "promise_confirmed", "promise")
        due = promise.day("due")
        if due is not None:
            derived = Derivation.at(promise.date, "support.promised").to(due, "support.promised_day")
            yield _promised(PLAN_PROMISE, promise, derived, about=name, done=confirmed)
        if promise.fields.get("before_return") and back:
            day_before = Derivation.at(back[-1].date, "support.first_day_back").minus_days(1)
            yield replace(Obligation.on(CONFIRMATION, day_before, done=confirmed), about=name)


def _interventions(run: SupportRun, _intervals: ProcessIntervals) -> Iterator[Obligation]:
    """IVN-2: the day that people agreed on when an intervention went on, such as the next review."""
    for agreed in run.of("intervention_day_agreed"):
        due = agreed.day("due")
        if due is not None:
            derived = Derivation.at(agreed.date, "support.intervention_agreed").to(due, "support.agreed_day")
            kept = run.answer(agreed, "intervention_day_kept", "item")
            yield _promised(INTERVENTION_DAY, agreed, derived, about=agreed.text("item"), done=kept)


def _promised(rule: Rule, fact: Event, derived: Derivation, *, about: str | None, done: Event | None) -> Obligation:
    owed_by = cast("Party | None", fact.text("owed_by"))
    clause = fact.text("clause")
    source = Citation(act=rule.source.act, article=clause) if clause else None
    return replace(Obligation.on(rule, derived, done=done), about=about, owed_by=owed_by, source=source)


def _after_the_return(run: SupportRun, intervals: ProcessIntervals) -> Iterator[Obligation]:
    """S7-1: both are asked, each apart, between one and three weeks after the first day back."""
    for back in run.of("first_day_back")[-1:]:
        derived = Derivation.at(back.date, "support.first_day_back").plus_days(intervals.return_follow_up_days)
        opens = back.date + dt.timedelta(days=FOLLOW_UP_WINDOW_DAYS.start)
        absent_again = run.first_since(back, "absence_started")
        for rule in (FOLLOW_UP_WORKER, FOLLOW_UP_SUPERVISOR):
            held = rule.id.removeprefix("support.") + "_held"
            done = next((event for event in run.of(held) if event.date >= opens), None)
            if done is not None or absent_again is None or absent_again.date > derived.day:
                yield Obligation.on(rule, derived, window_from=opens, done=done)


def _calls(run: SupportRun, intervals: ProcessIntervals) -> Iterator[Obligation]:
    """S7-4: worker and supervisor may call on the coordinator at any time, and are answered soon."""
    for call in run.of("call_requested"):
        derived = Derivation.at(call.date, "support.called").plus_days(intervals.call_acknowledgement_days)
        done = run.answer(call, "call_acknowledged", "call")
        yield replace(Obligation.on(CALL_ACKNOWLEDGEMENT, derived, done=done), about=call.text("call"))


_ASKED: tuple[Callable[[SupportRun, ProcessIntervals], Iterable[Obligation]], ...] = (
    _invitation, _next_conversation, _follow_ups, _questions, _promises, _interventions, _after_the_return, _calls,
)  # fmt: skip


def _cited(obligation: Obligation, intervals: ProcessIntervals) -> Obligation:
    if obligation.rule.basis != "framework":
        return obligation
    return replace(obligation, source=intervals.clause(obligation.rule.source.article))


def _ends_support(event: Event) -> bool:
    return event.type == "case_closed" or (
        event.type == "participation_decided" and event.text("decision") in _ENDING_DECISIONS
    )
