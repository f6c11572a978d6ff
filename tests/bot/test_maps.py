"""Maps over HTTP."""

from xml.etree import ElementTree

import pytest

from tests.bot.conftest import Client
from tests.bot.contract import check_error


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
async def test_a_map_with_a_way_is_a_picture(client: Client, lang: str) -> None:
    response = await client.get(f"/places/sample/G.svg?from=kiosk-stand&to=toilets-g&lang={lang}")
    assert (response.status, response.content_type) == (200, "image/svg+xml")
    ElementTree.fromstring(await response.text())  # noqa: S314 (our own)
    assert "script-src" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("building", ["sample", "headquarters", "immigration_tower"])
async def test_every_floor_can_be_drawn(client: Client, building: str) -> None:
    from knowledge.wayfinding import Building

    for floor in Building.load(building).floors:
        assert (await client.get(f"/places/{building}/{floor}.svg")).status == 200


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/places/moon/G.svg", 404, "unknown_place"),
        ("/places/sample/99.svg", 404, "unknown_place"),
        ("/places/sample/G.svg?lang=fr", 422, "unknown_language"),
        ("/places/sample/G.svg?from=kiosk-stand&to=nowhere", 404, "no_route"),
        ("/places/headquarters/2.svg?from=a&to=b", 404, "no_route"),
    ],
)
async def test_what_is_not_there_is_a_clear_error(client: Client, address: str, status: int, code: str) -> None:
    response = await client.get(address)
    body = await response.json()
    check_error(body)
    assert (response.status, body["error"]["code"]) == (status, code)
