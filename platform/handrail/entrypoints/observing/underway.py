"""Since when each thread of a worker has been at its job: whether the worker comes round, or hangs in what it began."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import dramatiq
from dramatiq.broker import MessageProxy

from handrail.kit.queues import Lane


class Underway(dramatiq.Middleware):
    """Notes when a thread begins with a message and when it is through with it.

    A thread with nothing to do waits for messages and can not hang. One that works is told to end by its time limit,
    which reaches it in Python code only: one that sits in a call that never returns stays in it.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began: dict[int, tuple[str, float]] = {}  # by thread; each writes its own entry

    def before_process_message(self, broker: dramatiq.Broker, message: MessageProxy) -> None:
        """Note that this thread begins."""
        del broker
        self._began[threading.get_ident()] = message.queue_name, self._now()

    def after_process_message(
        self,
        broker: dramatiq.Broker,
        message: MessageProxy,
        *,
        result: Any = None,
        exception: BaseException | None = None,
    ) -> None:
        """Note that this thread is through."""
        del broker, message, result, exception
        self._began.pop(threading.get_ident(), None)

    def after_skip_message(self, broker: dramatiq.Broker, message: MessageProxy) -> None:
        """Note that this thread is through."""
        self.after_process_message(broker, message)

    def comes_round(self, lanes: Iterable[Lane], limit: float) -> bool:
        """Whether every lane has a thread that has not been at one message for longer than `limit` seconds."""
        now, began = self._now(), list(self._began.values())
        hanging = [queue for queue, since in began if now - since > limit]
        return all(sum(queue in lane.queues for queue in hanging) < lane.threads for lane in lanes)
