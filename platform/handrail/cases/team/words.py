"""What parts and compartments are called: for whoever coordinates, and for the worker; the values are msgids."""

from collections.abc import Mapping
from typing import Final

from handrail.cases.team.rules import Part
from handrail.kit.codes import Compartment, Role
from handrail.kit.i18n import N_

PARTS: Final[Mapping[Part, str]] = {
    Part.FOLLOW_UP: N_("Follows the worker, beside you"),
    Part.UNION: N_("Union or workers' representative"),
    Part.OCCUPATIONAL_HEALTH: N_("Occupational health"),
}
SEES: Final[Mapping[Compartment, str]] = {
    Compartment.ADMINISTRATIVE: N_("Dates, hours, how to reach the worker, and what the law asks"),
    Compartment.COORDINATION: N_("Talks, what the worker told, consents, and how support goes"),
    Compartment.OWN: N_("What the worker keeps for themselves"),
    Compartment.PLAN: N_("The plan, the meeting about it, and words the worker released"),
    Compartment.MEDICAL: N_("What occupational health notes"),
    Compartment.PROVIDER: N_("The one referral they work on"),
    Compartment.UNION: N_("What the worker asked the representative, and their notes"),
    Compartment.PREVENTION: N_("What the worker lets be used for prevention"),
}
"""What lies in a compartment, in a few plain words."""
SEES_OF_MINE: Final[Mapping[Compartment, str]] = {
    Compartment.ADMINISTRATIVE: N_("The days you are off"),
    Compartment.COORDINATION: N_("What you tell your coordinator"),
    Compartment.PLAN: N_("Your return-to-work plan"),
    Compartment.MEDICAL: N_("What the occupational physician notes"),
    Compartment.PROVIDER: N_("Help from somebody outside"),
    Compartment.UNION: N_("Your union representative"),
    Compartment.PREVENTION: N_("What your work can teach others"),
}
"""The same for the worker, as on the page about who may see what."""
MINE: Final[Mapping[Role, str]] = {
    Role.COORDINATOR: N_("Your coordinator"),
    Role.SUPERVISOR: N_("Your supervisor"),
    Role.UNION: N_("Your union representative"),
    Role.OCCUPATIONAL_HEALTH: N_("Occupational health"),
    Role.PROVIDER: N_("Somebody who helps you from outside"),
}
"""What somebody with a part is to the worker."""
