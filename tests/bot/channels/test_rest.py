"""The REST channel: docs/protocol.md, what clients of Rasa's own channel rely on, and whatever else is sent."""

import json
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.rest import MAX_SENDER_CHARS
from bot.runtime import Runtime
from tests.bot.conftest import Client
from tests.bot.contract import check_error, check_messages

WEBHOOK = "/webhooks/rest/webhook"
VAGUE = ("visa", "fee", "office", "identity card", "e-Channel", "when can I collect it", "how long")


def new_sender() -> str:
    return f"rest-{uuid.uuid4()}"


async def say(client: Client, message: str, **fields: Any) -> list[dict[str, Any]]:
    """Send one message in a conversation of its own, unless `sender` is given; the checked reply."""
    response = await client.post(WEBHOOK, json={"sender": new_sender(), "message": message, **fields})
    assert response.status == 200
    messages: list[dict[str, Any]] = await response.json()
    check_messages(messages)
    return messages


async def test_a_question_is_answered_in_the_form_of_rasas_own_channel(client: Client) -> None:
    sender = new_sender()
    [message] = await say(client, "How do I renew my passport?", sender=sender)
    assert message["recipient_id"] == sender
    assert "buttons" not in message
    assert message["custom"]["kind"] == "answer"
    assert message["custom"]["topic"] == "passport_application"
    assert message["custom"]["lang"] == "en"
    assert message["custom"]["source"]


async def test_chinese_leaves_as_characters_in_utf8(client: Client) -> None:
    response = await client.post(WEBHOOK, json={"sender": new_sender(), "message": "你好"})
    assert response.charset == "utf-8"
    assert "你好" in await response.text()


async def test_choices_are_rasa_buttons_whose_payload_is_understood(client: Client) -> None:
    sender = new_sender()
    offers = [await say(client, text, sender=sender) for text in VAGUE]
    choices = next(offer[0] for offer in offers if offer[0]["custom"]["kind"] == "choices")
    assert [b["title"] for b in choices["buttons"]] == [b["title"] for b in choices["custom"]["buttons"]]
    for button in choices["buttons"]:
        [answer] = await say(client, button["payload"], sender=sender)
        assert answer["custom"]["kind"] == "answer"
        assert answer["custom"]["answer_id"] in button["payload"]


@pytest.mark.parametrize("more", [{}, {"sender": None}], ids=["missing", "null"])
async def test_without_a_sender_the_conversation_is_called_default(client: Client, more: dict[str, None]) -> None:
    response = await client.post(WEBHOOK, json={"message": "hello", **more})
    messages = await response.json()
    check_messages(messages)
    assert messages[0]["recipient_id"] == "default"


@pytest.mark.parametrize(
    "more",
    [
        {"input_channel": "rest"},
        {"metadata": None},
        {"metadata": {"lang": 5, "other": [1]}},
        {"metadata": [1, 2]},
        {"metadata": "en"},
        {"metadata": {"lang": "fr"}},
        {"metadata": {"lang": ["en"]}},
        {"custom": {"a": {"b": None}}, "": 1},
        {"number": float("nan")},
    ],
    ids=str,
)
async def test_fields_it_does_not_know_are_passed_over(client: Client, more: dict[str, Any]) -> None:
    [message] = await say(client, "hello", **more)
    assert message["custom"]["kind"] == "smalltalk"


async def test_rasas_query_parameters_are_passed_over(client: Client) -> None:
    response = await client.post(f"{WEBHOOK}?stream=true&token=abc", json={"message": "hello"})
    check_messages(await response.json())


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
async def test_the_content_type_does_not_matter(client: Client, content_type: str) -> None:
    body = json.dumps({"sender": new_sender(), "message": "hello"}).encode()
    response = await client.post(WEBHOOK, data=body, headers={"Content-Type": content_type})
    check_messages(await response.json())


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("text", ["???", "😀", "123"])
async def test_the_hint_decides_where_the_text_has_no_language(client: Client, text: str, lang: str) -> None:
    [message] = await say(client, text, metadata={"lang": lang})
    assert message["custom"]["lang"] == lang


@pytest.mark.parametrize(("text", "lang"), [("怎樣換領護照？", "zh-Hant"), ("怎样换领护照？", "zh-Hans")])
async def test_the_hint_does_not_overrule_the_text(client: Client, text: str, lang: str) -> None:
    [message] = await say(client, text, metadata={"lang": "en"})
    assert message["custom"]["lang"] == lang


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000"])
async def test_an_empty_message_is_asked_to_say_something(client: Client, text: str) -> None:
    [message] = await say(client, text)
    assert message["custom"]["kind"] == "fallback"
    assert "did not catch a question" in message["text"]


@pytest.mark.parametrize("text", ["😀", "😀😂👍🏽", "👨‍👩‍👧‍👦", "🇭🇰", "…", "/", "///", "?!"])
async def test_a_message_without_a_word_is_asked_to_say_something(client: Client, text: str) -> None:
    [message] = await say(client, text)
    assert message["custom"]["kind"] == "fallback"
    assert "did not catch a question" in message["text"]


