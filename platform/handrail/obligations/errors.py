"""Expected outcomes of this slice."""

from uuid import UUID

from handrail.kit.errors import Conflict


class FactsContradict(Conflict):
    """What was entered can not be true together with what is on file; the detail names the item."""

    slug, title = "facts-contradict", "This does not fit with what is on file"
    employment_id: UUID | None = None
    """Whose facts contradict, where the error is of the projection of one employment."""
