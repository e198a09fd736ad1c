"""The documents of the two years: what Regeling procesgang, the WIA and the practice of UWV ask to be written down.

Their fields follow the forms of UWV, which are optional; the seven parts of the reintegration report must be there and
recognisable apart from each other (Beleidsregels beoordelingskader poortwachter; Regeling procesgang article 6). What
the employer may not know, even with consent (UAVG article 30), has no field here.
"""

from typing import Final

from handrail.sdk import Citation, DocumentPart, DocumentSection, Field, FieldKind, Party, Rule, StatutoryDocument
from handrail_nl import catalogue, sources

EMPLOYER: Final[tuple[Party, ...]] = ("hr",)
PHYSICIAN: Final[tuple[Party, ...]] = ("occupational_health", "hr")
"""What occupational health states; where it works elsewhere, the employer writes down what it received from there."""
BOTH: Final[tuple[Party, ...]] = ("worker", "hr")
GOALS: Final = ("own_work", "own_work_adapted", "other_work_inside", "work_outside")
PROGNOSIS: Final = ("full", "partly", "other_work", "not_yet_known")
HOURS_IN_A_WEEK: Final = 80
LONGEST_PROGNOSIS: Final = 104


def _field(
    key: str,
    kind: FieldKind,
    label: str,
    *,
    required: bool = False,
    choices: tuple[str, ...] = (),
    item: tuple[Field, ...] = (),
    maximum: float | None = None,
) -> Field:
    minimum = 0 if kind in {"int", "decimal"} else None
    return Field(
        key=key, kind=kind, compartment="administrative", label=label, required=required, choices=choices, item=item,
        minimum=minimum, maximum=maximum,
    )  # fmt: skip


def _text(key: str, label: str, *, required: bool = False) -> Field:
    return _field(key, "text", label, required=required)


def _goal(*, required: bool = True) -> Field:
    return _field("end_goal", "choice", "Where it is to lead", required=required, choices=GOALS)


def _hours(label: str, *, required: bool = False) -> Field:
    return _field("hours", "decimal", label, required=required, maximum=HOURS_IN_A_WEEK)


def _prognosis() -> Field:
    return _field("prognosis", "choice", "What is expected", required=True, choices=PROGNOSIS)


STEPS: Final = _field(
    "steps", "list", "Steps", required=True,
    item=(
        _text("what", "What", required=True),
        _text("who", "Who", required=True),
        _field("by", "date", "By when"),
    ),
)  # fmt: skip
NEXT: Final = _field("next_on", "date", "Looked at again on", required=True)


def _document(
    name: str,
    title: str,
    source: Citation,
    *sections: DocumentSection,
    proves: Rule | None = None,
    signed_by: tuple[Party, ...] = (),
    repeats: bool = False,
    parts: tuple[DocumentPart, ...] = (),
) -> StatutoryDocument:
    return StatutoryDocument(
        code=f"nl.{name}", jurisdiction="nl", title=title, source=source,
        confidence=proves.confidence if proves else "medium", sections=sections, parts=parts, signed_by=signed_by,
        proves=proves.id if proves else None, repeats=repeats, reviewed_on=catalogue.REVIEWED_ON, languages=("nl",),
    )  # fmt: skip


def _section(key: str, title: str, authors: tuple[Party, ...], *fields: Field) -> DocumentSection:
    return DocumentSection(key=key, title=title, authors=authors, fields=fields)


PROBLEM_ANALYSIS = _document(
    "problem_analysis", "Problem analysis", sources.PROBLEM_ANALYSIS,
    _section(
        "analysis", "What is possible, and what it asks of the work", PHYSICIAN,
        _text("possibilities", "What is possible at work", required=True),
        _text("limits", "What is not possible at work, or not yet", required=True),
        _text("work_factors", "What in the work plays a part"),
        _prognosis(),
        _field("prognosis_weeks", "int", "In about how many weeks", maximum=LONGEST_PROGNOSIS),
    ),
    _section(
        "advice", "Advice", PHYSICIAN,
        _goal(),
        _text("interventions", "Adjustments and help at work that are advised"),
        _text("contact_rhythm", "How often worker and occupational health are in touch", required=True),
    ),
    proves=catalogue.PROBLEM_ANALYSIS,
)  # fmt: skip

ANALYSIS_ADJUSTMENT = _document(
    "problem_analysis_adjustment", "Adjustment of the problem analysis", sources.PROBLEM_ANALYSIS,
    _section(
        "changed", "What changed", PHYSICIAN,
        _text("possibilities", "What is possible at work", required=True),
        _text("limits", "What is not possible at work, or not yet", required=True),
        _prognosis(),
        _goal(required=False),
        _text("interventions", "Adjustments and help at work that are advised"),
    ),
    repeats=True,
)  # fmt: skip

