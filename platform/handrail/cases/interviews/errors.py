"""What can stop an interview from being recorded."""

from handrail.kit.errors import Conflict


class NotHeldHere(Conflict):
    """The framework in force does not have this interview, or somebody else holds it."""

    slug, title = "interview-not-held-by-you", "This interview is not yours to record here"


class WordsChanged(Conflict):
    """The words were changed in another window meanwhile; `revision` is the present one."""

    slug, title = "words-changed", "These words were changed meanwhile"
