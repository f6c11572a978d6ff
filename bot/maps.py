"""Floor maps as pictures, with the way drawn in."""

from functools import cache

from aiohttp import web

from bot.errors import ApiError
from bot.floor_map import draw
from knowledge.wayfinding import Building, NoRouteError, buildings
from language.detect import LANGS


def set_up(app: web.Application) -> None:
    """`/places/<building>/<floor>.svg`; `?lang=`, and `?from=&to=&step_free=1` for a way."""
    app.add_routes([web.get("/places/{building}/{floor}.svg", floor_map)])


async def floor_map(request: web.Request) -> web.Response:
    """One floor; with a way, that starts or passes there."""
    building = _buildings().get(request.match_info["building"])
    floor = request.match_info["floor"]
    if building is None or floor not in building.floors:
        raise ApiError(404, "unknown_place", "There is no map of that building and floor.")
    lang = request.query.get("lang", "en")
    if lang not in LANGS:
        raise ApiError(422, "unknown_language", f"There are maps in {', '.join(LANGS)}.")
    start, goal = request.query.get("from"), request.query.get("to")
    try:
        route = building.route(start, goal, step_free="step_free" in request.query) if start and goal else None
    except NoRouteError as error:
        raise ApiError(404, "no_route", "There is no such way on this map.", str(error)) from error
    return web.Response(text=draw(building, floor, lang, route, start), content_type="image/svg+xml")


@cache
def _buildings() -> dict[str, Building]:
    return {building.id: building for building in buildings()}
