"""The FAQs: list, search, history, differences, restore, withdraw, what is due."""

from bot.console.routing import Route

ROUTES: list[Route] = []
