"""What can be wrong with a template or a document, said to whoever can mend it."""

from handrail.kit.errors import HandrailError


class TemplateProblem(HandrailError):
    """A template can not be used as it is written."""

    status, slug, title = 422, "template-problem", "The template can not be used yet"


class UnknownPlaceholder(TemplateProblem):
    """The template asks for something that nobody fills in; `placeholder` names it."""

    slug, title = "unknown-placeholder", "The template has a placeholder that is not known"


class MalformedPlaceholder(TemplateProblem):
    """Braces that are no placeholder: not closed, or with something else than a name inside."""

    slug, title = "malformed-placeholder", "The template has a placeholder that is not written right"
