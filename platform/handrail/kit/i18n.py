"""Languages: gettext over a context variable, so pages, jobs and commands translate in the same way without Flask.

Mark every text that a person reads: ``_("Text %(name)s", name=x)``; never join sentences. Dates and numbers go
through the functions here, never through strftime or format().
"""

import functools
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import NullTranslations
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import babel.dates
import babel.lists
import babel.numbers
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LOCALES: Final = ("en", "nl", "fr", "de")
"""The languages people can choose; English is the language of the msgids."""
PSEUDO: Final = "en-XA"
"""English with accents and 40 percent more letters, made at run time: shows text that forgot gettext or has no room."""
PROOFS: Final = (PSEUDO, "ar")
"""Never offered to people: run in tests to prove length and right-to-left."""

DOMAIN_DIRECTORY: Final = Path(__file__).parent.parent / "locale"

# British dates (30 November 2026), and formats of the data CLDR has for the rest.
_FORMATS: Final = {"en": "en_GB", PSEUDO: "en_GB"}
_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})

DateStyle = Literal["short", "medium", "long", "full", "day", "daymonth", "month", "monthyear", "monthname", "weekday"]


_chosen: ContextVar[str] = ContextVar("handrail_locale", default="en")


def current_locale() -> str:
    """Return the language in which this thread or task speaks now."""
    return _chosen.get()


@contextmanager
def use_locale(code: str) -> Iterator[None]:
    """Speak `code` inside the block; a language we do not have becomes English."""
    token = _chosen.set(known(code) or "en")
    try:
        yield
    finally:
        _chosen.reset(token)


def set_locale(code: str) -> Callable[[], None]:
    """Speak `code` until the function that is returned is called: for a request, whose begin and end are apart."""
    token = _chosen.set(known(code) or "en")

    def speak_as_before() -> None:
        _chosen.reset(token)

    return speak_as_before


def known(code: str | None) -> str | None:
    """Return our code of a language tag (`nl-BE` is `nl`), or None where we do not speak it."""
    if not code:
        return None
    tag = code.strip().replace("_", "-")
    exact = {name.casefold(): name for name in (*LOCALES, *PROOFS)}.get(tag.casefold())
    primary = tag.split("-", 1)[0].casefold()
    return exact or (primary if primary in LOCALES else None)


def negotiate(*wishes: str | None, accepted: Sequence[str] = (), default: str = "en") -> str:
    """Return the first language we speak: what the person chose, then what the browser accepts, then the tenant's.

    Proof languages are only for those who ask by name; a browser that accepts Arabic gets the tenant's language.
    """
    for wish in wishes:
        if code := known(wish):
            return code
    for tag in accepted:
        if (code := known(tag)) in LOCALES:
            return code
    return known(default) or "en"


def direction(code: str | None = None) -> Literal["ltr", "rtl"]:
    """Return the writing direction of a language, by default the current one."""
    return "rtl" if (code or current_locale()).split("-", 1)[0] in _RIGHT_TO_LEFT else "ltr"


def language_name(code: str) -> str:
    """Return the language's name in itself: Nederlands."""
    own = Locale.parse(code.split("-", 1)[0])
    name = own.get_display_name(own) or code
    return name[:1].upper() + name[1:]


# --- Texts ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Domain:
    """The texts of one package: ours, or a plugin's own. `directory` holds `<language>/LC_MESSAGES/<name>.po`."""

    directory: Path
    name: str

    def gettext(self, message: str, /, **values: object) -> str:
        """Return the text in the current language, with `%(name)s` filled in."""
        return _fill(catalogue(self, current_locale()).gettext(message), values)

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """Return the text for this number; `%(num)s` is the number as people write it."""
        found = catalogue(self, current_locale()).ngettext(singular, plural, number)
        return _fill(found, {"num": format_number(number), **values})


CORE: Final = Domain(DOMAIN_DIRECTORY, "handrail")


