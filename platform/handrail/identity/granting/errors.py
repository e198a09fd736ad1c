"""Why something is not given for a time."""

from handrail.kit.errors import Conflict, NotFound


class NoAgent(Conflict):
    """Who was named is nobody's support today."""

    slug, title = "no-support-agent", "This person is not of the support"


class NotBoth(Conflict):
    """Whoever is away or stands in does not hold the role at the client organisation on all these days."""

    slug, title = "not-both-coordinators", "Both have to be coordinators there on all these days"


class AlreadyCovered(Conflict):
    """There is a cover for some of these days."""

    slug, title = "already-covered", "Somebody covers on some of these days already"


class AccessOver(NotFound):
    """The leave ended, or it is somebody else's."""


class InABrowserAlone(Conflict):
    """Looking begins in a session of a browser; a program can not look for somebody."""

    slug, title = "in-a-browser-alone", "This is done in a browser"
