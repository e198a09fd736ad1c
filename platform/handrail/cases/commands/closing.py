"""Closing a case with its outcome, which lies in coordination (S7-5, VOL-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases import queries
from handrail.cases.commands.loading import Loaded, change, fact, happened, load, settle
from handrail.cases.commands.parts import end_parts
from handrail.cases.contact_models import MeasureView
from handrail.cases.models import CaseProcess
from handrail.cases.records import in_case, recorded
from handrail.cases.rules.contacts import Party, View
from handrail.cases.rules.outcomes import Outcome, check_outcome
from handrail.consents import commands as consents
from handrail.consents.rules import OF_THE_PROCESS
from handrail.identity.actor import Actor
from handrail.kit.errors import Conflict, FieldProblem, Invalid
from handrail.kit.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether a measure helped, in the eyes of one of the two."""

    measure: str
    helped: View


def close_case(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    outcome: Outcome,
    on: date | None = None,
    worker_views: Sequence[Judged] = (),
    supervisor_views: Sequence[Judged] = (),
) -> CaseProcess:
    """Close the case: its outcome, and which measures helped, as worker and supervisor each see it (S7-5).

    The parts of supervisor, union and providers end at once; the worker keeps reading, and the coordinator stays
    between the others and the worker until they are fully back (NEU-2). Closing it again with the same outcome
    changes nothing. Raises RuleBroken where the outcome contradicts the record, Conflict where it has another one.
    """
    loaded = load(session, actor, case_id, "case.close")
    if loaded.process.outcome is not None:
        if loaded.process.outcome is outcome:
            return loaded.process
        raise Conflict(_("This case was closed with another outcome."))
    check_outcome(outcome, loaded.process.participation)
    closed_on = happened(on, loaded)
    if supervisor_views and queries.supervisor_notice_of(session, loaded.case) is None:
        problem = FieldProblem("/supervisor_views", _("The supervisor was never informed, so they have no view."))
        raise Invalid(problems=[problem])
    _write_views(session, actor, loaded, Party.WORKER, worker_views)
    _write_views(session, actor, loaded, Party.SUPERVISOR, supervisor_views)
    fact(session, actor, loaded, "case_closed", on=closed_on)
    change(session, actor, loaded, "case.closed", outcome=outcome, closed_on=closed_on, next_conversation_on=None)
    consents.withdraw_all(session, actor, loaded.case, OF_THE_PROCESS)
    end_parts(session, actor, loaded.case)
    settle(session, actor, loaded)
    return loaded.process


def _write_views(session: Session, actor: Actor, loaded: Loaded, party: Party, judged: Sequence[Judged]) -> None:
    for each in judged:
        view = MeasureView(
            **in_case(loaded.case),
            **recorded(actor),
            party=party,
            helped=each.helped,
            withheld_from_worker=party is Party.SUPERVISOR,
        )
        view.measure = each.measure
        session.add(view)
    session.flush()
