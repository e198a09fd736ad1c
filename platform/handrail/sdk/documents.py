"""Documents that the law asks for: which parts they have, who writes each, who signs, and which act they prove.

The words of other languages stand in the plugin's `locale` under `[documents]`, by the document's code and, for what is
in it, the code, a dot and the key: "nl.plan_of_action" and "nl.plan_of_action.own_job"; those of a choice or of a row's
field have one more dot and key. What a language lacks is taken from the declaration, which is in English.
"""

import datetime as dt
from dataclasses import dataclass

from handrail.sdk.fields import Field
from handrail.sdk.rules import Citation
from handrail.sdk.words import Confidence, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSection:
    """A part that one side writes; `authors` are the parties of which any may write it.

    The host refuses a field that is not administrative: the employer reads all of such a document, so it can hold what
    is possible at work and never why.
    """

    key: str
    title: str
    authors: tuple[Party, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPart:
    """A part of a composed file: the complete documents with one of these codes, as they are when it is put together.

    No `documents`: the worker gives this part to the authority themselves, and it never passes through the employer.
    """

    key: str
    title: str
    documents: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryDocument:
    """One kind of document. Its `code` starts with that of its jurisdiction and a dot.

    `signed_by` are the parties that each say of one version whether they agree to it. `proves` is the rule whose act is
    done once the document is complete: everything required is filled in, no required part is missing and every party
    in `signed_by` has answered. A document that `repeats` is made anew each time; any other one gets new versions.
    """

    code: str
    jurisdiction: str
    title: str
    source: Citation
    confidence: Confidence
    sections: tuple[DocumentSection, ...] = ()
    parts: tuple[DocumentPart, ...] = ()
    signed_by: tuple[Party, ...] = ()
    proves: str | None = None
    repeats: bool = False
    reviewed_on: dt.date | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of the document, in order."""
        return tuple(field for section in self.sections for field in section.fields)
