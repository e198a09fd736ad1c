"""What a plugin may ask to touch: a closed list. They prevent accidents and make review possible; no sandbox is meant.

A capability is declared in `handrail.toml` with a reason, allowed by the operator of the installation, and agreed to by
the administrator of each consultancy. Asking beyond that raises CapabilityDenied, which is named in the log.
"""

import re
from collections.abc import Iterable
from typing import Final

CAPABILITIES: Final = frozenset(
    {
        "case.read", "case.read.medical", "case.write", "document.read", "document.write", "person.contact",
        "deadline.read", "report.aggregate", "directory.read", "directory.write", "notify.send", "event.emit", "store",
    }
)  # fmt: skip
"""All but `http:<host>`, which names the one host that may be asked."""
HTTP: Final = "http:"
_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")


class CapabilityDenied(Exception):
    """The plugin asked for something that it was not granted; `capability` is its name."""

    def __init__(self, capability: str) -> None:
        super().__init__(f"{capability} is not granted")
        self.capability = capability


def unknown_capabilities(names: Iterable[str]) -> list[str]:
    """Return those of the names that are none, in order."""
    return [name for name in names if name not in CAPABILITIES and not _is_host(name)]


def _is_host(name: str) -> bool:
    return name.startswith(HTTP) and _HOST.fullmatch(name.removeprefix(HTTP)) is not None
