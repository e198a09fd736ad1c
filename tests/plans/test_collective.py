"""A plan beside the collective agreement: what goes against a clause, who settles it, what is only read (S5-5)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.frameworks.rules.document import AgreementClause
from handrail.kit.codes import Role
from handrail.kit.i18n import use_locale
from handrail.plans.presenting.collective import findings_rows
from handrail.plans.rules.codes import ActionKind, Responsible
from handrail.plans.rules.collective import Clause, Limit, Verdict, checked
from handrail.plans.rules.content import Action, Content, Week

MONDAY = date(2026, 12, 7)
PROPOSED = date(2026, 11, 26)


def plan(weeks: int = 3, hours: int = 4, **more: object) -> Content:
    rows = tuple(
        Week(monday=MONDAY + timedelta(days=7 * at), mon=Decimal(hours), thu=Decimal(hours)) for at in range(weeks)
    )
    return replace(Content(first_day_on=MONDAY, weeks=rows), **more)  # type: ignore[arg-type]


def found(clause: Clause, content: Content, proposed_on: date = PROPOSED) -> list[tuple[Verdict, list[Limit]]]:
    return [(each.verdict, [b.limit for b in each.breaches]) for each in checked(content, [clause], proposed_on)]


@pytest.mark.rule("S5-5")
@pytest.mark.parametrize(
    ("clause", "limit"),
    [
        (Clause(key="a", at_most_weeks=2), Limit.AT_MOST_WEEKS),
        (Clause(key="a", at_least_weeks=4), Limit.AT_LEAST_WEEKS),
        (Clause(key="a", at_most_hours_per_week=7), Limit.HOURS_PER_WEEK),
        (Clause(key="a", at_most_hours_per_day=3), Limit.HOURS_PER_DAY),
        (Clause(key="a", not_on=frozenset({"thu"})), Limit.NOT_ON),
        (Clause(key="a", notice_days=12), Limit.NOTICE_DAYS),
    ],
)
def test_a_plan_past_a_limit_goes_against_the_clause(clause: Clause, limit: Limit) -> None:
    ((verdict, limits),) = found(clause, plan())
    assert verdict is Verdict.AGAINST
    assert set(limits) == {limit}


@pytest.mark.rule("S5-5")
@pytest.mark.parametrize(
    "clause",
    [
        Clause(key="a", at_most_weeks=3),
        Clause(key="a", at_least_weeks=3),
        Clause(key="a", at_most_hours_per_week=8),
        Clause(key="a", at_most_hours_per_day=4),
        Clause(key="a", not_on=frozenset({"sat", "sun"})),
        Clause(key="a", notice_days=11),
    ],
)
def test_a_plan_just_inside_a_limit_fits(clause: Clause) -> None:
    assert found(clause, plan()) == [(Verdict.FITS, [])]


@pytest.mark.rule("S5-5")
@given(weeks=st.integers(1, 30), allowed=st.integers(1, 30))
def test_a_build_up_is_against_its_length_exactly_when_it_is_longer(weeks: int, allowed: int) -> None:
    ((verdict, _limits),) = found(Clause(key="a", at_most_weeks=allowed), plan(weeks))
    assert (verdict is Verdict.AGAINST) == (weeks > allowed)


@pytest.mark.rule("S5-5")
def test_a_clause_speaks_only_of_plans_with_its_kinds_of_action() -> None:
    clause = Clause(key="a", kinds=frozenset({ActionKind.REASSIGNMENT}), needs_agreement_of=Role.UNION)
    assert found(clause, plan()) == []
    moved = Action(kind=ActionKind.REASSIGNMENT, description="Another team", responsible=Responsible.SUPERVISOR)
    assert found(clause, plan(actions=(moved,))) == [(Verdict.TO_AGREE, [])]
    graded = Clause(key="b", kinds=frozenset({ActionKind.GRADED_RETURN}), at_most_weeks=1)
    assert found(graded, plan()) == [(Verdict.AGAINST, [Limit.AT_MOST_WEEKS])]  # weeks are a build-up without a name
    assert found(graded, Content()) == []


@pytest.mark.rule("S5-5")
def test_a_clause_without_a_number_is_there_to_be_read_and_one_with_a_role_names_who_agrees() -> None:
    to_read, to_agree = Clause(key="a"), Clause(key="b", needs_agreement_of=Role.UNION)
    against = Clause(key="c", at_most_weeks=1)
    settled = Clause(key="d", at_most_weeks=1, needs_agreement_of=Role.UNION)
    findings = checked(plan(), [to_read, to_agree, against, settled], PROPOSED)
    assert [each.resolver for each in findings] == [None, Role.UNION, Role.SUPERVISOR, Role.UNION]


@pytest.mark.rule("S5-5")
def test_what_goes_against_a_clause_stands_first_with_where_and_who_in_the_readers_language() -> None:
    clauses = {
        "nights": AgreementClause(
            title={"en": "No night shifts", "nl": "Geen nachtdienst"}, text={"en": "Not between 23:00 and 7:00."}
        ),
        "hours": AgreementClause(
            title={"en": "Short days", "nl": "Korte dagen"}, reference="Article 5", at_most_hours_per_day=3
        ),
    }
    rules = [Clause(key="nights"), Clause(key="hours", at_most_hours_per_day=3)]
    findings = checked(plan(weeks=1), rules, PROPOSED)
    with use_locale("en"):
        first, second = findings_rows(findings, clauses, {Role.SUPERVISOR: "Ruben Okafor"}.get)
    assert (first["title"], first["status"], first["reference"]) == ("Short days", "Goes against it", "Article 5")
    assert first["breaches"] == [
        "Week from 7 Dec, Monday: 4 hours; at most 3 are allowed.",
        "Week from 7 Dec, Thursday: 4 hours; at most 3 are allowed.",
    ]
    assert "Ruben Okafor" in first["who"]
    assert (second["status"], second["text"], second["who"]) == ("To be read", "Not between 23:00 and 7:00.", "")
    with use_locale("nl"):
        assert findings_rows(findings, clauses, {}.get)[0]["title"] == "Korte dagen"
