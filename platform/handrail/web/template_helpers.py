"""What every template can call: macros as `ui.name(...)`, dates and numbers, static files, the nonce."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count, groupby
from typing import Any, Final

from flask import g, request
from jinja2 import Environment
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from handrail.kit import i18n
from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy
from handrail.web.assets import asset_url
from handrail.web.render import is_htmx, next_target, said
from handrail.web.security import csp_nonce, csrf_token
from handrail.web.shell import DENSITIES, NavGroup, NavItem, Shell, hooks

COMPARTMENT_NAMES: Final = {
    Compartment.ADMINISTRATIVE: lazy("Administrative"),
    Compartment.COORDINATION: lazy("Coordination"),
    Compartment.OWN: lazy("Worker’s own"),
    Compartment.PLAN: lazy("Plan"),
    Compartment.MEDICAL: lazy("Medical"),
    Compartment.PROVIDER: lazy("Provider"),
    Compartment.UNION: lazy("Union"),
    Compartment.PREVENTION: lazy("Prevention"),
}


def compartment_name(code: str) -> str:
    """Return the word for a compartment; ValueError for a code that is none."""
    return str(COMPARTMENT_NAMES[Compartment(code)])


class Macros:
    """All macros of `templates/ui/*.html` under one name, so no page imports them."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._files: dict[str, str] = {}

    def __getattr__(self, name: str) -> Macro:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._files:
            self._files = _macro_files(self._env)
        if name not in self._files:
            raise AttributeError(f"there is no macro named {name} in templates/ui")
        macro = getattr(self._env.get_template(self._files[name]).module, name)
        assert isinstance(macro, Macro)  # noqa: S101 - told to the type checker; _macro_files looked
        return macro

    def names(self) -> list[str]:
        """Return every macro's name; private ones start with an underscore and are left out."""
        self._files = _macro_files(self._env)
        return sorted(self._files)


def _macro_files(env: Environment) -> dict[str, str]:
    found: dict[str, str] = {}
    for template in env.list_templates(filter_func=lambda name: name.startswith("ui/")):
        for name, value in vars(env.get_template(template).module).items():
            if isinstance(value, Macro) and not name.startswith("_"):
                if name in found:
                    raise ValueError(f"macro {name} is in {found[name]} and in {template}")
                found[name] = template
    return found


def icon_url(name: str) -> str:
    """Return the address of one drawing in the sprite."""
    return f"{asset_url('icons.svg')}#i-{name}"


def fresh_id(prefix: str) -> str:
    """Return an id that no other element of this answer has; fragments begin with their own part of the request."""
    numbers = g.setdefault("fresh_ids", count(1))
    part = f"x{csp_nonce()[:4]}" if is_htmx() else ""
    return f"{prefix}{part}-{next(numbers)}"


def hx(**attributes: str) -> Markup:
    """Return htmx attributes with the nonce without which they are ignored: `hx(post=url, target="#rows")`."""
    pairs = {f"data-hx-{name.replace('_', '-')}": value for name, value in attributes.items()}
    pairs["data-hx-nonce"] = csp_nonce()
    return Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in pairs.items())


def attributes(*mappings: Mapping[str, Any]) -> Markup:
    """Return HTML attributes, later mappings win: None and False are left out, True is the bare name, `_` is `-`."""
    parts = []
    for name, value in ChainMap(*reversed([dict(mapping) for mapping in mappings])).items():
        if value is None or value is False:
            continue
        plain = name.rstrip("_").replace("_", "-")
        parts.append(Markup(" {}").format(plain) if value is True else Markup(' {}="{}"').format(plain, value))
    return Markup().join(parts)


def time_tag(day: date, style: i18n.DateStyle = "medium", zone: str = "UTC") -> Markup:
    """Return a <time> with the date as people write it, and as machines do."""
    is_instant = hasattr(day, "hour")
    text = i18n.format_datetime(day, style, zone) if is_instant else i18n.format_date(day, style)  # type: ignore[arg-type]
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)


def paragraphs(text: str) -> Markup:
    """Return what a person wrote as paragraphs in its own direction; their markup is shown, not obeyed."""
    blocks = [block.strip("\n") for block in str(text).split("\n\n") if block.strip()]
    lines = [Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks]
    return Markup("\n").join(Markup('<p dir="auto">{}</p>').format(line) for line in lines)


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""


def timeline_months(entries: Iterable[Any]) -> list[tuple[date, list[Any]]]:
    """Group entries (newest first, each with `on`) by month, for `ui.timeline`."""

    def month(entry: Any) -> date:
        on: date = entry["on"] if isinstance(entry, Mapping) else entry.on
        return date(on.year, on.month, 1)

    return [(first, list(group)) for first, group in groupby(entries, key=month)]


def request_path() -> str:
    """Return the address of this page."""
    return request.path


def current_place(groups: Iterable[NavGroup]) -> NavItem | None:
    """Return the one place where the reader is: marked so, else the nearest at or above this address."""
    items = [item for group in groups for item in group.items]
    marked = [item for item in items if item.current]
    at_or_above = [item for item in items if item.current is None and _is_at_or_below(item.href)]
    return marked[0] if marked else max(at_or_above, key=lambda item: len(item.href), default=None)


def _is_at_or_below(href: str) -> bool:
    return request.path == href or (href != "/" and request.path.startswith(f"{href}/"))


def current_shell() -> Shell:
    """Return the frame of this page, asked once a request."""
    found: Shell | None = g.get("shell")
    if found is None:
        found = g.shell = hooks().shell()
    return found


HELPERS: Final[dict[str, Any]] = {
    "asset_url": asset_url,
    "attributes": attributes,
    "compartment_name": compartment_name,
    "compartments": tuple(str(code) for code in Compartment),
    "csp_nonce": csp_nonce,
    "current_place": current_place,
    "csrf_token": csrf_token,
    "current_locale": i18n.current_locale,
    "current_shell": current_shell,
    "densities": dict(DENSITIES),
    "direction": i18n.direction,
    "format_date": i18n.format_date,
    "format_datetime": i18n.format_datetime,
    "format_list": i18n.format_list,
    "format_number": i18n.format_number,
    "format_percent": i18n.format_percent,
    "format_time": i18n.format_time,
    "fresh_id": fresh_id,
    "hx": hx,
    "icon_url": icon_url,
    "initials": initials,
    "is_htmx": is_htmx,
    "language_name": i18n.language_name,
    "locales": i18n.LOCALES,
    "next_target": next_target,
    "paragraphs": paragraphs,
    "request_path": request_path,
    "said": said,
    "time_tag": time_tag,
    "timeline_months": timeline_months,
}
