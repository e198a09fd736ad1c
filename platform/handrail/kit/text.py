"""What text from outside must look like before anything stores it: one place for pages, API and imports."""

import unicodedata

from handrail.kit.i18n import _


class UncleanText(ValueError):
    """The text holds something we do not store; the message is a sentence for whoever wrote it."""


_ALLOWED_CONTROLS = frozenset("\t\n")
_SURROGATES = range(0xD800, 0xE000)


def clean_text(raw: str) -> str:
    """Return `raw` in NFC with plain line feeds; raises UncleanText for what can not be stored or shown.

    Refused: NUL, lone surrogates, control characters (Unicode category Cc) but tab and newline. Signs of direction
    and joiners (category Cf) are text in many languages and stay.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    for position, sign in enumerate(text, start=1):
        if ord(sign) in _SURROGATES:
            raise UncleanText(_("Half of a sign is missing at place %(place)s. Type that word again.", place=position))
        if unicodedata.category(sign) == "Cc" and sign not in _ALLOWED_CONTROLS:
            raise UncleanText(
                _("There is an invisible control sign at place %(place)s. Type that word again.", place=position),
            )
    return unicodedata.normalize("NFC", text)
