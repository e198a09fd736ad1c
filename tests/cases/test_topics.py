"""Topics that were left for later come back until they are talked about or let go."""

from datetime import date, timedelta

import pytest
from tests.builders import World, case_row, open_participating_case

from handrail.cases import commands, queries
from handrail.cases.commands import Held
from handrail.cases.rules.contacts import Channel, ContactKind
from handrail.cases.rules.topics import OpenTopic, Talk, check_topics, still_open
from handrail.kit.codes import Role
from handrail.kit.errors import Invalid

MONDAY = date(2026, 11, 2)


def talk(days: int, guide: str = "first_meeting", **topics: tuple[str, ...]) -> Talk:
    return Talk(MONDAY + timedelta(days=days), guide, **topics)


@pytest.mark.rule("S3-1")
def test_a_topic_waits_from_the_day_it_was_left_until_it_is_talked_about() -> None:
    left = talk(0, put_off=("leave", "work"))
    assert [each.key for each in still_open([left])] == ["leave", "work"]
    again = talk(7, talked_about=("work",), put_off=("leave",))
    assert still_open([left, again]) == [OpenTopic("first_meeting", "leave", MONDAY)]
    assert still_open([left, again, talk(14, talked_about=("leave",))]) == []


@pytest.mark.rule("S3-1")
def test_a_topic_left_in_part_or_not_mentioned_again_still_waits_and_one_let_go_does_not() -> None:
    left = talk(0, put_off=("leave",))
    assert still_open([left, talk(7)]) == still_open([left])
    assert still_open([left, talk(7, talked_about=("leave",), put_off=("leave",))]) == still_open([left])
    assert still_open([left, talk(7, let_go=("leave",))]) == []
    assert still_open([left, talk(7, "follow_up_leave", talked_about=("leave",))]) == still_open([left])


@pytest.mark.rule("INT-4")
@pytest.mark.parametrize(
    ("put_off", "let_go", "pointer"),
    [(("weather",), (), "/put_off"), ((), ("work",), "/let_go"), (("leave",), ("leave",), "/let_go")],
)
def test_topics_are_those_of_the_guide(put_off: tuple[str, ...], let_go: tuple[str, ...], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_topics(put_off, let_go, known=("work",), left=("leave",))
    assert [problem.pointer for problem in refused.value.problems] == [pointer]
    check_topics(("work", "leave"), (), known=("work",), left=("leave",))


@pytest.mark.rule("S3-1")
@pytest.mark.rule("INT-1")
def test_the_next_meeting_knows_what_the_last_one_left(world: World) -> None:
    case_id = open_participating_case(world)
    with world.session(Role.COORDINATOR) as (session, actor):
        held = Held(channel=Channel.IN_PERSON, answers={"present_job": "Archivist"}, put_off=("leave", "concerns"))
        first = commands.record_first_meeting(session, actor, case_id, held=held)
        assert first.topics == ["work"]
        case = case_row(session, case_id)
        assert {each.key for each in queries.open_topics_of(session, case)} == {"leave", "concerns"}
        held = Held(channel=Channel.TELEPHONE, answers={"hinders": "the noise"}, let_go=("leave",))
        commands.record_first_meeting(session, actor, case_id, held=held)
        assert queries.open_topics_of(session, case) == []
    held = Held(channel=Channel.TELEPHONE, guide="reintegration_interview")
    with world.session(Role.COORDINATOR) as (session, actor), pytest.raises(Invalid):
        commands.record_contact(session, actor, case_id, kind=ContactKind.OTHER, held=held)
