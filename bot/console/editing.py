"""Writing an FAQ: both languages side by side, preview, neighbours, submitting."""

from bot.console.routing import Route

ROUTES: list[Route] = []
