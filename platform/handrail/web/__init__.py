"""The page shell: templates, components, forms, languages and the browser's safety. Knows nothing of the domain."""

from handrail.web.render import redirect_to, render

__all__ = ["redirect_to", "render"]
