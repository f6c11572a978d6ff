"""What was not answered, in groups, and what to do about it."""

from bot.console.routing import Route

ROUTES: list[Route] = []
