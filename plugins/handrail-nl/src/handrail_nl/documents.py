"""The documents of the two years: what Regeling procesgang, the WIA and the practice of UWV ask to be written down.

Their fields follow the forms of UWV, which are optional; the seven parts of the reintegration report must be there and
recognisable apart from each other (Beleidsregels beoordelingskader poortwachter; Regeling procesgang article 6). What
the employer may not know, even with consent (UAVG article 30), has no field here.
"""

from typing import Final

from handrail.sdk import DocumentBook, DocumentPart, Field, asked
from handrail_nl import catalogue, sources

LONGEST_PROGNOSIS: Final = 104
"""Weeks: the two years themselves."""
_document = DocumentBook("nl", catalogue.REVIEWED_ON, ("nl",))


def _goal(*, needed: bool = True) -> Field:
    return asked.choice(
        "end_goal", "Where it is to lead", "own_work", "own_work_adapted", "other_work_inside", "work_outside",
        needed=needed,
    )  # fmt: skip


_POSSIBILITIES: Final = asked.text("possibilities", "What is possible at work")
_LIMITS: Final = asked.text("limits", "What is not possible at work, or not yet")
_PROGNOSIS: Final = asked.choice("prognosis", "What is expected", "full", "partly", "other_work", "not_yet_known")
_ADVISED: Final = asked.text("interventions", "Adjustments and help at work that are advised", needed=False)
_STEPS: Final = asked.rows(
    "steps", "Steps", asked.text("what", "What"), asked.text("who", "Who"), asked.day("by", "By when", needed=False)
)
_NEXT: Final = asked.day("next_on", "Looked at again on")
_WORKED: Final = asked.hours("hours", "Hours a week worked now", needed=False)
_CONTRACT: Final = asked.hours("hours", "Hours a week in the contract")
_VIEWS: Final = asked.section(
    "views", "How the employer sees it", asked.text("employer_view", "View of the employer", needed=False)
)

PROBLEM_ANALYSIS = _document(
    "problem_analysis", "Problem analysis", sources.PROBLEM_ANALYSIS,
    asked.section(
        "analysis", "What is possible, and what it asks of the work",
        _POSSIBILITIES,
        _LIMITS,
        asked.text("work_factors", "What in the work plays a part", needed=False),
        _PROGNOSIS,
        asked.count("prognosis_weeks", "In about how many weeks", needed=False, most=LONGEST_PROGNOSIS),
        by=asked.STATED,
    ),
    asked.section(
        "advice", "Advice",
        _goal(),
        _ADVISED,
        asked.text("contact_rhythm", "How often worker and occupational health are in touch"),
        by=asked.STATED,
    ),
    proves=catalogue.PROBLEM_ANALYSIS,
)  # fmt: skip

ANALYSIS_ADJUSTMENT = _document(
    "problem_analysis_adjustment", "Adjustment of the problem analysis", sources.PROBLEM_ANALYSIS,
    asked.section(
        "changed", "What changed",
        _POSSIBILITIES, _LIMITS, _PROGNOSIS, _goal(needed=False), _ADVISED,
        by=asked.STATED,
    ),
    belongs_to=catalogue.PROBLEM_ANALYSIS, confidence="medium", repeats=True,
)  # fmt: skip

PLAN_OF_ACTION = _document(
    "plan_of_action", "Plan of action", sources.PLAN_OF_ACTION,
    asked.section(
        "parties", "The work",
        asked.text("employer_profile", "What the employer does, and how large it is", needed=False),
        asked.text("own_job", "Own job"),
        _CONTRACT,
        asked.text("case_manager", "Case manager, chosen together"),
    ),
    asked.section(
        "route", "The route",
        _goal(), _STEPS, asked.text("help", "Help from inside and outside", needed=False), _NEXT,
    ),
    _VIEWS,
    proves=catalogue.PLAN_OF_ACTION, signed_by=asked.BOTH,
)  # fmt: skip

PLAN_ADJUSTMENT = _document(
    "plan_adjustment", "Adjustment of the plan of action", sources.PLAN_OF_ACTION,
    asked.section("changed", "What changed", asked.text("why_now", "Why the plan is adjusted")),
    asked.section("route", "The route from here", _goal(), _STEPS, _NEXT),
    _VIEWS,
    belongs_to=catalogue.PLAN_OF_ACTION, confidence="medium", signed_by=asked.BOTH, repeats=True,
)  # fmt: skip

