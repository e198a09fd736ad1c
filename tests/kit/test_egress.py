"""What may be asked of other servers, and what is cut off."""

import gzip
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.kit.answering import Answering, Authority, answering, good

from handrail.kit import dialing, egress
from handrail.kit.addresses import is_public
from handrail.kit.settings import SettingError, Settings, configure, settings

PUBLIC = "93.184.215.14"
HOST = "idp.trial.example"
FINE = good(b'{"issuer": "https://idp.trial.example"}')


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def production(authority: Authority, state_dir: Path) -> Iterator[Settings]:
    """Settings of an installation that people use; nothing inside its network is named."""
    before = settings()
    chosen = replace(
        before,
        state_dir=state_dir,
        given_public_url="https://handrail.trial.example",
        proxies=1,
        egress_allows=(),
        egress_ca=authority.file,
    )
    configure(chosen)
    yield chosen
    configure(before)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> "Internet":
    return Internet(monkeypatch)


class Internet:
    """A directory of names, and cables that lead from a public address to a server of the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: dict[str, list[list[str]]] = {}  # what each asking is answered; the last one again and again
        self.asked: list[str] = []
        self.reached: list[Any] = []
        self._cables: dict[str, int] = {}
        self._resolve, self._connect = socket.getaddrinfo, socket.socket.connect
        monkeypatch.setattr(socket, "getaddrinfo", self._lookup)
        dial = self._dial
        monkeypatch.setattr(socket.socket, "connect", lambda taken, address: dial(taken, address))  # noqa: PLW0108 - a method of the socket

    def lead(self, host: str, server: Answering) -> None:
        """Let a name lead to a public address, where this server answers."""
        self.names[host] = [[PUBLIC]]
        self._cables[PUBLIC] = server.port

    def _lookup(self, host: Any, port: Any, *args: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in self.names:
            return self._resolve(host, port, *args, **options)
        if name in self.asked and len(self.names[name]) > 1:
            self.names[name].pop(0)
        self.asked.append(name)
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in self.names[name][0]
        ]

    def _dial(self, taken: socket.socket, address: Any) -> None:
        self.reached.append(address[0])
        port = self._cables.get(address[0])
        self._connect(taken, ("127.0.0.1", port) if port else address)


def named(server: Answering, *, host: str = "127.0.0.1", **more: Any) -> str:
    """Name a server of this machine in the settings, as an operator names one inside the network."""
    configure(replace(settings(), egress_allows=(f"{host}:{server.port}",), **more))
    return f"https://{host}:{server.port}/"


def test_a_public_server_is_asked_by_its_name_at_the_address_that_was_checked(
    authority: Authority, internet: Internet
) -> None:
    with answering(FINE, authority.context(HOST)) as server:
        internet.lead(HOST, server)
        assert egress.get_json(f"https://{HOST}/configuration?of=1") == {"issuer": f"https://{HOST}"}
    assert (internet.asked, internet.reached, server.names) == ([HOST], [PUBLIC], [HOST])
    assert server.asked[0].startswith(b"GET /configuration?of=1 HTTP/1.1\r\nHost: idp.trial.example\r\n")


def test_a_form_is_answered_with_json_and_a_status_that_is_none_of_success_is_told(
    authority: Authority, internet: Internet
) -> None:
    with answering(FINE, authority.context(HOST)) as server:
        internet.lead(HOST, server)
        egress.post_form(f"https://{HOST}/token", {"code": "a b"}, auth=("us", "hush"))
        assert b"Authorization: Basic dXM6aHVzaA==" in server.asked[0]
        assert server.asked[0].endswith(b"\r\n\r\ncode=a+b")
    with answering(good(b"who is inside", status=b"401 No"), authority.context(HOST)) as server:
        internet.lead(HOST, server)
        with pytest.raises(egress.Refusing) as refused:
            egress.post_form(f"https://{HOST}/token", {})
    assert refused.value.answered == 401
    assert "inside" not in str(refused.value.as_problem())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "0177.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0",
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "2852039166", "100.64.0.1", "100.100.100.200",
        "192.0.0.192", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "[::1]", "[::]",
        "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001::1]", "[2001:db8::1]",
        "[100::1]", "[fec0::1]",
    ],
)  # fmt: skip
def test_what_is_not_of_the_internet_is_not_asked(host: str, internet: Internet) -> None:
    with pytest.raises(egress.AddressRefused):
        egress.get_json(f"https://{host}/")
    assert internet.reached == []


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_addresses_of_the_internet_are_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.0.0.1/8", "1.1.1.1:443", "2606:4700::1111%eth0"])
def test_what_is_no_address_is_none_of_the_internet(text: str) -> None:
    assert not is_public(text)


def test_a_name_that_turns_to_this_machine_after_the_check_does_not_lead_there(
    authority: Authority, internet: Internet
) -> None:
    with answering(FINE, authority.context(HOST)) as server:
        internet.lead(HOST, server)
        internet.names[HOST] = [[PUBLIC], ["127.0.0.1"]]
        egress.get_json(f"https://{HOST}/")  # resolved once, connected to what was checked
        assert (internet.asked, internet.reached) == ([HOST], [PUBLIC])
        with pytest.raises(egress.AddressRefused):
            egress.get_json(f"https://{HOST}/")  # it has turned now
    assert internet.reached == [PUBLIC]


def test_a_name_with_one_address_inside_is_not_asked_at_its_others_either(internet: Internet) -> None:
    internet.names[HOST] = [[PUBLIC, "10.0.0.8"]]
    with pytest.raises(egress.AddressRefused) as refused:
        egress.get_json(f"https://{HOST}/")
    assert internet.reached == []
    assert "10.0.0.8" not in str(refused.value.as_problem())


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"303 See", b"307 Same", b"308 Moved"])
def test_a_redirect_to_the_metadata_of_a_cloud_is_not_followed(
    status: bytes, authority: Authority, internet: Internet
) -> None:
    there = b"Location: http://169.254.169.254/latest/meta-data/"
    with answering(good(b"", there, status=status), authority.context(HOST)) as server:
        internet.lead(HOST, server)
        with pytest.raises(egress.Redirected) as refused:
            egress.get_json(f"https://{HOST}/")
        with egress.client() as asking, pytest.raises(egress.Redirected):
            asking.get(f"https://{HOST}/", follow_redirects=True)  # a client that would
    assert internet.reached == [PUBLIC, PUBLIC]
    assert "169.254" not in str(refused.value.as_problem())


@pytest.mark.parametrize(
    "url", ["http://idp.trial.example/", "ftp://idp.trial.example/", "file:///etc/passwd", "//idp.trial.example/", "",
            "https://", "https://me:hush@idp.trial.example/", "https://idp.trial.example:99999/", "javascript:1"]
)  # fmt: skip
def test_only_https_is_asked(url: str, internet: Internet) -> None:
    internet.names[HOST] = [[PUBLIC]]
    with pytest.raises(egress.AddressRefused):
        egress.get_json(url)
    assert internet.reached == []


def test_what_an_operator_names_may_lie_inside_and_nothing_beside_it(authority: Authority) -> None:
    with answering(FINE, authority.context("127.0.0.1")) as server, answering(FINE) as beside:
        assert egress.get_json(named(server))["issuer"]
        with pytest.raises(egress.AddressRefused):
            egress.get_json(f"https://127.0.0.1:{beside.port}/")
        with pytest.raises(egress.AddressRefused):
            egress.get_json(f"https://localhost:{server.port}/")


def test_plain_http_is_for_development_and_for_what_is_named(production: Settings) -> None:
    here = {"proxies": 0, "given_public_url": "http://localhost:8080"}
    with answering(FINE) as server:
        plain = named(server).replace("https", "http")
        for almost in ({}, here | {"bind": "0.0.0.0"}, here | {"proxies": 1}, here | {"egress_allows": ()}):  # noqa: S104 - not bound
            configure(replace(production, **{"egress_allows": (f"127.0.0.1:{server.port}",)} | almost))
            with pytest.raises(egress.AddressRefused):
                egress.get_json(plain)
        named(server, **here)
        assert egress.get_json(plain)["issuer"]


@pytest.mark.parametrize("unit", ["length", "chunks", "endless"])
def test_an_answer_is_cut_off_at_a_megabyte(unit: str, authority: Authority) -> None:
    def much(talking: socket.socket, _asked: bytes) -> None:
        if unit == "length":
            talking.sendall(good(b"1" * 1_000_001))
            return
        head = b"HTTP/1.1 200 OK\r\n" + (b"Transfer-Encoding: chunked\r\n" if unit == "chunks" else b"")
        talking.sendall(head + b"\r\n")
        for _time in range(100):
            talking.sendall(b"10000\r\n" * (unit == "chunks") + b"1" * 65536 + b"\r\n" * (unit == "chunks"))

    with answering(much, authority.context("127.0.0.1")) as server, pytest.raises(egress.TooLarge):
        egress.get_json(named(server))
    with answering(good(b'{"a": "' + b"1" * 999_991 + b'"}'), authority.context("127.0.0.1")) as server:
        assert egress.get_json(named(server))["a"]  # exactly a megabyte is not too much


@pytest.mark.parametrize("packing", [b"gzip", b"deflate", b"br", b"gzip, gzip"])
def test_a_packed_answer_is_never_unpacked(packing: bytes, authority: Authority) -> None:
    bomb = good(gzip.compress(b"0" * 50_000_000), b"Content-Encoding: " + packing)
    with answering(bomb, authority.context("127.0.0.1")) as server, pytest.raises(egress.NotUnderstood):
        egress.get_json(named(server))
    assert b"accept-encoding: identity" in server.asked[0].lower()


@pytest.mark.parametrize("part", ["head", "body", "handshake"])
def test_a_slow_drip_is_cut_off_when_all_of_it_took_too_long(
    part: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(egress, "SECONDS", 0.6)

    def drip(talking: socket.socket, _asked: bytes) -> None:
        talking.sendall(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if part == "body" else b"X-Slow: "))
        ends = time.monotonic() + 8
        while time.monotonic() < ends:
            talking.sendall(b"1")
            time.sleep(0.05)  # more often than any limit of a single read

    context = None if part == "handshake" else authority.context("127.0.0.1")
    with answering(drip, context) as server:
        began = time.monotonic()
        with pytest.raises(egress.TooSlow):
            egress.get_json(named(server))
        assert time.monotonic() - began < 4


def test_a_directory_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress, "SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: time.sleep(2))
    with pytest.raises(egress.TooSlow):
        egress.get_json(f"https://{HOST}/")


@pytest.mark.parametrize("whose", ["another name", "nobody we know"])
def test_a_certificate_that_does_not_hold_ends_it(
    whose: str, authority: Authority, tmp_path: Path, internet: Internet
) -> None:
    signing, name = (authority, "other.example") if whose == "another name" else (Authority(tmp_path), HOST)
    with answering(FINE, signing.context(name)) as server:
        internet.lead(HOST, server)
        with pytest.raises(egress.Untrusted):
            egress.get_json(f"https://{HOST}/")
    assert server.asked == []


def test_nobody_listening_and_a_name_nobody_knows_sound_the_same(authority: Authority, internet: Internet) -> None:
    with answering(FINE, authority.context("127.0.0.1")) as server:
        closed = named(server)
    internet.names["nowhere.example"] = [[]]
    for url in (closed, "https://nowhere.example/"):
        with pytest.raises(egress.Unreachable, match="Nobody answers"):
            egress.get_json(url)


def test_no_proxy_of_the_environment_and_no_cookie_comes_in_between(
    authority: Authority, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with answering(good(b"{}", b"Set-Cookie: follow=me; Path=/"), authority.context(HOST)) as server:
        internet.lead(HOST, server)
        with egress.client() as asking:
            asking.get(f"https://{HOST}/")
            asking.get(f"https://{HOST}/", headers={"cookie": "follow=me"})
            assert not asking.cookies
    assert internet.reached == [PUBLIC, PUBLIC]
    assert [asked for asked in server.asked if b"follow" in asked] == []


@pytest.mark.parametrize("body", [b"", b"[1]", b"<html>", b'"text"', b"[" * 100_000, b"\xff\xfe{"])
def test_what_is_no_json_object_is_not_understood_and_not_quoted(body: bytes, authority: Authority) -> None:
    with (
        answering(good(body), authority.context("127.0.0.1")) as server,
        pytest.raises(egress.NotUnderstood) as unclear,
    ):
        egress.get_json(named(server))
    assert "html" not in str(unclear.value.as_problem())


def test_an_answer_that_is_no_http_is_nobody_answering(authority: Authority) -> None:
    greeting = b"220 mail.trial.example ESMTP secret banner\r\n"
    with (
        answering(greeting, authority.context("127.0.0.1")) as server,
        pytest.raises(egress.Unreachable) as unclear,
    ):
        egress.get_json(named(server))
    assert "banner" not in str(unclear.value.as_problem())


def test_the_transport_alone_keeps_every_rule(internet: Internet) -> None:
    with httpx.Client(transport=egress.EgressTransport()) as asking, pytest.raises(egress.AddressRefused):
        asking.get("https://169.254.169.254/")
    assert internet.reached == []


def test_a_deadline_that_is_over_says_so() -> None:
    with pytest.raises(TimeoutError):
        dialing.Deadline(-1).left(TimeoutError)


@pytest.mark.parametrize("text", ["idp", "https://idp:443", "idp:", ":443", "idp:https"])
def test_a_server_inside_is_named_with_its_port(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="host:port"):
        Settings.from_environment({"HANDRAIL_STATE_DIR": str(tmp_path), "HANDRAIL_EGRESS_ALLOWS": text})


def test_several_servers_inside_are_named_with_a_comma(tmp_path: Path) -> None:
    told = {"HANDRAIL_STATE_DIR": str(tmp_path), "HANDRAIL_EGRESS_ALLOWS": "IdP.intra:8443, [::1]:9000"}
    assert Settings.from_environment(told).egress_allows == ("idp.intra:8443", "[::1]:9000")
    with pytest.raises(SettingError, match="is not a file"):
        Settings.from_environment(told | {"HANDRAIL_EGRESS_CA": str(tmp_path / "none.pem")})
