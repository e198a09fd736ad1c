"""What kinds of documents there are, and what they are called without telling what is in them."""

from datetime import date
from typing import Final

from handrail.kit.i18n import N_, gettext

PDF: Final = "application/pdf"
EXTENSIONS: Final = {
    PDF: "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/plain": "txt",
}

TITLES: Final = {
    "letter.invitation": N_("Invitation letter"),
    "letter.other": N_("Letter"),
    "plan.version": N_("Return-to-work plan"),
}
_ANY: Final = N_("Document")


def title_of(title_key: str) -> str:
    """Return what a document is called, in the current language; a key of a later release is a "Document"."""
    return gettext(TITLES.get(title_key, _ANY))


def file_name(content_type: str, made_on: date) -> str:
    """Return the name under which it is downloaded: a date, since a name shows in lists that others see (CON-3)."""
    return f"handrail-{made_on.isoformat()}.{EXTENSIONS.get(content_type, 'bin')}"
