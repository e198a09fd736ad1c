"""A network in between that can fall silent: it takes every byte, acknowledges it, and passes none on."""

import contextlib
import socket
import threading
from typing import Final
from urllib.parse import urlsplit, urlunsplit

_CHUNK: Final = 65_536


class Proxy:
    """Listens on loopback and passes on to a server, until told to be silent; held bytes go on when it speaks again."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        self.url = urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"))
        self._open = threading.Event()
        self._open.set()
        self._sockets: list[socket.socket] = []
        self._marker: bytes | None = None
        self._fatal: tuple[bytes, bytes] | None = None
        self._left: int | None = None
        self._reached = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def through(self, url: str) -> str:
        """Return another address of the same server (another role, another database), led through here."""
        parts, ours = urlsplit(url), urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{ours.port}"))

    def fall_silent(self) -> None:
        """From now on take bytes and pass none on."""
        self._open.clear()

    def speak(self) -> None:
        """Pass on again, first what was held back."""
        self._open.set()

    def stop_at(self, marker: bytes) -> threading.Event:
        """Fall silent before the chunk from a client that holds `marker` is passed on; the event says that it came."""
        self._reached = threading.Event()
        self._marker = marker
        return self._reached

    def after(self, size: int) -> threading.Event:
        """Fall silent once this many bytes came from clients; the event says that they did."""
        self._reached = threading.Event()
        self._left = size
        return self._reached

    def lose_the_answer_to(self, marker: bytes, on_the_connection_of: bytes) -> threading.Event:
        """Pass the chunk with `marker` on and break its connection before an answer comes back.

        Of all connections that one is meant on which `on_the_connection_of` was said before.
        """
        self._reached = threading.Event()
        self._fatal = (on_the_connection_of, marker)
        return self._reached

    def cut(self) -> None:
        """Break every connection; what was held back is gone. Later ones pass."""
        self._marker = None
        sockets, self._sockets = self._sockets, []
        for each in sockets:
            _end(each)
        self._open.set()

    def close(self) -> None:
        """End it with everything that goes through it."""
        _end(self._listening)
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _address = self._listening.accept()
                threading.Thread(target=self._lead, args=(client,), daemon=True).start()

    def _lead(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self._target)
        except OSError:
            client.close()
            return
        self._sockets += (client, server)
        threading.Thread(target=self._pump, args=(client, server), kwargs={"asking": True}, daemon=True).start()
        self._pump(server, client, asking=False)

    def _pump(self, source: socket.socket, sink: socket.socket, *, asking: bool) -> None:
        meant = False
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                if asking:
                    self._look(data)
                    meant = meant or bool(self._fatal and self._fatal[0] in data)
                self._open.wait()
                if meant and self._fatal and self._fatal[1] in data:
                    self._fatal = None
                    _end(source)  # before: the server does what it is asked, and nobody hears of it
                    sink.sendall(data)
                    self._reached.set()
                    return
                sink.sendall(data)
        _end(source)
        _end(sink)

    def _look(self, data: bytes) -> None:
        if self._left is not None:
            self._left -= len(data)
        if (self._marker and self._marker in data) or (self._left is not None and self._left <= 0):
            self._marker = self._left = None
            self._open.clear()
            self._reached.set()


def _end(each: socket.socket) -> None:
    """Wake whoever reads or accepts there, and give it back; once more does no harm."""
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
