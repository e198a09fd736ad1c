"""Pages of the cases slice; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("cases", __name__, template_folder="../templates")

from handrail.cases.views import (  # noqa: E402 - they register themselves on `pages`
    after_return,  # noqa: F401 - same
    asking,  # noqa: F401 - same
    choosing,  # noqa: F401 - same
    consenting,  # noqa: F401 - same
    list,  # noqa: A004, F401 - same
    overview,  # noqa: F401 - same
    requesting,  # noqa: F401 - same
    talked,  # noqa: F401 - same
    talking,  # noqa: F401 - same
    today,  # noqa: F401 - same
)
