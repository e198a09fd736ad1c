"""The coordinator's pages of S4 to S6, and the plan's own page; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("plans", __name__, template_folder="../templates")

from handrail.cases.measures import PLANNED  # noqa: E402
from handrail.plans.measures import of_the_contract  # noqa: E402
from handrail.plans.views import (  # noqa: E402, F401 - they register themselves on `pages`
    aspects,
    concerns,
    editing,
    meeting,
    preparing,
    reading,
    remarks,
    returning,
    room,
)

if of_the_contract not in PLANNED:
    PLANNED.append(of_the_contract)
