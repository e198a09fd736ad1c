"""What keeps an absence from being recorded."""

from handrail.kit.errors import Conflict


class AbsenceKeyTaken(Conflict):
    """An absence with this key is recorded with other facts; correct it instead of recording it again."""

    slug, title = "absence-key-taken", "This absence is recorded already"


class ShownOtherwise(Conflict):
    """The correction would move other dates than those that were shown; look at them again, then confirm."""

    slug, title = "shown-otherwise", "Something changed since you looked"


class AbsenceInUse(Conflict):
    """Something that was recorded since is about this absence, so it can not be one that never was."""

    slug, title = "absence-in-use", "Something else is recorded about this absence"


class AbsencesOverlap(Conflict):
    """A day would lie in two absences of one worker."""

    slug, title = "absences-overlap", "These absences overlap"
