"""Ask, against live or draft content, and see why it answered so."""

from bot.console.routing import Route

ROUTES: list[Route] = []
