"""A slow line: a loopback port through which a connection reaches another one late and at so many kilobits a second."""

from __future__ import annotations

import queue
import socket
import threading
import time
from contextlib import suppress

from tests.bench.terminal import Line

SEGMENT = 1_400  # bytes of a packet
HEADERS = 40  # bytes of TCP and IP before each packet, which take their time on the line too
Waiting = queue.SimpleQueue[tuple[float, bytes]]


class SlowLine:
    """Listens on `port` and passes what comes to `target` and back; `up` and `down` count bytes and `sent` the packets that came down.

    Whatever is sent is taken at once and waits in the line, however much it is: nothing tells a program to write less. `came` has of each
    packet that came down the instant at which it does and the seconds for which it has the line.
    """

    def __init__(self, target: int, line: Line) -> None:
        self._target, self._line = target, line
        self.up = self.down = self.sent = 0
        self.came: list[tuple[float, float]] = []
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Cut all that runs through."""
        for each in (self._listening, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            there = socket.create_connection(("127.0.0.1", self._target))
            self._open += [client, there]
            for each in (client, there):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for source, sink, down in ((client, there, False), (there, client, True)):
                waiting: Waiting = queue.SimpleQueue()
                threading.Thread(target=self._take, args=(source, waiting, down), daemon=True).start()
                threading.Thread(target=_give, args=(sink, waiting), daemon=True).start()

    def _take(self, source: socket.socket, waiting: Waiting, down: bool) -> None:
        free, late = 0.0, self._line.round_trip_ms / 2000
        while True:
            try:
                data = source.recv(SEGMENT)
            except OSError:
                data = b""
            takes = self.takes(len(data))
            free = max(time.perf_counter(), free) + takes
            self._count(len(data), down, free + late, takes)
            waiting.put((free + late, data))
            if not data:
                return

    def takes(self, size: int) -> float:
        """The seconds for which a packet of so many bytes has the line."""
        return (size + HEADERS) / (self._line.kbit * 125)

    def _count(self, size: int, down: bool, at: float, takes: float) -> None:
        if down:
            self.down += size
            self.sent += bool(size)
            self.came.append((at, takes))
        else:
            self.up += size


def _give(sink: socket.socket, waiting: Waiting) -> None:
    """Pass on what waits when it is due, until the end came, which is no bytes."""
    while True:
        due, data = waiting.get()
        if (rest := due - time.perf_counter()) > 0:
            time.sleep(rest)
        try:
            sink.sendall(data) if data else sink.shutdown(socket.SHUT_WR)
        except OSError:
            return
        if not data:
            return
