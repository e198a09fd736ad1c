"""What keeps Handrail from starting; every message says what to do about it."""

from handrail.kit.settings import SettingError


class StartError(SettingError):
    """A part of Handrail can not start; the message is shown to the operator as it is."""
