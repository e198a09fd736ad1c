"""When a message may go, whether it may go at all, and what a mail says. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handrail.kit.codes import Compartment, Role
from handrail.kit.i18n import N_
from handrail.notifications.codes import MessageKind


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when nothing is sent, on the person's clock; `until` may lie on the next morning."""

    begin: time
    until: time


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person prefers, or what holds where they chose nothing."""

    email: bool = True
    quiet: QuietHours | None = QuietHours(time(20), time(8))


LINKS: Final = frozenset({MessageKind.SIGN_IN_LINK, MessageKind.SIGN_IN_INVITATION})
"""What carries a link to sign in; it goes while the link lives."""
WARNINGS: Final = frozenset(
    {
        MessageKind.WAY_ADDED,
        MessageKind.WAY_REMOVED,
        MessageKind.CODE_GIVEN,
        MessageKind.ADDRESS_CHANGED,
        MessageKind.NEW_DEVICE,
        MessageKind.TRIED,
        MessageKind.ACCESS_ENDS,
        MessageKind.PROGRAM_ENDS,
    }
)
"""What tells a person that something changed, was tried or will end in how they, or their programs, come in."""
AT_ONCE: Final = LINKS | WARNINGS | {MessageKind.WATCH}
"""What no preference and no quiet hour holds back."""

GATHERED_FOR: Final = {
    MessageKind.REMINDER: timedelta(hours=20),
    MessageKind.DATE_MOVED: timedelta(hours=1),
    MessageKind.NEWS: timedelta(minutes=15),
}
"""How long one mail stands for all: within this time after any other that says the same, none of these goes."""

NO_ADDRESS: Final = "no_address"
NOT_WANTED: Final = "not_wanted"
NO_LONGER_THEIRS: Final = "no_longer_theirs"
OUT_OF_DATE: Final = "out_of_date"
ALREADY_TOLD: Final = "already_told"
REFUSED: Final = "refused"

REASONS: Final = {
    NO_ADDRESS: N_("We have no e-mail address of yours."),
    NOT_WANTED: N_("You chose to get no e-mail."),
    NO_LONGER_THEIRS: N_("It was no longer for you when it was due to go."),
    OUT_OF_DATE: N_("It had run out when it was due to go."),
    ALREADY_TOLD: N_("A message shortly before told you the same."),
    REFUSED: N_("Your mail provider did not take it."),
}
"""Why a message did not go, in words for the person it was meant for."""


def may_go_at(now: datetime, zone: str, quiet: QuietHours | None) -> datetime | None:
    """Return the instant at which a message may go, or None where it may go now.

    `now` is aware; `zone` is the person's, an IANA name. Quiet hours are wall-clock hours: in the night when the clocks
    change they end when the person's clock shows `until`.
    """
    if quiet is None or quiet.begin == quiet.until:
        return None
    local = now.astimezone(ZoneInfo(zone))
    clock = local.time()
    if quiet.begin < quiet.until:
        holds, days = quiet.begin <= clock < quiet.until, 0
    else:
        holds, days = clock >= quiet.begin or clock < quiet.until, int(clock >= quiet.begin)
    if not holds:
        return None
    return datetime.combine(local.date() + timedelta(days=days), quiet.until, ZoneInfo(zone)).astimezone(now.tzinfo)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a mail says; every line is a msgid. `action` stands on the link."""

    subject: str
    lines: tuple[str, ...]
    action: str


_NEWS: Final = Wording(
    subject=N_("There is something new for you in Handrail"),
    lines=(
        N_("There is something new for you in Handrail."),
        N_("Look at it when it suits you. For your privacy this message says no more than that."),
    ),
    action=N_("Open Handrail"),
)
_LINK: Final = Wording(
    subject=N_("Your link to sign in to Handrail"),
    lines=(
        N_("Here is the link you asked for. It works once, for ten minutes, in the browser in which you asked for it."),
        N_("If you did not ask for it, you need not do anything: without it nobody gets in."),
    ),
    action=N_("Sign in"),
)


