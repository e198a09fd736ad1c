"""The worker's own pages: one thing a page, in calm words, usable unwell on an old phone."""

from flask import Blueprint

pages = Blueprint("portal", __name__, template_folder="../templates")

from handrail.plans.portal import concerns, consents, home, plan  # noqa: E402, F401 - they register themselves on `pages`
