"""What the codes of a plan are called; the values are msgids."""

from typing import Final

from handrail.kit.i18n import N_
from handrail.plans.rules.codes import (
    ActionKind,
    AspectCategory,
    ConcernState,
    Effect,
    LimitKind,
    Party,
    Physician,
    RemarkKind,
    Responsible,
    Skipped,
    Standing,
    Topic,
    Welcome,
)

TOPICS: Final[dict[Topic, str]] = {
    Topic.PAST_EVENT: N_("Something that happened"),
    Topic.WORKLOAD: N_("Workload"),
    Topic.WAYS_OF_WORKING: N_("Ways of working"),
    Topic.SUPERVISOR_SUPPORT: N_("Support by the supervisor"),
    Topic.RELATIONS: N_("Relations at work"),
    Topic.ROLES: N_("Who does what"),
    Topic.OTHERS: N_("Something else"),
}

CONCERN_STATES: Final[dict[ConcernState, str]] = {
    ConcernState.STILL_THERE: N_("Still there"),
    ConcernState.CHANGED: N_("Changed"),
    ConcernState.GONE: N_("Gone"),
}

ASPECTS: Final[dict[AspectCategory, str]] = {
    AspectCategory.WORKLOAD: N_("Workload"),
    AspectCategory.RECOGNITION: N_("Recognition"),
    AspectCategory.SUPPORT: N_("Support from others"),
    AspectCategory.DECISION_LATITUDE: N_("Say over one's own work"),
    AspectCategory.COOPERATION: N_("Working together"),
    AspectCategory.ROLES: N_("Who does what"),
    AspectCategory.CHANGE: N_("Change at work"),
    AspectCategory.OTHER: N_("Something else"),
}

EFFECTS: Final[dict[Effect, str]] = {
    Effect.HINDERS: N_("It makes work harder to bear"),
    Effect.FOSTERS: N_("It does people good"),
}

REMARKS: Final[dict[RemarkKind, str]] = {
    RemarkKind.REMARK: N_("A question or a remark"),
    RemarkKind.NOT_AS_IT_READS: N_("I do not accept it as it reads"),
}

PHYSICIANS: Final[dict[Physician, str]] = {
    Physician.TREATING: N_("The treating physician"),
    Physician.OCCUPATIONAL: N_("The occupational physician"),
    Physician.INSURER: N_("The insurer's physician"),
}

KINDS: Final[dict[ActionKind, str]] = {
    ActionKind.GRADED_RETURN: N_("Graded return"),
    ActionKind.CONFLICT_RESOLUTION: N_("Conflict resolution or mediation"),
    ActionKind.WORK_ORGANISATION: N_("How work is organised"),
    ActionKind.SPECIFIC_ASSISTANCE: N_("Specific assistance"),
    ActionKind.REASSIGNMENT: N_("Reassignment"),
    ActionKind.ACCOMMODATION: N_("Accommodation or permanent adjustment"),
    ActionKind.OTHER: N_("Something else"),
}

RESPONSIBLE: Final[dict[Responsible, str]] = {
    Responsible.SUPERVISOR: N_("The supervisor"),
    Responsible.WORKER: N_("The worker"),
    Responsible.TOGETHER: N_("Worker and supervisor together"),
    Responsible.COORDINATOR: N_("The coordinator"),
    Responsible.OCCUPATIONAL_HEALTH: N_("Occupational health"),
    Responsible.UNION: N_("The union representative"),
}

WELCOMES: Final[dict[Welcome, str]] = {
    Welcome.NOTHING: N_("Nothing special"),
    Welcome.GREETING: N_("The supervisor greets in person"),
    Welcome.COFFEE: N_("Coffee with the team"),
    Welcome.LUNCH: N_("Lunch with the team"),
    Welcome.OTHER: N_("Something else"),
}

