"""Dates as the tables and the published calendars give them, for a first day of sickness of Monday 5 January 2026."""

from datetime import date, timedelta
from typing import Any

import pytest

from handrail_nl.working_days import days_off

FIRST = date(2026, 1, 5)
STARTED = (FIRST, "absence_started")


def day(number: int) -> date:
    """Return D + number."""
    return FIRST + timedelta(days=number)


@pytest.mark.parametrize(
    ("rule", "due", "source"),
    [
        ("report_to_arbo", "2026-01-12", "RPEZ art. 2(1), practice of one week: D + 7"),
        ("problem_analysis", "2026-02-16", "RPEZ art. 2(2): within six weeks, D + 42"),
        ("plan_of_action", "2026-03-02", "RPEZ art. 4: week 8, D + 56 while no analysis is in"),
        ("uwv_42_week_report", "2026-10-26", "ZW art. 38; UWV: first working day after week 42, D + 294"),
        ("first_year_evaluation", "2027-01-03", "RPEZ art. 4: end of week 52, D + 363"),
        ("uwv_wia_letter", "2027-09-12", "WIA art. 64(2); UWV: week 88, D + 615"),
        ("current_opinion", "2027-10-03", "weeks 89 to 91, D + 636"),
        ("final_evaluation", "2027-10-03", "week 91, D + 636"),
        ("reintegration_report", "2027-10-03", "WIA art. 25(3): 13 weeks before the end, D + 636"),
        ("wia_application", "2027-10-17", "WIA art. 64(3): 11 weeks before the end, end of week 93, D + 650"),
        ("uwv_wage_sanction_decision", "2027-11-21", "WIA art. 25(10): six weeks before the end, D + 685"),
        ("wage_continuation_end", "2028-01-02", "BW 7:629(1): 104 weeks of 728 days, D + 727"),
        ("wia_earliest_start", "2028-01-03", "WIA art. 23(1), D + 728"),
        ("wage_sanction_max_end", "2028-12-31", "WIA art. 25(9): at most 52 weeks more, D + 1091"),
        ("early_iva_earliest_application", "2026-01-26", "WIA art. 23(6): after three weeks, D + 21"),
        ("early_iva_latest_application", "2027-04-25", "WIA art. 23(6): through week 68, D + 475"),
    ],
)
def test_an_absence_that_goes_on_has_the_dates_of_the_table(ask: Any, rule: str, due: str, source: str) -> None:
    assert str(ask(STARTED).due(rule)) == due, source


def test_the_six_week_duties_show_the_earlier_reading_beside_the_date(ask: Any) -> None:
    answer = ask(STARTED)
    assert answer.one("problem_analysis").safe_target == day(41)
    assert answer.one("plan_of_action").safe_target == day(55)


def test_the_windows_open_in_week_46_and_week_89(ask: Any) -> None:
    answer = ask(STARTED)
    assert answer.one("first_year_evaluation").window_from == day(315)
    assert answer.one("current_opinion").window_from == day(616)


def test_rules_without_a_date_are_not_among_the_rows(ask: Any) -> None:
    rules = {row.rule.id for row in ask(STARTED).rows}
    assert not rules & {"nl.dossier", "nl.expert_opinion"}


@pytest.mark.parametrize(
    ("first", "nominal", "due"),
    [
        ("2026-01-03", "2026-10-24", "2026-10-26"),  # a Saturday
        ("2026-01-04", "2026-10-25", "2026-10-26"),  # a Sunday
        ("2025-07-06", "2026-04-26", "2026-04-28"),  # a Sunday, then King's Day
        ("2025-06-13", "2026-04-03", "2026-04-07"),  # Good Friday, the weekend, Easter Monday
        ("2025-07-15", "2026-05-05", "2026-05-06"),  # Liberation Day in a year that the library leaves out
        ("2025-03-07", "2025-12-26", "2025-12-29"),  # the second day of Christmas, a Friday
    ],
)
def test_the_42_week_report_moves_to_the_first_working_day(ask: Any, first: str, nominal: str, due: str) -> None:
    row = ask((first, "absence_started")).one("uwv_42_week_report")
    assert (str(row.nominal), str(row.due)) == (nominal, due)


