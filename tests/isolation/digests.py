"""Everything that is stored of a consultancy, to see that nothing of it changed or got somewhere else."""

from collections.abc import Iterator

from sqlalchemy import text
from tests.builders import World

from handrail.kit import draft


def digests_of(world: World) -> dict[str, str]:
    """Return a digest of every table of a consultancy."""
    found = {}
    with world.engine() as session:
        for model in draft.models():
            name = model.__tablename__
            statement = f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {name} t"  # noqa: S608 - names of our tables
            found[name] = str(session.scalar(text(statement)))
    return found


def rows_of(world: World) -> Iterator[tuple[str, str]]:
    """Yield every row of a consultancy as text, with the name of its table."""
    with world.engine() as session:
        for model in draft.models():
            name = model.__tablename__
            for row in session.scalars(text(f"select t::text from {name} t")):  # noqa: S608 - names of our tables
                yield name, str(row)
