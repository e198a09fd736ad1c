"""The pages that are made from the code say what the code says."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from tests.docs.writing import ROOT, TITLES, marked, pages, problems, proofs, titles

written = cache(pages)


@pytest.mark.parametrize("path", [*written()], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_generated_page_is_up_to_date(path: Path) -> None:
    stored = path.read_text("utf-8") if path.exists() else ""
    assert stored == written()[path], "run `make docs`"


def test_every_id_that_a_test_carries_is_a_rule() -> None:
    known = {rule for group in titles().values() for rule in group}
    assert set(proofs()) - known == set(), f"unknown to {TITLES.relative_to(ROOT)}"


def test_marks_are_found_on_functions_classes_and_whole_modules() -> None:
    source = """
pytestmark = [pytest.mark.browser, pytest.mark.rule("VOL-1")]

@pytest.mark.slow
@pytest.mark.rule("VOL-2", "VOL-3")
def test_one(): ...

@pytest.mark.rule("S5-6")
class TestContract: ...

def helper(): ...
"""
    assert sorted(marked(source)) == [
        ("S5-6", "TestContract"), ("VOL-1", "test_one"), ("VOL-2", "test_one"), ("VOL-3", "test_one"),
    ]  # fmt: skip


def test_a_type_of_problem_means_one_thing() -> None:
    doubled = [slug for slug, count in Counter(each.slug for each in problems()).items() if count > 1]
    assert doubled == []


def test_a_problem_says_of_itself_what_it_means() -> None:
    assert [each.__name__ for each in problems() if not (each.__doc__ or "").strip()] == []
