"""What the codes that people choose from are called; the values are msgids."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from handrail.cases.rules.contacts import Channel, ContactKind, Party, Place, Tick, View
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.cases.rules.outcomes import Outcome
from handrail.cases.rules.participation import Decision
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.kit.i18n import N_, _

Code = TypeVar("Code", bound=StrEnum)

CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.TELEPHONE: N_("Telephone"),
    Channel.VIDEO: N_("Video call"),
    Channel.IN_PERSON: N_("In person"),
    Channel.EMAIL: N_("E-mail"),
    Channel.LETTER: N_("Letter"),
    Channel.MESSAGE: N_("Message"),
}
PLACES: Final[Mapping[Place, str]] = {
    Place.NEUTRAL: N_("A neutral place"),
    Place.CONSULTANCY: N_("Our office"),
    Place.HOME: N_("At the worker's home"),
    Place.WORKPLACE: N_("At the workplace"),
    Place.OUTDOORS: N_("Outdoors"),
    Place.ONLINE: N_("Online"),
}
DECISIONS: Final[Mapping[Decision, str]] = {
    Decision.PARTICIPATING: N_("Takes part"),
    Decision.UNDECIDED: N_("Wants to think it over"),
    Decision.DECLINED: N_("Does not want support"),
}
TICKS: Final[Mapping[Tick, str]] = {
    Tick.PROCESS: N_("I explained how the process works"),
    Tick.QUESTIONS: N_("I answered the worker's questions"),
    Tick.CONFIDENTIALITY: N_("I explained who hears what, and that nothing goes to the employer"),
    Tick.VOLUNTARY: N_("I explained that taking part is the worker's own choice"),
    Tick.WITHDRAWAL: N_("I explained that the worker can stop on any day, without a reason and without consequence"),
}
KINDS: Final[Mapping[ContactKind, str]] = {
    ContactKind.FIRST_CALL: N_("First conversation"),
    ContactKind.FIRST_MEETING: N_("First meeting"),
    ContactKind.FOLLOW_UP: N_("Follow-up"),
    ContactKind.PREPARATION: N_("Preparing the meeting"),
    ContactKind.SUPERVISOR_BRIEFING: N_("Briefing the supervisor"),
    ContactKind.PLANNING_MEETING: N_("Planning meeting"),
    ContactKind.AFTER_RETURN_WORKER: N_("After the return, with the worker"),
    ContactKind.AFTER_RETURN_SUPERVISOR: N_("After the return, with the supervisor"),
    ContactKind.OTHER: N_("Another contact"),
}
PARTIES: Final[Mapping[Party, str]] = {Party.WORKER: N_("The worker"), Party.SUPERVISOR: N_("The supervisor")}
VIEWS: Final[Mapping[View, str]] = {View.YES: N_("It helped"), View.PARTLY: N_("In part"), View.NO: N_("Not really")}
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.SUSTAINED_OWN_JOB: N_("Back for good, in the same job"),
    Outcome.SUSTAINED_OTHER_JOB: N_("Back for good, in another job with the same employer"),
    Outcome.SUSTAINED_OTHER_EMPLOYER: N_("Back for good, with another employer"),
    Outcome.PARTIAL_RETURN: N_("Back in part"),
    Outcome.NO_RETURN: N_("No return"),
    Outcome.RECOVERED_WITHOUT_SUPPORT: N_("Recovered without support"),
    Outcome.NOT_TAKEN_UP: N_("Support was not taken up"),
    Outcome.WITHDRAWN: N_("The worker left the process"),
    Outcome.EMPLOYMENT_ENDED: N_("The employment ended"),
    Outcome.TRANSFERRED: N_("Handed over elsewhere"),
    Outcome.DIED: N_("The worker has died"),
}
WHYS: Final[Mapping[Why, str]] = {
    Why.ABSENCE_ADMINISTRATION: N_("Administration of the absence"),
    Why.STATUTORY: N_("A contact that the law requires"),
    Why.PAY_OR_BENEFITS: N_("Pay or benefits"),
    Why.WORK_HANDOVER: N_("Handing over work"),
    Why.EQUIPMENT: N_("Equipment or keys"),
    Why.PLANNING: N_("Planning of the team"),
    Why.GREETING: N_("A greeting"),
    Why.OTHER: N_("Something else"),
}
STATES: Final[Mapping[RequestState, tuple[str, str]]] = {
    RequestState.WAITING: ("now", N_("Waiting")),
    RequestState.ALLOWED: ("done", N_("Allowed")),
    RequestState.REFUSED: ("off", N_("Not allowed")),
    RequestState.HELD: ("open", N_("Held for later")),
    RequestState.NOT_NEEDED: ("done", N_("Not needed any more")),
}
"""State of the tag, and its words."""
VERDICTS: Final[Mapping[RequestState, str]] = {
    RequestState.ALLOWED: N_("Allow it"),
    RequestState.HELD: N_("Hold it for later"),
    RequestState.REFUSED: N_("Do not allow it"),
}
GIVEN_HOW: Final[Mapping[GivenHow, str]] = {
    GivenHow.TELEPHONE: N_("By telephone or video"),
    GivenHow.IN_PERSON: N_("In person"),
    GivenHow.IN_WRITING: N_("In writing"),
    GivenHow.ONLINE: N_("Here, by the worker"),
}
ANSWERS: Final[Mapping[Answer, str]] = {Answer.GIVEN: N_("Yes, agrees"), Answer.REFUSED: N_("No, does not agree")}
PURPOSES: Final[Mapping[ConsentPurpose, str]] = {
    ConsentPurpose.SUPERVISOR_CONTACT: N_("The supervisor may call"),
    ConsentPurpose.INFORM_UNION: N_("The union may be told"),
    ConsentPurpose.TREATING_PHYSICIAN: N_("Contact with the doctor who treats the worker"),
    ConsentPurpose.REFERRAL: N_("Referral to a helper"),
    ConsentPurpose.WELCOME_COLLEAGUES: N_("How colleagues welcome the worker"),
    ConsentPurpose.EQUITY_DATA: N_("Questions about who the worker is"),
    ConsentPurpose.PREVENTION: N_("Observations for prevention"),
}


def choices(words: Mapping[Code, str]) -> Callable[[], list[tuple[str, str]]]:
    """Return what a field offers, in the reader's language each time it is drawn."""
    return lambda: [(code.value, _(text)) for code, text in words.items()]
