"""Pages of sign-on: the way to a provider and back, one's own logins, and setting connections up."""

from handrail.identity.oidc.views import administration, domain_names, logins, signing_on
from handrail.identity.oidc.views.blueprint import pages

__all__ = ["administration", "domain_names", "logins", "pages", "signing_on"]
