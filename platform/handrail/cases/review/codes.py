"""Where a letter that is held for review stands."""

from enum import StrEnum


class ReviewState(StrEnum):
    """Waiting, or how it was answered."""

    WAITING = "waiting"
    RELEASED = "released"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"


class Verdict(StrEnum):
    """What whoever reads it can answer."""

    RELEASE = "release"
    SEND_BACK = "send_back"