def test_a_report_date_that_is_a_working_day_has_no_nominal_date(ask: Any) -> None:
    assert ask(STARTED).one("uwv_42_week_report").nominal is None


def test_a_list_of_holidays_replaces_the_calendar(ask: Any) -> None:
    first = ("2025-07-15", "absence_started")
    assert str(ask(first, params={"holidays": []}).due("uwv_42_week_report")) == "2026-05-05"
    named = {"holidays": ["2026-05-05", "2026-05-06"]}
    assert str(ask(first, params=named).due("uwv_42_week_report")) == "2026-05-07"


def test_good_friday_and_liberation_day_are_days_off_every_year() -> None:
    for year in range(2000, 2101):
        assert date(year, 5, 5) in days_off(year)
        easter = next(found for found in days_off(year) if found.weekday() == 6 and found.month in {3, 4})
        assert easter - timedelta(days=2) in days_off(year), year


# The plan, its evaluations and the second track -------------------------------------------------------------------
def test_the_plan_follows_the_analysis_by_two_weeks(ask: Any) -> None:
    row = ask(STARTED, (day(30), "problem_analysis_received")).one("plan_of_action")
    assert (row.due, row.safe_target) == (day(44), None)


def test_the_received_analysis_and_an_act_of_its_rule_say_the_same(ask: Any) -> None:
    named = ask(STARTED, (day(30), "problem_analysis_received"))
    act = ask(STARTED, (day(30), "act_done", {"rule": "nl.problem_analysis"}))
    assert named.rows == act.rows
    assert named.one("problem_analysis").status == "met"
    assert named.one("problem_analysis").met_by == 1


def test_evaluations_come_only_once_there_is_a_plan(ask: Any) -> None:
    assert ask(STARTED).of("plan_evaluation") == []


@pytest.mark.parametrize(
    ("first", "made", "asked"),
    [
        ("2026-01-05", None, True),
        ("2022-09-05", None, True),  # the evaluation is due after 1 July 2023
        ("2022-06-06", None, False),
        ("2022-06-06", "2023-07-03", True),  # an older case, made after that day
        ("2022-09-05", "2023-06-30", False),
    ],
)
def test_since_july_2023_both_views_belong_in_the_first_year_evaluation(
    ask: Any, first: str, made: str | None, *, asked: bool
) -> None:
    events: list[tuple[Any, ...]] = [(first, "absence_started")]
    events += [(made, "first_year_evaluation_done")] if made else []
    row = ask(*events).one("first_year_evaluation")
    assert ("nl.both_views" in {step.key for step in row.explanation}) is asked


def test_each_evaluation_is_six_weeks_after_the_one_before(ask: Any) -> None:
    plan = (day(50), "act_done", {"rule": "nl.plan_of_action"})
    held = [
        (day(90), "act_done", {"rule": "nl.plan_evaluation"}),
        (day(140), "act_done", {"rule": "nl.plan_evaluation"}),
    ]
    rows = ask(STARTED, plan, *held).of("plan_evaluation")
    assert [(row.sequence, row.due, row.status, row.met_by) for row in rows] == [
        (1, day(92), "met", 2),
        (2, day(132), "met", 3),
        (3, day(182), "pending", None),
    ]
    assert {row.rule.basis for row in rows} == {"regulator_policy"}


def test_an_evaluation_that_was_passed_over_counts_from_the_day_it_was_due(ask: Any) -> None:
    plan = (day(50), "act_done", {"rule": "nl.plan_of_action"})
    second = (day(130), "act_done", {"rule": "nl.plan_evaluation", "sequence": 2})
    rows = ask(STARTED, plan, second, as_of=str(day(135))).of("plan_evaluation")
    assert [(row.due, row.status) for row in rows] == [
        (day(92), "missed"),
        (day(134), "met"),
        (day(172), "pending"),
    ]


