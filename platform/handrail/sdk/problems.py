"""What a callback raises when it can not do what was asked. Anything else that it raises is a fault of the plugin.

raise UserProblem("end", _("The last day comes before the first."))
raise Misconfigured("api_key", "The key was refused.")
raise Unavailable(retry_after=120)
"""


class UserProblem(Exception):
    """Somebody entered what can not be; `field` is the key of the value, "" where no one value is to blame.

    The message is a whole sentence for whoever entered it. It counts as no fault.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


class Misconfigured(Exception):
    """A setting of this consultancy is wrong; `setting` is its key.

    Asking pauses there, its administrator is told, and nobody else notices.
    """

    def __init__(self, setting: str, message: str = "") -> None:
        super().__init__(message or setting)
        self.setting = setting


class Unavailable(Exception):
    """A service elsewhere does not answer; `retry_after` is after how many seconds to try again, if it said so."""

    def __init__(self, message: str = "", *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
