"""The codes of statutory documents."""

from enum import StrEnum


class Side(StrEnum):
    """Whose answer on a version it is, by the names under which a jurisdiction declares who signs."""

    WORKER = "worker"
    EMPLOYER = "hr"


class Answer(StrEnum):
    """What a party says of one version."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    """With the reasons."""
    UNANSWERED = "unanswered"
    """The employer notes, with the reasons, that the worker gave no answer."""
