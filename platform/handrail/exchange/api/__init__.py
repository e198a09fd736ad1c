"""/api/v1: absences, their corrections and imports; modules register routes on `blueprint`."""

from flask_smorest import Blueprint

blueprint = Blueprint("exchange_api", __name__, description="Absences, one by one and from files")

from handrail.exchange.api import absences, correcting  # noqa: E402, F401 - they register themselves
