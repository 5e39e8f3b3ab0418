from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from worker.alerts.signature import TOLERANCE, InvalidSignature, signed_headers, verify

NOW = datetime(2022, 1, 4, 12, 0, 0, 250_000, tzinfo=UTC)

keys = st.binary(min_size=24, max_size=64).map(lambda key: "whsec_" + base64.b64encode(key).decode())


@given(keys, st.text(max_size=200), st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1)))  # noqa: DTZ001
def test_the_signature_is_the_one_that_the_reference_library_makes(secret: str, body: str, at: datetime) -> None:
    theirs = Webhook(secret).sign("msg_1", at, body)
    assert signed_headers([secret], "msg_1", at, body.encode())["webhook-signature"] == theirs


def test_the_published_example_of_the_reference_library_holds() -> None:
    # From the test suite of the Standard Webhooks libraries: the one vector that all of them share.
    headers = signed_headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.lists(keys, min_size=1, max_size=3, unique=True), st.binary(max_size=100))
def test_any_one_of_several_secrets_opens_what_all_have_signed(secrets: list[str], body: bytes) -> None:
    headers = signed_headers(secrets, "msg_1", NOW, body)
    assert headers["webhook-signature"].count("v1,") == len(secrets)
    for secret in secrets:
        verify([secret], headers, body, NOW)  # raises InvalidSignature where it does not fit


@given(keys, st.binary(min_size=1, max_size=100), st.data())
def test_one_changed_byte_is_noticed(secret: str, body: bytes, data: st.DataObject) -> None:
    headers = signed_headers([secret], "msg_1", NOW, body)
    place = data.draw(st.integers(0, len(body) - 1))
    changed = body[:place] + bytes([body[place] ^ data.draw(st.integers(1, 255))]) + body[place + 1 :]
    with pytest.raises(InvalidSignature, match="no signature fits"):
        verify([secret], headers, changed, NOW)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"webhook-id": "msg_2"}, "no signature fits"),
        ({"webhook-timestamp": str(int(NOW.timestamp()) + 1)}, "no signature fits"),
        ({"webhook-timestamp": str(int((NOW - TOLERANCE).timestamp()) - 1)}, "off"),
        ({"webhook-timestamp": str(int((NOW + TOLERANCE).timestamp()) + 2)}, "off"),
        ({"webhook-timestamp": "soon"}, "no number"),
        ({"webhook-signature": "v2,AAAA"}, "no signature fits"),
        ({"webhook-signature": "v1,???"}, "no signature fits"),
        ({"webhook-signature": ""}, "no signature fits"),
        ({"webhook-signature": None}, "webhook-signature is missing"),
        ({"webhook-id": None}, "webhook-id is missing"),
    ],
)
def test_a_delivery_that_cannot_be_trusted_is_refused_with_the_reason(
    change: dict[str, str | None], sentence: str
) -> None:
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    headers: dict[str, str] = signed_headers([secret], "msg_1", NOW, b"{}")
    for name, value in change.items():
        if value is None:
            del headers[name]
        else:
            headers[name] = value
    with pytest.raises(InvalidSignature, match=sentence):
        verify([secret], headers, b"{}", NOW)


def test_a_signature_with_another_secret_is_refused() -> None:
    ours, theirs = ("whsec_" + base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    with pytest.raises(InvalidSignature, match="no signature fits"):
        verify([theirs], signed_headers([ours], "msg_1", NOW, b"{}"), b"{}", NOW + timedelta(seconds=1))


def test_nothing_is_sent_unsigned() -> None:
    with pytest.raises(ValueError, match="no secret"):
        signed_headers([], "msg_1", NOW, b"{}")
