"""Pages of interviews; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("interviews", __name__, template_folder="../templates")

from handrail.cases.interviews.views import held, mine, recording, team  # noqa: E402, F401 - they register themselves
