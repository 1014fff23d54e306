"""Ports of the loopback address for the servers that tests start."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
