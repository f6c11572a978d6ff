"""Reports whose passages are quoted: add, preview, replace, withdraw."""

from bot.console.routing import Route

ROUTES: list[Route] = []
