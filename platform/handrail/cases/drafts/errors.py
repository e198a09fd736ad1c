"""What can stop a draft from being kept."""

from handrail.kit.errors import Conflict


class WrittenElsewhere(Conflict):
    """The same form was changed in another window since this one was opened; nothing was written over."""

    slug, title = "written-elsewhere", "This form was changed in another window"
