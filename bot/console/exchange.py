"""FAQs as files: take them away, bring them back."""

from bot.console.routing import Route

ROUTES: list[Route] = []
