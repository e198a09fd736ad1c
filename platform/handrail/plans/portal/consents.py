"""Addresses under which the worker's data used to stand: they lead to where it stands now."""

from flask import redirect
from werkzeug.wrappers import Response

from handrail.identity.web import permission
from handrail.plans.portal import pages

YOUR_DATA = "/my-return/privacy"


@pages.get("/my-return/who-sees-what")
@permission("data.read")
def who_sees_what() -> Response:
    """Lead to who may see what."""
    return redirect(YOUR_DATA, 308)


@pages.get("/my-return/who-looked")
@permission("data.read")
def who_looked() -> Response:
    """Lead to who looked."""
    return redirect(f"{YOUR_DATA}/looked", 308)
