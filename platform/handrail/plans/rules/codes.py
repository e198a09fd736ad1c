"""The closed lists of this slice. Their words for people stand in `wording`."""

from enum import StrEnum

from handrail.kit.codes import Role


class Topic(StrEnum):
    """What a concern is about (S4-2)."""

    PAST_EVENT = "past_event"
    WORKLOAD = "workload"
    WAYS_OF_WORKING = "ways_of_working"
    SUPERVISOR_SUPPORT = "supervisor_support"
    RELATIONS = "relations"
    ROLES = "roles"
    OTHERS = "others"


class ConcernState(StrEnum):
    """What the review found (S4-2). A concern nobody looked at again yet is still there."""

    STILL_THERE = "still_there"
    CHANGED = "changed"
    GONE = "gone"


class Move(StrEnum):
    """To which side a concern goes in the order of priority."""

    UP = "up"
    DOWN = "down"


class AspectCategory(StrEnum):
    """What an aspect of the work is about (OAP-1)."""

    WORKLOAD = "workload"
    RECOGNITION = "recognition"
    SUPPORT = "support"
    DECISION_LATITUDE = "decision_latitude"
    COOPERATION = "cooperation"
    ROLES = "roles"
    CHANGE = "change"
    OTHER = "other"


class Effect(StrEnum):
    """What an aspect of the work does to those who do it."""

    HINDERS = "hinders"
    FOSTERS = "fosters"


class Physician(StrEnum):
    """Whose statement the preparation rests on (S4-1); which of them is competent, the jurisdiction says."""

    TREATING = "treating"
    OCCUPATIONAL = "occupational"
    INSURER = "insurer"


class MeetingState(StrEnum):
    """Where a planning meeting stands."""

    SCHEDULED = "scheduled"
    HELD = "held"
    CANCELLED = "cancelled"


class ActionKind(StrEnum):
    """The kinds of action of S5-2, with the codes that the reference framework uses."""

    GRADED_RETURN = "graded_return"
    CONFLICT_RESOLUTION = "conflict_resolution"
    WORK_ORGANISATION = "work_organisation"
    SPECIFIC_ASSISTANCE = "specific_assistance"
    REASSIGNMENT = "reassignment"
    ACCOMMODATION = "accommodation"
    OTHER = "other"


class Responsible(StrEnum):
    """Who sees to an action or a question: those who read the plan. `TOGETHER`: the supervisor is asked for it.

    Human resources are not among them, since they never see a plan (VOL-2): what they arrange is an adjustment, a
    record of its own that the supervisor asks for.
    """

    SUPERVISOR = "supervisor"
    WORKER = "worker"
    TOGETHER = "together"
    COORDINATOR = "coordinator"
    OCCUPATIONAL_HEALTH = "occupational_health"
    UNION = "union"

    @property
    def owed_by(self) -> Role:
        """The role that owes it."""
        return Role.SUPERVISOR if self is Responsible.TOGETHER else Role(self.value)


class Welcome(StrEnum):
    """How the worker wants to be welcomed on the first day (S5-4, S6-2)."""

    NOTHING = "nothing"
    GREETING = "greeting"
    COFFEE = "coffee"
    LUNCH = "lunch"
    OTHER = "other"


class LimitKind(StrEnum):
    """What a limit of the plan is counted in (S5-4)."""

    HOURS_A_DAY = "hours_a_day"
    HOURS_A_WEEK = "hours_a_week"
    DAYS_A_WEEK = "days_a_week"
    MINUTES_SITTING = "minutes_sitting"
    MINUTES_STANDING = "minutes_standing"
    KILOGRAMS = "kilograms"


class Party(StrEnum):
    """The two who make the plan a contract (S5-6)."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"


class RemarkKind(StrEnum):
    """What the worker says of a version before they answer; neither has a consequence."""

    REMARK = "remark"
    NOT_AS_IT_READS = "not_as_it_reads"


class Standing(StrEnum):
    """Where one version of a plan stands. Only the newest one can be accepted."""

    PROPOSED = "proposed"
    CONTRACT = "contract"
    REPLACED = "replaced"


class Skipped(StrEnum):
    """What a return went past (S6-1): shown, never a reason to refuse the fact."""

    NO_MEETING = "no_meeting"
    NO_CONTRACT = "no_contract"
    NEWER_VERSION_OPEN = "newer_version_open"
    BEFORE_RETURN_NOT_IN_PLACE = "before_return_not_in_place"
    NOT_MARKED_AS_PREPARED = "not_marked_as_prepared"
