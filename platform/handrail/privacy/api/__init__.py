"""/api/v1: one's own data, corrections, and what is kept how long; each module adds its routes to `blueprint`."""

from flask_smorest import Blueprint

blueprint = Blueprint("privacy_api", __name__, description="Your data: who sees it, the package, corrections")

from handrail.privacy.api import corrections, emergency, mine, texts  # noqa: E402, F401 - they add themselves to `blueprint`
