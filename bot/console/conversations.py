"""Conversations as they were, masked, to look through."""

from bot.console.routing import Route

ROUTES: list[Route] = []
