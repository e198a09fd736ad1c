"""Expected outcomes of this slice."""

from handrail.kit.errors import Conflict


class NotThisState(Conflict):
    """The help is not at the point where this can follow."""

    slug, title = "not-this-state", "This does not follow from where things are"
