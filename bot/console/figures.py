"""Reports a manager reads at a glance: charts, and CSV to take away."""

from bot.console.routing import Route

ROUTES: list[Route] = []
