"""Cases over the API; each module registers its routes on `blueprint`."""

from flask_smorest import Blueprint

blueprint = Blueprint("cases_api", __name__, description="Cases: the support process and its contacts")

from handrail.cases.api import acts, consents, contacts, reading, requests  # noqa: E402, F401 - they register themselves
