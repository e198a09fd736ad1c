"""What is recorded of a graded return. All of it lies in the plan: worker, supervisor and coordinator work by it.

The build-up, its limits and the weeks as they went are the return-to-work plan's own where it has them; a build-up is
typed here only for a return that begins before there is a plan. There is no field for an illness (CON-4): a limit is a
number of hours or days.
"""

from handrail.sdk import Field, FieldKind


def _plan(key: str, kind: FieldKind, label: str, *, hint: str = "", required: bool = False, unit: str = "") -> Field:
    return Field(key=key, kind=kind, compartment="plan", label=label, hint=hint, required=required, unit=unit)


WEEKS = Field(
    key="weeks", kind="list", compartment="plan", label="Weeks of the build-up", reading="plan.weeks",
    hint="Hours and tasks go together: more hours with the same tasks is only half a step.",
    item=(
        _plan("monday", "date", "Week from", required=True),
        Field(
            key="hours", kind="decimal", compartment="plan", label="Hours", minimum=0, maximum=60, unit="hours",
            required=True,
        ),
        Field(key="days", kind="int", compartment="plan", label="Days", minimum=0, maximum=7),
        _plan("tasks", "text", "Tasks"),
        _plan("cover", "text", "Who does the rest"),
    ),
)  # fmt: skip
LIMITS = Field(
    key="limits", kind="list", compartment="plan", label="Limits", reading="plan.limits",
    hint="As the physician gave them: a number, and until when. Never why.",
    item=(
        Field(
            key="kind", kind="choice", compartment="plan", label="At most", required=True,
            choices=("hours_a_day", "hours_a_week", "days_a_week"),
        ),
        Field(key="amount", kind="decimal", compartment="plan", label="How many", minimum=0, maximum=60, required=True),
        _plan("until", "date", "Until"),
    ),
)  # fmt: skip
ACTUAL = Field(
    key="actual_weeks", kind="list", compartment="plan", label="Weeks as they went", reading="plan.actual_weeks",
    item=(
        _plan("monday", "date", "Week from"),
        _plan("hours", "decimal", "Hours", unit="hours"),
        _plan("tasks", "text", "Tasks"),
        _plan("replacement_there", "bool", "Somebody did the rest"),
    ),
)  # fmt: skip
REVIEWS = Field(
    key="reviews", kind="list", compartment="plan", label="Reviews",
    item=(
        _plan("on", "date", "Day", required=True),
        Field(
            key="outcome", kind="choice", compartment="plan", label="What you decided", required=True,
            choices=("progress", "hold", "step_back", "pause", "complete", "convert"),
        ),
        _plan("agreed", "text", "What changes, and from when"),
    ),
)  # fmt: skip

FIELDS = (
    _plan("aim", "text", "What the build-up leads to", hint="Such as: own work, all hours."),
    Field(
        key="contract_hours", kind="decimal", compartment="plan", label="Hours of the contract in a week", minimum=1,
        maximum=60, unit="hours", reading="plan.full_week_hours",
    ),
    WEEKS,
    LIMITS,
    ACTUAL,
    Field(
        key="basis", kind="choice", compartment="plan", label="How the hours are paid", search=True,
        choices=("wage", "benefit", "wage_and_benefit", "leave"),
    ),
    REVIEWS,
    _plan("next_review_on", "date", "Day of the next review", hint="Two weeks on at the latest."),
    Field(
        key="outcome", kind="choice", compartment="plan", label="How it ended", search=True,
        choices=("full_hours_own_work", "full_hours_other_work", "fewer_hours_for_good", "stopped"),
    ),
    Field(
        key="hours_reached", kind="decimal", compartment="plan", label="Hours in a week at the end", minimum=0,
        maximum=60, unit="hours",
    ),
    _plan("lasting", "longtext", "What stays adjusted for good", hint="Only what is done differently at work."),
)  # fmt: skip
