"""Every rule of the Netherlands: who owes it, where it is written, and how sure we are.

How a date is counted stands in `milestones`, `waiting_period`, `plans`, `sanctions` and `maternity`. Titles of other
languages stand in `locale`. A rule of kind "standing" has no date.
"""

import datetime as dt

from handrail.sdk import RuleBook
from handrail_nl import sources

REVIEWED_ON = dt.date(2026, 11, 1)
SHORTER_APPLICATION_TERM_FROM = dt.date(2013, 7, 1)
_DAY_BEFORE = dt.date(2013, 6, 30)


_rule = RuleBook("nl", REVIEWED_ON)


# The first year ---------------------------------------------------------------------------------------------------
LINKING = _rule(
    "linking", "Whether this sickness is added to the one before", "hr", sources.LINKING, "high", kind="value",
    lapses=False,
)  # fmt: skip
REPORT_TO_ARBO = _rule(
    "report_to_arbo", "Sickness report to occupational health", "hr", sources.REPORT_TO_ARBO, "medium"
)
DOSSIER = _rule("dossier", "Reintegration file", "hr", sources.DOSSIER, "high", kind="standing")
PROBLEM_ANALYSIS = _rule(
    "problem_analysis", "Problem analysis", "occupational_health", sources.PROBLEM_ANALYSIS, "high"
)
PLAN_OF_ACTION = _rule("plan_of_action", "Plan of action", "hr", sources.PLAN_OF_ACTION, "high")
PLAN_EVALUATION = _rule(
    "plan_evaluation", "Evaluation of the plan of action", "hr", sources.PLAN_EVALUATION, "medium",
    basis="regulator_policy",
)  # fmt: skip
FORTY_TWO_WEEK_REPORT = _rule(
    "uwv_42_week_report", "Report of 42 weeks of sickness to UWV", "hr", sources.FORTY_TWO_WEEKS, "medium"
)
FIRST_YEAR_EVALUATION = _rule(
    "first_year_evaluation", "First-year evaluation", "hr", sources.FIRST_YEAR_EVALUATION, "medium"
)
SECOND_TRACK_START = _rule(
    "second_track_start", "Start of the second track, with another employer", "hr", sources.SECOND_TRACK, "medium",
    basis="regulator_policy",
)  # fmt: skip

# Towards the end of the waiting period ---------------------------------------------------------------------------
UWV_WIA_LETTER = _rule(
    "uwv_wia_letter", "Letter of UWV about the WIA application", "authority", sources.WIA_LETTER, "medium"
)
CURRENT_OPINION = _rule(
    "current_opinion", "Current opinion of occupational health", "occupational_health", sources.CURRENT_OPINION,
    "medium", basis="regulator_policy", compartment="medical", done_compartment="administrative",
)  # fmt: skip
FINAL_EVALUATION = _rule(
    "final_evaluation", "Final evaluation", "hr", sources.FINAL_EVALUATION, "medium", basis="regulator_policy"
)
REINTEGRATION_REPORT = _rule("reintegration_report", "Reintegration report", "hr", sources.REINTEGRATION_REPORT, "high")
WIA_APPLICATION = _rule(
    "wia_application", "Application for WIA benefit", "worker", sources.WIA_APPLICATION, "high",
    effective_from=SHORTER_APPLICATION_TERM_FROM,
)  # fmt: skip
WIA_APPLICATION_BEFORE_2013 = _rule(
    "wia_application", "Application for WIA benefit", "worker", sources.WIA_APPLICATION_BEFORE_2013, "medium",
    effective_to=_DAY_BEFORE,
)  # fmt: skip
UWV_WIA_DECISION = _rule(
    "uwv_wia_decision", "Decision of UWV on the WIA application", "authority", sources.WIA_DECISION, "high",
    lapses=False,
)  # fmt: skip
WAGE_CONTINUATION_END = _rule(
    "wage_continuation_end", "Last day of continued pay", "hr", sources.WAGE_CONTINUATION, "high", kind="end"
)
WIA_EARLIEST_START = _rule(
    "wia_earliest_start", "First possible day of WIA benefit", "authority", sources.WAITING_PERIOD, "high",
    kind="threshold",
)  # fmt: skip

