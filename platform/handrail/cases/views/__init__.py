"""Pages of the cases slice; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("cases", __name__, template_folder="../templates")

from handrail.cases.views import list, overview, today  # noqa: E402, A004, F401 - they register themselves on `pages`
