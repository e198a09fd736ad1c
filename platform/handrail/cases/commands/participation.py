"""Taking part, and leaving (VOL-1, VOL-2)."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.commands.loading import Loaded, change, fact, happened, load, settle
from handrail.cases.commands.parts import end_parts
from handrail.cases.models import CaseProcess
from handrail.cases.rules import participation
from handrail.cases.rules.gates import require_open
from handrail.cases.rules.participation import Decision, Participation
from handrail.consents import commands as consents
from handrail.consents.rules import OF_THE_PROCESS
from handrail.identity import grants
from handrail.identity.actor import Actor
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _


def decide_participation(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    decision: Decision,
    on: date | None = None,
    next_conversation_on: date | None = None,
) -> CaseProcess:
    """Record what the worker said about taking part; saying the same again changes nothing.

    Undecided needs the day agreed for the next conversation, and nothing reminds the worker before it. Raises
    RuleBroken naming VOL-1 or S2-1, Invalid beside the fields.
    """
    loaded = load(session, actor, case_id, "participation.decide")
    require_open(loaded.process)
    held_on = happened(on, loaded)
    decide(session, actor, loaded, decision, on=held_on, next_conversation_on=next_conversation_on)
    settle(session, actor, loaded)
    return loaded.process


def decide(
    session: Session,
    actor: Actor,
    loaded: Loaded,
    decision: Decision,
    *,
    on: date,
    next_conversation_on: date | None,
) -> None:
    """Write the decision and its facts; the part that a first contact shares."""
    process = loaded.process
    if decision is Decision.UNDECIDED and next_conversation_on is None:
        raise Invalid(
            problems=[FieldProblem("/next_conversation_on", _("Agree on a day to talk again, and put it here."))]
        )
    agreed = next_conversation_on if decision is Decision.UNDECIDED else None
    wanted = participation.after(
        process.participation,
        decision,
        explained=process.explained_on is not None,
        next_conversation_on=agreed,
        today=loaded.today,
    )
    if wanted is process.participation and agreed == process.next_conversation_on:
        return
    if wanted is not process.participation:
        fact(session, actor, loaded, "participation_decided", on=on, fields={"decision": decision.value})
    if agreed is not None:
        fact(session, actor, loaded, "next_conversation_agreed", on=on, fields={"on": agreed})
    change(
        session,
        actor,
        loaded,
        "participation.decided",
        participation=wanted,
        decided_on=on,
        next_conversation_on=agreed,
    )
    grants.share_plan(session, loaded.case, shared=wanted is Participation.PARTICIPATING)


def withdraw(session: Session, actor: Actor, case_id: UUID, *, on: date | None = None) -> CaseProcess:
    """Record that the worker leaves: at any time, without a reason; leaving again changes nothing (VOL-2).

    The parts of supervisor, union and providers end at once, and so do the consents that the process needed. The
    statutory track goes on as it is (VOL-4), and so does the coordinator between the others and the worker (NEU-2).
    """
    loaded = load(session, actor, case_id, "participation.withdraw")
    wanted = participation.after_withdrawal(loaded.process.participation)
    if wanted is loaded.process.participation or loaded.process.outcome is not None:
        return loaded.process
    left_on = happened(on, loaded)
    fact(session, actor, loaded, "participation_decided", on=left_on, fields={"decision": wanted.value})
    change(
        session,
        actor,
        loaded,
        "participation.withdrawn",
        participation=wanted,
        decided_on=left_on,
        next_conversation_on=None,
    )
    consents.withdraw_all(session, actor, loaded.case, OF_THE_PROCESS)
    end_parts(session, actor, loaded.case)
    grants.share_plan(session, loaded.case, shared=False)
    settle(session, actor, loaded)
    return loaded.process
