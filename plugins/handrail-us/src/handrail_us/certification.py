"""Medical certifications: when they are due, when put right, and when asked anew (29 CFR 825.305, .308).

They lie apart, in medical files; direct supervisors neither see them nor contact the provider (825.307, 825.500).
"""

from collections.abc import Iterator

from handrail.sdk import CaseFacts, Derivation, Event, Obligation
from handrail_us.catalogue import CERT_CURE_DUE, CERT_DUE, CERT_REQUEST_DUE, RECERT_MIN

CERTIFICATION_DAYS, CURE_DAYS, RECERTIFICATION_DAYS = 15, 7, 30


def certifications(facts: CaseFacts) -> Iterator[Obligation]:
    """Return the terms that follow from a request, from what was found lacking, and from a certification.

    A certification on file starts the next term; that one of these terms was met is told by the act of its rule.
    """
    for requested in facts.acts_of(CERT_REQUEST_DUE.id):
        # At least 15 days; longer for whoever tries and can not.
        derived = Derivation.at(requested.date, "us.certification_requested").plus_days(CERTIFICATION_DAYS)
        yield Obligation.on(CERT_DUE, derived)
    for noted in facts.events_of("deficiency_notified"):
        derived = Derivation.at(noted.date, "us.deficiency_notified").plus_days(CURE_DAYS)
        yield Obligation.on(CERT_CURE_DUE, derived)
    for certificate in _certificates(facts):
        # Together with an absence; at the end of a longer minimum that it states; in any case every six months.
        derived = Derivation.at(certificate.date, "us.certificate_received").plus_days(RECERTIFICATION_DAYS)
        yield Obligation.on(RECERT_MIN, derived.noting("us.with_an_absence"))


def _certificates(facts: CaseFacts) -> tuple[Event, ...]:
    """Return the certifications on file, told as received or as the act done; both on one day are one."""
    given = (*facts.events_of("certificate_received"), *facts.acts_of(CERT_DUE.id))
    by_day = {event.date: event for event in given}
    return tuple([by_day[day] for day in sorted(by_day)])
