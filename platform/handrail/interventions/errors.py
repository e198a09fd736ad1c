"""Expected outcomes of this slice."""

from handrail.kit.errors import Conflict, Unavailable


class NotThisState(Conflict):
    """The help is not at the point where this can follow."""

    slug, title = "not-this-state", "This does not follow from where things are"


class NotChecked(Unavailable):
    """The plugin that has to check this does not answer, so it was not recorded."""

    slug, title = "intervention-not-checked", "This can not be checked now"


class ReadOnly(Conflict):
    """What was recorded is read and not changed: its plugin is off or gone, or a newer one wrote it."""

    slug, title = "intervention-read-only", "This can only be read now"


class ChangedMeanwhile(Conflict):
    """Somebody else wrote it after it was read."""

    slug, title = "intervention-changed-meanwhile", "Somebody has changed this meanwhile"
