"""The texts of rules and steps: the engine's own and those of the loaded plugins."""

from importlib.resources import files
from typing import Final

from handrail.extensions.registry import Registry
from handrail.sdk import Catalogue, Language

LANGUAGES: Final = ("en", "nl", "fr", "de")
_OWN: Final = files("handrail.obligations") / "locale"


def language(loaded: Registry, code: str) -> Language:
    """Return the texts of one language, filled up from English."""
    return Catalogue((_OWN, *loaded.locale_folders)).language(code)
