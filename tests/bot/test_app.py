"""The application as a whole: health, the one error shape, headers, pages."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.app import MAX_BODY_BYTES, create_app
from bot.runtime import Runtime
from bot.settings import Settings
from language.detect import LANGS, Lang
from language.script import to_simplified
from tests.bot.conftest import Client
from tests.bot.contract import check_error
from tests.content import CONTENT

WEBHOOK = "/webhooks/rest/webhook"
HTML_LANG = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans"}


async def error_code(response: ClientResponse) -> str:
    """The code of an error in the one shape."""
    assert response.content_type == "application/json"
    body = await response.json()
    check_error(body)
    return str(body["error"]["code"])


class HeldBack(Runtime):
    """A runtime that starts to load when it is told to, as on a slow disk."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.go_on = asyncio.Event()
        self.finished = asyncio.Event()

    async def load(self) -> None:
        await self.go_on.wait()
        try:
            await super().load()
        finally:
            self.finished.set()


@pytest.fixture
async def loading(tmp_path: Path) -> AsyncIterator[tuple[Client, HeldBack]]:
    """A server whose assistant is not there yet; its models folder is empty."""
    conversations = f"sqlite:///{tmp_path}/conversations.db"
    settings = Settings(models=tmp_path / "models", conversations=conversations, content=CONTENT)
    runtime = HeldBack(settings)
    async with TestClient(TestServer(create_app(runtime))) as client:
        yield client, runtime


async def test_a_loaded_server_is_alive_and_ready(client: Client, runtime: Runtime) -> None:
    """And says which model answers."""
    assert await (await client.get("/healthz")).json() == {"status": "alive"}
    ready = await client.get("/readyz")
    assert runtime.release
    assert (ready.status, await ready.json()) == (200, {"status": "ready", "model": runtime.release.fingerprint})


async def test_a_loading_server_is_alive_and_not_ready(loading: tuple[Client, HeldBack]) -> None:
    client, _ = loading
    assert (await client.get("/healthz")).status == 200
    ready = await client.get("/readyz")
    assert (ready.status, await error_code(ready)) == (503, "not_ready")


@pytest.mark.parametrize(("method", "path"), [("POST", WEBHOOK), ("GET", "/ws/chat")])
async def test_a_loading_server_says_so_on_every_channel(
    loading: tuple[Client, HeldBack], method: str, path: str
) -> None:
    client, _ = loading
    response = await client.request(method, path, json={"message": "hello"})
    assert (response.status, await error_code(response)) == (503, "not_ready")


async def test_the_pages_are_there_while_the_assistant_loads(loading: tuple[Client, HeldBack]) -> None:
    client, _ = loading
    assert (await client.get("/")).status == 200


async def test_a_server_that_cannot_load_says_so_and_stays_alive(
    release: object, loading: tuple[Client, HeldBack]
) -> None:
    client, runtime = loading
    runtime.go_on.set()
    await runtime.finished.wait()
    ready = await client.get("/readyz")
    assert (ready.status, await error_code(ready)) == (503, "not_loadable")
    assert (await client.get("/healthz")).status == 200


@pytest.mark.parametrize("path", ["/nope", "/static/nope.js", "/static/../app.py", "/static/%2e%2e/app.py"])
async def test_an_unknown_path_is_not_found(client: Client, path: str) -> None:
    response = await client.get(path)
    assert (response.status, await error_code(response)) == (404, "not_found")


async def test_texts_in_an_unknown_language_are_not_found(client: Client) -> None:
    response = await client.get("/texts/fr.json")
    assert (response.status, await error_code(response)) == (404, "unknown_language")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_a_wrong_method_names_the_right_one(client: Client, method: str) -> None:
    response = await client.request(method, WEBHOOK)
    assert (response.status, await error_code(response)) == (405, "method_not_allowed")
    assert response.headers["Allow"] == "POST"


async def test_a_body_over_the_limit_is_refused(client: Client) -> None:
    response = await client.post(WEBHOOK, data=b" " * (MAX_BODY_BYTES + 1))
    assert (response.status, await error_code(response)) == (413, "request_entity_too_large")


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b"[]", b'"hello"', b"null", b"5"])
async def test_a_body_that_is_no_json_object_is_refused(client: Client, body: bytes) -> None:
    response = await client.post(WEBHOOK, data=body)
    assert (response.status, await error_code(response)) == (400, "bad_json")


@pytest.mark.parametrize("value", [5, 1.5, True, [], ["hello"], {"text": "hello"}])
@pytest.mark.parametrize("key", ["sender", "message"])
async def test_a_field_of_the_wrong_type_is_refused(client: Client, key: str, value: object) -> None:
    response = await client.post(WEBHOOK, json={"sender": "someone", "message": "hello", key: value})
    assert (response.status, await error_code(response)) == (422, "wrong_type")


async def test_a_get_without_a_handshake_is_refused_in_the_one_shape(client: Client) -> None:
    response = await client.get("/ws/chat")
    assert (response.status, await error_code(response)) == (400, "bad_request")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_is_not_compressed_as_it_says_is_the_clients_fault(client: Client, encoding: str) -> None:
    response = await client.post(WEBHOOK, data=b'{"message": "hi"}', headers={"Content-Encoding": encoding})
    await error_code(response)
    assert response.status == 400


