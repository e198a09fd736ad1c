"""Expected outcomes of this slice."""

from handrail.kit.errors import Conflict, HandrailError


class NoOpenAbsence(Conflict):
    """There is nothing to forward: the worker is not absent."""

    slug, title = "no-open-absence", "There is no open absence"


class NoCoordinator(Conflict):
    """Nobody can be this case's coordinator."""

    slug, title = "no-coordinator", "There is no coordinator for this client organisation yet"


class NotNeutral(Conflict):
    """The person can not coordinate here (NEU-1)."""

    slug, title = "not-neutral", "This person can not be the coordinator here"


class NothingToRequest(Conflict):
    """No coordinator stands between the employer and the worker: contact needs no permission (NEU-2)."""

    slug, title = "nothing-to-request", "No permission is needed"


class ChangedSince(HandrailError):
    """Somebody changed the record after it was read; read it again, then decide."""

    status, slug, title = 412, "changed-since", "This was changed since you read it"
