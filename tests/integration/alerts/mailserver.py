"""A mail server in a thread, on sockets alone: it takes mails, keeps them, and misbehaves on request."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import IO, Literal, cast

Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class Delivered:
    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.raw, policy=default))


@dataclass
class MailServer:
    """Replies with 250 and the like, but for what ``replies`` holds for a command ("MAIL", "DATA", "." after the data) or
    a recipient's address; ``hang`` says at which of them it says nothing any more, ``drop`` where it hangs up."""

    security: Security = "none"
    certificate: str | None = None
    password: str | None = None
    replies: Mapping[str, str] = field(default_factory=dict)
    hang: str | None = None
    drop: str | None = None
    delivered: list[Delivered] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._closing = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._closing.set()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _context(self) -> ssl.SSLContext:
        assert self.certificate is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        return context

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self.security == "tls":
                connection = self._context().wrap_socket(connection, server_side=True)
            self._talk(connection)
        except OSError:
            pass  # a client that does not like the certificate hangs up: that is what is tested
        finally:
            connection.close()

    def _talk(self, connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        encrypted = self.security == "tls"
        sender, recipients = "", []

        def say(reply: str) -> None:
            connection.sendall(reply.encode() + b"\r\n")

        say("220 mail.test")
        while line := lines.readline():
            verb = line.split()[0].decode().upper() if line.split() else ""
            if self.hang == verb:
                self._closing.wait(300)
                return
            if self.drop == verb:
                return
            if verb in self.replies:
                say(self.replies[verb])
            elif verb == "EHLO":
                offers = ["mail.test", "8BITMIME"]
                offers += ["STARTTLS"] if self.security == "starttls" and not encrypted else []
                offers += ["AUTH PLAIN"] if self.password is not None else []
                for offer in offers[:-1]:
                    say(f"250-{offer}")
                say(f"250 {offers[-1]}")
            elif verb == "STARTTLS":
                say("220 go ahead")
                connection = self._context().wrap_socket(connection, server_side=True)
                lines, encrypted = connection.makefile("rb"), True
            elif verb == "AUTH":
                self.logins.append(line)
                given = base64.b64decode(line.split()[2]).split(b"\0")[2].decode()
                say("235 welcome" if given == self.password else "535 5.7.8 no such user")
            elif verb == "MAIL":
                sender, recipients = line.decode().split("<")[1].split(">")[0], []
                say("250 ok")
            elif verb == "RCPT":
                address = line.decode().split("<")[1].split(">")[0]
                reply = self.replies.get(address, "250 ok")
                if reply.startswith("250"):
                    recipients.append(address)
                say(reply)
            elif verb == "DATA":
                say("354 send it")
                self._data(lines, sender, tuple(recipients), say)
                if self.drop == ".":
                    return
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    def _data(self, lines: IO[bytes], sender: str, recipients: tuple[str, ...], say: object) -> None:
        raw = b""
        while (line := lines.readline()) != b".\r\n":
            if not line:
                return  # hung up within the mail: a server takes none of it (RFC 5321, section 4.1.1.4)
            raw += line.removeprefix(b".")
        assert callable(say)
        reply = self.replies.get(".", "250 2.0.0 queued as 42")
        if reply.startswith("250"):
            self.delivered.append(Delivered(sender, recipients, raw))
        if self.drop != ".":
            say(reply)