def test_no_evaluation_falls_after_the_last_day_of_pay(ask: Any) -> None:
    rows = ask(STARTED, (day(700), "act_done", {"rule": "nl.plan_of_action"})).of("plan_evaluation")
    assert rows == []


def test_the_second_track_starts_six_weeks_after_the_first_year_evaluation(ask: Any) -> None:
    evaluated = (day(350), "first_year_evaluation_done")
    assert ask(STARTED).of("second_track_start") == []
    assert ask(STARTED, evaluated).due("second_track_start") == day(392)
    assert ask(STARTED, (*evaluated, {"no_own_employer_prospect": True})).due("second_track_start") == day(392)


def test_a_concrete_prospect_with_the_own_employer_leaves_the_second_track_out(ask: Any) -> None:
    evaluated = (day(350), "first_year_evaluation_done", {"no_own_employer_prospect": False})
    row = ask(STARTED, evaluated).one("second_track_start")
    assert (row.due, row.reason, row.status) == (None, "not_in_scope", "not_applicable")


def test_quick_recovery_takes_analysis_and_plan_away_until_an_analysis_is_in(ask: Any) -> None:
    quick = (day(10), "quick_recovery_expected")
    answer = ask(STARTED, quick)
    assert answer.one("problem_analysis").reason == answer.one("plan_of_action").reason == "not_in_scope"
    later = ask(STARTED, quick, (day(40), "problem_analysis_received"))
    assert later.due("problem_analysis") == day(42)
    assert later.due("plan_of_action") == day(54)


def test_no_capacity_for_work_needs_no_plan_and_no_final_evaluation(ask: Any) -> None:
    answer = ask(STARTED, (day(30), "problem_analysis_received"), (day(30), "no_work_capacity"))
    assert answer.one("plan_of_action").reason == answer.one("final_evaluation").reason == "not_in_scope"
    assert answer.due("reintegration_report") == day(636)


def test_capacity_shown_by_partial_work_asks_for_the_final_evaluation(ask: Any) -> None:
    answer = ask(STARTED, (day(30), "no_work_capacity"), (day(200), "partial_return", {"percent": 40}))
    assert answer.due("final_evaluation") == day(636)


def test_partial_work_stops_no_counter(ask: Any) -> None:
    assert ask(STARTED, (day(60), "partial_return", {"percent": 50})).rows == ask(STARTED).rows


# The end of the waiting period ------------------------------------------------------------------------------------
def test_an_agreed_extension_moves_what_counts_back_from_the_end(ask: Any) -> None:
    answer = ask(STARTED, (day(600), "wait_extended", {"until": "2028-07-02"}))
    until = date(2028, 7, 2)
    assert answer.due("wage_continuation_end") == until
    assert answer.due("wia_earliest_start") == until + timedelta(days=1)
    assert answer.due("reintegration_report") == until - timedelta(weeks=13)
    assert answer.due("wia_application") == until - timedelta(weeks=11)
    assert answer.due("uwv_wage_sanction_decision") == until - timedelta(weeks=6)
    assert answer.due("wage_sanction_max_end") == until + timedelta(weeks=52)
    assert answer.due("first_year_evaluation") == day(363)


def test_an_extension_can_not_make_the_waiting_period_shorter(ask: Any) -> None:
    answer = ask(STARTED, (day(600), "wait_extended", {"until": "2027-12-01"}))
    assert answer.due("wage_continuation_end") == day(727)


def test_before_july_2013_the_application_was_due_13_weeks_before_the_end(ask: Any) -> None:
    before = ask(("2011-10-03", "absence_started")).one("wia_application")
    assert (str(before.due), str(before.rule.effective_to)) == ("2013-06-30", "2013-06-30")
    after = ask(("2011-10-04", "absence_started")).one("wia_application")
    assert (str(after.due), str(after.rule.effective_from)) == ("2013-07-15", "2013-07-01")


