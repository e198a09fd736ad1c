"""The pure rules of plans, as properties."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kit.errors import RuleBroken
from handrail.plans.rules.agreement import Accepted, can_be_accepted, contract_of, newest_of, standing_of
from handrail.plans.rules.codes import ActionKind, LimitKind, Party, Responsible, Skipped, Standing, Topic, Welcome
from handrail.plans.rules.completeness import what_is_missing, what_is_wrong
from handrail.plans.rules.content import (
    DAYS,
    TERMS,
    Action,
    ConcernEntry,
    Content,
    Limit,
    Question,
    Week,
    as_json,
    from_json,
    unchanged_since,
    with_keys,
)
from handrail.plans.rules.difference import Kind, Part, compared, differences
from handrail.plans.rules.returning import (
    Confirmation,
    Way,
    Worked,
    in_place,
    missing_before_return,
    require_prepared,
    weeks_beside,
    what_was_skipped,
)

MONDAY = date(2026, 12, 7)
CONCERNS = (uuid4(), uuid4())
words = st.text(alphabet="abc .", max_size=8)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
keys = st.sampled_from(["", "a1", "a2", "a3", "a9", "q1", "x"])
actions = st.builds(
    Action,
    key=keys,
    kind=st.sampled_from(list(ActionKind)),
    description=words,
    responsible=st.sampled_from(list(Responsible)),
    responsible_name=words,
    starts_on=st.none() | days,
    due_on=st.none() | days,
    judged_by=words,
    before_return=st.booleans(),
    concerns=st.lists(st.sampled_from(CONCERNS), unique=True, max_size=2).map(tuple),
)
questions = st.builds(Question, key=keys, text=words, due_on=st.none() | days, answer=words)
weeks = st.builds(
    Week,
    monday=st.integers(0, 20).map(lambda number: MONDAY + timedelta(weeks=number)),
    mon=st.none() | st.decimals(0, 24, places=2),
    fri=st.none() | st.decimals(0, 24, places=2),
    tasks=words,
    cover=words,
)
limits = st.builds(
    Limit,
    kind=st.sampled_from(list(LimitKind)),
    amount=st.decimals(0, 40, places=1),
    until=st.none() | days,
)
contents = st.builds(
    Content,
    limits=st.lists(limits, max_size=3).map(tuple),
    aim=words,
    first_day_on=st.none() | days,
    limitations=words,
    if_it_stalls=words,
    replacement=words,
    colleagues=words,
    welcome=st.none() | st.sampled_from(list(Welcome)),
    welcome_wish=words,
    evaluations_on=st.lists(days, max_size=2).map(tuple),
    full_week_hours=st.none() | st.decimals(0, 60, places=2),
    concerns=st.lists(
        st.builds(ConcernEntry, id=st.sampled_from(CONCERNS), why_no_action=words, words=words),
        unique_by=lambda entry: entry.id,
        max_size=2,
    ).map(tuple),
    actions=st.lists(actions, max_size=4).map(tuple),
    questions=st.lists(questions, max_size=3).map(tuple),
    weeks=st.lists(weeks, max_size=3, unique_by=lambda week: week.monday).map(tuple),
)
numbers = st.sets(st.integers(1, 6), max_size=6)
acceptances = st.lists(st.builds(Accepted, st.integers(1, 6), st.sampled_from(list(Party))), max_size=10)


# --- The contract -----------------------------------------------------------------------------------------------


@pytest.mark.rule("S5-6")
@given(proposed=numbers, accepted=acceptances)
def test_a_contract_has_both_acceptances_of_one_version_and_no_later_one_has(
    proposed: set[int], accepted: list[Accepted]
) -> None:
    contract = contract_of(proposed, accepted)
    both = {number for number in proposed if all(Accepted(number, party) in accepted for party in Party)}
    assert contract == max(both, default=None)


@pytest.mark.rule("S5-6")
@given(proposed=numbers, number=st.integers(0, 7))
def test_only_the_newest_version_can_be_accepted(proposed: set[int], number: int) -> None:
    assert can_be_accepted(number, proposed) == (number in proposed and number == max(proposed))


@given(proposed=numbers, accepted=acceptances)
def test_exactly_one_version_is_in_force_or_none(proposed: set[int], accepted: list[Accepted]) -> None:
    standings = [standing_of(number, proposed, accepted) for number in sorted(proposed)]
    assert standings.count(Standing.CONTRACT) <= 1
    assert standings.count(Standing.PROPOSED) <= 1
    if proposed and standings[-1] is not Standing.CONTRACT:
        assert standings[-1] is Standing.PROPOSED
    assert newest_of(proposed) == max(proposed, default=None)


# --- Content ----------------------------------------------------------------------------------------------------


@given(content=contents)
def test_what_is_written_reads_back_the_same(content: Content) -> None:
    assert from_json(as_json(content)) == content


@given(content=contents, known=st.sets(st.sampled_from(["a1", "a2", "a7", "q1", "q3"])))
def test_keys_are_one_for_each_thing_and_never_used_again(content: Content, known: set[str]) -> None:
    keyed = with_keys(content, known)
    names = [action.key for action in keyed.actions] + [question.key for question in keyed.questions]
    assert len(names) == len(set(names))
    kept = {action.key for action in content.actions if action.key in known and action.key.startswith("a")}
    assert kept <= set(names)
    for before, after in zip(content.actions, keyed.actions, strict=True):
        assert replace(after, key=before.key) == before
        assert after.key in kept or after.key not in known
    assert with_keys(keyed, {*known, *names}) == keyed


@given(content=contents, known=st.sets(st.sampled_from(["a1", "a2"])))
def test_sending_the_same_plan_again_without_keys_changes_nothing(content: Content, known: set[str]) -> None:
    stored = with_keys(content, known)
    used = known | {action.key for action in stored.actions} | {question.key for question in stored.questions}
    bare = replace(
        stored,
        actions=tuple(replace(action, key="") for action in stored.actions),
        questions=tuple(replace(question, key="") for question in stored.questions),
    )
    again = with_keys(bare, used, stored)
    assert {action.key for action in again.actions} == {action.key for action in stored.actions}
    assert {question.key for question in again.questions} == {question.key for question in stored.questions}


@given(content=contents)
def test_a_promise_is_unchanged_since_its_words_are_whatever_its_dates(content: Content) -> None:
    first = with_keys(content, ())
    since = unchanged_since(first, None, {}, 1)
    assert set(since.values()) <= {1}
    later = replace(first, actions=tuple(replace(action, due_on=MONDAY) for action in first.actions))
    assert unchanged_since(later, first, since, 2) == since
    other = replace(first, actions=tuple(replace(action, judged_by=action.judged_by + "!") for action in first.actions))
    assert set(unchanged_since(other, first, since, 2).values()) <= {2}


# --- What changed -----------------------------------------------------------------------------------------------


@pytest.mark.rule("S5-6")
@given(content=contents)
def test_a_version_does_not_differ_from_itself(content: Content) -> None:
    assert differences(with_keys(content, ()), with_keys(content, ())) == ()


@pytest.mark.rule("S5-6")
@given(before=contents, after=contents)
def test_every_difference_is_told_from_both_sides(before: Content, after: Content) -> None:
    before, after = with_keys(before, ()), with_keys(after, ())
    there = {(each.part, each.key, each.field): each for each in differences(before, after)}
    back = {(each.part, each.key, each.field): each for each in differences(after, before)}
    assert there.keys() == back.keys()
    for place, change in there.items():
        assert (change.before, change.after) == (back[place].after, back[place].before)
    opposite = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    assert all(back[place].kind is opposite[change.kind] for place, change in there.items() if change.kind in opposite)


@given(content=contents, name=st.sampled_from(["aim", "limitations", "if_it_stalls", "replacement", "colleagues"]))
def test_one_changed_clause_is_one_difference(content: Content, name: str) -> None:
    before = with_keys(content, ())
    after = replace(before, **{name: getattr(before, name) + "!"})
    found = differences(before, after)
    assert [(each.part, each.key) for each in found] == [(Part.TERM, name)]
    assert len([each for each in compared(before, after) if each.part is Part.TERM]) == len(TERMS)


def test_an_answer_that_was_not_there_is_answered_and_not_changed() -> None:
    before = with_keys(Content(questions=(Question(text="Is it free?"),)), ())
    after = replace(before, questions=(replace(before.questions[0], answer="Yes"),))
    assert [each.kind for each in differences(before, after)] == [Kind.ANSWERED]


# --- What is missing --------------------------------------------------------------------------------------------


def complete(concerns: tuple[UUID, ...] = CONCERNS) -> Content:
    return Content(
        aim="Own job",
        first_day_on=MONDAY,
        limitations="None",
        if_it_stalls="We talk",
        replacement="Tomasz",
        colleagues="On Friday",
        welcome=Welcome.COFFEE,
        evaluations_on=(MONDAY + timedelta(days=21),),
        concerns=tuple(ConcernEntry(id=each) for each in concerns),
        actions=(
            Action(
                kind=ActionKind.WORK_ORGANISATION,
                description="No late orders",
                responsible=Responsible.SUPERVISOR,
                due_on=MONDAY - timedelta(days=3),
                judged_by="Two weeks without one",
                before_return=True,
                concerns=concerns,
            ),
        ),
        questions=(Question(text="Is the desk free?", due_on=MONDAY),),
        weeks=(Week(monday=MONDAY, mon=Decimal(4), tasks="Order check"),),
    )


def pointers(content: Content, concerns: tuple[UUID, ...] = CONCERNS) -> list[str]:
    return [problem.pointer for problem in what_is_missing(content, concerns, welcome_agreed=True)]


def test_a_complete_plan_lacks_nothing() -> None:
    assert pointers(complete()) == []
    assert what_is_wrong(Content()) == []


@pytest.mark.rule("S5-4")
@pytest.mark.parametrize(
    "change",
    [
        {"aim": " "},
        {"first_day_on": None},
        {"limitations": ""},
        {"if_it_stalls": ""},
        {"replacement": ""},
        {"colleagues": ""},
        {"welcome": None},
        {"evaluations_on": ()},
        {"weeks": ()},
    ],
)
def test_a_plan_covers_every_clause(change: dict[str, object]) -> None:
    assert pointers(replace(complete(), **change)) == [f"/{next(iter(change))}"]  # type: ignore[arg-type]


@pytest.mark.rule("S5-4")
def test_another_welcome_is_said_in_words_and_hours_come_with_tasks() -> None:
    assert pointers(replace(complete(), welcome=Welcome.OTHER)) == ["/welcome_wish"]
    bare = replace(complete().weeks[0], tasks=" ")
    assert pointers(replace(complete(), weeks=(bare,))) == ["/weeks/0/tasks"]


@pytest.mark.rule("S5-2")
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"description": " "}, "/actions/0/description"),
        ({"judged_by": ""}, "/actions/0/judged_by"),
        ({"due_on": None}, "/actions/0/due_on"),
        ({"starts_on": MONDAY}, "/actions/0/due_on"),
        ({"due_on": MONDAY}, "/actions/0/due_on"),
        ({"concerns": (*CONCERNS, uuid4())}, "/actions/0/concerns"),
    ],
)
def test_an_action_says_what_who_when_and_how_it_is_judged(change: dict[str, object], pointer: str) -> None:
    plan = complete()
    action = replace(plan.actions[0], **change)  # type: ignore[arg-type]
    assert pointers(replace(plan, actions=(action,))) == [pointer]


@pytest.mark.rule("S5-2")
def test_every_released_concern_is_answered_or_it_is_said_why_not() -> None:
    plan = replace(complete(), actions=(replace(complete().actions[0], concerns=CONCERNS[:1]),))
    assert pointers(plan) == ["/concerns/1/why_no_action"]
    entries = (plan.concerns[0], replace(plan.concerns[1], why_no_action="Later"))
    assert pointers(replace(plan, concerns=entries)) == []


@pytest.mark.rule("S5-3")
def test_a_question_has_words_and_a_day() -> None:
    plan = complete()
    assert pointers(replace(plan, questions=(Question(text=""),))) == ["/questions/0/text", "/questions/0/due_on"]


@pytest.mark.parametrize(
    ("week", "pointer"),
    [
        (Week(monday=MONDAY + timedelta(days=1), tasks="x"), "/weeks/0/monday"),
        (Week(monday=MONDAY, mon=Decimal(25), tasks="x"), "/weeks/0/mon"),
        (Week(monday=MONDAY, sun=Decimal(-1), tasks="x"), "/weeks/0/sun"),
    ],
)
def test_a_week_starts_on_monday_and_a_day_has_24_hours(week: Week, pointer: str) -> None:
    assert [problem.pointer for problem in what_is_wrong(Content(weeks=(week,)))] == [pointer]


def test_a_week_is_planned_once() -> None:
    week = Week(monday=MONDAY, tasks="x")
    found = [problem.pointer for problem in what_is_wrong(Content(weeks=(week, week)))]
    assert found == ["/weeks/0/monday", "/weeks/1/monday"]


# --- Carrying out -----------------------------------------------------------------------------------------------


@pytest.mark.rule("S6-1")
@given(said=st.lists(st.builds(Confirmation, st.sampled_from("ab"), st.integers(1, 3), st.booleans()), max_size=8))
def test_what_was_said_last_of_this_very_promise_counts(said: list[Confirmation]) -> None:
    since = {"a": 2, "b": 1}
    for key, version in since.items():
        meant = [each.in_place for each in said if (each.key, each.since) == (key, version)]
        assert (key in in_place(since, said)) == (bool(meant) and meant[-1])


@pytest.mark.rule("S6-1")
def test_a_return_is_prepared_once_all_that_must_stand_before_it_stands() -> None:
    plan = with_keys(complete(), ())
    with pytest.raises(RuleBroken) as refused:
        require_prepared(None, frozenset())
    assert refused.value.rule == "S6-1"
    with pytest.raises(RuleBroken) as refused:
        require_prepared(plan, frozenset())
    assert refused.value.members["missing"] == ["No late orders"]
    assert missing_before_return(plan, frozenset({"a1"})) == ()
    require_prepared(plan, frozenset({"a1"}))


@pytest.mark.rule("S6-1")
@given(
    held=st.booleans(),
    agreed=st.booleans(),
    newer=st.booleans(),
    placed=st.booleans(),
    prepared=st.booleans(),
)
def test_everything_a_return_goes_past_is_named(**way: bool) -> None:
    plan = with_keys(complete(), ())
    found = what_was_skipped(
        Way(
            meeting_held=way["held"],
            contract=plan if way["agreed"] else None,
            newest_open=way["newer"],
            placed=frozenset({"a1"}) if way["placed"] else frozenset(),
            prepared=way["prepared"],
        )
    )
    assert (Skipped.NO_MEETING in found) == (not way["held"])
    assert (Skipped.NO_CONTRACT in found) == (not way["agreed"])
    assert (Skipped.NEWER_VERSION_OPEN in found) == (way["agreed"] and way["newer"])
    assert (Skipped.BEFORE_RETURN_NOT_IN_PLACE in found) == (way["agreed"] and not way["placed"])
    assert (Skipped.NOT_MARKED_AS_PREPARED in found) == (not way["prepared"])


@pytest.mark.rule("S6-3")
def test_weeks_as_they_went_stand_beside_the_plan_in_order() -> None:
    plan = Content(weeks=(Week(monday=MONDAY, mon=Decimal(4), tue=Decimal("3.5"), tasks="x"),))
    following = MONDAY + timedelta(days=7)
    worked = [
        Worked(monday=following, hours=Decimal(8), tasks="y", replacement_there=None),
        Worked(monday=MONDAY, hours=Decimal(6), tasks="x", replacement_there=True),
    ]
    beside = weeks_beside(plan, worked)
    assert [each.monday for each in beside] == [MONDAY, following]
    assert [each.hours_over_plan for each in beside] == [Decimal("-1.5"), None]
    assert weeks_beside(None, []) == ()


@given(week=weeks)
def test_the_hours_of_a_week_are_those_of_its_days(week: Week) -> None:
    assert len(week.hours) == len(DAYS)
    assert week.total == sum((hours or Decimal(0) for hours in week.hours), Decimal(0))


def test_topics_are_those_of_the_rule() -> None:
    assert [topic.value for topic in Topic] == [
        "past_event",
        "workload",
        "ways_of_working",
        "supervisor_support",
        "relations",
        "roles",
        "others",
    ]


@pytest.mark.rule("S5-4")
def test_the_build_up_stays_within_the_limits_for_as_long_as_they_hold() -> None:
    plan = complete()
    week = Week(monday=MONDAY, mon=Decimal(4), thu=Decimal(4), fri=Decimal(0), tasks="Order check")

    def beyond(*limits: Limit) -> list[str]:
        return pointers(replace(plan, weeks=(week,), limits=limits))

    assert beyond(Limit(kind=LimitKind.HOURS_A_DAY, amount=Decimal(4))) == []
    assert beyond(Limit(kind=LimitKind.HOURS_A_DAY, amount=Decimal(3))) == ["/weeks/0/mon", "/weeks/0/thu"]
    until_monday = Limit(kind=LimitKind.HOURS_A_DAY, amount=Decimal(3), until=MONDAY)
    assert beyond(until_monday) == ["/weeks/0/mon"]
    assert beyond(Limit(kind=LimitKind.HOURS_A_WEEK, amount=Decimal(8))) == []
    assert beyond(Limit(kind=LimitKind.HOURS_A_WEEK, amount=Decimal("7.5"))) == ["/weeks/0/tasks"]
    assert beyond(Limit(kind=LimitKind.DAYS_A_WEEK, amount=Decimal(2))) == []
    assert beyond(Limit(kind=LimitKind.DAYS_A_WEEK, amount=Decimal(1))) == ["/weeks/0/tasks"]
    assert beyond(Limit(kind=LimitKind.KILOGRAMS, amount=Decimal(0))) == []
    assert beyond(until_monday, until_monday) == ["/limits/1/kind", "/weeks/0/mon", "/weeks/0/mon"]


@pytest.mark.rule("S5-6")
def test_a_limit_that_changes_is_said_side_by_side() -> None:
    before = Content(limits=(Limit(kind=LimitKind.HOURS_A_DAY, amount=Decimal(4)),))
    after = Content(limits=(Limit(kind=LimitKind.HOURS_A_DAY, amount=Decimal(6), until=MONDAY),))
    assert [(each.part, each.key, each.field) for each in differences(before, after)] == [
        (Part.LIMIT, "hours_a_day", "amount"),
        (Part.LIMIT, "hours_a_day", "until"),
    ]
    assert [each.kind for each in differences(before, Content())] == [Kind.REMOVED]
