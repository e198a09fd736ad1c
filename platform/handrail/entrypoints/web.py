"""The pages and the API under gunicorn: the application is made once, then forked."""

import gc
import os
import socket
from collections.abc import Sequence
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from handrail.entrypoints import logs
from handrail.entrypoints.app import create_app
from handrail.entrypoints.observing import watching
from handrail.entrypoints.servers.children import die_with_parent
from handrail.kit.db import forget_engines
from handrail.kit.roles import refuse_unsafe_role
from handrail.kit.settings import settings

THREADS: Final = 8
GRACEFUL_SECONDS: Final = 5
TIMEOUT_SECONDS: Final = 60


class Quiet(Logger):  # type: ignore[misc]  # same
    """Gunicorn's log without a stream of its own: what it says goes the way of everything else."""

    def setup(self, cfg: Any) -> None:
        """Pass everything on to the log of this process."""
        super().setup(cfg)
        self.error_log.handlers, self.error_log.propagate = [], True
        for name in ("critical", "error", "warning", "info", "debug", "exception"):
            setattr(self, name, getattr(self.error_log, name))  # so that the place told is who said it


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn on sockets that are bound already."""

    def __init__(self, sockets: Sequence[socket.socket], workers: int) -> None:
        # Gunicorn closes the descriptors it is given; duplicates leave ours open.
        self.descriptors = [os.dup(each.fileno()) for each in sockets]
        self.workers = workers
        super().__init__()

    def load_config(self) -> None:
        """Set everything here: no file and no variable changes how Handrail serves."""
        chosen: dict[str, Any] = {
            "bind": [f"fd://{descriptor}" for descriptor in self.descriptors],
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "timeout": TIMEOUT_SECONDS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "keepalive": 15,
            "control_socket_disable": True,  # it would lie in the home folder
            "accesslog": None,  # addresses may hold what people search for
            "logger_class": Quiet,
            "post_fork": _after_fork,
            "worker_exit": _at_worker_exit,
            "proc_name": "handrail-web",
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application, in the parent of the workers.

        What it is made of stays as long as the process does: the collector need not look at it again and again, which
        stopped all requests of a worker every few seconds, and the workers go on sharing the pages it lies in.
        """
        made = create_app()
        gc.collect()
        gc.freeze()
        return made


def _after_fork(arbiter: Any, worker: Any) -> None:
    del arbiter
    die_with_parent(worker.ppid)
    forget_engines()
    watching.start("web")


def _at_worker_exit(server: Any, worker: Any) -> None:
    del server, worker
    watching.finish()


def run(sockets: Sequence[socket.socket], workers: int = 2) -> None:
    """Serve until SIGTERM; raises Misconfigured when the database role would pass by the policies."""
    logs.configure("web")
    refuse_unsafe_role(settings().database_url)
    Arbiter(WebServer(sockets, workers)).run()
