"""Expected outcomes of giving a part in a case."""

from handrail.kit.errors import Conflict


class NotForThisPart(Conflict):
    """A part is for somebody who holds the role at this client organisation, and is not in the case otherwise."""

    slug, title = "not-for-this-part", "This person can not have this part"
