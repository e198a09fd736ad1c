"""Who may come in and look in a world: cases handed round, roles lent, sessions, tokens, programs, devices."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from tests.builders import (
    build_employment,
    build_person,
    give_role,
    start_absence,
)
from tests.isolation.directories import lay_directory
from tests.isolation.full import Full
from tests.isolation.providers import lay_provider

from handrail.cases import commands as cases
from handrail.cases.filters import commands as filters
from handrail.cases.handover import commands as handing
from handrail.cases.handover.rules import Reason
from handrail.cases.team import commands as team
from handrail.cases.team.rules import Part
from handrail.documents.models import Document
from handrail.identity import calendars
from handrail.identity import commands as identity
from handrail.identity.admin import commands as admin
from handrail.identity.factors.models import Passkey
from handrail.identity.granting import covering, lending, support
from handrail.identity.granting.rules import Period as Days
from handrail.identity.models import KnownDevice
from handrail.identity.programs import commands as programs
from handrail.identity.programs.queries import secrets_of
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.db import tenant_session
from handrail.notifications.models import Message
from handrail.privacy.emergency import commands as emergency


def hand_round(full: Full) -> None:
    """Have a colleague offer two cases and follow the worker beside the coordinator, who keeps two filters."""
    world = full.world
    giver = build_person(world.tenant_id, f"{full.word} giver")
    give_role(world.tenant_id, giver, Role.COORDINATOR, world.employer_id)
    full.ids["hand-over"] = _offer(full, giver, "second worker")
    full.ids["second hand-over"] = _offer(full, giver, "third worker")
    with world.session(Role.COORDINATOR) as (session, actor):
        full.ids["case part"] = team.appoint(session, actor, full.case_id, part=Part.FOLLOW_UP, person_id=giver).id
        for kind in ("case filter", "second case filter"):
            kept = filters.save_filter(session, actor, name=f"{kind} {full.word}", query={"sort": "due"})
            full.ids[kind] = kept.id


def _offer(full: Full, giver: UUID, name: str) -> UUID:
    """Have the giver offer the coordinator the case of one more worker."""
    world = full.world
    worker = build_person(world.tenant_id, f"{full.word} {name}")
    employment = build_employment(world.tenant_id, world.employer_id, world.site_id, worker, None)
    start_absence(world, employment_id=employment)
    with world.session(Role.HR) as (session, actor):
        offered = cases.forward_file(session, actor, employment, coordinator_id=giver).id
    with tenant_session((colleague := world.actor(Role.COORDINATOR, giver)).context()) as session:
        return handing.offer_case(
            session, colleague, offered, coordinator_id=world.people[Role.COORDINATOR], reason=Reason.CASELOAD
        ).id


def lend_and_let_in(full: Full) -> None:
    """Give access for a time: support, cover, a lent role, an emergency; and a role to somebody who had none."""
    world, days = full.world, Days(clock.today(), clock.today() + timedelta(days=9))
    member, stand_in = (build_person(world.tenant_id, f"{full.word} {name}") for name in ("member", "stand-in"))
    give_role(world.tenant_id, stand_in, Role.COORDINATOR, world.employer_id)
    full.ids["member"] = member
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        terms = admin.Terms(Role.COMMITTEE, world.employer_id, clock.today(), reason=f"Because {full.word}")
        full.ids["role of the member"] = admin.give_role(session, actor, member, terms).id
    with world.session(Role.HR) as (session, actor):
        lent = lending.lend_role(
            session, actor, person_id=member, employer_id=world.employer_id, period=days, reason=f"Away {full.word}"
        )
        full.ids["loan"] = lent.id
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        agent = world.people[Role.SUPPORT]
        access = support.give_support(
            session,
            actor,
            agent_id=agent,
            lens=Role.HR,
            employer_id=world.employer_id,
            hours=4,
            reason=f"Help {full.word}",
        )
        full.ids["support access"] = access.id
    with world.session(Role.LEAD_COORDINATOR) as (session, actor):
        cover = covering.arrange_cover(
            session, actor, person_id=world.people[Role.COORDINATOR], by_id=stand_in, employer_id=world.employer_id,
            period=days,
        )  # fmt: skip
        full.ids["cover"] = cover.id
        reason = f"An emergency, as those who decide are told {full.word}"
        asked = emergency.ask(session, actor, full.case_id, part=Compartment.COORDINATION, reason=reason)
        full.ids["emergency"] = asked.id


# --- Ids ----------------------------------------------------------------------------------------------------------


def lay_collect(full: Full) -> None:
    world, ids = full.world, full.ids
    ids |= {
        "employer id": world.employer_id,
        "case": full.case_id,
        "employment": world.employment_id,
        "person": world.people[Role.COORDINATOR],
        "supervisor": world.people[Role.SUPERVISOR],
        "helped": world.people[Role.WORKER],
    }
    full.keys |= {
        "employer": f"employer-{full.word.lower()}",
        "worker": f"worker-{full.word}",
        "person of the worker": f"{full.word}-worker",
        "site": f"site-{full.word}",
        "coordinator": f"{full.word}-coordinator",
        "absence key": f"absence-{full.word}",
    }
    with world.engine() as session:
        for kind in ("absence", "absence correction", "plan concern", "consent"):
            table = kind.replace(" ", "_")
            statement = text(f"select id from {table} where employer_id = :employer order by id desc limit 1")  # noqa: S608 - fixed names
            ids[kind] = session.execute(statement, {"employer": world.employer_id}).scalar_one()
        message = select(Message.id).where(Message.employer_id == world.employer_id).order_by(Message.id)
        ids["message"] = session.scalars(message.limit(1)).one()
        delivery = "select d.id from delivery d join message m on m.id = d.message_id where m.employer_id = :e limit 1"
        ids["delivery"] = session.execute(text(delivery), {"e": world.employer_id}).scalar_one()
        ids["contact"] = session.execute(
            text("select id from contact where subject_id = :case order by id limit 1"), {"case": full.case_id}
        ).scalar_one()
        for document in session.scalars(select(Document).where(Document.employer_id == world.employer_id)):
            ids[f"document {document.compartment.value}"] = document.id
        row, secret = identity.start_sign_in(
            session, world.tenant_id, world.people[Role.COORDINATOR], Role.COORDINATOR, proof=DEVELOPMENT
        )
        ids["sign_in"], full.keys["cookie"] = row.id, secret
        token, full.keys["api token"] = identity.make_api_token(
            session, world.system(), person_id=row.person_id, role=row.role, name=f"Token {full.word}", days=30
        )
        session.flush()
        ids["own token"] = token.id
        _row, full.keys["calendar"] = calendars.make(session, world.actor(Role.HR))
        link = identity.make_link(session, world.tenant_id, world.people[Role.COORDINATOR])
        ids["link"], full.keys["link"] = link.id, identity.token_of_link(link.id)
        ids["passkey"] = _passkey(session, full).id
        for kind in ("device", "second device"):
            ids[kind] = _device(session, full, kind).id
    lay_directory(full)
    _add_program(full)
    lay_provider(full)


def _add_program(full: Full) -> None:
    """Have a program of the client organisation, with a secret."""
    with full.world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        program, _secret = programs.make_client(
            session, actor, name=f"Program {full.word}", employer_id=full.world.employer_id, role=Role.HR,
            scopes=["staff:read"], days=30,
        )  # fmt: skip
        full.ids["program"], full.keys["program"] = program.id, program.client_id
        full.ids["program secret"] = secrets_of(session, program)[0].id


def _device(session: Session, full: Full, kind: str) -> KnownDevice:
    """Know a browser in which the coordinator has signed in."""
    row = KnownDevice(
        tenant_id=full.world.tenant_id, person_id=full.world.people[Role.COORDINATOR],
        digest=sha256(f"{full.word} {kind}".encode()).digest(), origin=f"Firefox {full.word}", first_at=clock.now(),
        seen_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _passkey(session: Session, full: Full) -> Passkey:
    """Keep a passkey of the coordinator, as a browser would have made it."""
    named = full.word.encode()
    row = Passkey(
        tenant_id=full.world.tenant_id, person_id=full.world.people[Role.COORDINATOR], digest=sha256(named).digest(),
        credential_id=named, public_key=named, rp_id="localhost", sign_count=0, transports=[], backed_up=False,
        name=f"Passkey {full.word}", made_at=clock.now(), used_at=None, stopped_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
