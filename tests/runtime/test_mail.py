"""The mail that is caught while developing: kept whole, shown on this machine only, links to follow."""

import asyncio
import errno
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient

from handrail.entrypoints import mail, mail_page, mailbox
from handrail.entrypoints.app import create_app
from handrail.kit.settings import Settings, configure, settings

if TYPE_CHECKING:
    from flask import Flask

MESSAGE = (
    b"Subject: =?utf-8?q?Een_b=C3=A9richt?=\r\nFrom: h@example.org\r\nTo: saar@example.org\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Open http://localhost:8080/sign-in/abc now. <script>alert(1)</script>\r\n"
)


@pytest.fixture
def here(state_dir: Path, tmp_path: Path) -> Settings:
    before = settings()
    configure(replace(before, state_dir=tmp_path))
    assert state_dir
    yield settings()  # type: ignore[misc]
    configure(before)


@pytest.fixture
def client(here: Settings) -> FlaskClient:
    assert here
    app: Flask = create_app()
    if "mail" not in app.blueprints:
        app.register_blueprint(mail_page.pages)
    return app.test_client()


def test_a_message_is_kept_whole_with_whom_it_went_to(tmp_path: Path) -> None:
    mailbox.keep(tmp_path, ["saar@example.org", "bcc@example.org"], MESSAGE)
    (found,) = mailbox.caught(tmp_path)
    assert (found.recipient, found.subject) == ("saar@example.org, bcc@example.org", "Een béricht")
    assert found.path.read_bytes().endswith(MESSAGE)
    assert "Open http://localhost:8080/sign-in/abc now." in found.text()
    assert found.path.stat().st_mode & 0o077 == 0


def test_messages_are_listed_in_the_order_they_came(tmp_path: Path) -> None:
    for subject in ("first", "second", "third"):
        mailbox.keep(tmp_path, ["a@example.org"], f"Subject: {subject}\r\n\r\n".encode())
    assert [mail.subject for mail in mailbox.caught(tmp_path)] == ["first", "second", "third"]


def test_a_message_for_which_there_is_no_room_is_asked_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    envelope = SimpleNamespace(rcpt_tos=["a@example.org"], content=MESSAGE)
    said = asyncio.run(mail.Keeper(tmp_path).handle_DATA(None, None, envelope))
    assert said.startswith("452 ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["../secrets", "", "x" * 36, "01a20106-cc9f-7659-8917-9f32def4f284"])
def test_a_key_names_a_caught_message_or_nothing(tmp_path: Path, key: str) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "secrets.eml").touch()
    assert mailbox.one(tmp_path / "mail", key) is None


def test_the_pages_show_what_was_caught_and_its_links(client: FlaskClient, here: Settings) -> None:
    assert "No mail yet" in client.get("/_mail").text
    key = mailbox.keep(here.mail_dir, ["saar@example.org"], MESSAGE).stem
    assert f"/_mail/{key}" in client.get("/_mail").text
    shown = client.get(f"/_mail/{key}").text
    assert '<a href="http://localhost:8080/sign-in/abc">' in shown
    assert "<script>alert(1)" not in shown


@pytest.mark.parametrize(
    ("bind", "host", "status"),
    [
        ("127.0.0.1", "localhost:8080", 200),
        ("127.0.0.1", "demo.localhost", 200),
        ("127.0.0.1", "rebound.example:8080", 404),
        ("0.0.0.0", "localhost:8080", 404),  # noqa: S104 - the setting that must hide the mail
    ],
)
def test_only_this_machine_by_its_own_name_sees_caught_mail(
    client: FlaskClient, here: Settings, bind: str, host: str, status: int
) -> None:
    configure(replace(here, bind=bind))
    assert client.get("/_mail", headers={"Host": host}).status_code == status
