"""Method T5 against readers who try every world: what they can work out is found here by counting, not by our audit."""

from collections.abc import Sequence
from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handrail.reports.rules.disclosure import Protected, bare, protect
from handrail.reports.rules.layout import CountsDiffer
from handrail.reports.rules.ledger import Release
from handrail.reports.rules.method import T5, Method
from handrail.reports.tables import (
    CountTable,
    Days,
    Dimension,
    Figure,
    FigureTable,
    Grid,
    Hidden,
    Kind,
    Measure,
    Member,
    Population,
    ShownTable,
    Unit,
)

Q1 = (date(2026, 1, 1), date(2026, 3, 31))
Q2 = (date(2026, 4, 1), date(2026, 6, 30))
H1 = (date(2026, 1, 1), date(2026, 6, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
QUARTERS = (Q1, Q2, (date(2026, 7, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2026, 12, 31)))
CAP = 12
"""The greatest number the attacker of these tests tries: a world that reaches it counts as "and more"."""


def dimension(key: str, size: int, *, sensitive: bool = False) -> Dimension:
    return Dimension(key, key, tuple(Member(f"{key}{place}", f"{key} {place}") for place in range(size)), sensitive)


def absences(
    counts: Sequence[Sequence[int]],
    *,
    days: tuple[date, date] = Q1,
    sensitive: bool = False,
    key: str = "t",
    columns: str = "outcome",
) -> CountTable:
    return CountTable(
        key,
        "Absences",
        Population("absence.begun", "employer:1", days),
        dimension("department", len(counts)),
        tuple(tuple(line) for line in counts),
        dimension(columns, len(counts[0]), sensitive=sensitive),
        row_totals=True,
        column_totals=True,
    )


def numbers(table: ShownTable) -> list[list[float | None]]:
    return [[cell.value for cell in line.cells] for line in table.lines]


def whole(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    lines = [[*line, sum(line)] for line in counts]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def worlds(shown: Sequence[Sequence[float | None]]) -> list[Grid]:
    """Return every table up to CAP that fits what is shown, with its totals."""
    *body, totals = shown
    options = [
        [
            world
            for world in product(*([int(n)] if n is not None else range(CAP + 1) for n in line[:-1]))
            if line[-1] in {None, sum(world)}
        ]
        for line in body
    ]
    found: list[Grid] = []
    for world in product(*options):
        columns = [sum(column) for column in zip(*world, strict=True)]
        if all(total in {None, number} for total, number in zip(totals, [*columns, sum(columns)], strict=True)):
            found.append(tuple(tuple(line) for line in whole(world)))
    return found


def can_be_tried(shown: Sequence[Sequence[float | None]]) -> bool:
    """Return whether the totals leave few enough worlds to try them all."""
    return sum(number is None for line in shown for number in line[:-1]) <= 4 or None not in shown[-1]


def is_hidden_well(values: set[int], k: int = 5) -> bool:
    """Return whether somebody who knows only these values can not tell: the audit of the method."""
    if max(values) >= CAP:
        return True
    return max(values) - min(values) >= 3 and not (min(values) >= 1 and max(values) < k)


small_tables = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 9), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    ),
)


@pytest.mark.rule("REP-2")
@pytest.mark.rule("REP-1")
@settings(max_examples=50, deadline=None)
@given(small_tables)
def test_who_tries_every_world_can_not_tell_a_hidden_number(counts: list[list[int]]) -> None:
    counts = [line[:2] for line in counts]
    shown = numbers(protect([absences(counts)]).tables[0])
    assume(can_be_tried(shown))
    everything = worlds(shown)
    for row, line in enumerate(shown):
        for column, number in enumerate(line):
            if number is None:
                assert is_hidden_well({world[row][column] for world in everything}), (counts, shown)


