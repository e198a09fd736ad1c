"""What the coordinator notes and offers: a major conflict (S3-4), help and support (S3-2)."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import frame
from handrail.cases.commands.loading import COORDINATION, happened, load
from handrail.cases.records import in_case, recorded
from handrail.cases.rules.gates import require_participation
from handrail.identity.actor import Actor
from handrail.interventions import queries
from handrail.interventions.models import ConflictNote, HelpOffer
from handrail.interventions.rules import Wish
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _


def note_conflict(
    session: Session, actor: Actor, case_id: UUID, *, note: str = "", noted_on: date | None = None
) -> ConflictNote:
    """Note that there is a major conflict with the supervisor; the process goes on as it is (S3-4).

    Another note of the same day returns the first. Raises NotFound, RuleBroken (S2-2), Invalid for a day to come.
    """
    loaded = load(session, actor, case_id, "conflict.note")
    require_participation(loaded.process)
    on = happened(noted_on, loaded, "/noted_on")
    before = next((each for each in queries.conflicts_of(session, loaded.case) if each.noted_on == on), None)
    if before is not None:
        return before
    row = ConflictNote(**in_case(loaded.case), **recorded(actor), noted_on=on)
    row.note = note
    session.add(row)
    session.flush()
    timeline.append(
        session,
        loaded.case.subject(),
        actor,
        "conflict.noted",
        compartment=COORDINATION,
        record=row,
        changes={"noted_on": (None, on), "note": (None, note)},
    )
    return row


def offer_help(
    session: Session, actor: Actor, case_id: UUID, *, resource: str, wish: Wish, offered_on: date | None = None
) -> HelpOffer:
    """Record which support of the framework was offered, and what the worker wishes (S3-2).

    The same wish again returns the first record. Raises NotFound, RuleBroken (S2-2), Invalid for a resource that the
    framework does not have, or a day to come.
    """
    loaded = load(session, actor, case_id, "help.offer")
    require_participation(loaded.process)
    framework = frame.in_force(session, loaded.case).framework
    target = next((each for each in queries.resources_of(framework, "en") if each.resource == resource), None)
    if target is None or target.kind is None:
        raise Invalid(problems=[FieldProblem("/resource", _("Choose one from the list."))])
    on = happened(offered_on, loaded, "/offered_on")
    before = next((each for each in queries.offers_of(session, loaded.case) if each.resource == resource), None)
    if before is not None and before.wish is wish:
        return before
    row = HelpOffer(
        **in_case(loaded.case), **recorded(actor), resource=resource, kind=target.kind, offered_on=on, wish=wish
    )
    session.add(row)
    session.flush()
    timeline.append(
        session,
        loaded.case.subject(),
        actor,
        "help.offered",
        compartment=COORDINATION,
        record=row,
        changes={"resource": (None, resource), "wish": (before.wish.value if before else None, wish.value)},
    )
    return row
