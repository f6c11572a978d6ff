"""What is told of places: the nearest office, the way inside a building."""

from actions.turn import Turn, desk
from knowledge.context import Context
from knowledge.wayfinding import NoRouteError

HERE = "here"
"""Key of a message's metadata: `building:node` where the person stands, as a kiosk knows it."""


def tell_nearest(turn: Turn) -> bool:
    """The nearest office, where the message names a district; the errand may have been said before."""
    places = desk().places
    district = places.directory.district_of(turn.text)
    if district is None:
        return False
    before = Context.of(turn.slot("context"))
    errand = places.directory.service_of(turn.text) or places.directory.service_of(before.question if before else "")
    offices = places.directory.nearest(district, errand)
    if not offices:
        return False
    turn.send(places.nearest(district, offices, turn.lang))
    turn.set(failures=0, offered=None)
    return True


def tell_way(turn: Turn) -> bool:
    """Directions and a map, where it is known where the person stands and what is looked for; False otherwise."""
    here = str((turn.message.get("metadata") or {}).get(HERE) or "")
    try:
        turn.send(desk().places.way(here, turn.text, turn.lang))
    except NoRouteError:
        return False
    turn.set(failures=0, offered=None)
    return True
