"""Names of columns, compared as people see them."""

import unicodedata


def column_key(name: str) -> str:
    """Return the form in which header names are compared: one spelling, no outer or doubled spaces, any case."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()
