"""Setting connections up: by administrators of the consultancy, and of a client organisation for its own."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.oidc import ending, queries, rules, secrets
from handrail.identity.oidc.codes import ALGORITHMS, ClientAuthentication, ConnectionState, Purpose
from handrail.identity.oidc.errors import ConnectionNotReady
from handrail.identity.oidc.models import IdentityConnection, SignOnAttempt
from handrail.kit.codes import Role
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.tenancy.models import ClientOrganisation

DEFAULT_SCOPES: Final = ("openid", "profile", "email")
DEFAULT_AMR: Final = ("mfa",)
_PLAIN: Final = ("name", "client_id", "client_authentication", "requires_mfa", "groups_claim")
_LISTS: Final = ("scopes", "strong_acr", "strong_amr")


def load(session: Session, actor: Actor, connection_id: UUID, action: str) -> IdentityConnection:
    """Return a connection that the actor looks after; raises NotFound, or StepUpRequired for a change."""
    requirement = require(actor, action)
    connection = queries.connection_of(session, actor.tenant_id, connection_id)
    if connection is None or not queries.reaches(actor, connection.employer_id):
        raise NotFound
    check(requirement, employer_id=connection.employer_id)
    return connection


def create(session: Session, actor: Actor, *, employer_id: UUID | None, **told: Any) -> IdentityConnection:
    """Make a connection, as a draft that only whoever sets it up can try; raises NotFound, StepUpRequired, Invalid."""
    if not queries.reaches(actor, employer_id):
        raise NotFound
    check(require(actor, "sign_on.manage"), employer_id=employer_id)
    connection = IdentityConnection(
        tenant_id=actor.tenant_id,
        employer_id=employer_id,
        name="",
        state=ConnectionState.DRAFT,
        issuer="",
        discovery="",
        client_id="",
        client_authentication=ClientAuthentication.BASIC,
        secret_sealed=None,
        algorithms=list(ALGORITHMS),
        scopes=list(DEFAULT_SCOPES),
        requires_mfa=True,
        strong_acr=[],
        strong_amr=list(DEFAULT_AMR),
        groups_claim="groups",
        group_map=[],
        version=1,
    )
    _refuse_lowering(actor, connection, told)
    _tell(session, connection, told)
    session.add(connection)
    session.flush()
    changes = {"name": (None, connection.name), "issuer": (None, connection.issuer), "employer": (None, employer_id)}
    timeline.append_tenant_act(session, actor, "identity_connection.made", record=connection, changes=changes)
    if not connection.requires_mfa:
        _note_lowering(session, actor, connection, {"requires_mfa": (True, False)})
    return connection


def change(session: Session, actor: Actor, connection_id: UUID, **told: Any) -> IdentityConnection:
    """Change what is told of a connection, and leave the rest; whoever is on the way to the provider begins anew.

    Raises NotFound, StepUpRequired, Invalid.
    """
    connection = load(session, actor, connection_id, "sign_on.manage")
    _refuse_lowering(actor, connection, told)
    before = _shown(connection)
    _tell(session, connection, told)
    after = _shown(connection)
    changes: dict[str, tuple[Any, Any]] = {
        name: (before[name], after[name]) for name in after if before[name] != after[name]
    }
    if told.get("client_secret"):
        changes["client_secret"] = (None, "changed")
    if changes:
        _note_lowering(session, actor, connection, changes)
        connection.version += 1
        session.flush()
        timeline.append_tenant_act(session, actor, "identity_connection.changed", record=connection, changes=changes)
    return connection


def _refuse_lowering(actor: Actor, connection: IdentityConnection, told: Mapping[str, Any]) -> None:
    """Let nobody but the consultancy's administrator have people come in with one factor: it weighs on all others."""
    lowers = connection.requires_mfa and told.get("requires_mfa") is False
    if lowers and actor.role is not Role.CONSULTANCY_ADMIN:
        message = _("Only an administrator of the consultancy can let people in with one factor.")
        raise Invalid(problems=[FieldProblem("/requires_mfa", message)])


def _note_lowering(
    session: Session, actor: Actor, connection: IdentityConnection, changes: Mapping[str, tuple[Any, Any]]
) -> None:
    """Enter it in the register under a name of its own, so that whoever watches finds it."""
    if "requires_mfa" in changes:
        verb = "identity_connection.second_factor_" + ("asked" if connection.requires_mfa else "waived")
        timeline.append_tenant_act(session, actor, verb, record=connection)