def test_a_late_application_makes_pay_go_on_for_as_long_as_it_was_late(ask: Any) -> None:
    answer = ask(STARTED, (day(660), "act_done", {"rule": "nl.wia_application"}))
    assert answer.one("wia_application").status == "met"
    assert answer.due("wage_continuation_end") == day(737)
    assert answer.due("wia_earliest_start") == day(738)
    assert answer.due("uwv_wia_decision") == day(660 + 56)


def test_an_application_in_time_moves_nothing(ask: Any) -> None:
    answer = ask(STARTED, (day(650), "act_done", {"rule": "nl.wia_application"}))
    assert answer.due("wage_continuation_end") == day(727)


# The wage sanction ------------------------------------------------------------------------------------------------
SANCTIONED = (day(680), "uwv_wage_sanction_decided")


def test_a_wage_sanction_makes_pay_go_on_for_52_weeks(ask: Any) -> None:
    answer = ask(STARTED, SANCTIONED)
    assert answer.due("wage_continuation_end") == day(1091)
    assert answer.due("wia_earliest_start") == day(1092)
    assert answer.one("uwv_wage_sanction_decision").status == "met"


def test_a_sanction_decided_too_late_has_no_effect(ask: Any) -> None:
    assert ask(STARTED, (day(685), "uwv_wage_sanction_decided")).due("wage_continuation_end") == day(1091)
    assert ask(STARTED, (day(686), "uwv_wage_sanction_decided")).due("wage_continuation_end") == day(727)


def test_a_repaired_defect_ends_the_sanction_after_six_weeks(ask: Any) -> None:
    answer = ask(STARTED, SANCTIONED, (day(800), "shortening_requested"), (day(815), "shortening_granted"))
    assert answer.due("uwv_shortening_decision") == day(821)
    assert answer.one("uwv_shortening_decision").status == "pending"
    assert answer.due("wage_sanction_end") == day(857)
    assert answer.due("wage_continuation_end") == day(857)


def test_a_sanction_never_ends_after_its_maximum(ask: Any) -> None:
    answer = ask(STARTED, SANCTIONED, (day(1080), "shortening_granted"))
    assert answer.due("wage_sanction_end") == day(1091)
    assert answer.due("wage_continuation_end") == day(1091)


def test_the_term_for_objection_ends_on_a_working_day(ask: Any) -> None:
    row = ask(STARTED, (date(2027, 11, 12), "uwv_wage_sanction_decided")).one("sanction_objection")
    assert (str(row.nominal), str(row.due)) == ("None", "2027-12-24")
    row = ask(STARTED, (date(2027, 11, 13), "uwv_wage_sanction_decided")).one("sanction_objection")
    assert (str(row.nominal), str(row.due)) == ("2027-12-25", "2027-12-27")


def test_a_running_sanction_holds_the_decision_on_the_application(ask: Any) -> None:
    events = (STARTED, (day(645), "act_done", {"rule": "nl.wia_application"}), SANCTIONED)
    assert ask(*events, as_of=str(day(679))).one("uwv_wia_decision").status == "pending"
    assert ask(*events, as_of=str(day(900))).one("uwv_wia_decision").status == "suspended"
    assert ask(*events, as_of=str(day(1092))).one("uwv_wia_decision").status == "missed"


# Early IVA --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("applied", "starts"),
    [(21, 91), (22, 92), (100, 170), (475, 545)],
)
def test_early_iva_starts_ten_weeks_after_the_application_and_after_thirteen_of_waiting(
    ask: Any, applied: int, starts: int
) -> None:
    row = ask(STARTED, (day(applied), "early_iva_applied")).one("early_iva_earliest_start")
    assert (row.due, row.compartment) == (day(starts), "medical")


def test_an_application_after_week_68_has_no_early_start(ask: Any) -> None:
    row = ask(STARTED, (day(476), "early_iva_applied")).one("early_iva_earliest_start")
    assert (row.due, row.reason) == (None, "not_entitled")