@pytest.mark.rule("REP-2")
@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2),
    st.lists(st.integers(0, 100), min_size=2, max_size=2),
)
def test_two_tables_with_the_same_departments_do_not_give_each_other_away(
    counts: list[list[int]], shares: list[int]
) -> None:
    young = [sum(line) * share // 100 for line, share in zip(counts, shares, strict=True)]
    ages = [[number, sum(line) - number] for line, number in zip(counts, young, strict=True)]
    first, second = protect([absences(counts), absences(ages, key="age", columns="age")]).tables
    if not (can_be_tried(numbers(first)) and can_be_tried(numbers(second))):
        return  # nearly everything is hidden
    mine, others = worlds(numbers(first)), worlds(numbers(second))
    if len(mine) * len(others) > 5_000 or any(CAP in line[:-1] for world in (*mine, *others) for line in world[:-1]):
        return  # there are more worlds than those that were tried
    pairs = [
        (one, other)
        for one, other in product(mine, others)
        if all(a[-1] == b[-1] for a, b in zip(one, other, strict=True))
    ]
    for place, shown in enumerate((numbers(first), numbers(second))):
        for row, column in product(range(len(shown)), range(3)):
            if shown[row][column] is None:
                assert is_hidden_well({pair[place][row][column] for pair in pairs}), (counts, ages)


@pytest.mark.rule("REP-2")
@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=2, max_size=6))
def test_what_is_shown_is_the_truth_and_never_a_number_below_k(counts: list[list[int]]) -> None:
    truth = whole(counts)
    for line, true_line in zip(numbers(protect([absences(counts)]).tables[0]), truth, strict=True):
        for number, true in zip(line, true_line, strict=True):
            assert number in {None, true}
            assert number is None or not 1 <= number < T5.k


@pytest.mark.rule("REP-2")
@settings(max_examples=40, deadline=None)
@given(small_tables)
def test_the_same_numbers_are_always_masked_the_same_way(counts: list[list[int]]) -> None:
    table = absences(counts)
    first = protect([table])
    assert first.release is not None
    assert protect([table]) == first
    again = protect([table], history=[Release.from_json(first.release.to_json())])
    assert numbers(again.tables[0]) == numbers(first.tables[0])


