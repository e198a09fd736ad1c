"""Expected outcomes of this slice."""

from handrail.kit.errors import Conflict, Forbidden, HandrailError


class RolesConflict(Conflict):
    """The two roles can not be held by one person at one client organisation in overlapping periods (NEU-1)."""

    slug, title = "roles-conflict", "These roles exclude each other"


class InsufficientScope(Forbidden):
    """The token is not good for this, though whoever it belongs to may do it; `scope` is what it lacks."""

    slug, title = "insufficient-scope", "This token is not good for that"


class LinkSpent(HandrailError):
    """A sign-in link that was used, ran out, or never was; the answers are the same."""

    status, slug, title = 410, "link-spent", "This link can not be used any more"
