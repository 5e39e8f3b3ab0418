"""Hooks of kind ``email``: mails over SMTP, with calendar invitations where they are wanted.

Nobody's words reach a header but the subject, and that is one line. A mail keeps its ``Message-ID`` at every attempt, so
that most mail servers deliver it once; mails about one meeting refer to it, so that mail programs show them together.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from domain.alerts import Hook
from domain.messages import Message, Told
from domain.targets import bare_address
from worker.alerts.channels.base import Means, Outcome, Unusable, excerpt, resolve
from worker.alerts.channels.bounded import bounded
from worker.alerts.channels.invitation import Invitation, invitation
from worker.alerts.channels.text import Words, words_of

PORTS = {"starttls": 587, "tls": 465, "none": 25}

WAIT_FOR_ALL = timedelta(hours=1)
"""So long a mail waits for a recipient whom the server turns away for now (greylisting takes minutes); then it goes to
those whom the server takes, rather than to nobody."""


class Mail:
    def send(self, hook: Hook, message: Message, means: Means) -> Outcome:
        words = words_of(hook, message)
        mails = compose(hook, message, words, means)
        password = None
        if hook.user is not None and hook.password is not None:
            password = resolve(hook.password.get_secret_value(), "password", means.environ)
        all_or_none = means.now - message.at < WAIT_FOR_ALL

        def attempt() -> Outcome:
            return _deliver(hook, mails, password, all_or_none=all_or_none)

        outcome = bounded(hook.name, message.id, hook.timeout_seconds, attempt)
        notes = (*words.notes, *outcome.notes)
        return Outcome(outcome.result, outcome.sentence, outcome.status, outcome.answer, outcome.retry_after, notes)


CHANNEL = Mail()


# --- the mails ------------------------------------------------------------------------------------------------------


def compose(hook: Hook, message: Message, words: Words, means: Means) -> list[EmailMessage]:
    """The mail, followed by one for each further invitation: an iTIP object is about one meeting (RFC 5546, 3.2.2)."""
    calendar = _invitations(hook, message)
    first = calendar[0] if message.kind == "change" and calendar else None
    mails = [_mail(hook, message, means, words.title, _body(message, words), message.id, first)]
    for extra in calendar if message.kind != "change" else ():
        subject = "Calendar: cancelled" if extra[1].method == "CANCEL" else "Calendar: updated"
        told = extra[0].sentence
        mails.append(_mail(hook, message, means, f"{subject}: {told}", told, f"{message.id}.{extra[1].uid}", extra))
    return mails


def _invitations(hook: Hook, message: Message) -> list[tuple[Told, Invitation]]:
    """One for each meeting that the message tells of: its last change decides."""
    if not hook.invitations or message.test:
        return []
    assert hook.sender is not None
    last: dict[str, tuple[Told, Invitation]] = {}
    for one in message.changes:
        if one.corroborates:
            continue  # the calendar has it
        described = one.change.article.url or "" if one.change.article is not None else ""
        made = invitation(one, message, hook.sender, hook.to, described)
        if made is not None:
            last.pop(one.change.meeting_id, None)
            last[one.change.meeting_id] = (one, made)
    return list(last.values())


def _body(message: Message, words: Words) -> str:
    if message.kind == "change" and words.title == message.title and message.changes[0].sentence not in words.body:
        return f"{message.changes[0].sentence}\n\n{words.body}"
    return words.body


def _mail(
    hook: Hook,
    message: Message,
    means: Means,
    subject: str,
    body: str,
    key: str,
    calendar: tuple[Told, Invitation] | None,
) -> EmailMessage:
    assert hook.sender is not None
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(hook.sender)
    mail["To"] = [_address(recipient) for recipient in hook.to]
    mail["Subject"] = subject
    mail["Date"] = format_datetime(means.now)
    domain = bare_address(hook.sender).rpartition("@")[2]
    mail["Message-ID"] = f"<{key.partition('@')[0]}@{domain}>"
    if message.kind == "change":
        mail["References"] = f"<meeting-{message.changes[0].change.meeting_id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes, please
    mail["X-Parley-Type"] = str(message.event["type"])
    mail.set_content(body + "\n", cte="quoted-printable")
    if calendar is not None:
        made = calendar[1]
        mail.add_alternative(
            made.body.decode(),
            subtype="calendar",
            cte="base64",  # a folded line must survive every relay on the way
            params={"method": made.method, "name": "invite.ics"},
        )
    return mail


def _address(given: str) -> Address:
    return Address(parseaddr(given)[0], addr_spec=bare_address(given))


# --- the exchange ---------------------------------------------------------------------------------------------------


def _deliver(hook: Hook, mails: list[EmailMessage], password: str | None, *, all_or_none: bool) -> Outcome:
    host, port = _server(hook)
    name = f"{host}:{port}"
    try:
        server = _connect(hook, host, port)
        try:
            if hook.user is not None and password is not None:
                server.login(hook.user, password)
            outcome = Outcome("sent")
            for mail in mails:
                outcome = _one(server, hook, mail, name, all_or_none=all_or_none)
                if not outcome.sent:
                    break
            return outcome
        finally:
            # What was taken is taken: a server that hangs up instead of saying goodbye changes nothing about it.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPAuthenticationError as error:
        return Outcome("retry", f"{name} refuses the user name or password", error.smtp_code, excerpt(error.smtp_error))
    except smtplib.SMTPNotSupportedError as error:
        return Outcome("retry", f"{name}: {excerpt(str(error))}")
    except smtplib.SMTPResponseException as error:
        return _refused(name, "the mail", error.smtp_code, error.smtp_error)
    except smtplib.SMTPException as error:
        return Outcome("retry", f"{name} broke off the exchange: {excerpt(str(error))}")
    except ssl.SSLCertVerificationError as error:
        return Outcome("retry", f"the certificate of {host} is not valid: {error.verify_message}")
    except ssl.SSLError as error:
        return Outcome("retry", f"no secure connection with {name}: {error.reason or 'TLS failed'}")
    except socket.gaierror:
        return Outcome("retry", f"the name {host} could not be resolved")
    except OSError as error:
        return Outcome("retry", f"{name} cannot be reached: {(error.strerror or type(error).__name__).lower()}")


def _server(hook: Hook) -> tuple[str, int]:
    assert hook.server is not None
    host, colon, port = hook.server.rpartition(":")
    if not colon or hook.server.endswith("]"):
        host, port = hook.server, ""
    number = int(port) if port else PORTS[hook.security]
    if not 0 < number < 65_536:
        raise Unusable(f"its mail server has no port {number}")
    return host.strip("[]"), number


def _connect(hook: Hook, host: str, port: int) -> smtplib.SMTP:
    if hook.security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=hook.timeout_seconds, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=hook.timeout_seconds)
    if hook.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _one(server: smtplib.SMTP, hook: Hook, mail: EmailMessage, name: str, *, all_or_none: bool) -> Outcome:
    assert hook.sender is not None
    server.ehlo_or_helo_if_needed()
    code, said = server.mail(bare_address(hook.sender))
    if code != 250:
        server.rset()
        return _refused(name, "the sender", code, said)
    refused: list[tuple[str, int, bytes]] = []
    for recipient in hook.to:
        address = bare_address(recipient)
        code, said = server.rcpt(address)
        if code not in (250, 251):
            refused.append((address, code, said))
    for address, code, said in refused:
        later = 400 <= code < 500 and all_or_none
        if later or len(refused) == len(hook.to):
            server.rset()
            return _refused(name, f"the recipient {address}" + (" for now" if later else ""), code, said)
    code, said = server.data(mail.as_bytes(policy=SMTP))
    if code != 250:
        return _refused(name, "the mail", code, said)
    notes = tuple(f"{name} refused {address}: {code} {excerpt(said, 120)}" for address, code, said in refused)
    return Outcome("sent", status=code, answer=excerpt(said), notes=notes)


def _refused(name: str, what: str, code: int, said: bytes | str) -> Outcome:
    answer = excerpt(said)
    if code < 0:  # smtplib's word for a reply that does not begin with a number
        return Outcome("retry", f"{name} does not speak proper SMTP")
    return Outcome("retry", f"{name} refused {what}: {code} {answer}".rstrip(), code, answer)