def gettext(message: str, /, **values: object) -> str:
    """Return `message` in the current language."""
    return CORE.gettext(message, **values)


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return the form for `number` in the current language; `%(num)s` is filled in."""
    return CORE.ngettext(singular, plural, number, **values)


_ = gettext


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a mark without a translation
    """Mark a text for the catalogues and return it as it is; translate it where it is shown."""
    return message


class LazyText:
    """A text that is translated each time it becomes a string: labels of schemas and tables made at import."""

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: dict[str, object]) -> None:
        self._message = message
        self._values = values

    def __str__(self) -> str:
        return gettext(self._message, **self._values)

    def __repr__(self) -> str:
        return f"lazy({self._message!r})"

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, (str, LazyText)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._message)

    def __bool__(self) -> bool:
        return bool(self._message)


def lazy(message: str, /, **values: object) -> LazyText:
    """Mark a text and translate it when it is shown."""
    return LazyText(message, values)


def _fill(text: str, values: dict[str, Any]) -> str:
    return text % values if values else text


@functools.cache
def catalogue(domain: Domain, code: str) -> NullTranslations:
    """Return the texts of a language: the compiled file where it is fresh, else compiled in memory from the .po."""
    if code == PSEUDO:
        return _Pseudo()
    source = domain.directory / code / "LC_MESSAGES" / f"{domain.name}.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        return Translations(io.BytesIO(compiled.read_bytes()), domain=domain.name)
    if not source.exists():
        return NullTranslations()
    buffer = io.BytesIO()
    with source.open("rb") as file:
        write_mo(buffer, read_po(file, locale=code, domain=domain.name))
    buffer.seek(0)
    return Translations(buffer, domain=domain.name)


_ACCENTS: Final = str.maketrans("aceinouyACEINOUY", "áçéîñöûýÁÇÉÎÑÖÛÝ")


class _Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(message: str) -> str:
    """Return the text with accents and 40 percent longer; placeholders and markup stay as they are."""
    if not message:
        return message
    plain: list[str] = []
    rest = message
    while rest:
        start = min((at for at in (rest.find("%("), rest.find("<"), rest.find("&")) if at >= 0), default=len(rest))
        plain.append(rest[:start].translate(_ACCENTS))
        end = _end_of_token(rest, start)
        plain.append(rest[start:end])
        rest = rest[end:]
    return f"[{''.join(plain)}{' ~' * max(1, len(message) // 5)}]"


def _end_of_token(text: str, start: int) -> int:
    if start >= len(text):
        return len(text)
    closing = {"%": ")", "<": ">", "&": ";"}[text[start]]
    found = text.find(closing, start)
    if found < 0:
        return start + 1
    return found + (2 if text[start] == "%" else 1)


# --- Dates, numbers, lists ------------------------------------------------------------------------------------

_SKELETONS: Final = {
    "day": "MMMEd",
    "daymonth": "MMMd",
    "month": "yMMMM",
    "monthyear": "yMMM",
    "monthname": "MMM",
    "weekday": "E",
}


def _formats() -> str:
    code = current_locale()
    return _FORMATS.get(code, code)


def format_date(day: date, style: DateStyle = "medium") -> str:
    """Return a date as people write it.

    Styles: `short` 30/11/2026, `medium` 30 Nov 2026, `long` 30 November 2026, `full` Monday 30 November 2026, and,
    where the year is plain from the page, `day` Mon 30 Nov and `daymonth` 30 Nov; `month` is November 2026,
    and for scales `monthyear` Nov 2026, `monthname` Nov and `weekday` Mon.
    """
    return _dated(day.toordinal(), style, _formats())


@functools.lru_cache(maxsize=8192)  # a long page writes hundreds of dates, most of them again and again
def _dated(ordinal: int, style: DateStyle, formats: str) -> str:
    day = date.fromordinal(ordinal)
    if style in _SKELETONS:
        return babel.dates.format_skeleton(_SKELETONS[style], day, locale=formats)
    text = babel.dates.format_date(day, style, locale=formats)
    return text.replace(",", "") if style == "full" and formats == "en_GB" else text


def format_time(at: datetime, zone: str = "UTC") -> str:
    """Return the time of day in `zone`: 08:40."""
    return babel.dates.format_time(at, "short", tzinfo=ZoneInfo(zone), locale=_formats())


def format_datetime(at: datetime, style: DateStyle = "medium", zone: str = "UTC") -> str:
    """Return date and time of an instant in `zone`, an IANA name."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{format_date(local.date(), style)}, {format_time(at, zone)}"


def format_number(number: float | Decimal) -> str:
    """Return a number as people write it: 1.234,5 in Dutch."""
    return babel.numbers.format_decimal(number, locale=_formats())


def format_percent(share: float | Decimal) -> str:
    """Return a share of 1 as a percentage, whole."""
    return babel.numbers.format_percent(share, locale=_formats())


def format_list(items: Sequence[str]) -> str:
    """Return names as a list: Sanne, Ruben and Noor."""
    return babel.lists.format_list([str(item) for item in items], locale=_formats())
