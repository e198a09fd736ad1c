"""Why an emergency access is not opened, decided or reviewed."""

from handrail.kit.errors import Conflict, Forbidden


class NotOpen(Conflict):
    """It is not open: not decided yet, refused, lapsed or over."""

    slug, title = "emergency-not-open", "This access is not open"


class AnotherPerson(Forbidden):
    """Whoever asked does not decide, and neither of the two reviews."""

    slug, title = "another-person", "Somebody else has to do this"


class DecidedAlready(Conflict):
    """It was decided, or nobody decided in time."""

    slug, title = "emergency-decided", "This was decided, or it has lapsed"
