"""Training, the gate, kept versions, rolling back."""

from bot.console.routing import Route

ROUTES: list[Route] = []
