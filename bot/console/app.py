"""The console's areas, as parts of the application."""

from aiohttp import web

from bot.console import (
    accounts,
    approvals,
    audit,
    conversations,
    documents,
    editing,
    exchange,
    faqs,
    figures,
    home,
    imports,
    learning,
    models,
    signing_in,
    trying,
)
from bot.console.routing import PARTS, add_last_route, add_routes, parts_of

AREAS = (
    accounts,
    approvals,
    audit,
    conversations,
    documents,
    editing,
    exchange,
    faqs,
    figures,
    home,
    imports,
    learning,
    models,
    signing_in,
    trying,
)


def set_up(app: web.Application) -> None:
    """Serve every area."""
    app[PARTS] = parts_of(app)
    for area in AREAS:
        add_routes(app, area.ROUTES)
    add_last_route(app)
