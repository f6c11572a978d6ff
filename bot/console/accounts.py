"""Accounts of staff, and one's own password."""

from bot.console.routing import Route

ROUTES: list[Route] = []
