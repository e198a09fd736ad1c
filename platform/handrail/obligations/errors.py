"""Expected outcomes of this slice."""

from handrail.kit.errors import Conflict


class FactsContradict(Conflict):
    """What was entered can not be true together with what is on file; the detail names the item."""

    slug, title = "facts-contradict", "This does not fit with what is on file"
