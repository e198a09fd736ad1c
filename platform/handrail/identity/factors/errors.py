"""Expected outcomes of showing a factor and of looking after one's own."""

from handrail.kit.errors import Conflict, HandrailError


class NotShown(HandrailError):
    """What was shown opens nothing; why is not said, since that would help whoever guesses."""

    status, slug, title = 422, "factor-not-shown", "That did not work"


class LastWay(Conflict):
    """Without this one the person would have no way left to sign in."""

    slug, title = "last-way-in", "Add another way to sign in first"