def open_connection(session: Session, actor: Actor, connection_id: UUID) -> IdentityConnection:
    """Let people sign on through a connection; raises ConnectionNotReady until somebody tried it as it is now."""
    connection = load(session, actor, connection_id, "sign_on.manage")
    if connection.state is ConnectionState.ACTIVE:
        return connection
    if not was_tried(session, connection):
        raise ConnectionNotReady(_("Try the connection first. It opens once a try went well as it is set up now."))
    return _turn(session, actor, connection, ConnectionState.ACTIVE)


def close_connection(session: Session, actor: Actor, connection_id: UUID) -> IdentityConnection:
    """Let nobody sign on through a connection any more; sessions that began through it end at once."""
    connection = load(session, actor, connection_id, "sign_on.manage")
    if connection.state is ConnectionState.OFF:
        return connection
    ending.end_all(session, connection.tenant_id, connection.id)
    return _turn(session, actor, connection, ConnectionState.OFF)


def was_tried(session: Session, connection: IdentityConnection) -> bool:
    """Say whether a try went well with the connection as it is set up now."""
    statement = select(SignOnAttempt.id).where(
        SignOnAttempt.tenant_id == connection.tenant_id,
        SignOnAttempt.connection_id == connection.id,
        SignOnAttempt.purpose == Purpose.TRY,
        SignOnAttempt.connection_version == connection.version,
        SignOnAttempt.result["well"].as_boolean(),
    )
    return session.scalar(statement.limit(1)) is not None


def _turn(session: Session, actor: Actor, connection: IdentityConnection, state: ConnectionState) -> IdentityConnection:
    changes = {"state": (connection.state.value, state.value)}
    connection.state = state
    session.flush()
    timeline.append_tenant_act(session, actor, "identity_connection.turned", record=connection, changes=changes)
    return connection


def _tell(session: Session, connection: IdentityConnection, told: Mapping[str, Any]) -> None:
    for name in _PLAIN:
        if name in told:
            setattr(connection, name, told[name])
    for name in _LISTS:
        if name in told:
            setattr(connection, name, list(dict.fromkeys(told[name])))
    if "openid" not in connection.scopes:
        connection.scopes = ["openid", *connection.scopes]
    if "discovery" in told:
        connection.discovery = rules.discovery_of(told["discovery"])
        connection.issuer = told.get("issuer") or rules.issuer_of(connection.discovery)
    elif told.get("issuer"):
        connection.issuer = told["issuer"]
    if "groups" in told:
        connection.group_map = _group_map(session, connection, told["groups"])
    if told.get("client_secret"):
        secrets.seal(session, connection, told["client_secret"])
    _one_of_a_name(session, connection)


def _group_map(
    session: Session, connection: IdentityConnection, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, str | None]]:
    found, problems = [], []
    for at, row in enumerate(rows):
        employer_id = row.get("employer_id") or connection.employer_id
        grant = rules.GroupGrant(row["group"], row["role"], employer_id)
        if not rules.may_give(grant, connection.employer_id):
            problems.append(
                FieldProblem(f"/groups/{at}/role", _("A group of this connection can not give this role there."))
            )
        elif employer_id is not None and not _is_employer(session, connection.tenant_id, employer_id):
            problems.append(FieldProblem(f"/groups/{at}/employer_id", _("There is no such client organisation.")))
        found.append(grant.stored())
    if problems:
        raise Invalid(problems=problems)
    return [dict(each) for each in {tuple(row.items()): row for row in found}.values()]


def _is_employer(session: Session, tenant_id: UUID, employer_id: UUID) -> bool:
    statement = select(ClientOrganisation.id).where(
        ClientOrganisation.tenant_id == tenant_id, ClientOrganisation.id == employer_id
    )
    return session.scalar(statement) is not None


def _one_of_a_name(session: Session, connection: IdentityConnection) -> None:
    with session.no_autoflush:
        other = session.scalar(
            select(IdentityConnection.id).where(
                IdentityConnection.tenant_id == connection.tenant_id,
                IdentityConnection.name == connection.name,
                IdentityConnection.id != connection.id,
            )
        )
    if other is not None:
        raise Invalid(problems=[FieldProblem("/name", _("Another connection has this name. People choose by it."))])


def _shown(connection: IdentityConnection) -> dict[str, Any]:
    plain = {name: str(getattr(connection, name)) for name in (*_PLAIN, "issuer", "discovery")}
    lists = {name: " ".join(map(str, getattr(connection, name))) for name in _LISTS}
    groups = "; ".join(
        f"{each['group']} = {each['role']} @ {each.get('employer_id') or '*'}" for each in connection.group_map
    )
    return plain | lists | {"groups": groups}
