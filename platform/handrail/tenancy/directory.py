"""The consultancies of an installation by their short names: for commands on its machine, never for a request."""

from uuid import UUID

from sqlalchemy import text

from handrail.kit.db import directory_connection
from handrail.kit.errors import NotFound


def consultancies() -> dict[str, UUID]:
    """Return the ids of all consultancies by short name, in order of name."""
    with directory_connection() as connection:
        return {row.slug: row.id for row in connection.execute(text("select slug, id from tenant order by slug"))}


def consultancy_named(slug: str) -> UUID:
    """Return the id of a consultancy. Raises NotFound, which says what there is."""
    known = consultancies()
    if slug not in known:
        raise NotFound(f"There is no consultancy {slug!r}; there are: {', '.join(known) or 'none'}.")
    return known[slug]
