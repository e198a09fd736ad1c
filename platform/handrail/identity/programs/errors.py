"""Expected outcomes of setting programs up."""

from handrail.kit.errors import Conflict


class TooManySecrets(Conflict):
    """A program has two secrets already; the one that is not used any more has to end first."""

    slug, title = "too-many-secrets", "Two secrets live already"
