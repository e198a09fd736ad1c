"""Expected outcomes of this slice."""

from handrail.kit.errors import Conflict, HandrailError


class VersionMoved(Conflict):
    """Somebody meant a version that is not the newest any more; `meant` and `newest` are its numbers (S5-6)."""

    slug, title = "version-moved", "There is a newer version of the plan"


class DraftMoved(Conflict):
    """Somebody else changed the draft in the meantime; `meant` and `current` are its revisions."""

    slug, title = "draft-moved", "Somebody else changed this in the meantime"


class PartMoved(Conflict):
    """Somebody else changed this part of the draft in the meantime; both texts are shown, none is lost."""

    slug, title = "part-moved", "Somebody else changed this part in the meantime"


class OtherSupervisor(Conflict):
    """The version names another supervisor: a contract is with the person who accepts it."""

    slug, title = "other-supervisor", "This version was made with another supervisor"


class AlreadyShared(Conflict):
    """The words are part of the plan already: what was said at the table can not be unsaid."""

    slug, title = "already-shared", "This was shared already"


class SummaryMoved(Conflict):
    """There is a newer summary than the one that was meant; `meant` and `newest` are their numbers."""

    slug, title = "summary-moved", "There is a newer summary"


class NoMeeting(Conflict):
    """There is no planning meeting to come."""

    slug, title = "no-meeting", "There is no meeting planned"


class NoContract(Conflict):
    """No version of the plan was accepted by both yet."""

    slug, title = "no-contract", "The plan is not a contract yet"


class NoPrecondition(HandrailError):
    """A change of something that others change too names, in If-Match, the state that it was made from."""

    status, slug, title = 428, "precondition-required", "Say which state you changed"


class PreconditionFailed(HandrailError):
    """If-Match named a state that is not the present one; `current` is the present ETag."""

    status, slug, title = 412, "precondition-failed", "It was changed in the meantime"
