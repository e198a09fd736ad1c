"""After the return: worker and supervisor are asked, each apart (S7-1, S7-2)."""

from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases import queries
from handrail.cases.commands.contacting import Held, reach, write_contact
from handrail.cases.commands.loading import Loaded, fact, happened, load, settle
from handrail.cases.contact_models import Contact
from handrail.cases.rules.contacts import ContactKind, Party
from handrail.cases.rules.gates import require_participation
from handrail.cases.rules.steps import Milestone
from handrail.identity.actor import Actor
from handrail.kit.errors import Conflict, RuleBroken
from handrail.kit.i18n import _
from handrail.obligations import facts

BACK: Final = frozenset({"first_day_back", "returned_to_work", "recovered"})
KINDS: Final = {
    Party.WORKER: ContactKind.AFTER_RETURN_WORKER,
    Party.SUPERVISOR: ContactKind.AFTER_RETURN_SUPERVISOR,
}
_FACTS: Final = {Party.WORKER: "follow_up_worker_held", Party.SUPERVISOR: "follow_up_supervisor_held"}


def record_follow_up_after_return(
    session: Session, actor: Actor, case_id: UUID, *, party: Party, held: Held
) -> Contact:
    """Record the talk with one of the two after the return; the same talk again returns the first record (S7-1).

    Each is asked whether the measures were carried out and kept up and what they foster, the worker also whether there
    is meaning in the work again (S7-2). The worker never reads the supervisor's answers, nor the supervisor the
    worker's; the coordinator reads both. Raises RuleBroken (S2-2, S7-1), Conflict, Invalid beside a missing answer.
    """
    loaded = load(session, actor, case_id, "contact.record")
    require_participation(loaded.process)
    on = happened(held.on, loaded)
    _require_return(session, loaded, on)
    kind = KINDS[party]
    contact, is_new = write_contact(
        session,
        actor,
        loaded,
        kind,
        replace(held, on=on, participants=(party.value, "coordinator")),
        with_person_id=_with(session, loaded, party),
        withheld=party is Party.SUPERVISOR,
    )
    if is_new:
        fact(session, actor, loaded, _FACTS[party], on=on)
        reach(session, loaded, Milestone.FOLLOWED_UP, on)
        settle(session, actor, loaded)
    return contact


def _require_return(session: Session, loaded: Loaded, on: date) -> None:
    """Raise RuleBroken where the worker was not back on that day.

    A return that is recorded in this very case counts even where it was before the file came: work begun in part.
    """
    known = [each for each in facts.current(session, loaded.case.tenant_id, loaded.employment.id) if each.type in BACK]
    days = [each.on for each in known if each.case_id == loaded.case.id or each.on >= loaded.case.opened_on]
    if not days or on < min(days):
        raise RuleBroken("S7-1", _("These talks come after the first day back, which is not on record for that day."))


def _with(session: Session, loaded: Loaded, party: Party) -> UUID:
    if party is Party.WORKER:
        return loaded.employment.person_id
    notice = queries.supervisor_notice_of(session, loaded.case)
    if notice is None:
        raise Conflict(_("The supervisor was never informed, so there is nothing to ask them."))
    return notice.supervisor_id
