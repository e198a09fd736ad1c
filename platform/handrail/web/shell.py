"""What stands around a page: who looks, where they can go, which banners hold. The slices above fill it in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, cast

from flask import Flask, current_app

from handrail.kit.i18n import LazyText

ShellKind = Literal["coordinator", "worker", "plain"]
Density = Literal["dense", "normal", "calm"]
Text = str | LazyText


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place to go. `current` None: judged by the address; counts only what the reader may know of (CON-3)."""

    label: Text
    href: str
    icon: str | None = None
    count: int | None = None
    current: bool | None = None


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Places under one heading; the first group has none."""

    items: tuple[NavItem, ...]
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody to turn to now: "Not well, or in danger?", "112", "tel:112"."""

    text: Text
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Banner:
    """A line over every page that must not be missed: support access, break-glass. Whole sentences, no markup."""

    text: Text
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page. `coordinator` has a side navigation, `worker` is one calm column, `plain` is signed out."""

    kind: ShellKind = "plain"
    density: Density | None = None  # None: dense for coordinators, calm for workers and signed out
    organisation: str | None = None
    viewer: str | None = None
    home_href: str = "/"
    account_href: str | None = None
    sign_out_href: str | None = None
    search_href: str | None = None
    navigation: tuple[NavGroup, ...] = ()
    help_lines: tuple[HelpLine, ...] = ()
    banners: tuple[Banner, ...] = ()
    demo: bool = False
    whose: str = ""
    """What the page is marked with as its reader's; none where nobody is signed in."""
    idle_seconds: int = 0
    """After how long without use their session ends, and the script of the page clears it."""


DENSITIES: Final[dict[ShellKind, Density]] = {"coordinator": "dense", "worker": "calm", "plain": "calm"}


def _nobody() -> str | None:
    return None


def _forget(_code: str) -> None:
    """Keep nothing: the cookie alone remembers the language."""


def _never(_token: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Hooks:
    """What web asks of the slices above it, which it may not import."""

    secret_key: bytes
    shell: Callable[[], Shell] = Shell
    session_id: Callable[[], str | None] = _nobody  # of the signed-in browser session, else None
    chosen_locale: Callable[[], str | None] = _nobody  # the language this person chose
    tenant_locale: Callable[[], str | None] = _nobody
    remember_locale: Callable[[str], None] = _forget
    may_send_again: Callable[[str], bool] = _never  # a token of a form that outlived its session
    development: bool = False  # shows /_gallery; only ever on a loopback address


_KEY: Final = "handrail_web"


def register(app: Flask, hooks: Hooks) -> None:
    """Keep the hooks with the app."""
    app.extensions[_KEY] = hooks


def hooks() -> Hooks:
    """Return the hooks of the running app."""
    return cast("Hooks", current_app.extensions[_KEY])
