"""What can stand in the way of opening or making keys."""

from handrail.kit.errors import Unavailable


class KeysAway(Unavailable):
    """Whoever keeps the master keys did not answer in time, or not rightly; it is worth trying again."""

    slug, title = "keys-away", "Back in a moment"


class KeyGone(Unavailable):
    """There is no master key of this name here: it was destroyed, or it is another installation's."""

    slug, title = "key-gone", "A master key is missing"
