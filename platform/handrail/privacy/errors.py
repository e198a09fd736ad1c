"""Expected outcomes of this slice."""

from handrail.kit.errors import Conflict


class PackageNotReady(Conflict):
    """The package is still being made."""

    slug, title = "package-not-ready", "The package is not ready yet"


class AnsweredAlready(Conflict):
    """Somebody answered meanwhile; what was answered stays."""

    slug, title = "answered-already", "This was answered already"
