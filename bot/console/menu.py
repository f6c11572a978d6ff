"""The menu: where each area begins, its name among the texts, and whose it is."""

from knowledge.database.users import Role

MENU = (
    ("/console", "menu.home", Role.EDITOR),
    ("/console/faqs", "menu.faqs", Role.EDITOR),
    ("/console/approvals", "menu.approvals", Role.EDITOR),
    ("/console/learning", "menu.learning", Role.EDITOR),
    ("/console/conversations", "menu.conversations", Role.EDITOR),
    ("/console/figures", "menu.figures", Role.EDITOR),
    ("/console/documents", "menu.documents", Role.EDITOR),
    ("/console/try", "menu.trying", Role.EDITOR),
    ("/console/models", "menu.models", Role.EDITOR),
    ("/console/accounts", "menu.accounts", Role.ADMINISTRATOR),
    ("/console/audit", "menu.audit", Role.APPROVER),
)
