"""The settings of a manifest: what an administrator is asked for, and what an answer may be. Pure."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from handrail.extensions.reading import choice, flag, names, only, text

SettingKind = Literal["text", "longtext", "int", "decimal", "bool", "date", "choice", "multichoice", "secret"]

KINDS: Final[tuple[SettingKind, ...]] = get_args(SettingKind)
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEYS: Final = frozenset(
    {"key", "kind", "label", "hint", "choices", "required", "min", "max", "per_employer", "default", "was"}
)
MOST_SIGNS: Final = 400
MOST_SIGNS_LONG: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One value that an administrator chooses. `was` is the key that it had before; a secret is written, never read."""

    key: str
    kind: SettingKind
    label: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    per_employer: bool = False
    default: Any = None
    was: str | None = None

    @property
    def is_secret(self) -> bool:
        """Whether nobody may read it back."""
        return self.kind == "secret"

    def read(self, value: object) -> Any:  # noqa: PLR0911 - one line a kind
        """Return a value in the form in which it is stored. Raises ValueError with what was expected."""
        match self.kind:
            case "text" | "longtext" | "secret" if isinstance(value, str):
                most = MOST_SIGNS if self.kind == "text" else MOST_SIGNS_LONG
                if len(value) > most:
                    raise ValueError(f"expected at most {most} signs")
                return value
            case "bool" if isinstance(value, bool):
                return value
            case "choice" if value in self.choices:
                return value
            case "multichoice" if isinstance(value, list) and all(each in self.choices for each in value):
                return [each for each in self.choices if each in value]
            case "int" if isinstance(value, int) and not isinstance(value, bool):
                return self._in_range(value)
            case "decimal" if isinstance(value, int | float) and not isinstance(value, bool):
                return self._in_range(value)
            case "date" if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                return value.isoformat()
            case "date" if isinstance(value, str):
                return dt.date.fromisoformat(value).isoformat()
        raise ValueError(f"expected {self.kind}, not {type(value).__name__}")

    def _in_range(self, value: float) -> float:
        if self.minimum is not None and value < self.minimum:
            raise ValueError(f"expected at least {self.minimum:g}")
        if self.maximum is not None and value > self.maximum:
            raise ValueError(f"expected at most {self.maximum:g}")
        return value


def read_settings(found: object) -> tuple[Setting, ...]:
    """Return the settings that a manifest lists. Raises ValueError with what to change."""
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError("settings must be a list of tables")
    settings = tuple(_setting(each) for each in found)
    keys = [each.key for each in settings] + [each.was for each in settings if each.was]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"two settings are, or were, named {key!r}")
    return settings


def _setting(found: Mapping[str, Any]) -> Setting:
    key = text(found, "key")
    try:
        return _read(key, found)
    except ValueError as problem:
        raise ValueError(f"setting {key!r}: {problem}") from None


def _read(key: str, found: Mapping[str, Any]) -> Setting:
    only(found, _KEYS, "a setting")
    for name in {key, found.get("was", key)}:
        if not isinstance(name, str) or not _KEY.fullmatch(name):
            raise ValueError("a key is small letters, digits and underscores")
    setting = Setting(
        key=key, kind=_kind(found), label=text(found, "label"), hint=str(found.get("hint", "")),
        choices=names(found, "choices"), required=flag(found, "required"), minimum=_number(found, "min"),
        maximum=_number(found, "max"), per_employer=flag(found, "per_employer"), was=found.get("was"),
    )  # fmt: skip
    if (setting.kind in {"choice", "multichoice"}) != bool(setting.choices):
        raise ValueError("choices belong to a choice or a multichoice, and to nothing else")
    if "default" not in found:
        return setting
    if setting.is_secret:
        raise ValueError("a secret has no default")
    return Setting(**_parts(setting) | {"default": setting.read(found["default"])})


def _kind(found: Mapping[str, Any]) -> SettingKind:
    text(found, "kind")
    return choice(found, "kind", KINDS)


def _parts(setting: Setting) -> dict[str, Any]:
    return {name: getattr(setting, name) for name in Setting.__slots__}


def _number(found: Mapping[str, Any], key: str) -> float | None:
    value = found.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(f"{key} must be a number")
    return value
