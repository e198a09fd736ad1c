"""The codes of messages and of what became of them."""

from enum import StrEnum


class MessageKind(StrEnum):
    """Why a message is sent. No reader of the mail can tell the first four apart (VOL-2)."""

    INVITATION = "invitation"
    NEWS = "news"
    REMINDER = "reminder"
    DATE_MOVED = "date_moved"
    SIGN_IN_LINK = "sign_in_link"
    SIGN_IN_INVITATION = "sign_in_invitation"
    WAY_ADDED = "way_added"
    """One of the person's ways to sign in is new."""
    WAY_REMOVED = "way_removed"
    CODE_GIVEN = "code_given"
    """Somebody made a one-time code for the person."""
    ADDRESS_CHANGED = "address_changed"
    """The person's address is another one now; it goes to the one before."""
    NEW_DEVICE = "new_device"
    """The person signed in on a device that was not seen before."""
    TRIED = "tried"
    """Somebody tried again and again to sign in as the person."""
    ACCESS_ENDS = "access_ends"
    PROGRAM_ENDS = "program_ends"
    """What lets a program or a directory in that the person looks after ends soon."""
    WATCH = "watch"
    """Those who watch over the consultancy have something to look at."""


class MessageStatus(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    HELD_QUIET_HOURS = "held_quiet_hours"
    SENT = "sent"
    SUPPRESSED = "suppressed"
    UNDELIVERABLE = "undeliverable"
    UNANSWERED = "unanswered"
    """It was handed over and no answer came: it may have arrived, so it is not sent again by itself."""


OPEN = frozenset({MessageStatus.QUEUED, MessageStatus.HELD_QUIET_HOURS})


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"


class Digest(StrEnum):
    """Whether messages are gathered; each is sent by itself."""

    NONE = "none"


class Outcome(StrEnum):
    """What came of one attempt to hand a message over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    REFUSED_FOR_NOW = "refused_for_now"
    NOT_REACHED = "not_reached"
    """It ended before the message was handed over: trying again can not double it."""
    UNANSWERED = "unanswered"