@pytest.mark.rule("REP-2")
@pytest.mark.rule("OAP-2")
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=2),
    st.integers(0, 3),
    st.sampled_from([1, 1, -1, 2]),
)
def test_one_person_more_or_less_does_not_show_between_two_reports(
    counts: list[list[int]], place: int, change: int
) -> None:
    later = [[*line] for line in counts]
    later[place // 2][place % 2] = max(0, later[place // 2][place % 2] + change)
    first = protect([absences(counts)])
    assert first.release is not None
    second = protect([absences(later)], history=[first.release])
    before, after = numbers(first.tables[0]), numbers(second.tables[0])
    for old_line, new_line in zip(before, after, strict=True):
        for old, new in zip(old_line, new_line, strict=True):
            assert old is None or new is None or not 1 <= abs(new - old) < T5.k
    if change > 0 and len(worlds(before)) * len(worlds(after)) < 10_000:
        assert_no_pair_of_worlds_tells(before, after, counts, later)


def assert_no_pair_of_worlds_tells(
    before: list[list[float | None]], after: list[list[float | None]], counts: Grid | list[list[int]], later: object
) -> None:
    """Try every pair of worlds in which nobody left."""
    pairs = [
        (old, new)
        for old, new in product(worlds(before), worlds(after))
        if all(
            b >= a for old_line, new_line in zip(old, new, strict=True) for a, b in zip(old_line, new_line, strict=True)
        )
    ]
    for row, column in product(range(len(before)), range(len(before[0]))):
        if after[row][column] is None:
            values = {new[row][column] for _old, new in pairs}
            assert len(values) > 1 or not 1 <= min(values) < T5.k, (counts, later, before, after)


@pytest.mark.rule("REP-2")
def test_a_quarter_within_a_half_year_can_not_be_subtracted() -> None:
    first = protect([absences([[12, 9], [20, 11]], days=Q1)])
    assert first.release is not None
    second = protect([absences([[14, 9], [31, 11]], days=H1)], history=[first.release])
    half = numbers(second.tables[0])
    assert half[0][0] is None  # 14 - 12 is two people
    assert half[1][1] == 11  # nobody more


@pytest.mark.rule("REP-2")
def test_the_quarters_of_a_half_year_leave_no_rest() -> None:
    history: list[Release] = []
    for days in (Q1, Q2):
        made = protect([absences([[12, 9], [20, 11]], days=days)], history=history)
        assert made.release is not None
        history.append(made.release)
    late = protect([absences([[26, 18], [40, 22]], days=H1)], history=history)
    assert numbers(late.tables[0])[0][0] is None  # 26 - 12 - 12: two were registered later
    same = protect([absences([[24, 18], [40, 22]], days=H1)], history=history)
    assert numbers(same.tables[0]) == whole([[24, 18], [40, 22]])


@pytest.mark.rule("REP-2")
def test_the_mask_is_the_one_of_the_textbook() -> None:
    table = protect([absences([[12, 5, 6], [13, 3, 4], [9, 3, 3]])]).tables[0]
    hidden = [[number is None for number in line] for line in numbers(table)]
    assert hidden == [
        [False, False, False, False],
        [False, True, True, False],
        [False, True, True, False],
        [False, False, False, False],
    ]
    assert {cell.why for cell in table.cells() if cell.value is None} == {Hidden.HELD_BACK}
    assert table.held_back == 4


@pytest.mark.rule("REP-2")
def test_a_cell_is_masked_in_every_table_of_a_release_or_in_none() -> None:
    by_outcome = absences([[12, 3], [20, 14], [9, 11]])
    by_age = absences([[10, 5], [17, 17], [13, 7]], key="age", columns="age")
    departments = CountTable(
        "departments",
        "Absences",
        by_outcome.population,
        by_outcome.rows,
        ((15,), (34,), (20,)),
        column_totals=True,
    )
    tables = protect([by_outcome, by_age, departments]).tables
    for row in range(3):
        totals = {tables[0].lines[row].cells[-1], tables[1].lines[row].cells[-1], tables[2].lines[row].cells[0]}
        assert len(totals) == 1


@pytest.mark.rule("REP-2")
def test_two_tables_that_contradict_each_other_are_not_shown() -> None:
    with pytest.raises(CountsDiffer):
        protect([absences([[12, 5], [9, 8]]), absences([[12, 6], [9, 8]], key="other")])


@pytest.mark.rule("REP-2")
def test_all_or_none_of_a_small_group_is_held_back_where_it_says_something_of_each() -> None:
    counts = [[0, 8], [20, 30], [14, 17]]
    plain, sensitive = (
        numbers(protect([absences(counts, sensitive=sensitive)]).tables[0]) for sensitive in (False, True)
    )
    assert plain == whole(counts)  # a zero is published
    assert sensitive[0][:2] == [None, None]


@pytest.mark.rule("REP-2")
def test_a_table_of_nothing_but_small_numbers_is_withheld() -> None:
    table = protect([absences([[1, 2], [0, 1]])]).tables[0]
    assert table.withheld
    assert all(cell.value is None for cell in table.cells())


@pytest.mark.rule("REP-2")
@pytest.mark.rule("OAP-2")
def test_the_threshold_is_about_workers_not_about_what_they_said() -> None:
    table = CountTable(
        "themes",
        "Observations",
        Population("observation", "employer:1", Q1),
        dimension("category", 3),
        ((12,), (30,), (25,)),
        column_totals=True,
        workers=((3,), (21,), (14,)),
    )
    shown = numbers(protect([table]).tables[0])
    assert shown[0] == [None]
    assert sum(line == [None] for line in shown) >= 2


@pytest.mark.rule("OAP-2")
def test_k_can_be_set_but_never_below_three() -> None:
    assert numbers(protect([absences([[3, 40], [50, 60]])], method=Method(k=3)).tables[0])[0][0] == 3
    with pytest.raises(ValueError, match="never below 3"):
        Method(k=2)


# --- Shares, medians, sums ------------------------------------------------------------------------------------


def figures(measure: Measure, lines: Sequence[Figure], overall: Figure | None = None, days: Days = Q1) -> FigureTable:
    return FigureTable(
        "f",
        "Return",
        Population("absence.begun", "employer:1", days),
        dimension("department", len(lines)),
        (measure,),
        tuple((line,) for line in lines),
        (overall,) if overall else None,
    )


SHARE = Measure("sustained", "Sustained", Kind.SHARE, Unit.SHARE, part=("sustained", "yes"))
MEDIAN = Measure("days", "Days", Kind.MEDIAN, Unit.DAYS)
LOST = Measure("lost", "Days lost", Kind.SUM, Unit.DAYS)


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize(
    ("part", "base", "why"),
    [
        (42, 51, None),
        (3, 51, Hidden.HELD_BACK),
        (48, 51, Hidden.HELD_BACK),  # the complement is 3
        (9, 9, Hidden.FEW),
        (3, 4, Hidden.WITHHELD),  # nothing is left of this table
        (0, 20, None),
    ],
)
def test_a_share_needs_numerator_complement_and_base(part: int, base: int, why: Hidden | None) -> None:
    cell = protect([figures(SHARE, [Figure(base, part=part)])]).tables[0].lines[0].cells[0]
    assert cell.why == why
    assert why is not None or cell.value == part / base


@pytest.mark.rule("REP-2")
def test_a_share_is_not_worked_out_from_that_of_all() -> None:
    lines = [Figure(30, part=2), Figure(40, part=20), Figure(50, part=25)]
    shown = protect([figures(SHARE, lines, Figure(120, part=47))]).tables[0]
    assert sum(line.cells[0].value is None for line in shown.lines) >= 2


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize(
    ("base", "shows_median", "shows_quartiles"),
    [(4, False, False), (9, False, False), (10, True, False), (20, True, True)],
)
def test_a_median_needs_ten_and_quartiles_twenty(base: int, *, shows_median: bool, shows_quartiles: bool) -> None:
    cell = protect([figures(MEDIAN, [Figure(base, value=70, spread=(40, 90))])]).tables[0].lines[0].cells[0]
    assert (cell.value is not None) == shows_median
    assert (cell.spread is not None) == shows_quartiles
    assert (cell.base is None) == (base < T5.k)


@pytest.mark.rule("REP-2")
def test_the_sum_of_a_small_quarter_is_not_what_the_year_leaves_over() -> None:
    """Of eight workers in the first quarter nothing is said; the year minus the other quarters would say it."""
    history: list[Release] = []
    shown = []
    for days, base, value in [*zip(QUARTERS, (8, 40, 40, 40), (300, 900, 800, 700), strict=True), (YEAR, 60, 2700)]:
        made = protect([figures(LOST, [Figure(base, value=value)], Figure(base, value=value), days)], history=history)
        assert made.release is not None
        history.append(made.release)
        shown.append([line.cells[0].value for line in made.tables[0].lines])
    first, *others, year = shown
    assert first == [None, None]
    assert year == [None, None] or [None, None] in others


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize("kind", [Kind.SUM, Kind.MEAN])
def test_no_sum_or_mean_leaves_the_door_but_to_those_who_have_the_cases(kind: Kind) -> None:
    """A mean with its base is a sum."""
    table = figures(Measure("lost", "Days lost", kind, Unit.DAYS), [Figure(40, value=900)], Figure(40, value=900))
    assert {(cell.value, cell.why, cell.base) for cell in protect([table]).tables[0].cells()} == {
        (None, Hidden.HELD_BACK, 40)
    }
    assert {cell.value for cell in bare([table]).tables[0].cells()} == {900}


@pytest.mark.rule("REP-2")
def test_too_soon_is_said_apart() -> None:
    assert protect([figures(MEDIAN, [Figure(15)])]).tables[0].lines[0].cells[0].why is Hidden.NOT_YET


# --- The consultancy's own view, and what is printed ----------------------------------------------------------


@pytest.mark.rule("REP-1")
def test_the_consultancy_sees_every_number_and_reads_that_it_does() -> None:
    made = bare([absences([[1, 2], [0, 4]])])
    assert numbers(made.tables[0]) == whole([[1, 2], [0, 4]])
    assert made.release is None
    assert any("consultancy only" in str(sentence) for sentence in made.method)


@pytest.mark.rule("REP-2")
def test_the_method_is_printed_with_its_numbers() -> None:
    made: Protected = protect([absences([[12, 9], [20, 11]])], method=Method(k=7))
    assert "T5" in str(made.method[0])
    assert "7" in str(made.method[0])


@pytest.mark.rule("REP-2")
def test_a_release_is_the_same_after_it_was_stored() -> None:
    release = protect([absences([[12, 3], [20, 14], [9, 11]])]).release
    assert release is not None
    assert Release.from_json(release.to_json()) == release
    with pytest.raises(ValueError, match="version"):
        Release.from_json({**release.to_json(), "version": 2})


def test_totals_of_what_does_not_add_up_are_refused() -> None:
    listed = Dimension("department", "Department", dimension("department", 2).members, complete=False)
    with pytest.raises(ValueError, match="does not add up"):
        CountTable("t", "t", Population("a", "b", Q1), listed, ((1,), (2,)), column_totals=True)
