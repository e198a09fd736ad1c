"""Pages: the coordinator's of a case, the provider's own, and those of the parties of a mediation."""

from flask import Blueprint

pages = Blueprint("interventions", __name__, template_folder="../templates")

from handrail.interventions import reading  # noqa: E402
from handrail.interventions.kinds import presenting as kinds  # noqa: E402
from handrail.interventions.views import helping, partaking, providing  # noqa: E402, F401 - they register themselves
from handrail.plans.team.reading import BESIDE  # noqa: E402

for shown in (reading.for_the_team, kinds.for_the_team):
    if shown not in BESIDE:
        BESIDE.append(shown)
