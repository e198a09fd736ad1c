"""What can be put right, and who answers. Pure."""

from enum import StrEnum
from typing import Final

from handrail.kit.codes import Compartment, Role
from handrail.obligations.rights import COORDINATOR, EMPLOYER


class About(StrEnum):
    """What a correction is about: kept by the employer, or by the coordinator."""

    ABSENCE = "absence"
    HOURS = "hours"
    JOB = "job"
    REACHED = "contact_details"
    EMPLOYER_OTHER = "employer_other"
    TALK = "talk"
    SUMMARY = "summary"
    PLAN = "plan"
    COORDINATOR_OTHER = "coordinator_other"


OF_THE_EMPLOYER: Final = (About.ABSENCE, About.HOURS, About.JOB, About.REACHED, About.EMPLOYER_OTHER)
OF_THE_COORDINATOR: Final = (About.TALK, About.SUMMARY, About.PLAN, About.COORDINATOR_OTHER)


def compartment_of(about: About) -> Compartment:
    """Return where such a request lies: what the employer keeps is administrative, all else between the two."""
    return Compartment.ADMINISTRATIVE if about in OF_THE_EMPLOYER else Compartment.COORDINATION


def kept_by(compartment: Compartment) -> str:
    """Return who keeps what lies there, as the engine names them."""
    return EMPLOYER if compartment is Compartment.ADMINISTRATIVE else COORDINATOR


def act_of(role: Role) -> str:
    """Return the act by which somebody in this role answers."""
    return "correction.answer" if role is Role.COORDINATOR else "correction.put_right"
