"""Pages of what is due; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("obligations_pages", __name__, template_folder="../templates")

from handrail.obligations.views import catalogue, known, law, listed, mine, month, one, released, subscribed, what_if  # noqa: E402, F401 - they register themselves
