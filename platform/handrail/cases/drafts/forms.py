"""A form that is kept while it is written: restored when it is opened, kept without script by a button."""

from dataclasses import dataclass
from typing import Any, Final

from flask import request
from marshmallow import Schema
from sqlalchemy.orm import Session

from handrail.cases.drafts import commands
from handrail.cases.drafts.commands import Kept, Place
from handrail.cases.drafts.errors import WrittenElsewhere
from handrail.identity.actor import Actor
from handrail.kit.i18n import format_datetime
from handrail.web.beside import show_both, take_chosen
from handrail.web.forms import Form

SEEN: Final = "draft_seen"


@dataclass(slots=True)
class Desk:
    """What stands around a form that is kept: where scripts save it, the draft it began with, and of when that is."""

    url: str
    seen: int
    since: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A form with its desk, and the same form as another window kept it, where one did."""

    form: Form
    desk: Desk
    place: Place
    stored: Form | None
    revision: int

    def keep(self, session: Session, actor: Actor) -> bool:
        """Keep what was sent by the button "Keep as draft"; False where another window wrote: the form shows both."""
        try:
            commands.keep(
                session,
                actor,
                self.place,
                typed=self.form.as_typed,
                form_key=self.form.idempotency_key,
                seen=self.desk.seen,
            )
        except WrittenElsewhere:
            if self.stored is not None:
                show_both(self.form, self.stored)
            self.form.status, self.desk.seen = WrittenElsewhere.status, self.revision
            return False
        return True

    def sent(self, session: Session, actor: Actor) -> None:
        """Remove the draft, in the transaction of the act that sent the form; another window's stays."""
        commands.remove(session, actor, self.place, form_key=self.form.idempotency_key, seen=self.desk.seen)


def drafted(session: Session, actor: Actor, schema: type[Schema] | Schema, place: Place, **options: Any) -> Drafted:
    """Return the form of this request; opened, with what the person was writing when they left it."""
    form = Form.from_request(schema, **options)
    found = commands.kept(session, actor, place)
    stored = _as_kept(schema, found, options)
    if found is not None and not form.submitted:
        form.restore(found.typed)
    elif stored is not None:
        take_chosen(form, stored)
    opened = found is not None and not form.submitted
    since = format_datetime(found.saved_at, "medium", actor.time_zone) if found is not None and opened else ""
    revision = found.revision if found else 0
    desk = Desk(url_of(place), revision if opened else seen_in_request(), since)
    return Drafted(form, desk, place, stored, revision)


def _as_kept(schema: type[Schema] | Schema, found: Kept | None, options: dict[str, Any]) -> Form | None:
    if found is None:
        return None
    stored = Form(schema, **options)
    stored.restore(found.typed)
    return stored


def seen_in_request() -> int:
    """Return the revision that the form which was sent began with."""
    sent = request.form.get(SEEN, "")
    return int(sent) if sent.isascii() and sent.isdigit() else 0


def url_of(place: Place) -> str:
    """Return the address where scripts save the draft of a form."""
    start = "employments" if place.on_employment else "cases"
    return f"/{start}/{place.subject.subject_id}/drafts/{place.form}" + (f"?about={place.about}" if place.about else "")
