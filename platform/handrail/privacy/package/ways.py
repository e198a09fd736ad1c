"""How each table leads to a worker, found from the tables themselves, so that a new table can not be forgotten.

A table that leads to nobody stands in `NOT_THEIRS` with the reason, or in `REFERRED` where a row of it explains one of
the worker's; a test fails for any other.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.orm import class_mapper

from handrail.kit import draft
from handrail.kit.db import Base


class Way(StrEnum):
    """By what a row is the worker's."""

    SELF = "self"
    """It is the person."""
    SUBJECT = "subject"
    """It hangs on one of their employments or cases."""
    PERSON = "person"
    """It names them as the person that it belongs to."""
    PARENT = "parent"
    """It belongs to a row that is theirs."""
    REFERRED = "referred"
    """A row of theirs points at it and could not be understood without it."""


@dataclass(frozen=True, slots=True)
class Path:
    """One table and how it leads to the worker. `target`: the table that `column` points at, where that is the way."""

    model: type[Base]
    way: Way
    column: str
    target: str | None = None

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)


REFERRED: Final = frozenset({"client_organisation", "consent_text", "department", "site", "team"})
"""The words that were agreed to, and the place of work."""

NOT_THEIRS: Final[dict[str, str]] = {
    "api_client": "programs of a whole organisation",
    "api_client_secret": "programs of a whole organisation",
    "answered_request": "copies of answers to requests that were sent twice; what they answered is in its own table",
    "case_counter": "how many cases a consultancy opened",
    "case_file_part": "the bytes of files, which are in the folder files",
    "chain_head": "where chains end: ids and digests",
    "data_key": "keys of sealed texts, which are opened here",
    "emergency_access": "each look is said in words under who looked; why is for those who review it",
    "erasure_certificate": "that records ended, without whose they were",
    "erasure_item": "what two people decided to end and when; the records themselves are here",
    "erasure_run": "what two people decided to end and when",
    "framework_version": "the employer's own document",
    "plugin_activation": "which parts of Handrail a whole organisation has switched on",
    "plugin_secret": "keys with which programs of a whole organisation reach other services",
    "forum": "what a team is offered, without names",
    "forum_session": "what a team agreed, without names",
    "identity_connection": "how a whole organisation signs in",
    "identity_domain": "how a whole organisation signs in",
    "import_run": "files of an employer as a whole; what came of them for the worker is in its own table",
    "legal_hold": "why records are kept for a dispute; those who are in it are told by whoever keeps them",
    "letter_wording": "the words of letters before anybody's name is in them, for everybody",
    "outbox": "work to be done, as ids",
    "period_choice": "how long kinds of records are kept, for everybody",
    "plugin_type_version": "how kinds of interventions are declared; what is recorded of somebody stands apart",
    "prevention_action": "what a committee does about the work, for everybody",
    "report_file": "reports about many people, without names",
    "report_part": "reports about many people, without names",
    "report_release": "reports about many people, without names",
    "report_run": "reports about many people, without names",
    "report_schedule": "reports about many people, without names",
    "rules_acceptance": "which release of the rules holds for a whole employer; the dates themselves are here",
    "scim_connection": "how a whole organisation provides its people",
    "scim_group": "groups of a whole organisation",
    "scim_token": "how a whole organisation provides its people",
    "seal": "digests of a whole day",
    "seen_logout": "digests of messages of other programs",
    "spent_challenge": "digests of what was asked once",
    "support_access": "said in words under who looked",
    "support_look": "said in words under who looked",
    "tenant": "the consultancy",
    "tenant_entry": "the consultancy's own register, read by those who watch over it",
    "tenant_key": "keys",
    "theme": "what at least three workers told of, without names",
    "theme_question": "whether a theme could be shown, without names",
    "theme_release": "that the themes of a quarter were released",
}
"""Tables of which no row is a worker's, and why."""


def paths() -> dict[str, Path]:
    """Return how each table leads to a worker, by table; parents stand before what belongs to them."""
    models = {str(model.__tablename__): model for model in draft.models()}
    found: dict[str, Path] = {}
    for name, model in models.items():
        path = None if name in NOT_THEIRS else _path(model)
        if path is not None:
            found[name] = path
    for name, model in models.items():  # what belongs to something that was found
        if name not in found and name not in NOT_THEIRS and name not in REFERRED:
            parent = _parent(model, found)
            if parent is not None:
                found[name] = parent
    for name in sorted(REFERRED & models.keys()):
        found[name] = Path(models[name], Way.REFERRED, "id")
    return found


def without_a_way() -> set[str]:
    """Return the tables that nobody thought of: neither the worker's nor said to be nobody's."""
    return {str(model.__tablename__) for model in draft.models()} - paths().keys() - NOT_THEIRS.keys()


def columns_of(model: type[Base]) -> dict[str, Any]:
    """Return the columns of a model by the name of their attribute."""
    mapper = class_mapper(model)
    return {attribute.key: attribute.columns[0] for attribute in mapper.column_attrs}


def _path(model: type[Base]) -> Path | None:
    columns = columns_of(model)
    subject = getattr(model, "__subject__", "subject_id")
    if model.__tablename__ == "person":
        return Path(model, Way.SELF, "id")
    if subject in columns and not columns[subject].nullable:
        return Path(model, Way.SUBJECT, subject)
    for column, target in _targets(model):
        if target in {"cases", "employment"} and not columns[column].nullable:
            return Path(model, Way.SUBJECT, column)
    if "person_id" in columns:
        return Path(model, Way.PERSON, "person_id")
    return None


def _parent(model: type[Base], found: dict[str, Path]) -> Path | None:
    columns = columns_of(model)
    for column, target in _targets(model):
        if target in found and target != "person" and not columns[column].nullable:
            return Path(model, Way.PARENT, column, target)
    return None


def _targets(model: type[Base]) -> list[tuple[str, str]]:
    """Return (column, table) of each foreign key inside one tenant, in the order of the columns."""
    table = model.__table__
    if not isinstance(table, Table):
        return []
    return [
        (str(key.column_keys[-1]), str(key.referred_table.name))
        for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.column_keys))
    ]


def references_of(model: type[Base]) -> list[tuple[str, str]]:
    """Return (column, table) of the foreign keys that point at what explains a row."""
    return [(column, target) for column, target in _targets(model) if target in REFERRED]