@pytest.mark.parametrize("framing", ["Transfer-Encoding: chunked", "Content-Length: 3"])
async def test_a_request_that_is_no_proper_http_is_refused_and_not_logged(
    client: Client, framing: str, log_at_debug: Callable[[], None], capfd: pytest.CaptureFixture[str]
) -> None:
    log_at_debug()
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(f"POST {WEBHOOK} HTTP/1.1\r\nHost: here\r\n{framing}\r\n\r\nmy name is zebrafish\r\n\r\n".encode())
    answer = await reader.readline()
    answer += await reader.read()
    writer.close()
    logging.getLogger("aiohttp.server").critical("the log is being read")
    written = capfd.readouterr().err
    assert b" 400 " in answer
    assert "the log is being read" in written
    assert "zebrafish" not in written


@pytest.mark.parametrize(
    "path", ["/", "/?lang=zh-Hans", "/healthz", "/readyz", "/texts/en.json", "/static/ambassador.js", "/nope", WEBHOOK]
)
async def test_every_response_carries_the_security_headers(client: Client, path: str) -> None:
    response = await client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/static/ambassador.js", "*"), ("/texts/en.json", "*"), ("/", None), ("/healthz", None), (WEBHOOK, None)],
)
async def test_only_the_widget_and_its_texts_are_for_other_sites(
    client: Client, path: str, allowed: str | None
) -> None:
    response = await client.get(path, headers={"Origin": "https://other.example"})
    assert response.headers.get("Access-Control-Allow-Origin") == allowed


async def texts_of(client: Client, lang: str) -> dict[str, Any]:
    response = await client.get(f"/texts/{lang}.json")
    assert response.status == 200
    texts: dict[str, Any] = await response.json()
    return texts


async def test_the_three_languages_have_the_same_texts(client: Client) -> None:
    english, traditional, simplified = [await texts_of(client, lang) for lang in LANGS]
    assert english.keys() == traditional.keys() == simplified.keys()
    assert len({texts["page_lead"] for texts in (english, traditional, simplified)}) == 3


async def test_simplified_texts_are_simplified_throughout(client: Client) -> None:
    simplified, traditional = await texts_of(client, "zh-Hans"), await texts_of(client, "zh-Hant")
    assert to_simplified(str(simplified)) == str(simplified)
    assert to_simplified(str(traditional)) == str(simplified)


class Page(HTMLParser):
    """What a test looks at in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang: str | None = None
        self.links: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.lang = given.get("lang")
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name.startswith("on")]
        self.links += [link for link in (given.get("src"), given.get("href")) if link]


@pytest.mark.parametrize("lang", LANGS)
async def test_the_page_is_in_the_language_asked_for(client: Client, lang: Lang) -> None:
    response = await client.get("/", params={"lang": lang})
    html = await response.text()
    texts = await texts_of(client, lang)
    assert response.content_type == "text/html"
    assert Page(html).lang == HTML_LANG[lang]
    assert f"<title>{texts['page_title']}</title>" in html
    assert texts["page_lead"] in html


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "en"),
        ("en-GB,en;q=0.9,zh-HK;q=0.8", "en"),
        ("fr-FR,zh;q=0.5", "en"),
        ("zh-HK,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh", "zh-Hant"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("ZH-sg", "zh-Hans"),
    ],
)
async def test_the_page_follows_the_browsers_language(client: Client, accepted: str, lang: Lang) -> None:
    response = await client.get("/", headers={"Accept-Language": accepted})
    assert Page(await response.text()).lang == HTML_LANG[lang]


async def test_the_language_in_the_address_wins_over_the_browsers(client: Client) -> None:
    response = await client.get("/?lang=en", headers={"Accept-Language": "zh-HK"})
    assert Page(await response.text()).lang == "en"


@pytest.mark.parametrize("lang", ["xx", "", '"><script>alert(1)</script>', "en&lang=zh-Hant"])
async def test_a_language_that_is_unknown_changes_nothing_and_is_not_echoed(client: Client, lang: str) -> None:
    response = await client.get("/", params={"lang": lang}, headers={"Accept-Language": "zh-CN"})
    html = await response.text()
    assert Page(html).lang == "zh-Hans"
    assert "alert(1)" not in html


async def test_the_page_has_nothing_inline_that_its_policy_forbids(client: Client) -> None:
    assert Page(await (await client.get("/")).text()).inline == []


async def test_everything_the_page_loads_is_there(client: Client) -> None:
    links = [link for link in Page(await (await client.get("/")).text()).links if link.startswith("/")]
    assert any(link.startswith("/static/") for link in links)
    assert {link: (await client.get(link)).status for link in links} == dict.fromkeys(links, 200)


async def test_every_module_the_widget_imports_is_there(client: Client) -> None:
    waiting, seen = ["/static/ambassador.js"], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        response = await client.get(path)
        assert response.status == 200, path
        assert response.content_type in ("text/javascript", "application/javascript")
        imported = re.findall(r"""^import\s(?:[^"';]*\sfrom\s)?["']\./([\w.-]+)["']""", await response.text(), re.M)
        waiting += [f"/static/{name}" for name in imported]
    assert len(seen) > 1
