"""What a field takes and what it refuses."""

from datetime import date

import pytest

from handrail.sdk import Field, FieldKind, read_date


def field(kind: FieldKind, **limits: object) -> Field:
    return Field(key="x", kind=kind, compartment="administrative", **limits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("text", "a", "a"), ("int", 3, 3), ("int", 3.0, 3), ("decimal", 2.5, 2.5), ("bool", True, True),
        ("date", "2026-02-28", date(2026, 2, 28)), ("moment", "2026-02-28T10:00", "2026-02-28T10:00"),
        ("list", ["Mon"], ["Mon"]),
    ],
)  # fmt: skip
def test_a_field_reads_its_kind(kind: FieldKind, given: object, read: object) -> None:
    assert field(kind).read(given) == read


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", 3), ("int", "3"), ("int", 2.5), ("int", True), ("int", float("nan")), ("int", float("inf")),
        ("decimal", "x"), ("bool", 1), ("date", 20260228), ("list", "Mon"),
    ],
)  # fmt: skip
def test_a_field_refuses_other_kinds(kind: FieldKind, given: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        field(kind).read(given)


def test_numbers_keep_to_their_range_and_choices_to_their_list() -> None:
    percent = field("decimal", minimum=0, maximum=100)
    for wrong in (-1, 101):
        with pytest.raises(ValueError, match="expected at"):
            percent.read(wrong)
    with pytest.raises(ValueError, match="one of A, B"):
        field("choice", choices=("A", "B")).read("C")


@pytest.mark.parametrize(
    "given",
    ["2026-2-3", "20260203", "2026-02-30", "2026-W06-2", "1949-12-31", "2100-01-01", "2026-02-03T00:00", None, ""],
)
def test_a_date_is_a_day_of_the_calendar_and_nothing_else(given: object) -> None:
    with pytest.raises(ValueError, match=r"no day 2026-02-30|expected a date"):
        read_date(given)
