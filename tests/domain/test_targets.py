from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.alerts import Hook
from domain.targets import bare_address, decode_secret

SECRET = "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
KEY_IN_URL = "xoxb-0123456789"

WEBHOOK = {"kind": "webhook", "url": "https://a.example/x", "secrets": [SECRET]}
MAIL = {"kind": "email", "to": ["desk@example.org"], "sender": "parley@example.org", "server": "smtp.example.org"}


def hook(**options: object) -> Hook:
    return Hook.model_validate({"name": "desk", **options})


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kind": "pigeon"}, "webhook"),
        ({"kind": "webhook"}, "a webhook needs a url"),
        ({"kind": "webhook", "url": "https://a.example/x"}, "a webhook needs a secret"),
        ({**WEBHOOK, "url": "a.example/x"}, "https://"),
        ({**WEBHOOK, "url": "ftp://a.example/x"}, "https://"),
        ({**WEBHOOK, "secrets": ["hunter2"]}, 'a secret starts with "whsec_"'),
        ({**WEBHOOK, "secrets": ["whsec_***"]}, "not base64"),
        ({**WEBHOOK, "secrets": ["whsec_c2hvcnQ="]}, "24 to 64"),
        ({**WEBHOOK, "secrets": ["env:"]}, "names no variable"),
        ({**WEBHOOK, "secrets": ["file: "]}, "names no file"),
        ({**WEBHOOK, "url": "env:"}, "names no variable"),
        ({**WEBHOOK, "template": "{{ title }}"}, "template is for hooks of kind apprise, email or command"),
        ({**WEBHOOK, "timeout_seconds": 61}, "less than or equal to 60"),
        ({"kind": "log", "allow_private": True}, "allow_private is for hooks of kind webhook"),
        ({"kind": "apprise"}, "a hook of kind apprise needs a url"),
        ({"kind": "apprise", "url": "slack"}, "starts with its name and ://"),
        ({"kind": "command"}, "needs a command"),
        ({"kind": "command", "command": [""]}, "the first item is the program"),
        ({"kind": "command", "command": ["a", "b\0"]}, "null character"),
        ({"kind": "command", "command": "notify --now"}, "tuple"),
        ({**MAIL, "to": []}, "needs to"),
        ({**MAIL, "to": ["desk"]}, '"desk" is no mail address'),
        ({**MAIL, "to": ["desk@example.org\nBcc: all@example.org"]}, "is no mail address"),
        ({**MAIL, "to": ["desk@bücher.example"]}, "write its ASCII form"),
        ({**MAIL, "sender": "Parley <parley>"}, "is no mail address"),
        ({**MAIL, "server": "https://smtp.example.org"}, "write a host or host:port"),
        ({**MAIL, "user": "parley"}, "a user needs a password"),
        ({**MAIL, "user": "p", "password": "env:P", "security": "none"}, "not sent unencrypted"),
        ({**MAIL, "server": None}, "needs server"),
    ],
)
def test_a_target_that_cannot_work_is_refused_with_what_to_write(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        hook(**options)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    "options",
    [
        WEBHOOK,
        {**WEBHOOK, "url": "file:desk_url", "secrets": ["env:A", "file:b"]},
        {"kind": "apprise", "url": "env:SLACK_URL"},
        {"kind": "apprise", "url": "mailtos://user:password@example.org?to=desk@example.org"},
        {"kind": "command", "command": ["/usr/bin/logger", "-t", "parley"], "timeout_seconds": 5},
        MAIL,
        {**MAIL, "to": ["The desk <desk@example.org>"], "server": "[::1]:2525", "security": "none"},
        {**MAIL, "user": "p", "password": "file:smtp_password", "invitations": True},
    ],
    ids=lambda options: options["kind"],
)
def test_a_target_survives_being_written_down_and_read_again(options: dict[str, object]) -> None:
    made = hook(**options)
    assert Hook.model_validate({**made.model_dump(exclude={"secrets", "password"}), **options}) == made


def test_a_secret_shows_in_neither_the_repr_of_a_hook_nor_its_json() -> None:
    made = hook(**WEBHOOK)
    assert "QUFB" not in repr(made) + made.model_dump_json()
    mail = hook(**MAIL, user="p", password="hunter2")
    assert "hunter2" not in repr(mail) + mail.model_dump_json()
    assert KEY_IN_URL not in repr(hook(kind="apprise", url=f"slack://{KEY_IN_URL}"))


@pytest.mark.parametrize("secret", ["whsec_hunter2!", "hunter2"])
def test_a_refused_secret_is_not_repeated_by_the_refusal(secret: str) -> None:
    with pytest.raises(ValueError) as refused:
        decode_secret(secret)
    assert "hunter2" not in str(refused.value)


@given(st.binary(min_size=24, max_size=64), st.booleans())
def test_a_secret_is_decoded_with_or_without_its_padding(key: bytes, padded: bool) -> None:
    encoded = base64.b64encode(key).decode()
    assert decode_secret("whsec_" + (encoded if padded else encoded.rstrip("="))) == key


def test_every_place_that_a_secret_is_kept_at_is_known() -> None:
    assert hook(**WEBHOOK).secret_names == ()
    assert hook(**{**WEBHOOK, "url": "env:URL", "secrets": ["file:a", SECRET]}).secret_names == ("env:URL", "file:a")
    assert hook(**MAIL, user="p", password="env:MAIL_PASSWORD").secret_names == ("env:MAIL_PASSWORD",)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("desk@example.org", "desk@example.org"),
        (" Desk <desk@example.org> ", "desk@example.org"),
        ('"Doe, Jane" <jane@example.org>', "jane@example.org"),
        ("<jane.doe+x@mail.example>", "jane.doe+x@mail.example"),
    ],
)
def test_the_address_is_found_in_what_people_write(written: str, address: str) -> None:
    assert bare_address(written) == address
