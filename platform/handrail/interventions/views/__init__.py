"""Pages: the coordinator's of a case, the provider's own, and those of the parties of a mediation."""

from flask import Blueprint

pages = Blueprint("interventions", __name__, template_folder="../templates")

from handrail.interventions import reading  # noqa: E402
from handrail.interventions.views import helping, partaking, providing  # noqa: E402, F401 - they register themselves
from handrail.plans.team.reading import BESIDE  # noqa: E402

if reading.for_the_team not in BESIDE:
    BESIDE.append(reading.for_the_team)
