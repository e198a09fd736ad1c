"""Documents that the law asks for: which parts they have, who writes each, who signs, and which act they prove.

The words of other languages stand in the plugin's `locale` under `[documents]`, by the document's code and, for what is
in it, the code, a dot and the key: "nl.plan_of_action" and "nl.plan_of_action.own_job"; those of a choice or of a row's
field have one more dot and key. What a language lacks is taken from the declaration, which is in English. What a
document is called in the language of its place stands in that language's file: `nb.toml` holds titles alone.
"""

import datetime as dt
from dataclasses import dataclass

from handrail.sdk.fields import Field
from handrail.sdk.rules import Citation, Rule
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

    `belongs_to` is the rule under which it is made where it proves no act: a duty without a date, a right, a term.
    `about` says in one sentence when it is made, or what of it is not written here. `form` names the form of an
    authority or insurer that has to be filled in there: the document then holds what goes into it. `languages` are
    those in which it is handed over at its place, the first one first; `given_to` are those outside who get it.
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
    belongs_to: str | None = None
    about: str = ""
    form: str = ""
    languages: tuple[str, ...] = ()
    given_to: tuple[Party, ...] = ()

    @property
    def rule(self) -> str | None:
        """The rule that the document is about: whose act it proves, or under which it is made."""
        return self.proves or self.belongs_to

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of the document, in order."""
        return tuple(field for section in self.sections for field in section.fields)


@dataclass(frozen=True, slots=True)
class DocumentBook:
    """Declares the documents of one jurisdiction: their codes begin with its code, all were read on the same day."""

    code: str
    reviewed_on: dt.date
    languages: tuple[str, ...]

    def __call__(
        self,
        name: str,
        title: str,
        source: Citation,
        *sections: DocumentSection,
        parts: tuple[DocumentPart, ...] = (),
        confidence: Confidence | None = None,
        proves: Rule | None = None,
        belongs_to: Rule | None = None,
        signed_by: tuple[Party, ...] = (),
        repeats: bool = False,
        about: str = "",
        form: str = "",
        given_to: tuple[Party, ...] = (),
    ) -> StatutoryDocument:
        """Return the document of this name; we are as sure of it as of its rule, unless told otherwise."""
        rule = proves or belongs_to
        sure: Confidence = confidence or (rule.confidence if rule else "medium")
        return StatutoryDocument(
            code=f"{self.code}.{name}", jurisdiction=self.code, title=title, source=source, confidence=sure,
            sections=sections, parts=parts, signed_by=signed_by, proves=proves.id if proves else None, repeats=repeats,
            reviewed_on=self.reviewed_on, belongs_to=belongs_to.id if belongs_to else None, about=about, form=form,
            languages=self.languages, given_to=given_to,
        )  # fmt: skip