PLAN_EVALUATION = _document(
    "plan_evaluation", "Evaluation of the plan of action", sources.PLAN_EVALUATION,
    asked.section(
        "evaluation", "How it goes",
        asked.text("present", "Who was there"),
        asked.text("progress", "What was done of the plan"),
        _WORKED,
        asked.text("tasks", "Tasks done now", needed=False),
        asked.text("changes", "What changes", needed=False),
        _NEXT,
    ),
    proves=catalogue.PLAN_EVALUATION, signed_by=asked.BOTH, repeats=True,
)  # fmt: skip

FORTY_TWO_WEEK_REPORT = _document(
    "uwv_42_week_report", "Report of 42 weeks of sickness to UWV", sources.FORTY_TWO_WEEKS,
    asked.section(
        "employment", "What UWV asks of the employment",
        asked.day("first_sick_day", "First day of sickness"),
        asked.day("employed_since", "Employed since"),
        _CONTRACT,
        asked.choice("contract", "Contract", "permanent", "fixed_term"),
        asked.day("ends_on", "Last day of a fixed-term contract", needed=False),
    ),
    proves=catalogue.FORTY_TWO_WEEK_REPORT,
)  # fmt: skip

FIRST_YEAR_EVALUATION = _document(
    "first_year_evaluation", "First-year evaluation", sources.FIRST_YEAR_EVALUATION,
    asked.section(
        "looking_back", "The first year", asked.text("done", "What was done"), asked.text("result", "What came of it")
    ),
    asked.section(
        "looking_ahead", "The second year",
        asked.yes_no("goal_is_right", "Is the goal still the right one?"),
        asked.text("inside", "What was looked at with the own employer"),
        asked.choice(
            "second_track", "Second track, with another employer", "starts", "prospect_inside", "later"
        ),
        asked.text("second_track_why", "Reasons for this choice"),
        asked.text("year_two", "What is agreed for the second year"),
    ),
    _VIEWS,
    proves=catalogue.FIRST_YEAR_EVALUATION, signed_by=asked.BOTH,
)  # fmt: skip

CURRENT_OPINION = _document(
    "current_opinion", "Current opinion of occupational health", sources.CURRENT_OPINION,
    asked.section(
        "opinion", "What is possible now",
        _POSSIBILITIES, _LIMITS, _PROGNOSIS,
        asked.choice("relation", "How worker and employer get on", "good", "strained", "broken", "not_looked_at"),
        by=asked.STATED,
    ),
    proves=catalogue.CURRENT_OPINION,
)  # fmt: skip

FINAL_EVALUATION = _document(
    "final_evaluation", "Final evaluation", sources.FINAL_EVALUATION,
    asked.section(
        "state", "Where it stands",
        asked.text("reached", "What was reached"), _WORKED, asked.text("remaining", "What is still to be done"),
    ),
    _VIEWS,
    proves=catalogue.FINAL_EVALUATION, signed_by=asked.BOTH,
)  # fmt: skip

REINTEGRATION_REPORT = _document(
    "reintegration_report", "Reintegration report", sources.REINTEGRATION_REPORT,
    proves=catalogue.REINTEGRATION_REPORT,
    parts=(
        DocumentPart(key="part_analysis", title="Problem analysis", documents=(PROBLEM_ANALYSIS.code,)),
        DocumentPart(key="part_plan", title="Plan of action", documents=(PLAN_OF_ACTION.code,)),
        DocumentPart(
            key="part_adjustments", title="Adjustments of analysis and plan", required=False,
            documents=(ANALYSIS_ADJUSTMENT.code, PLAN_ADJUSTMENT.code),
        ),
        DocumentPart(
            key="part_first_year", title="First-year evaluation", documents=(FIRST_YEAR_EVALUATION.code,),
        ),
        DocumentPart(
            key="part_evaluations", title="Other evaluations", required=False, documents=(PLAN_EVALUATION.code,)
        ),
        DocumentPart(
            key="part_opinion", title="Current opinion of occupational health", documents=(CURRENT_OPINION.code,)
        ),
        DocumentPart(
            key="part_final", title="Final evaluation, with the worker's view", documents=(FINAL_EVALUATION.code,)
        ),
        DocumentPart(key="part_sealed", title="Information of the physician, which the worker sends to UWV alone"),
    ),
)  # fmt: skip

DOCUMENTS: Final = (
    PROBLEM_ANALYSIS, ANALYSIS_ADJUSTMENT, PLAN_OF_ACTION, PLAN_ADJUSTMENT, PLAN_EVALUATION, FORTY_TWO_WEEK_REPORT,
    FIRST_YEAR_EVALUATION, CURRENT_OPINION, FINAL_EVALUATION, REINTEGRATION_REPORT,
)  # fmt: skip
