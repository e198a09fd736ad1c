"""Groups of the provider become roles here: those of the tenant's own map, at each sign-on, and no others.

What a connection gave it takes back; what anybody else gave it leaves alone.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handrail.identity import queries as identity_queries
from handrail.identity.commands import end_role, grant_role
from handrail.identity.errors import RolesConflict
from handrail.identity.oidc import queries
from handrail.identity.oidc.config import Config
from handrail.identity.oidc.models import RefusedGrant
from handrail.identity.oidc.rules import GroupGrant, wanted_grants
from handrail.kit import clock
from handrail.kit.ids import new_id
from handrail.kit.subjects import System


def follow(session: Session, config: Config, person_id: UUID, groups: Sequence[str]) -> None:
    """Bring the roles that this connection gave in line with somebody's groups.

    A role that a rule forbids (NEU-1) is not given; it is noted for the administrator, and noted no more once the
    group is gone or the conflict is.
    """
    wanted = wanted_grants(config.group_map, groups, config.employer_id)
    for membership in queries.given_by(session, config.tenant_id, person_id, config.source):
        if not any(each.role == membership.role and each.employer_id == membership.employer_id for each in wanted):
            end_role(session, System(config.tenant_id), membership, clock.today())
    _forget_refusals(session, config, person_id)
    for grant in wanted:
        if not _holds(session, config.tenant_id, person_id, grant):
            _give(session, config, person_id, grant)


def _holds(session: Session, tenant_id: UUID, person_id: UUID, grant: GroupGrant) -> bool:
    """Say whether they have the role today, whoever gave it."""
    today = clock.today()
    return any(
        held.role == grant.role and held.employer_id == grant.employer_id and today in held.during
        for held in identity_queries.memberships_of(session, tenant_id, person_id)
    )


def _give(session: Session, config: Config, person_id: UUID, grant: GroupGrant) -> None:
    try:
        with session.begin_nested():
            grant_role(
                session,
                System(config.tenant_id),
                person_id=person_id,
                role=grant.role,
                employer_id=grant.employer_id,
                during=Range(clock.today(), None, bounds="[)"),
                source=config.source,
            )
    except RolesConflict as conflict:
        rule, other = str(conflict.members["rule"]), str(conflict.members["conflicting"])
        _note_refusal(session, config, person_id, grant, rule, other)
    except IntegrityError:  # two grants at once: the table's constraint refused what the check could not see
        _note_refusal(session, config, person_id, grant, "NEU-1", "")


def _forget_refusals(session: Session, config: Config, person_id: UUID) -> None:
    session.execute(
        delete(RefusedGrant)
        .where(
            RefusedGrant.tenant_id == config.tenant_id,
            RefusedGrant.connection_id == config.connection_id,
            RefusedGrant.person_id == person_id,
        )
        .execution_options(synchronize_session=False)
    )


def _note_refusal(  # noqa: PLR0917 - the parts of one row
    session: Session, config: Config, person_id: UUID, grant: GroupGrant, rule: str, other: str
) -> None:
    values = {
        "tenant_id": config.tenant_id,
        "id": new_id(),
        "connection_id": config.connection_id,
        "person_id": person_id,
        "grouping": grant.group,
        "role": grant.role,
        "employer_id": grant.employer_id,
        "rule": rule,
        "conflicting": other,
        "at": clock.now(),
    }
    session.execute(upsert(RefusedGrant).values(values).on_conflict_do_nothing())
