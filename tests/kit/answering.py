"""A server on loopback that answers as it is told, with or without a certificate."""

import contextlib
import datetime as dt
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[[socket.socket, bytes], None]
YEAR = dt.timedelta(days=365)


class Authority:
    """Somebody who signs certificates, for one run of the tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Trial authority")
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._sign(self._name, self._key, None).public_bytes(serialization.Encoding.PEM))

    def context(self, host: str) -> ssl.SSLContext:
        """Return how a server with a certificate for this host shakes hands."""
        key = ec.generate_private_key(ec.SECP256R1())
        path = self._folder / f"{host.replace(':', '_')}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + self._sign(_name(host), key, host).public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _sign(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, host: str | None) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - YEAR)
            .not_valid_after(now + YEAR)
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if host is not None:
            made = made.add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        return made.sign(self._key, hashes.SHA256())


class Answering:
    """The server: its port, and every request it was sent."""

    def __init__(self, answer: Answer, context: ssl.SSLContext | None) -> None:
        self._answer = answer
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.asked: list[bytes] = []
        self.names: list[str | None] = []
        if context is not None:
            context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                taken, _address = self._listening.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), taken:
                taken.settimeout(10)
                with self._context.wrap_socket(taken, server_side=True) if self._context else taken as talking:
                    self.asked.append(_request(talking))
                    self._answer(talking, self.asked[-1])


@contextlib.contextmanager
def answering(answer: Answer | bytes, context: ssl.SSLContext | None = None) -> Iterator[Answering]:
    """Serve while the block runs."""

    def say(talking: socket.socket, _asked: bytes) -> None:
        assert isinstance(answer, bytes)
        talking.sendall(answer)

    server = Answering(say if isinstance(answer, bytes) else answer, context)
    try:
        yield server
    finally:
        server.stop()


def good(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """Return a whole answer."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), b"Content-Type: application/json", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _request(talking: socket.socket) -> bytes:
    """Read one request with its body; a server that closes with something unread resets the connection."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += talking.recv(65536) or b"\r\n\r\n"
    head, _gap, body = asked.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += talking.recv(65536)
    return head + b"\r\n\r\n" + body


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
