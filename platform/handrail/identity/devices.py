"""What a browser is called, from how it introduces itself: enough for its owner to know it again.

A library that knows every browser there is brings a megabyte of patterns, for one line of a list.
"""

from typing import Final

from handrail.kit.i18n import _

# The first that is found counts: browsers also name those they descend from.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Chromium", "Chromium"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_name(introduction: str | None) -> str:
    """Return such as "Firefox, Android" for a User-Agent."""
    browser = _first(_BROWSERS, introduction or "")
    system = _first(_SYSTEMS, introduction or "")
    if browser and system:
        return f"{browser}, {system}"
    return browser or system or _("Unknown browser")


def _first(known: tuple[tuple[str, str], ...], introduction: str) -> str:
    return next((name for mark, name in known if mark in introduction), "")
