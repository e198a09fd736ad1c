"""What can be wrong with a plugin, and with starting at all."""


class PluginFault(Exception):
    """This plugin can not be used; the message is the reason shown to the operator."""


class BootFailed(Exception):
    """The host must not start: a required plugin is missing or broken, or two plugins claim the same jurisdiction."""