PLAN_OF_ACTION = _document(
    "plan_of_action", "Plan of action", sources.PLAN_OF_ACTION,
    _section(
        "parties", "The work", EMPLOYER,
        _text("employer_profile", "What the employer does, and how large it is"),
        _text("own_job", "Own job", required=True),
        _hours("Hours a week in the contract", required=True),
        _text("case_manager", "Case manager, chosen together", required=True),
    ),
    _section("route", "The route", EMPLOYER, _goal(), STEPS, _text("help", "Help from inside and outside"), NEXT),
    _section("views", "How the employer sees it", EMPLOYER, _text("employer_view", "View of the employer")),
    proves=catalogue.PLAN_OF_ACTION, signed_by=BOTH,
)  # fmt: skip

PLAN_ADJUSTMENT = _document(
    "plan_adjustment", "Adjustment of the plan of action", sources.PLAN_OF_ACTION,
    _section("changed", "What changed", EMPLOYER, _text("why_now", "Why the plan is adjusted", required=True)),
    _section("route", "The route from here", EMPLOYER, _goal(), STEPS, NEXT),
    _section("views", "How the employer sees it", EMPLOYER, _text("employer_view", "View of the employer")),
    signed_by=BOTH, repeats=True,
)  # fmt: skip

PLAN_EVALUATION = _document(
    "plan_evaluation", "Evaluation of the plan of action", sources.PLAN_EVALUATION,
    _section(
        "evaluation", "How it goes", EMPLOYER,
        _text("present", "Who was there", required=True),
        _text("progress", "What was done of the plan", required=True),
        _hours("Hours a week worked now"),
        _text("tasks", "Tasks done now"),
        _text("changes", "What changes"),
        NEXT,
    ),
    proves=catalogue.PLAN_EVALUATION, signed_by=BOTH, repeats=True,
)  # fmt: skip

FORTY_TWO_WEEK_REPORT = _document(
    "uwv_42_week_report", "Report of 42 weeks of sickness to UWV", sources.FORTY_TWO_WEEKS,
    _section(
        "employment", "What UWV asks of the employment", EMPLOYER,
        _field("first_sick_day", "date", "First day of sickness", required=True),
        _field("employed_since", "date", "Employed since", required=True),
        _hours("Hours a week in the contract", required=True),
        _field("contract", "choice", "Contract", required=True, choices=("permanent", "fixed_term")),
        _field("ends_on", "date", "Last day of a fixed-term contract"),
    ),
    proves=catalogue.FORTY_TWO_WEEK_REPORT,
)  # fmt: skip

FIRST_YEAR_EVALUATION = _document(
    "first_year_evaluation", "First-year evaluation", sources.FIRST_YEAR_EVALUATION,
    _section(
        "looking_back", "The first year", EMPLOYER,
        _text("done", "What was done", required=True),
        _text("result", "What came of it", required=True),
    ),
    _section(
        "looking_ahead", "The second year", EMPLOYER,
        _field("goal_is_right", "bool", "Is the goal still the right one?", required=True),
        _text("inside", "What was looked at with the own employer", required=True),
        _field(
            "second_track", "choice", "Second track, with another employer", required=True,
            choices=("starts", "prospect_inside", "later"),
        ),
        _text("second_track_why", "Reasons for this choice", required=True),
        _text("year_two", "What is agreed for the second year", required=True),
    ),
    _section("views", "How the employer sees it", EMPLOYER, _text("employer_view", "View of the employer")),
    proves=catalogue.FIRST_YEAR_EVALUATION, signed_by=BOTH,
)  # fmt: skip

CURRENT_OPINION = _document(
    "current_opinion", "Current opinion of occupational health", sources.CURRENT_OPINION,
    _section(
        "opinion", "What is possible now", PHYSICIAN,
        _text("possibilities", "What is possible at work", required=True),
        _text("limits", "What is not possible at work, or not yet", required=True),
        _prognosis(),
        _field(
            "relation", "choice", "How worker and employer get on", required=True,
            choices=("good", "strained", "broken", "not_looked_at"),
        ),
    ),
    proves=catalogue.CURRENT_OPINION,
)  # fmt: skip

FINAL_EVALUATION = _document(
    "final_evaluation", "Final evaluation", sources.FINAL_EVALUATION,
    _section(
        "state", "Where it stands", EMPLOYER,
        _text("reached", "What was reached", required=True),
        _hours("Hours a week worked now"),
        _text("remaining", "What is still to be done", required=True),
    ),
    _section("views", "How the employer sees it", EMPLOYER, _text("employer_view", "View of the employer")),
    proves=catalogue.FINAL_EVALUATION, signed_by=BOTH,
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
