"""How names are sorted, the same in every engine."""

import unicodedata


def sort_key(name: str) -> str:
    """Return the stored key that lists of names are sorted by: casefolded, accents stripped, spaces single."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.replace("ß", "ss").split())
