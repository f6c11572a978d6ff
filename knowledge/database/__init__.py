"""FAQs in a database: every change is a new revision, and nothing is ever overwritten."""
