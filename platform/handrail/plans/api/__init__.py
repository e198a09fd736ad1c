"""/api/v1: concerns, preparation, plan and return of a case; each module adds its routes to `blueprint`."""

from flask_smorest import Blueprint

blueprint = Blueprint("plans_api", __name__, description="Preparing, agreeing and carrying out the return-to-work plan")

from handrail.plans.api import (  # noqa: E402, F401 - they add themselves to `blueprint`
    aspects,
    carrying_out,
    concerns,
    plan,
    preparation,
    remarks,
    room,
)
