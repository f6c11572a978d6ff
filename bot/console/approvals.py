"""Four eyes: what was submitted, and what another person says to it."""

from bot.console.routing import Route

ROUTES: list[Route] = []
