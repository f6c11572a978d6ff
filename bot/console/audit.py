"""Who changed what."""

from bot.console.routing import Route

ROUTES: list[Route] = []
