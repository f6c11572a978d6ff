"""Where staff arrive: what waits for them."""

from bot.console.routing import Route
from bot.console.visit import Page, Visit
from knowledge.database.users import Role


def home(_: Visit) -> Page:
    """The first page."""
    return Page("home")


ROUTES = [Route("GET", "/console", home, Role.EDITOR)]
