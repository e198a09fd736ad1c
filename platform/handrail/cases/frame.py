"""What the reference framework says to a case: intervals, guides, consents, letters, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases.rules.contacts import Asked
from handrail.consents.rules import ConsentPurpose, ShownText
from handrail.documents.typst.letter import LetterTemplate
from handrail.frameworks import queries as frameworks
from handrail.frameworks.letters import commands as keeping
from handrail.frameworks.letters import queries as letters
from handrail.frameworks.letters.choosing import Words
from handrail.frameworks.queries import InForce
from handrail.frameworks.rules import Framework, Texts, in_language
from handrail.frameworks.rules.document import Guide, Question
from handrail.kit.codes import Role
from handrail.kit.errors import Conflict
from handrail.kit.i18n import _
from handrail.tenancy.models import Case, Employment


def in_force(session: Session, case: Case) -> InForce:
    """Return the framework under which the case started (FRW-3)."""
    return frameworks.framework_of_case(session, case)


def version_in_force(session: Session, employment: Employment, on: date) -> UUID | None:
    """Return the version that a case opened on this day starts under; None: the base framework itself."""
    return frameworks.version_in_force(session, employment.employer_id, on)


def threshold_days(session: Session, employment: Employment, on: date) -> int:
    """Return how long an absence lasts, or is expected to last, before it becomes a case: calendar days (S1-1)."""
    return frameworks.framework_of_employment(session, employment, on).framework.intervals.case_threshold_days


def consent_text(framework: Framework, purpose: ConsentPurpose, locale: str) -> ShownText:
    """Return the words that ask for a consent; raises Conflict where the jurisdiction does not let it be asked."""
    found = framework.consents.get(purpose.value)
    if found is None or not found.active:
        raise Conflict(_("This consent is not asked for here."))
    language = language_of(found.text, locale)
    return ShownText(purpose, language, in_language(found.title, language), in_language(found.text, language))


def language_of(texts: Texts, wished: str) -> str:
    """Return the language in which a text is really shown where `wished` is asked for."""
    shown = in_language(texts, wished)
    candidates = (wished, wished.split("-", 1)[0], "en", *texts)
    return next((code for code in candidates if code in texts and texts[code] == shown), wished)


def questions_of(framework: Framework, guide_key: str | None) -> Mapping[str, Question]:
    """Return the questions of a guide that may be asked here, by key, in their order."""
    guide = framework.guides.get(guide_key or "")
    if guide is None:
        return {}
    sections = sorted((part for part in guide.sections.values() if part.active), key=lambda part: part.order)
    return {
        key: question
        for part in sections
        for key, question in sorted(part.questions.items(), key=lambda item: (item[1].order, item[0]))
        if question.active
    }


def topics_of(framework: Framework, guide_key: str | None) -> Mapping[str, Mapping[str, Question]]:
    """Return the topics of a guide that can be talked about here: its sections, each with its questions, in order."""
    guide = framework.guides.get(guide_key or "")
    if guide is None:
        return {}
    asked = questions_of(framework, guide_key)
    found = {
        key: {name: question for name, question in asked.items() if name in part.questions}
        for key, part in sorted(guide.sections.items(), key=lambda item: (item[1].order, item[0]))
        if part.active
    }
    return {key: questions for key, questions in found.items() if questions}


def further_guides(framework: Framework) -> Mapping[str, Guide]:
    """Return the guides for a contact of another kind: what an employer or a plugin added (INT-4)."""
    return {
        key: guide
        for key, guide in sorted(framework.guides.items(), key=lambda item: (item[1].order, item[0]))
        if guide.active and guide.contact == "other" and guide.held_by is Role.COORDINATOR
    }


def asked_of(framework: Framework, guide_key: str | None) -> Mapping[str, Asked]:
    """Return what answers to a guide are checked against."""
    return {
        key: Asked(question.answer, question.compartment, frozenset(question.choices), question.required)
        for key, question in questions_of(framework, guide_key).items()
    }


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a letter, and of the pamphlet that goes along with it."""

    letter: Words
    attached: Words | None

    @property
    def template(self) -> LetterTemplate:
        """What the letter is made from."""
        return LetterTemplate(
            subject=self.letter.title,
            body=self.letter.body,
            pamphlet_title=self.attached.title if self.attached else "",
            pamphlet=self.attached.body if self.attached else "",
        )

    @property
    def version(self) -> str:
        """Which words these are, exactly: `employer/nl/3`, with a pamphlet `employer/nl/3 pamphlet:delivered/nl/1`."""
        attached = self.attached
        return f"{self.letter.ref} {attached.key}:{attached.ref}" if attached else self.letter.ref


def letter_wording(session: Session, framework: Framework, case: Case, key: str, locale: str) -> Wording:
    """Return the newest words of a letter, with the pamphlet that goes along; raises Conflict where there are none."""
    letter = letters.words_for(session, framework, case.employer_id, key, locale)
    named = next((name for name in framework.templates[key].attach if name in framework.templates), None)
    attached = letters.words_for(session, framework, case.employer_id, named, locale) if named else None
    return Wording(letter, attached)


def keep_wording(session: Session, case: Case, wording: Wording) -> Wording:
    """Return the wording with each of its texts in a row that stays, so that `version` names it for ever."""
    attached = wording.attached
    return Wording(
        keeping.keep(session, case.employer_id, wording.letter),
        keeping.keep(session, case.employer_id, attached) if attached else None,
    )


def wording_of_version(session: Session, case: Case, key: str, version: str) -> Wording:
    """Return the very words that a `Wording.version` names; raises LookupError where there are no such words."""
    ref, _space, rest = version.partition(" ")
    attached_key, _colon, attached_ref = rest.partition(":")
    letter = letters.words_of_ref(session, case.employer_id, key, ref)
    attached = letters.words_of_ref(session, case.employer_id, attached_key, attached_ref) if rest else None
    if letter is None or (rest and attached is None):
        raise LookupError(f"no wording {version} of {key}")
    return Wording(letter, attached)
