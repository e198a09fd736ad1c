"""Pages of statutory documents; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("statutory", __name__, template_folder="../templates")

from handrail.cases.statutory.views import answering, off_sick, reading, writing  # noqa: E402, F401 - they register themselves
