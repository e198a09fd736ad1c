"""What an error of PostgreSQL means for whoever asked: come back in a while, or a bug of ours."""

from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from handrail.kit.errors import Unavailable
from handrail.kit.i18n import _

# By SQLSTATE, the longest prefix that fits (PostgreSQL's manual, appendix A).
_DISK_FULL: Final = "53100"
_BUSY: Final = ("40001", "40P01", "55P03", "57014")  # serialization, deadlock, lock timeout, statement timeout
_AWAY: Final = ("08", "53", "57P", "58")  # connection, resources, shutdown and crash, the system underneath
_NO_STATE: Final = "OperationalError"  # a connection that broke or was never made says no SQLSTATE


class DatabaseAway(Unavailable):
    """The database does not answer; what was under way is unknown, and the same Idempotency-Key acts once."""

    slug = "database-away"


class DatabaseBusy(Unavailable):
    """The database gave up on this act, because others were at the same rows or it took too long; nothing changed."""

    slug = "database-busy"


class NoRoom(Unavailable):
    """The database has no room to write; nothing changed, and whoever runs Handrail has to make room."""

    slug, title = "no-room", "There is no room left"


def unavailable(problem: DBAPIError | PoolTimeout) -> Unavailable | None:
    """Return what to tell whoever asked; None where the error is a bug of ours."""
    if isinstance(problem, PoolTimeout):
        return _busy()
    state = getattr(problem.orig, "sqlstate", None)
    if state is None:
        gone = problem.connection_invalidated or type(problem).__name__ == _NO_STATE
        return _away() if gone else None
    if state == _DISK_FULL:
        return NoRoom(
            _(
                "There is no room left to write this down. Nothing was changed. "
                "Whoever runs Handrail has to make room first."
            ),
            retry_after=60,
        )
    if state in _BUSY:
        return _busy()
    return _away() if state.startswith(_AWAY) else None


def _busy() -> DatabaseBusy:
    return DatabaseBusy(
        _("Too much is going on at the same place just now. Nothing was changed. Try again in a moment."),
        retry_after=2,
    )


def _away() -> DatabaseAway:
    return DatabaseAway(
        _(
            "Handrail can not reach its database just now. Try again in a minute. "
            "If you had just sent a form, send the same form again: it is recorded once."
        ),
        retry_after=5,
    )
