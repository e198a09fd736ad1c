"""The supervisor's pages: in one minute, what to do and what not to do."""

from flask import Blueprint

pages = Blueprint("team", __name__, template_folder="../templates")

from handrail.plans.team import acts, home  # noqa: E402, F401 - they register themselves on `pages`
