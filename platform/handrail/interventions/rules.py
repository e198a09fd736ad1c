"""Referrals and mediation: pure (S3-2, S3-4, CON-7, IVN-3)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from handrail.consents.rules import ConsentPurpose
from handrail.kit.errors import RuleBroken
from handrail.kit.i18n import _


class HelpKind(StrEnum):
    """What kind of help; the codes of the framework's support resources, and mediation."""

    MEDIATION = "mediation"
    ASSISTANCE_PROGRAMME = "assistance_programme"
    UNION_NETWORK = "union_network"
    PHYSICIAN = "physician"
    PSYCHOLOGIST = "psychologist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    PEER_SUPPORT = "peer_support"
    OTHER = "other"


class Wish(StrEnum):
    """What the worker says to an offer."""

    WANTED = "wanted"
    LATER = "later"
    ALREADY = "already"
    NO = "no"


class AskedBy(StrEnum):
    """Who wants the contact with the treating physician (S3-2)."""

    WORKER = "worker"
    PHYSICIAN = "physician"


class State(StrEnum):
    """Where the help of one provider is; kept by the provider and read by its parties."""

    OFFERED = "offered"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    ENDED_WITH_AGREEMENT = "ended_with_agreement"
    ENDED_WITHOUT_AGREEMENT = "ended_without_agreement"
    NOT_WANTED = "not_wanted"


class Progress(StrEnum):
    """What the coordinator learns of a referral: that it goes on, and that it ended; never how."""

    MADE = "made"
    UNDER_WAY = "under_way"
    ENDED = "ended"


OVER: Final = frozenset({State.ENDED, State.ENDED_WITH_AGREEMENT, State.ENDED_WITHOUT_AGREEMENT, State.NOT_WANTED})
_MEDIATION: Final[Mapping[State, frozenset[State]]] = {
    State.OFFERED: frozenset({State.NOT_WANTED}),  # that both agreed is said by the two, not by the mediator
    State.AGREED: frozenset({State.UNDER_WAY, State.ENDED_WITHOUT_AGREEMENT}),
    State.UNDER_WAY: frozenset({State.ENDED_WITH_AGREEMENT, State.ENDED_WITHOUT_AGREEMENT}),
}
_OTHER: Final[Mapping[State, frozenset[State]]] = {
    State.OFFERED: frozenset({State.UNDER_WAY, State.NOT_WANTED}),
    State.UNDER_WAY: frozenset({State.ENDED}),
}


def following(kind: HelpKind, state: State) -> frozenset[State]:
    """Return the states that the provider can record next."""
    return (_MEDIATION if kind is HelpKind.MEDIATION else _OTHER).get(state, frozenset())


def after_answers(*, worker: bool | None, supervisor: bool | None) -> State:
    """Return where a mediation is when these are the answers of the two; None: not said yet.

    A no of one is enough, and nobody is asked why.
    """
    if worker is False or supervisor is False:
        return State.NOT_WANTED
    return State.AGREED if worker and supervisor else State.OFFERED


def progress_of(state: State) -> Progress:
    """Return what the coordinator may learn of a state: an agreement that was or was not found stays inside."""
    if state in OVER:
        return Progress.ENDED
    return Progress.UNDER_WAY if state in (State.AGREED, State.UNDER_WAY) else Progress.MADE


def consent_for(kind: HelpKind) -> ConsentPurpose:
    """Return what the ledger must hold before anything goes to this kind of help (CON-7)."""
    return ConsentPurpose.TREATING_PHYSICIAN if kind is HelpKind.PHYSICIAN else ConsentPurpose.REFERRAL


def require_request(kind: HelpKind, asked_by: AskedBy | None) -> None:
    """Raise RuleBroken (S3-2) for a contact with the treating physician for which neither of the two asked."""
    if kind is HelpKind.PHYSICIAN and asked_by is None:
        raise RuleBroken(
            "S3-2", _("The treating physician is contacted when the worker or the physician asks for it, and not else.")
        )


def is_released(*, worker: bool | None, supervisor: bool | None) -> bool:
    """Say whether an agreement may leave the mediation: both want it (IVN-3)."""
    return worker is True and supervisor is True
