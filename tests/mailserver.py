"""A mail server on the loopback address: it takes messages, or fails where a test wants it to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class Mailbox:
    """What a server got, and how it behaves: `refuse` names the command it answers with 550, `hang_up` where it goes away."""

    port: int = 0
    refuse: str = ""
    hang_up: str = ""
    got: list[Message] = field(default_factory=list)


@contextmanager
def mail_server(box: Mailbox) -> Iterator[Mailbox]:
    """Run the server until the block ends."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 loopback")
            while line := self.rfile.readline():
                verb = line.strip().split(b" ")[0].split(b":")[0].upper().decode()
                if verb == box.hang_up:
                    return
                if verb == box.refuse:
                    self.say("550 not here")
                elif verb == "DATA":
                    if not self.data():
                        return
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def data(self) -> bool:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            if box.hang_up == "TAKEN":
                box.got.append(message_from_bytes(b"".join(lines)))
                return False
            if box.refuse == "TEXT":
                self.say("554 no")
                return True
            box.got.append(message_from_bytes(b"".join(lines)))
            self.say("250 taken")
            return True

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
