"""How a case ends (S7-5). The outcome lies in coordination: the employer's side never learns it here (VOL-2)."""

from enum import StrEnum

from handrail.cases.rules.participation import Participation
from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import _


class Outcome(StrEnum):
    """What came of the process."""

    SUSTAINED_OWN_JOB = "sustained_return_own_job"
    SUSTAINED_OTHER_JOB = "sustained_return_other_job"
    SUSTAINED_OTHER_EMPLOYER = "sustained_return_other_employer"
    PARTIAL_RETURN = "partial_return"
    NO_RETURN = "no_return"
    RECOVERED_WITHOUT_SUPPORT = "recovered_without_support"
    NOT_TAKEN_UP = "support_not_taken_up"
    WITHDRAWN = "withdrawn"
    EMPLOYMENT_ENDED = "employment_ended"
    TRANSFERRED = "transferred"
    DIED = "died"


_RETURNS = frozenset(
    {Outcome.SUSTAINED_OWN_JOB, Outcome.SUSTAINED_OTHER_JOB, Outcome.SUSTAINED_OTHER_EMPLOYER, Outcome.PARTIAL_RETURN}
)


def check_outcome(outcome: Outcome, participation: Participation) -> None:
    """Refuse an outcome that contradicts what is on record; raises RuleBroken naming S7-5."""
    if outcome is Outcome.WITHDRAWN and participation is not Participation.WITHDRAWN:
        raise RuleBroken("S7-5", _("The worker has not withdrawn: record that first, or choose another outcome."))
    if outcome is Outcome.NOT_TAKEN_UP and participation is Participation.PARTICIPATING:
        raise RuleBroken("S7-5", _("The worker takes part: support was taken up."))
    if outcome in _RETURNS and participation is not Participation.PARTICIPATING:
        raise RuleBroken("S7-5", _("The worker took no part: a return without support is “recovered without support”."))
