"""The plan on paper: the same contract as on the screen."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from handrail.documents.typst.plan import PlanModel, render_plan

Build = Callable[..., PlanModel]
Tags = Callable[[Any], list[str]]


def _reader(plan: PlanModel) -> PdfReader:
    return PdfReader(io.BytesIO(render_plan(plan)))


def _words(plan: PlanModel) -> str:
    return " ".join(" ".join(page.extract_text() for page in _reader(plan).pages).split())


@pytest.mark.rule("S5-6")
@pytest.mark.parametrize("locale", ["en", "nl", "fr", "de", "ar"])
def test_the_plan_prints_as_an_accessible_pdf(a_plan: Build, tags_of: Tags, locale: str) -> None:
    root = _reader(a_plan(locale)).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/Lang"] == locale
    tags = tags_of(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/Table", "/THead", "/TH", "/TD"} <= set(tags)


@pytest.mark.rule("S5-6")
def test_it_is_a_contract_only_when_all_accepted_this_very_version(a_plan: Build) -> None:
    plan = a_plan()
    assert "not yet accepted by all" in _words(plan)
    assert "Accepted version 2, not yet this one" in _words(plan)
    accepted = replace(plan, acceptances=tuple(replace(one, version=3) for one in plan.acceptances))
    assert "Version 3, accepted by all" in _words(accepted)
    assert not replace(plan, acceptances=()).is_contract


@pytest.mark.rule("S5-2")
@pytest.mark.rule("S5-3")
def test_concerns_stand_with_their_actions_or_with_the_reason_why_there_is_none(a_plan: Build) -> None:
    words = _words(a_plan())
    assert words.index("Too many late orders.") < words.index("No late orders after 15:00")
    assert words.index("The office is loud.") < words.index("We try the second desk first.")
    assert "Is the second desk free?" in words


def test_hours_are_summed_by_week_and_written_as_the_language_writes_them(a_plan: Build) -> None:
    assert "6.5 h" in _words(a_plan())
    assert "6,5 " in _words(a_plan("de"))


def test_a_demonstration_says_that_it_is_one(a_plan: Build) -> None:
    assert "invented people and organisations" in _words(a_plan(demo=True))
    assert "invented" not in _words(a_plan())


def test_sections_without_words_are_left_out(a_plan: Build) -> None:
    words = _words(a_plan())
    assert "Coffee, no speech." in words
    assert "Colleagues" not in words


def test_a_plan_with_next_to_nothing_in_it_is_printed(a_plan: Build) -> None:
    bare = a_plan(
        concerns=0, weeks=0, acceptances=(), questions=(), sections=(), aim="", first_day_back_on=None,
        evaluations_on=(), full_week=None, limit=None,
    )  # fmt: skip
    assert len(_reader(bare).pages) == 1


def test_a_long_plan_repeats_table_heads_and_the_line_of_who_may_see_it(a_plan: Build) -> None:
    plan = a_plan(weeks=80)
    pages = [" ".join(page.extract_text().split()) for page in _reader(plan).pages]
    assert all(plan.may_see in page for page in pages)
    assert sum("Week from" in page for page in pages) >= 2


def test_the_same_plan_gives_the_same_bytes(a_plan: Build) -> None:
    assert render_plan(a_plan()) == render_plan(a_plan())
