"""Accepting a new release of the rules for the client organisations that somebody is lead of."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.extensions.registry import registry
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.queries import employers_of
from handrail.kit import clock, outbox
from handrail.kit.errors import Conflict, NotFound
from handrail.kit.ids import new_id
from handrail.obligations import releases
from handrail.obligations.models import RulesAcceptance


class ReleaseReplaced(Conflict):
    """Another release is installed than the one that was looked at."""

    slug, title = "release-replaced", "Another release of these rules is installed meanwhile"


def accept(session: Session, actor: Actor, jurisdiction: str, release: str) -> int:
    """Let the release hold for every client organisation that the actor is lead of; return for how many it is new.

    What waited for it is applied by a job. Doing it again changes nothing. Raises NotFound for a jurisdiction that is
    not loaded, ReleaseReplaced where `release` is not the installed one: nobody accepts what they did not look at.
    """
    check(require(actor, "release.accept"))
    if jurisdiction not in registry().jurisdictions:
        raise NotFound
    if release != releases.installed(jurisdiction):
        raise ReleaseReplaced
    made = _write(session, actor, jurisdiction, release, [each.id for each in employers_of(session, actor)])
    if made:
        changes = {"jurisdiction": jurisdiction, "release": release, "client_organisations": len(made)}
        timeline.append_tenant_act(
            session,
            actor,
            "release.accepted",
            record=made[0],
            changes={each: (None, changes[each]) for each in changes},
        )
        outbox.publish(
            session,
            "obligations",
            "obligations.apply_release",
            {"jurisdiction": jurisdiction, "release": release},
            key=str(made[0].id),
        )
    return len(made)


def _write(
    session: Session, actor: Actor, jurisdiction: str, release: str, employers: list[UUID]
) -> list[RulesAcceptance]:
    if not employers:
        return []
    values = [
        {
            "tenant_id": actor.tenant_id,
            "id": new_id(),
            "employer_id": employer_id,
            "jurisdiction": jurisdiction,
            "release": release,
            "accepted_at": clock.now(),
            "accepted_by": actor.person_id,
        }
        for employer_id in employers
    ]
    statement = insert(RulesAcceptance).values(values).on_conflict_do_nothing().returning(RulesAcceptance)
    return list(session.scalars(statement))
