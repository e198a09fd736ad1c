"""What a mail says, and what machines read off it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from handrail.kit.i18n import LOCALES, PSEUDO
from handrail.notifications.codes import MessageKind
from handrail.notifications.mail import Letter, compose, message_id
from handrail.notifications.rules import wording_of

TENANT = UUID(int=7)
LETTER = Letter(
    to="sanne@mail.example",
    wording=wording_of(MessageKind.REMINDER),
    locale="nl",
    link="https://handrail.example/",
    key="reminder:1",
    tenant_id=TENANT,
    dated_at=datetime(2026, 3, 10, 12, tzinfo=UTC),
    public_url="https://handrail.example",
    consultancy="vaart",
)
TELLING = re.compile(
    r"\b(sick|ill|absen\w*|work|job|return\w*|rehab\w*|re-?integrat\w*|supervisor|plan|concern\w*|consent\w*|case|"
    r"coordinat\w*|deadline|overdue|urgent|must|hurry|verzuim\w*|ziek\w*|werk|werkgever|terugkeer\w*|zorg\w*|dringend|moet|"
    r"arbeit\w*|krank\w*|rückkehr\w*|anliegen|dringend|müssen|frist|travail\w*|malad\w*|retour\w*|arrêt|employeur|"
    r"préoccup\w*|urgent\w*|devez|délai|burn\w*|depress\w*|dépress\w*)\b",
    re.IGNORECASE,
)


def _shown(letter: Letter) -> str:
    mail = compose(letter)
    bodies = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    return "\n".join([str(mail["Subject"]), str(mail["From"]), *bodies])


@pytest.mark.rule("VOL-2")
@pytest.mark.rule("VOL-3")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", list(MessageKind))
def test_a_mail_tells_nothing_of_a_case_an_employer_or_a_condition_and_presses_nobody(
    kind: MessageKind, locale: str
) -> None:
    assert TELLING.findall(_shown(replace(LETTER, wording=wording_of(kind), locale=locale))) == []


def test_the_words_looked_for_would_be_found() -> None:
    for telling in ("Your return-to-work plan is overdue", "U bent ziek", "Ihre Arbeit", "arrêt de travail"):
        assert TELLING.findall(telling)


@pytest.mark.rule("ACC-4")
def test_every_word_of_a_mail_goes_through_the_catalogues() -> None:
    shown = compose(replace(LETTER, locale=PSEUDO))
    assert str(shown["Subject"]).startswith("[")
    plain = shown.get_body(("plain",))
    assert plain is not None
    lines = [line for line in plain.get_content().split("\n") if line.strip()]
    assert all(line.startswith("[") for line in lines)


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("locale", LOCALES)
def test_it_says_its_language_to_mail_programs_and_screen_readers(locale: str) -> None:
    mail = compose(replace(LETTER, locale=locale))
    assert mail["Content-Language"] == locale
    html = mail.get_body(("html",))
    assert html is not None
    assert f'<html lang="{locale}" dir="ltr">' in html.get_content()


def test_the_same_message_is_the_same_bytes_and_another_key_another_message_id() -> None:
    assert compose(LETTER).as_bytes() == compose(LETTER).as_bytes()
    ids = {compose(replace(LETTER, key=key))["Message-ID"] for key in ("a", "b", "c")}
    assert len(ids) == 3
    assert message_id(TENANT, "a") != message_id(UUID(int=8), "a")


def test_it_is_marked_as_written_by_a_machine() -> None:
    mail = compose(LETTER)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"].addresses[0].addr_spec == "no-reply@handrail.example"


@pytest.mark.parametrize("address", ["", "no address", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no e-mail address"):
        compose(replace(LETTER, to=address))