LIMITS: Final[dict[LimitKind, str]] = {
    LimitKind.HOURS_A_DAY: N_("Hours a day"),
    LimitKind.HOURS_A_WEEK: N_("Hours a week"),
    LimitKind.DAYS_A_WEEK: N_("Days a week"),
    LimitKind.MINUTES_SITTING: N_("Minutes of sitting at a time"),
    LimitKind.MINUTES_STANDING: N_("Minutes of standing at a time"),
    LimitKind.KILOGRAMS: N_("Kilograms to lift or carry"),
}

AT_MOST: Final[dict[LimitKind, str]] = {
    LimitKind.HOURS_A_DAY: N_("At most %(amount)s hours a day"),
    LimitKind.HOURS_A_WEEK: N_("At most %(amount)s hours a week"),
    LimitKind.DAYS_A_WEEK: N_("At most %(amount)s days a week"),
    LimitKind.MINUTES_SITTING: N_("At most %(amount)s minutes of sitting at a time"),
    LimitKind.MINUTES_STANDING: N_("At most %(amount)s minutes of standing at a time"),
    LimitKind.KILOGRAMS: N_("At most %(amount)s kilograms to lift or carry"),
}
"""A limit as a plan says it."""

PARTIES: Final[dict[Party, str]] = {Party.WORKER: N_("worker"), Party.SUPERVISOR: N_("supervisor")}

STANDINGS: Final[dict[Standing, tuple[str, str]]] = {
    Standing.PROPOSED: ("now", N_("Not yet a contract")),
    Standing.CONTRACT: ("done", N_("Contract")),
    Standing.REPLACED: ("off", N_("Replaced")),
}
"""State of the tag and words."""

SKIPPED: Final[dict[Skipped, str]] = {
    Skipped.NO_MEETING: N_("There was no planning meeting before the return."),
    Skipped.NO_CONTRACT: N_("No plan was agreed before the return."),
    Skipped.NEWER_VERSION_OPEN: N_("A newer version of the plan was waiting for an answer."),
    Skipped.BEFORE_RETURN_NOT_IN_PLACE: N_("Not everything that must be in place before the return was."),
    Skipped.NOT_MARKED_AS_PREPARED: N_("The return was not marked as prepared."),
}

TERMS: Final[dict[str, str]] = {
    "aim": N_("Aim"),
    "first_day_on": N_("First day back"),
    "limitations": N_("To be kept in mind"),
    "if_it_stalls": N_("If it does not go as planned"),
    "replacement": N_("Who replaces or helps"),
    "colleagues": N_("How colleagues are prepared"),
    "welcome": N_("Welcome"),
    "welcome_wish": N_("What the worker wishes"),
    "evaluations_on": N_("We look again on"),
    "full_week_hours": N_("Hours of the contract"),
}
"""The clauses of S5-4."""

FIELDS: Final[dict[str, str]] = {
    "why_no_action": N_("why there is no action"),
    "kind": N_("kind"),
    "description": N_("what"),
    "responsible": N_("who"),
    "responsible_name": N_("who, by name"),
    "starts_on": N_("start"),
    "due_on": N_("by when"),
    "judged_by": N_("how we judge it"),
    "before_return": N_("before the return"),
    "concerns": N_("for which concerns"),
    "text": N_("question"),
    "answer": N_("answer"),
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
    "tasks": N_("tasks"),
    "cover": N_("cover"),
    "amount": N_("at most"),
    "until": N_("until"),
}
"""The parts of a concern, an action, a question and a week."""

GATES: Final[dict[str, tuple[str, str]]] = {
    "S4-1": (N_("Record that the worker feels ready, and the date"), "readiness"),
    "S4-4": (N_("Write the summary, and ask the worker to validate it"), "summary"),
    "S4-5": (N_("Choose the topics of the meeting"), "tentative-plan"),
    "S4-6": (N_("Inform the supervisor"), "inform-supervisor"),
}
"""What opens a gate that holds the meeting back, and where in the case."""

PRESENT: Final[dict[str, str]] = {
    "worker": N_("the worker"),
    "supervisor": N_("the supervisor"),
    "coordinator": N_("the coordinator"),
    "union": N_("the union representative"),
    "occupational_health": N_("occupational health"),
}
"""Who was at a meeting."""
