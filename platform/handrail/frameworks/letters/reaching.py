"""Which place somebody means, and whether they look after its letters."""

from datetime import date

from sqlalchemy.orm import Session

from handrail.frameworks import queries as frameworks
from handrail.frameworks.letters import queries
from handrail.frameworks.letters.commands import may
from handrail.frameworks.letters.queries import ALL, Place
from handrail.frameworks.rules.document import Template
from handrail.identity.actor import Actor
from handrail.kit.errors import NotFound


def place_named(session: Session, actor: Actor, name: str, action: str, today: date) -> Place:
    """Return the place of this name: `_all`, or the key of a client organisation. Raises NotFound."""
    employer = None if name == ALL else frameworks.employer_by_key(session, actor.tenant_id, name)
    if employer is None and name != ALL:
        raise NotFound
    may(actor, action, employer.id if employer else None)
    return queries.place_of(session, employer, today)


def letter_in(place: Place, key: str, locale: str) -> Template:
    """Return the letter, in a language in which the place words its letters; raises NotFound."""
    template = place.framework.templates.get(key)
    if template is None or not template.active or locale not in place.framework.languages:
        raise NotFound
    return template
