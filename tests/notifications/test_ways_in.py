"""What is told of how people and programs come in: without content, to the right address, and not too often."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from handrail.identity import commands, proofs, tasks
from handrail.identity.factors import codes, telling, watching
from handrail.identity.factors.models import FormerAddress
from handrail.identity.programs import commands as programs
from handrail.identity.programs import reminding
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.outbox import Outbox
from handrail.kit.subjects import System
from handrail.notifications.codes import MessageKind
from handrail.tenancy.models import Person

pytestmark = pytest.mark.usefixtures("valkey")
OLD, NEW = "before@trial.example", "after@trial.example"


def comes_in(world: Any, role: Role = Role.HR) -> None:
    with world.engine() as session:
        commands.start_sign_in(session, world.tenant_id, world.people[role], role, proof=proofs.PASSKEY)


def asked_for(world: Any) -> list[tuple[str, str]]:
    """Return kind and person of each mail that was asked for."""
    with world.engine() as session:
        rows = session.scalars(select(Outbox.payload).where(Outbox.name == "notifications.tell_of_account")).all()
        return sorted((row["kind"], row["person_id"]) for row in rows)


def change_address(world: Any, person: Any) -> None:
    with world.engine() as session:
        session.execute(update(Person).where(Person.id == person).values(email=NEW))
        telling.address_changed(session, world.tenant_id, person, OLD, NEW)


def test_an_address_of_before_hears_that_it_is_another_now(world: Any, desk: Any, catcher: Any) -> None:
    person = world.people[Role.HR]
    comes_in(world)
    change_address(world, person)
    desk.work_off()
    (mail,) = catcher.messages()
    assert mail["To"] == OLD
    assert "adres" in mail["Subject"], "in the language of the person"
    text = mail.get_body(("plain",)).get_content()
    assert NEW not in text
    assert "Human" not in text


def test_an_address_of_somebody_who_never_came_in_hears_nothing(world: Any) -> None:
    change_address(world, world.people[Role.WORKER])
    assert asked_for(world) == []
    with world.engine() as session:
        assert session.scalars(select(FormerAddress)).all() == []


def test_addresses_of_before_are_forgotten_after_a_month(world: Any) -> None:
    comes_in(world)
    change_address(world, world.people[Role.HR])
    for days, left in ((29, 1), (31, 0)):
        with clock.frozen(clock.now() + timedelta(days=days)), world.engine() as session:
            telling.forget_addresses(session, world.tenant_id)
            assert len(session.scalars(select(FormerAddress)).all()) == left


def test_after_many_wrong_codes_in_a_day_one_is_told_once(world: Any) -> None:
    person = world.people[Role.HR]
    seen = []
    for _time in range(8):
        with world.engine() as session:
            _row, _secret = commands.start_sign_in(session, world.tenant_id, person, Role.HR, proof=proofs.LINK)
            _try_code(session, world, person)
        seen.append(len(asked_for(world)))
    assert seen == [0, 0, 0, 0, 1, 1, 1, 1]
    assert asked_for(world) == [("tried", str(person))]


def _try_code(session: Any, world: Any, person: Any) -> None:
    assert codes.check(session, world.tenant_id, person, "1234 5678") is None
    watching.missed(session, world.tenant_id, person)


def test_links_that_go_no_further_again_and_again_are_told_of_and_those_that_do_are_not(world: Any) -> None:
    lost, found = world.people[Role.HR], world.people[Role.COORDINATOR]
    for _time in range(6):
        for person, role in ((lost, Role.HR), (found, Role.COORDINATOR)):
            with world.engine() as session:
                link = commands.make_link(session, world.tenant_id, person, role=role)
                token = commands.token_of_link(link.id)
                session.flush()
                commands.use_link(session, world.tenant_id, token, browser=None, origin=None)
                if person == found:
                    commands.start_sign_in(session, world.tenant_id, person, role, proof=proofs.LINK_AND_CODE)
    assert asked_for(world) == [("tried", str(lost))]


def test_who_looks_after_a_program_hears_before_its_last_secret_ends(world: Any, desk: Any, catcher: Any) -> None:
    admin = world.people[Role.CONSULTANCY_ADMIN]
    with world.engine() as session:
        programs.make_client(
            session, System(world.tenant_id), name="Invented payroll", employer_id=world.employer_id,
            role=Role.HR, scopes=("absence:read",), days=30,
        )  # fmt: skip
        commands.make_api_token(
            session, System(world.tenant_id), person_id=world.people[Role.HR], role=Role.HR, name="x", days=30
        )
    told = []
    for days in (0, 15, 16, 16, 17, 27):
        with clock.frozen(clock.now() + timedelta(days=days)), world.engine() as session:
            reminding.remind(session, world.tenant_id, clock.today("Europe/Amsterdam"), "Europe/Amsterdam")
        told.append(asked_for(world))
    one = [("access_ends", str(world.people[Role.HR])), ("program_ends", str(admin))]
    assert told == [[], [], one, one, one, sorted([*one, *one])]
    desk.work_off()
    words = " ".join(mail.get_body(("plain",)).get_content() for mail in catcher.messages())
    assert len(catcher.messages()) == 4
    assert "payroll" not in words


def test_where_another_secret_follows_nobody_is_told(world: Any) -> None:
    with world.engine() as session:
        client, _secret = programs.make_client(
            session, System(world.tenant_id), name="Invented payroll", employer_id=world.employer_id,
            role=Role.HR, scopes=("absence:read",), days=30,
        )  # fmt: skip
        programs.rotate_secret(session, System(world.tenant_id), client.id, days=200)
    with clock.frozen(clock.now() + timedelta(days=16)), world.engine() as session:
        reminding.remind(session, world.tenant_id, clock.today("Europe/Amsterdam"), "Europe/Amsterdam")
    assert asked_for(world) == []


def test_the_job_is_asked_for_every_day() -> None:
    assert tasks.remind_of_ends.name == "identity.remind_of_ends"
    assert {telling.Told(kind).value for kind in telling.Told} <= set(MessageKind)
