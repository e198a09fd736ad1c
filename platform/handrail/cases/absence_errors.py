"""What keeps an absence from being recorded."""

from handrail.kit.errors import Conflict


class AbsenceKeyTaken(Conflict):
    """An absence with this key is recorded with other facts; correct it instead of recording it again."""

    slug, title = "absence-key-taken", "This absence is recorded already"


class ShownOtherwise(Conflict):
    """The correction would move other dates than those that were shown; look at them again, then confirm."""

    slug, title = "shown-otherwise", "Something changed since you looked"


class AbsencesOverlap(Conflict):
    """A day would lie in two absences of one worker."""

    slug, title = "absences-overlap", "These absences overlap"
