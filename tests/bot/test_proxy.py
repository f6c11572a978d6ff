"""What is believed of a request: nothing that a visitor can write."""

from ipaddress import ip_network

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.proxy import Seen, seen

PROXY = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")]


def asked(*headers: tuple[str, str], peer: str = "127.0.0.1", trusted: bool = True) -> Seen:
    request = make_mocked_request("GET", "/", CIMultiDict([("Host", "127.0.0.1:8080"), *headers]))
    return seen(request.clone(remote=peer), PROXY if trusted else [])


FORWARDED = (
    ("X-Forwarded-For", "192.0.2.7"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Host", "console.example"),
)


def test_a_trusted_proxy_is_believed() -> None:
    assert asked(*FORWARDED) == Seen("192.0.2.7", True, "console.example")


@pytest.mark.parametrize(("peer", "trusted"), [("127.0.0.1", False), ("192.0.2.9", True), ("", True)])
def test_nobody_else_is(peer: str, trusted: bool) -> None:
    assert asked(*FORWARDED, peer=peer, trusted=trusted) == Seen(peer, False, "127.0.0.1:8080")


def test_an_address_may_be_written_as_one_of_the_longer_kind() -> None:
    assert asked(*FORWARDED, peer="::ffff:127.0.0.1").address == "192.0.2.7"


def test_without_headers_the_connection_counts() -> None:
    assert asked() == Seen("127.0.0.1", False, "127.0.0.1:8080")


@pytest.mark.parametrize(
    ("chain", "person"),
    [
        (["192.0.2.7, 10.1.2.3"], "192.0.2.7"),
        (["192.0.2.7", "10.1.2.3"], "192.0.2.7"),
        (["198.51.100.1, 192.0.2.7"], "192.0.2.7"),  # the first was written by the visitor
        (["<script>, 192.0.2.7"], "192.0.2.7"),
        (["192.0.2.7, rubbish"], "127.0.0.1"),
        (["10.1.2.3"], "10.1.2.3"),
        (["2001:db8::7"], "2001:db8::7"),
        ([""], "127.0.0.1"),
    ],
)
def test_the_person_is_the_last_who_is_no_proxy(chain: list[str], person: str) -> None:
    assert asked(*(("X-Forwarded-For", value) for value in chain)).address == person


def test_of_several_words_the_nearest_proxys_counts() -> None:
    assert asked(("X-Forwarded-Proto", "https, http")).secure is False
    assert asked(("X-Forwarded-Host", "evil.example, console.example")).host == "console.example"
