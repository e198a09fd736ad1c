"""Expected outcomes of handing over."""

from handrail.kit.errors import Conflict


class AlreadyOffered(Conflict):
    """One offer at a time: revoke it first."""

    slug, title = "already-offered", "This case is offered to somebody already"


class OfferOver(Conflict):
    """The offer was answered, taken back, or became empty."""

    slug, title = "offer-over", "This offer is over"


class NotTheirs(Conflict):
    """Only whoever coordinates the case can offer it; whoever covers for them, or follows the worker, can not."""

    slug, title = "not-yours-to-give", "Only the coordinator of the case can offer it"
