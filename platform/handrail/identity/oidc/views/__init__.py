"""Pages of sign-on: the way to a provider and back, one's own logins, and setting connections up."""

from handrail.identity.oidc.views import administration, domains, logins, signing_on
from handrail.identity.oidc.views.blueprint import pages

__all__ = ["administration", "domains", "logins", "pages", "signing_on"]