# The wage sanction -----------------------------------------------------------------------------------------------
UWV_WAGE_SANCTION_DECISION = _rule(
    "uwv_wage_sanction_decision", "Last day for UWV to decide on a wage sanction", "authority",
    sources.WAGE_SANCTION_DECISION, "medium",
)  # fmt: skip
WAGE_SANCTION_MAX_END = _rule(
    "wage_sanction_max_end", "Latest possible end of a wage sanction", "authority", sources.WAGE_SANCTION_MAXIMUM,
    "high", kind="end",
)  # fmt: skip
UWV_SHORTENING_DECISION = _rule(
    "uwv_shortening_decision", "Decision of UWV on shortening the wage sanction", "authority",
    sources.SHORTENING_DECISION, "medium", lapses=False,
)  # fmt: skip
WAGE_SANCTION_END = _rule(
    "wage_sanction_end", "End of the wage sanction after repair", "hr", sources.WAGE_SANCTION_END, "medium", kind="end"
)
SANCTION_OBJECTION = _rule(
    "sanction_objection", "Objection to the wage sanction", "hr", sources.OBJECTION, "high", lapses=False
)

# Early IVA: who is asked about it says something of the illness, so these rows are medical ------------------------
EARLY_IVA_EARLIEST_APPLICATION = _rule(
    "early_iva_earliest_application", "First day to apply for early IVA", "worker", sources.EARLY_IVA_WINDOW, "medium",
    kind="threshold", compartment="medical", tells_cause=True,
)  # fmt: skip
EARLY_IVA_LATEST_APPLICATION = _rule(
    "early_iva_latest_application", "Last day to apply for early IVA", "worker", sources.EARLY_IVA_WINDOW, "medium",
    kind="end", compartment="medical", tells_cause=True,
)  # fmt: skip
EARLY_IVA_EARLIEST_START = _rule(
    "early_iva_earliest_start", "First possible day of early IVA", "authority", sources.EARLY_IVA_START, "medium",
    kind="threshold", compartment="medical", tells_cause=True,
)  # fmt: skip

# Beside the two years --------------------------------------------------------------------------------------------
END_OF_EMPLOYMENT_REPORT = _rule(
    "end_of_employment_report", "Report to UWV that employment ends during sickness", "hr", sources.END_OF_EMPLOYMENT,
    "medium", lapses=False,
)  # fmt: skip
SAFETY_NET_REPORT = _rule(
    "safety_net_report", "Report to UWV that sickness benefit applies", "hr", sources.SAFETY_NET, "low"
)
EXPERT_OPINION = _rule(
    "expert_opinion", "Expert opinion of UWV when reintegration is stuck", "authority", sources.EXPERT_OPINION,
    "medium", kind="standing",
)  # fmt: skip
MATERNITY_LEAVE_EARLIEST_START = _rule(
    "maternity_leave_earliest_start", "First day on which leave can begin", "worker", sources.MATERNITY_LEAVE, "high",
    kind="threshold", lapses=False, tells_cause=True,
)  # fmt: skip
MATERNITY_LEAVE_LATEST_START = _rule(
    "maternity_leave_latest_start", "Last day on which leave begins", "worker", sources.MATERNITY_LEAVE, "high",
    kind="end", lapses=False, tells_cause=True,
)  # fmt: skip
FLEX_DAYS_DEDUCTED = _rule(
    "flex_days_deducted", "Days taken off the leave after the birth", "worker", sources.MATERNITY_LEAVE, "high",
    kind="value", lapses=False, tells_cause=True,
)  # fmt: skip

RULES = (
    LINKING, REPORT_TO_ARBO, DOSSIER, PROBLEM_ANALYSIS, PLAN_OF_ACTION, PLAN_EVALUATION, FORTY_TWO_WEEK_REPORT,
    FIRST_YEAR_EVALUATION, SECOND_TRACK_START, UWV_WIA_LETTER, CURRENT_OPINION, FINAL_EVALUATION, REINTEGRATION_REPORT,
    WIA_APPLICATION_BEFORE_2013, WIA_APPLICATION, UWV_WIA_DECISION, WAGE_CONTINUATION_END, WIA_EARLIEST_START,
    UWV_WAGE_SANCTION_DECISION, WAGE_SANCTION_MAX_END, UWV_SHORTENING_DECISION, WAGE_SANCTION_END, SANCTION_OBJECTION,
    EARLY_IVA_EARLIEST_APPLICATION, EARLY_IVA_LATEST_APPLICATION, EARLY_IVA_EARLIEST_START, END_OF_EMPLOYMENT_REPORT,
    SAFETY_NET_REPORT, EXPERT_OPINION, MATERNITY_LEAVE_EARLIEST_START, MATERNITY_LEAVE_LATEST_START,
    FLEX_DAYS_DEDUCTED,
)  # fmt: skip
