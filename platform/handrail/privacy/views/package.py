"""The package of one's data: one button, and a file that is there for a week."""

from uuid import UUID

from flask import Response, url_for

from handrail.identity.web import current_actor, permission, request_context
from handrail.kit import clock
from handrail.kit.db import tenant_session
from handrail.kit.i18n import N_, current_locale
from handrail.privacy.mine import mine_of
from handrail.privacy.package import commands, queries
from handrail.privacy.package.commands import KEPT_FOR
from handrail.privacy.package.delivery import as_download
from handrail.privacy.package.models import PackageState
from handrail.privacy.views import pages
from handrail.web.render import redirect_to, render


@pages.get("/my-return/privacy/package")
@permission("data.read")
def package() -> Response:
    """Show the packages that there are, and the button for a new one."""
    actor = current_actor()
    with tenant_session(request_context(read_only=True)) as session:
        mine = mine_of(session, actor)
        packages = queries.packages_of(session, mine)
        waiting = queries.waiting_of(session, mine)
    now = clock.now()
    return render(
        "privacy/package.html",
        mine=mine,
        packages=packages,
        ready={each.id for each in packages if each.ends_at is not None and each.ends_at > now and each.size},
        is_being_made=any(each.state is PackageState.ASKED for each in packages),
        waiting=waiting,
        days=KEPT_FOR.days,
    )


@pages.post("/my-return/privacy/package")
@permission("package.take")
def ask_for_package() -> Response:
    """Ask for a package; asking again while one is made asks for no second one."""
    with tenant_session(request_context()) as session:
        commands.ask(session, current_actor(), locale=current_locale())
    return redirect_to(url_for(".package"), say=N_("Your package is being made. It takes about a minute."))


@pages.get("/my-return/privacy/package/<uuid:package_id>/file")
@permission("package.take")
def download(package_id: UUID) -> Response:
    """Give the package to the worker whose data it holds."""
    with tenant_session(request_context()) as session:
        found, archive = commands.fetch(session, current_actor(), package_id)
    return as_download(found, archive)
