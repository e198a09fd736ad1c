"""The second factor after a link, and a fresh proof before an act that weighs more."""

from flask import Response, url_for

from handrail.identity.factors.views.blueprint import pages
from handrail.identity.web import half_signed_in, permission, public
from handrail.web.render import redirect_to, render


@pages.get("/sign-in/second")
@public("asks for the second factor; a session from a link alone opens nothing else")
def second() -> Response:
    """Ask whoever came with a link alone for something more."""
    if half_signed_in() is None:
        return redirect_to(url_for("identity.sign_in"))
    return render("factors/second.html")


@pages.get("/account/prove")
@permission("account.use")
def prove() -> Response:
    """Ask for a fresh proof of who one is."""
    return render("factors/prove.html")