@pytest.mark.parametrize(("char", "lang"), [("x", "en"), ("護", "zh-Hant"), ("护", "zh-Hans")])
async def test_a_message_over_the_limit_is_told_the_limit(
    client: Client, runtime: Runtime, char: str, lang: str
) -> None:
    [message] = await say(client, char * 5000)
    assert message["custom"]["kind"] == "fallback"
    assert message["custom"]["lang"] == lang
    assert str(runtime.settings.max_message_chars) in message["text"]


@pytest.mark.parametrize("char", ["x", "護", "9", "a@", "+1 ", "😀", "/", "a\n"])
async def test_a_message_as_long_as_the_limit_is_taken(client: Client, runtime: Runtime, char: str) -> None:
    limit = runtime.settings.max_message_chars
    [message] = await say(client, (char * limit)[:limit])
    assert str(limit) not in message["text"]


@pytest.mark.parametrize("encoding", ["latin-1", "big5", "gb18030"])
async def test_a_body_in_another_encoding_is_refused(client: Client, encoding: str) -> None:
    text = "é" if encoding == "latin-1" else "護照"
    body = f'{{"message": "{text}"}}'.encode(encoding)
    response = await client.post(WEBHOOK, data=body, headers={"Content-Type": f"application/json; charset={encoding}"})
    assert response.status == 400
    check_error(await response.json())


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\ud800\ud800", r"\udc00\ud800"])
@pytest.mark.parametrize("field", ["sender", "message"])
async def test_half_a_surrogate_pair_does_no_harm(client: Client, field: str, escape: str) -> None:
    other = {"sender": "message", "message": "sender"}[field]
    body = f'{{"{field}": "hello {escape}", "{other}": "hello"}}'
    response = await client.post(WEBHOOK, data=body.encode())
    assert response.status == 200
    check_messages(await response.json())


@pytest.mark.parametrize("text", ["hello\x00there", "\x00", "\x1b[31mhello", "\ufeffhello", "\u202ehello", "\u200b"])
async def test_control_characters_do_no_harm(client: Client, text: str) -> None:
    await say(client, text, sender=f"{text}{uuid.uuid4()}")


@pytest.mark.parametrize("depth", [500, 30_000])
async def test_deeply_nested_json_does_no_harm(client: Client, depth: int) -> None:
    body = '{"message": "hello", "metadata": ' + "[" * depth + "]" * depth + "}"
    response = await client.post(WEBHOOK, data=body.encode())
    assert response.status in (200, 400)
    (check_messages if response.status == 200 else check_error)(await response.json())


async def test_a_deeply_nested_payload_does_no_harm(client: Client) -> None:
    await say(client, '/choose{"answer_id": ' + "[" * 900 + "]" * 900 + "}")


async def test_a_huge_number_does_no_harm(client: Client) -> None:
    response = await client.post(WEBHOOK, data=b'{"message": "hello", "metadata": ' + b"9" * 10_000 + b"}")
    assert response.status == 400
    check_error(await response.json())


async def test_a_missing_message_is_named(client: Client) -> None:
    response = await client.post(WEBHOOK, json={"sender": new_sender()})
    body = await response.json()
    check_error(body)
    assert (response.status, body["error"]["code"]) == (422, "missing_field")
    assert "message" in body["error"]["message"]


@pytest.mark.parametrize("sender", ["", "x" * (MAX_SENDER_CHARS + 1)], ids=["empty", "long"])
async def test_a_sender_of_no_sensible_length_is_refused(client: Client, sender: str) -> None:
    response = await client.post(WEBHOOK, json={"sender": sender, "message": "hello"})
    body = await response.json()
    check_error(body)
    assert (response.status, body["error"]["code"]) == (422, "bad_sender")


@pytest.mark.parametrize(
    "sender", ["x" * MAX_SENDER_CHARS, "a' OR 1=1 --", "../../etc/passwd", "智能大使", " "], ids=lambda s: ascii(s)[:20]
)
async def test_any_other_sender_is_given_back_as_it_was(client: Client, sender: str) -> None:
    [message] = await say(client, "hello", sender=sender)
    assert message["recipient_id"] == sender


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
# pieces that mean something to one of the parts behind the channel, between arbitrary ones
MEANINGFUL = [
    "/",
    "/choose",
    "/restart",
    '{"answer_id": "',
    '"}',
    "{",
    "}",
    "%s",
    "\\",
    "護照",
    "e-道",
    "\x00",
    "9",
    "😀",
]
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(MEANINGFUL) | st.text(max_size=5), max_size=8).map("".join)
SURROGATES = st.text(st.characters(categories=["Cs", "Lu", "Lo", "Nd"]), max_size=8)
# most bodies get as far as the assistant, the others break off on the way
BODIES = st.one_of(
    st.fixed_dictionaries({"message": TEXTS | SURROGATES, "sender": TEXTS | SURROGATES}, optional={"metadata": JSON}),
    st.fixed_dictionaries({"message": TEXTS, "metadata": st.fixed_dictionaries({"lang": JSON})}),
    st.fixed_dictionaries({}, optional={"message": JSON, "sender": JSON, "metadata": JSON}),
    JSON,
).map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=BODIES)
async def test_whatever_is_sent_gets_a_reply_or_the_one_error_shape(client: Client, body: bytes) -> None:
    response = await client.post(WEBHOOK, data=body)
    assert response.status < 500
    (check_messages if response.status == 200 else check_error)(await response.json())
