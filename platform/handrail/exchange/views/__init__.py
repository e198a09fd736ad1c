"""Pages of the exchange slice; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("exchange", __name__, template_folder="../templates")

from handrail.exchange.views import absences, correcting, importing  # noqa: E402, F401 - they register themselves on `pages`
