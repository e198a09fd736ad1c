"""Expected outcomes of this slice."""

from handrail.kit.errors import Conflict


class ConsentMissing(Conflict):
    """The ledger holds no live consent for this use, so the system refuses it (CON-7)."""

    slug, title = "consent-missing", "The worker's consent is needed first"
