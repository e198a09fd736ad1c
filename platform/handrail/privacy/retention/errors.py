"""Outcomes of deciding what ends."""

from handrail.kit.errors import Conflict, RuleBroken


class RunMoved(Conflict):
    """What is due changed since it was shown, or the run has gone on: look again first."""

    slug, title = "retention-moved", "This has changed meanwhile"


class SamePerson(RuleBroken):
    """Whoever asked for a run does not approve it (PRI-2)."""

    slug, title = "second-person-needed", "Somebody else has to approve this"


class NothingDue(Conflict):
    """There is nothing whose end could be asked for."""

    slug, title = "nothing-due", "Nothing is due"
