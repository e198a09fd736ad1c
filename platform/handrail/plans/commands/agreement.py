"""Accepting a version, answering a question, saying what is in place (S5-3, S5-6, S6-1)."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.rules.steps import Milestone
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound
from handrail.kit.i18n import _
from handrail.plans.commands.acting import PLAN, Act, begin_step
from handrail.plans.commands.promises import make_promises, take_back_confirmation
from handrail.plans.errors import NoContract, OtherSupervisor, VersionMoved
from handrail.plans.models import Acceptance, PromiseConfirmation, QuestionAnswer
from handrail.plans.queries.carrying_out import answers_of, as_rules, confirmations_of
from handrail.plans.queries.versions import Version, versions_of
from handrail.plans.rules.agreement import PARTIES, can_be_accepted
from handrail.plans.rules.codes import Party
from handrail.plans.rules.returning import in_place as in_place_of

_PARTY: Final = {Role.WORKER: Party.WORKER, Role.SUPERVISOR: Party.SUPERVISOR}


def accept_version(session: Session, actor: Actor, case_id: UUID, *, number: int) -> Acceptance:
    """Accept the newest version of the plan; with the second acceptance of the two it is a contract (S5-6).

    Accepting it again returns the first acceptance. Raises NotFound, RuleBroken (S2-2), VersionMoved (409) naming the
    version that was meant and the newest one, OtherSupervisor where the version was made with somebody else.
    """
    act = begin_step(session, actor, case_id, "plan.accept")
    newest = newest_meant(act, number)
    party = _PARTY[actor.role]
    require_named(act, newest, party)
    if newest.signed_by(party) is not None:
        return _acceptance(act, newest, party)
    acceptance = Acceptance(
        **act.place(PLAN),
        version_id=newest.id,
        number=number,
        party=party,
        person_id=actor.person_id,
        digest=newest.digest,
        accepted_at=clock.now(),
        sign_in_id=actor.sign_in_id,
    )
    session.add(acceptance)
    session.flush()
    said = {"number": number, "party": party.value, "digest": newest.digest.hex()}
    act.note("plan.accepted", acceptance, {name: (None, value) for name, value in said.items()})
    if {each.party for each in newest.signed} | {party} == PARTIES:
        _make_contract(act)
    return acceptance


def newest_meant(act: Act, number: int) -> Version:
    """Return the newest version, which is the one that was meant; raises NotFound, and VersionMoved naming both."""
    versions = versions_of(act.session, act.case)
    newest = versions.newest
    if newest is None:
        raise NotFound
    if not can_be_accepted(number, [each.number for each in versions.all]):
        words = _(
            "You answered on version %(meant)s. The newest is version %(newest)s: read that one.",
            meant=number,
            newest=newest.number,
        )
        raise VersionMoved(words, meant=number, newest=newest.number)
    return newest


def require_named(act: Act, version: Version, party: Party) -> None:
    """Raise OtherSupervisor where whoever acts is not the one of this party that the version was made with."""
    if act.actor.person_id != (version.worker_id if party is Party.WORKER else version.supervisor_id):
        raise OtherSupervisor(_("Ask the coordinator for a new version: this one names another supervisor."))


def _acceptance(act: Act, version: Version, party: Party) -> Acceptance:
    statement = select(Acceptance).where(
        Acceptance.tenant_id == act.case.tenant_id, Acceptance.version_id == version.id, Acceptance.party == party
    )
    return act.session.scalars(statement).one()


def _make_contract(act: Act) -> None:
    """Put the newest version in force: its promises fall due, what it no longer holds is let go."""
    contract = versions_of(act.session, act.case).contract
    if contract is None:
        raise NoContract
    act.reach(Milestone.PLAN_ACCEPTED, act.today)
    make_promises(act, contract)
    said = confirmations_of(act.session, act.case)
    placed = in_place_of(contract.since, as_rules(said))
    for key in sorted({each.key for each in said} - placed):
        take_back_confirmation(act, key)
    for person_id in (contract.worker_id, contract.supervisor_id, contract.proposed_by):
        act.tell(person_id, "plan.agreed", str(contract.id))
    act.settle()


def answer_question(session: Session, actor: Actor, case_id: UUID, *, key: str, answer: str) -> QuestionAnswer:
    """Answer a question of the newest version (S5-3); the same answer again returns the first.

    An answer changes nothing that was agreed: what follows from it is a new version. Raises NotFound, and RuleBroken
    (S2-2).
    """
    act = begin_step(session, actor, case_id, "question.answer")
    newest = versions_of(session, act.case).newest
    if newest is None or newest.content.question(key) is None:
        raise NotFound
    before = answers_of(session, act.case).get(key)
    if before is not None and before.text == answer:
        return before
    row = QuestionAnswer(**act.place(PLAN), key=key, answered_at=clock.now(), answered_by=actor.person_id)
    row.text = answer
    session.add(row)
    act.note("question.answered", row, {"answer": (before.text if before else None, answer)})
    if before is None:
        act.fact("question_answered", on=act.today, fields={"question": key})
        act.settle()
    return row


def confirm_promise(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    key: str,
    in_place: bool,
    on: date | None = None,
    note: str = "",
) -> PromiseConfirmation:
    """Say of one action of the contract that it is in place, or not yet (S6-1); `on` is today where nobody says.

    The same said again returns what was said first. Raises NotFound, RuleBroken (S2-2), NoContract, Invalid for a day
    to come.
    """
    act = begin_step(session, actor, case_id, "promise.confirm")
    contract = versions_of(session, act.case).contract
    if contract is None:
        raise NoContract(_("The plan is not a contract yet: both accept it first."))
    if contract.content.action(key) is None:
        raise NotFound
    day, since = act.happened(on, "/on"), contract.since[key]
    said = [row for row in confirmations_of(session, act.case) if row.key == key and row.since == since]
    last = said[-1] if said else None
    if last is not None and last.in_place == in_place and last.note == note:
        return last
    row = PromiseConfirmation(
        **act.place(PLAN), key=key, since=since, in_place=in_place, on=day, said_at=clock.now(), said_by=actor.person_id
    )
    row.note = note
    session.add(row)
    act.note("promise.confirmed", row, {"in_place": (last.in_place if last else None, in_place), "note": (None, note)})
    take_back_confirmation(act, key)
    if in_place:
        promised_on = min(
            (fact.on for fact in act.facts_of("plan_promise") if fact.fields["promise"] == key), default=day
        )
        act.fact("promise_confirmed", on=max(day, promised_on), fields={"promise": key})
    act.settle()
    return row
