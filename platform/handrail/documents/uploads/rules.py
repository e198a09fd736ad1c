"""Who may add a file to what and who may open it, and what a file is called."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from handrail.kit.codes import Compartment, Role

MOST_FILES: Final = 200  # for one subject and compartment
_LONGEST_NAME: Final = 120
_NEVER: Final = frozenset('<>:"|?*\\/')


class FileState(StrEnum):
    """How far a file is: nobody opens one that is not clean."""

    QUARANTINED = "quarantined"
    CLEAN = "clean"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    """Added by mistake: nothing of it is kept but that it was there."""


TAKEN_BACK_WITHIN: Final = timedelta(days=7)
"""So long a file that others may have read by now can be taken back by whoever added it."""

ADDING: Final[Mapping[Role, tuple[Compartment, ...]]] = {
    Role.WORKER: (Compartment.OWN,),
    Role.COORDINATOR: (Compartment.COORDINATION, Compartment.PLAN),
    Role.OCCUPATIONAL_HEALTH: (Compartment.MEDICAL,),
    Role.HR: (Compartment.ADMINISTRATIVE,),
}
"""Where each role may add files; `file.add_<compartment>` of the policy decides whether on this very case."""

READABLE: Final = tuple(Compartment(name) for name in ("own", "coordination", "plan", "medical", "administrative"))
"""Where files lie; `file.read_<compartment>` of the policy decides who opens one."""

BEFORE_RELEASE: Final = frozenset({Role.WORKER, Role.COORDINATOR})
"""Who opens a file of the plan before the worker has released it to the others at the plan (CON-2)."""


def add_action(compartment: Compartment) -> str:
    """Return the act of the policy that adds a file here."""
    return f"file.add_{compartment.value}"


def read_action(compartment: Compartment) -> str:
    """Return the act of the policy that opens a file here."""
    return f"file.read_{compartment.value}"


def is_open_to(role: Role, compartment: Compartment, *, released: bool) -> bool:
    """Say whether a file is shown to a role that reads this compartment: of the plan only what was released."""
    return compartment is not Compartment.PLAN or released or role in BEFORE_RELEASE


def can_be_taken_back(compartment: Compartment, added_at: datetime, *, released: bool, now: datetime) -> bool:
    """Say whether whoever added a file can take it back: their own always, others' reading for seven days.

    Never one that the worker released: they agreed that the others at the plan have it.
    """
    return not released and (compartment is Compartment.OWN or now - added_at < TAKEN_BACK_WITHIN)


def clean_name(given: str, extension: str) -> str:
    """Return a name that can be shown and kept: its last part, no signs that nobody sees, the right ending."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if sign not in _NEVER and unicodedata.category(sign)[0] != "C")
    whole = " ".join(seen.split())
    stem = (whole.rpartition(".")[0] if "." in whole else whole).strip(". ")[:_LONGEST_NAME].strip(". ")
    return f"{stem or 'file'}.{extension}"
