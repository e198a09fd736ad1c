"""Pages on which people show a second factor, prove again who they are, and look after their ways to sign in."""

from handrail.identity.factors.views import coming_in, helping, keeping, proving
from handrail.identity.factors.views.blueprint import pages

__all__ = ["coming_in", "helping", "keeping", "pages", "proving"]
