"""What can stop a statutory document from being written or signed."""

from handrail.kit.errors import Conflict


class WrittenMeanwhile(Conflict):
    """Somebody made a newer version since the form was opened; nothing was written over."""

    slug, title = "statutory-version-replaced", "There is a newer version of this document"


class NotComplete(Conflict):
    """The version lacks something that it must hold before anybody signs it."""

    slug, title = "statutory-document-incomplete", "Something is still missing in this document"


class AnsweredAlready(Conflict):
    """This party has answered on this version; what was said stays, and a new version can be answered anew."""

    slug, title = "statutory-version-answered", "This version has this answer already"


class OpenOne(Conflict):
    """A document that is made once is there already: it gets a new version instead."""

    slug, title = "statutory-document-there", "This document has been begun already"