_INVITED: Final = Wording(
    subject=N_("Your way in to Handrail"),
    lines=(
        N_("Here is your link to Handrail. You can use it once, for 14 days."),
        N_("You also need a code. You get it on the telephone or in a letter, never by mail."),
        N_("Take the time that you need. Is something unclear? Call the person who gives you the code."),
    ),
    action=N_("Go to Handrail"),
)
_WAY_ADDED: Final = Wording(
    subject=N_("A new way to sign in to Handrail"),
    lines=(
        N_("A way to sign in was added to your account in Handrail."),
        N_("Was it you? Then there is nothing to do."),
        N_("Was it not you? Sign in, remove it, and call the person who invited you."),
    ),
    action=N_("Look at your account"),
)
_WAY_REMOVED: Final = Wording(
    subject=N_("A way to sign in to Handrail was removed"),
    lines=(
        N_("A way to sign in to your account in Handrail was removed or stopped."),
        N_("Was it you? Then there is nothing to do."),
        N_("Was it not you? Sign in, look at your account, and call the person who invited you."),
    ),
    action=N_("Look at your account"),
)
_CODE_GIVEN: Final = Wording(
    subject=N_("A code to sign in to Handrail"),
    lines=(
        N_("Somebody who may help you made a code with which you can sign in to Handrail."),
        N_("Did you ask for it? Then there is nothing to do."),
        N_("Did you not ask for it? Call the person who invited you, and tell them."),
    ),
    action=N_("Look at your account"),
)
_ADDRESS_CHANGED: Final = Wording(
    subject=N_("Your address in Handrail was changed"),
    lines=(
        N_("Your account in Handrail has another mail address now. Links to sign in go there, no more to this one."),
        N_("Did you want that? Then there is nothing to do."),
        N_("Did you not want that? Call the person who invited you, and tell them."),
    ),
    action=N_("Look at your account"),
)
_NEW_DEVICE: Final = Wording(
    subject=N_("A new device signed in to Handrail"),
    lines=(
        N_("Somebody signed in to your account in Handrail on a device that we had not seen before."),
        N_("Was it you? Then there is nothing to do."),
        N_("Was it not you? Open your account, end that device there, and call the person who invited you."),
    ),
    action=N_("Look at your account"),
)
_TRIED: Final = Wording(
    subject=N_("Somebody tried to sign in to Handrail as you"),
    lines=(
        N_("Today somebody tried several times to sign in to your account in Handrail, and did not get in."),
        N_("Was it you? Then there is nothing to do. Can you not get in? Call the person who invited you."),
        N_("Was it not you? Your account is still closed to them. Look whether others can read your mail."),
    ),
    action=N_("Look at your account"),
)
_ACCESS_ENDS: Final = Wording(
    subject=N_("A token of yours for Handrail ends soon"),
    lines=(
        N_("A token that you made for a program ends soon. From then on the program can not come in to Handrail."),
        N_("Do you still need it? Make a new one in your account, and give it to the program."),
    ),
    action=N_("Look at your tokens"),
)
_PROGRAM_ENDS: Final = Wording(
    subject=N_("A secret of a program for Handrail ends soon"),
    lines=(
        N_("A secret with which a program or a directory comes in to Handrail ends soon. From then on it can not."),
        N_("Make a new one on its page, and give it to the program, before the day on which the old one ends."),
    ),
    action=N_("Go to Handrail"),
)
_WATCH: Final = Wording(
    subject=N_("Handrail needs you to look at something"),
    lines=(
        N_("Somebody asks for something in Handrail that two people decide, or decided it."),
        N_("Please look at it now. It says there what it is about."),
    ),
    action=N_("Go to Handrail"),
)
_OWN_WORDS: Final = {
    MessageKind.WATCH: _WATCH,
    MessageKind.SIGN_IN_LINK: _LINK,
    MessageKind.SIGN_IN_INVITATION: _INVITED,
    MessageKind.WAY_ADDED: _WAY_ADDED,
    MessageKind.WAY_REMOVED: _WAY_REMOVED,
    MessageKind.CODE_GIVEN: _CODE_GIVEN,
    MessageKind.ADDRESS_CHANGED: _ADDRESS_CHANGED,
    MessageKind.NEW_DEVICE: _NEW_DEVICE,
    MessageKind.TRIED: _TRIED,
    MessageKind.ACCESS_ENDS: _ACCESS_ENDS,
    MessageKind.PROGRAM_ENDS: _PROGRAM_ENDS,
}
"""Mails about how one signs in, which say nothing of a case; all others say the same."""


REMINDED_DAYS_BEFORE: Final = frozenset({7, 1, 0})
REMINDED_EVERY_DAYS_AFTER: Final = 7
_WORKER_REMINDED_DAYS_BEFORE: Final = frozenset({3})
_WORKER_REMINDED_OF: Final = frozenset({Compartment.ADMINISTRATIVE, Compartment.PLAN})


def reminds_today(due_on: date, today: date, *, owed_by: Role, compartment: Compartment) -> bool:
    """Say whether whoever owes an open obligation is reminded of it today.

    Everybody but the worker: 7 days and 1 day before, on the day, and each week that it is missed. A worker: once,
    3 days before, of what law asks or the plan promised, never of a step of the support process and never once the day
    is over, since nothing that is sent may press (VOL-1, VOL-3).
    """
    left = (due_on - today).days
    if owed_by is Role.WORKER:
        return compartment in _WORKER_REMINDED_OF and left in _WORKER_REMINDED_DAYS_BEFORE
    return left in REMINDED_DAYS_BEFORE or (left < 0 and left % REMINDED_EVERY_DAYS_AFTER == 0)


def wording_of(kind: MessageKind) -> Wording:
    """Return what a mail of this kind says: all that have to do with a case say the same (VOL-2)."""
    return _OWN_WORDS.get(kind, _NEWS)
