"""What can be wrong with a plugin, and with starting at all."""


class PluginFault(Exception):
    """This plugin can not be used; the message is the reason shown to the operator."""


class PluginPaused(PluginFault):
    """The plugin is not asked for now: it broke too often, here or everywhere."""


class PluginMisconfigured(PluginFault):
    """A setting of this consultancy is wrong, as the plugin says; `setting` is its key."""

    def __init__(self, message: str, setting: str) -> None:
        super().__init__(message)
        self.setting = setting


class PluginUnavailable(PluginFault):
    """What the plugin needs elsewhere does not answer; `retry_after` in seconds, None where nobody said."""

    def __init__(self, message: str, retry_after: int | None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BootFailed(Exception):
    """The host must not start: a required plugin is missing or broken, or two plugins claim the same jurisdiction."""