def test_what_hints_at_the_illness_is_medical_until_handed_over(ask: Any) -> None:
    answer = ask(STARTED)
    medical = {row.rule.id for row in answer.rows if row.compartment == "medical"}
    assert medical == {"nl.current_opinion", "nl.early_iva_earliest_application", "nl.early_iva_latest_application"}
    given = ask(STARTED, (day(630), "act_done", {"rule": "nl.current_opinion"}))
    assert given.one("current_opinion").compartment == "administrative"


# Employment that ends, the safety net, maternity ------------------------------------------------------------------
def test_employment_that_ends_during_sickness_is_reported_on_the_last_working_day(ask: Any) -> None:
    row = ask(STARTED, ("2026-05-31", "employment_ended")).one("end_of_employment_report")
    assert (str(row.nominal), str(row.due)) == ("2026-05-31", "2026-05-29")


@pytest.mark.parametrize(("sick_days", "file"), [(41, "no"), (42, "short"), (69, "short"), (70, "full")])
def test_the_file_that_goes_with_the_report_depends_on_the_length_of_the_sickness(
    ask: Any, sick_days: int, file: str
) -> None:
    row = ask(STARTED, (day(sick_days), "employment_ended")).one("end_of_employment_report")
    assert f"nl.{file}_file" in {step.key for step in row.explanation}


def test_the_employers_duties_end_with_the_employment_and_the_workers_wait_goes_on(ask: Any) -> None:
    answer = ask(STARTED, ("2026-04-30", "employment_ended"))
    assert answer.due("problem_analysis") == day(42)
    assert answer.one("uwv_42_week_report").reason == "not_in_scope"
    assert answer.one("wage_continuation_end").reason == "not_in_scope"
    assert answer.due("wia_application") == day(650)
    assert answer.due("wia_earliest_start") == day(728)


def test_employment_that_ends_after_recovery_needs_no_report(ask: Any) -> None:
    answer = ask(STARTED, (day(20), "recovered"), (day(30), "employment_ended"))
    assert answer.one("end_of_employment_report").reason == "recovered"
    assert answer.one("problem_analysis").reason == "recovered"


def test_a_safety_net_case_is_reported_by_the_fourth_sick_day_of_its_spell(ask: Any) -> None:
    answer = ask(STARTED, (day(1), "safety_net_case"), (day(20), "recovered"), (day(30), "absence_started"))
    row = answer.one("safety_net_report")
    assert (row.due, row.spell, row.rule.confidence) == (day(3), 1, "low")


def test_a_cause_alone_never_makes_a_row_that_the_employer_sees(ask: Any) -> None:
    told = ask((FIRST, "absence_started", {"cause": "pregnancy"}))
    assert told.rows == ask(STARTED).rows


def test_maternity_leave_begins_between_six_and_four_weeks_before_the_day_after_the_expected_birth(ask: Any) -> None:
    answer = ask(("2026-06-10", "due_date_of_birth"))
    assert str(answer.due("maternity_leave_earliest_start")) == "2026-04-30"
    assert str(answer.due("maternity_leave_latest_start")) == "2026-05-14"
    row = answer.one("maternity_leave_earliest_start")
    assert (row.spell, row.for_absence) == (None, None)


@pytest.mark.parametrize(
    ("sick_from", "fit_on", "leave_on", "deducted"),
    [
        ("2026-04-01", None, None, 14),
        ("2026-05-04", "2026-05-07", None, 3),
        ("2026-05-04", None, "2026-05-08", 4),
        ("2026-03-01", "2026-04-30", None, 0),
    ],
)
def test_sick_days_in_the_window_are_taken_off_the_later_leave(
    ask: Any, sick_from: str, fit_on: str | None, leave_on: str | None, deducted: int
) -> None:
    events: list[tuple[Any, ...]] = [("2026-06-10", "due_date_of_birth"), (sick_from, "absence_started")]
    events += [(fit_on, "recovered")] if fit_on else []
    events += [(leave_on, "maternity_leave_started")] if leave_on else []
    assert ask(*events).one("flex_days_deducted").value == deducted
