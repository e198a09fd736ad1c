"""The pages of this slice; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("privacy", __name__, template_folder="../templates")

from handrail.privacy.views import consents, corrections, emergency, mine, package, texts  # noqa: E402, F401 - they add themselves
