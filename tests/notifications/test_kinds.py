"""Every kind has a name for its reader, and every occasion that slices below name is a kind."""

from handrail.cases import events
from handrail.notifications.codes import MessageKind, MessageStatus, Outcome
from handrail.notifications.views import KINDS, OUTCOMES, STATUSES


def test_every_code_has_words() -> None:
    assert set(KINDS) == set(MessageKind)
    assert set(STATUSES) == set(MessageStatus)
    assert set(OUTCOMES) == {None, *Outcome}


def test_what_the_process_asks_for_is_known_here() -> None:
    assert {events.INVITATION, events.NEWS} <= set(MessageKind)
