"""What can stand in the way of a seal."""

from handrail.kit.errors import Misconfigured


class SealsMissing(Misconfigured):
    """The database knows of a later seal than the folder holds: it is not the folder, or files are gone from it."""

    slug, title = "seals-missing", "Seals are missing"


class SealUnreadable(Misconfigured):
    """The newest seal is damaged, so the next one can not follow on it."""

    slug, title = "seal-unreadable", "A seal can not be read"
