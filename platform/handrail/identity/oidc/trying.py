"""What a try of a connection came to: kept with the attempt, for whoever tried."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.oidc.arriving import Arrival
from handrail.identity.oidc.attempts import Attempt
from handrail.identity.oidc.codes import Purpose
from handrail.identity.oidc.config import Config
from handrail.identity.oidc.errors import SignOnRefused
from handrail.identity.oidc.models import SignOnAttempt
from handrail.identity.oidc.rules import wanted_grants
from handrail.kit.db import engine_context, tenant_session
from handrail.kit.errors import NotFound

_MOST: Final = 50
_LONGEST: Final = 200


def note(arrival: Arrival, attempt: Attempt) -> None:
    """Keep what the provider told: nobody is signed in by it."""
    config, claims = arrival.config, arrival.claims
    given = wanted_grants(config.group_map, arrival.groups, config.employer_id)
    _keep(
        config,
        attempt,
        {
            "well": True,
            "strong": arrival.is_strong,
            "acr": _short(claims.get("acr")),
            "amr": [_short(each) for each in _list(claims.get("amr"))],
            "has_time": "auth_time" in claims,
            "claims": sorted(_short(name) for name in claims)[:_MOST],
            "groups": [_short(each) for each in arrival.groups[:_MOST]],
            "roles": [grant.stored() for grant in given],
        },
    )


def note_refusal(config: Config, attempt: Attempt, refused: SignOnRefused) -> None:
    """Keep why the try did not go well."""
    _keep(config, attempt, {"well": False, "reason": refused.reason.value, "about": refused.about})


def result_of(session: Session, actor: Actor, connection_id: UUID, attempt_id: UUID) -> Mapping[str, Any]:
    """Return what a try of one's own came to; raises NotFound."""
    row = session.get(SignOnAttempt, (actor.tenant_id, attempt_id))
    if row is None or row.person_id != actor.person_id or row.purpose is not Purpose.TRY or row.result is None:
        raise NotFound
    if row.connection_id != connection_id:
        raise NotFound
    return row.result


def _keep(config: Config, attempt: Attempt, result: dict[str, Any]) -> None:
    with tenant_session(engine_context(config.tenant_id)) as session:
        session.execute(
            update(SignOnAttempt)
            .where(SignOnAttempt.tenant_id == config.tenant_id, SignOnAttempt.id == attempt.id)
            .values(result=result)
            .execution_options(synchronize_session=False)
        )


def _list(value: object) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []


def _short(value: object) -> str:
    return str(value if value is not None else "")[:_LONGEST]
