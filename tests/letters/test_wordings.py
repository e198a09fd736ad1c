"""Wordings are published, never changed, and each letter names the words that it was made from."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from tests.builders import World, build_neighbour, build_person, give_role, open_case

from handrail.cases import commands as cases
from handrail.frameworks import queries as frameworks
from handrail.frameworks.letters import commands, queries
from handrail.frameworks.letters.errors import WordingMoved, WordingRefused
from handrail.frameworks.letters.queries import Place
from handrail.frameworks.letters.reaching import place_named
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import NotFound

BODY = "Dear {worker_name}, we talk on {next_talk_date}. {coordinator_name}, {coordinator_phone}"
LETTER = "next_talk_letter"


@pytest.fixture(scope="module")
def employer_admin(world: World) -> UUID:
    person_id = build_person(world.tenant_id, "Invented Employer Administrator")
    give_role(world.tenant_id, person_id, Role.EMPLOYER_ADMIN, world.employer_id)
    world.people[Role.EMPLOYER_ADMIN] = person_id
    return person_id


def place(session: Any, world: World, *, of_all: bool = False) -> Place:
    employer = None
    if not of_all:
        key = session.scalar(text("select key from client_organisation where id = :id"), {"id": world.employer_id})
        employer = frameworks.employer_by_key(session, world.tenant_id, key)
        assert employer is not None
    return queries.place_of(session, employer, clock.today())


def publish(world: World, role: Role, locale: str, body: str, based_on: int, *, of_all: bool = False) -> int:
    with world.session(role) as (session, actor):
        where = place(session, world, of_all=of_all)
        return commands.publish(
            session, actor, where, LETTER, locale, title="A letter", body=body, based_on=based_on
        ).number


@pytest.mark.rule("FRW-1")
def test_an_employer_words_its_own_letter_and_goes_back(world: World, employer_admin: UUID) -> None:
    del employer_admin
    assert publish(world, Role.EMPLOYER_ADMIN, "en", f"First. {BODY}", 0) == 1
    assert publish(world, Role.EMPLOYER_ADMIN, "en", f"First. {BODY}", 0) == 1  # the same again changes nothing
    assert publish(world, Role.EMPLOYER_ADMIN, "en", f"Second. {BODY}", 1) == 2
    with world.session(Role.EMPLOYER_ADMIN) as (session, actor):
        where = place(session, world)
        assert commands.go_back(session, actor, where, LETTER, "en", number=1, based_on=2).number == 3
        line = queries.in_force_at(session, where, LETTER, "en")
        assert line.words is not None
        assert (line.words.ref, line.words.body) == ("employer/en/3", f"First. {BODY}")
        commands.as_delivered(session, actor, where, LETTER, "en", based_on=3)
        assert queries.in_force_at(session, where, LETTER, "en").words == queries.below(session, where, LETTER, "en")
        numbers = [each.row.number for each in queries.history(session, world.employer_id, LETTER, "en")]
        assert numbers == [4, 3, 2, 1]


@pytest.mark.rule("FRW-2")
def test_a_published_wording_is_never_changed_and_never_removed(world: World) -> None:
    publish(world, Role.CONSULTANCY_ADMIN, "fr", BODY, 0, of_all=True)
    for statement in ("update letter_wording set body = 'x'", "delete from letter_wording"):
        with pytest.raises(ProgrammingError, match="permission denied"), world.engine() as session:
            session.execute(text(statement))


def test_of_two_editors_the_second_sees_both_and_writes_nothing_over(world: World) -> None:
    publish(world, Role.CONSULTANCY_ADMIN, "nl", f"One. {BODY}", 0, of_all=True)
    with pytest.raises(WordingMoved) as moved:
        publish(world, Role.CONSULTANCY_ADMIN, "nl", f"Other. {BODY}", 0, of_all=True)
    assert moved.value.as_problem()["newest_body"] == f"One. {BODY}"
    assert publish(world, Role.CONSULTANCY_ADMIN, "nl", f"Other. {BODY}", 1, of_all=True) == 2


@pytest.mark.rule("FRW-5")
def test_words_that_can_not_be_sent_are_not_published(world: World) -> None:
    with pytest.raises(WordingRefused):
        publish(world, Role.CONSULTANCY_ADMIN, "de", "Dear {nobody}", 0, of_all=True)


@pytest.mark.rule("CON-3")
def test_an_employer_neither_words_for_others_nor_learns_of_their_words(world: World, employer_admin: UUID) -> None:
    del employer_admin
    neighbour = build_neighbour(world)
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        where = place(session, neighbour)
        commands.publish(session, actor, where, LETTER, "de", title="Theirs", body=BODY, based_on=0)
    with world.session(Role.EMPLOYER_ADMIN) as (session, actor):
        assert session.scalar(text("select count(*) from letter_wording where title = 'Theirs'")) == 0
        for name in ("_all", where.key, "unknown"):
            with pytest.raises(NotFound):
                place_named(session, actor, name, "letter_text.read", date(2026, 11, 1))
        for role in (Role.COORDINATOR, Role.HR, Role.LEAD_COORDINATOR):
            with world.session(role) as (other, asking), pytest.raises(NotFound):
                place_named(other, asking, "_all", "letter_text.read", date(2026, 11, 1))


@pytest.mark.rule("S1-4")
def test_a_letter_names_the_exact_words_it_was_made_from_for_ever(world: World) -> None:
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        where = place(session, world)
        delivered = where.framework.templates["invitation_letter"].text["en"]
        commands.publish(
            session, actor, where, "invitation_letter", "en",
            title="Adapted", body=f"Adapted. {delivered}", based_on=0,
        )  # fmt: skip
    case_id = open_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        letter = cases.send_invitation(session, actor, case_id).letter
        assert letter is not None
        version = letter.template_version or ""
    with world.session(Role.CONSULTANCY_ADMIN) as (session, actor):
        commands.publish(
            session, actor, place(session, world), "invitation_letter", "en",
            title="Newer", body=f"Newer. {delivered}", based_on=1,
        )  # fmt: skip
    assert version == "employer/en/1 pamphlet:delivered/en/1"
    with world.session(Role.COORDINATOR) as (session, _actor):
        words = queries.words_of_ref(session, world.employer_id, "invitation_letter", "employer/en/1")
        pamphlet = queries.words_of_ref(session, world.employer_id, "pamphlet", "delivered/en/1")
        assert words is not None
        assert words.body == f"Adapted. {delivered}"
        assert pamphlet is not None
        assert pamphlet.body == where.framework.templates["pamphlet"].text["en"]
