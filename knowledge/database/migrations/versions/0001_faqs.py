"""FAQs and their revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0001_faqs"
down_revision = None


def upgrade() -> None:
    """Make both tables; an FAQ points at the revision of its own that is live."""
    op.create_table(
        "faq",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(100), nullable=False, unique=True),
        sa.Column("topic", sa.Text, nullable=False, index=True),
        sa.Column("live", sa.Integer),
    )
    op.create_table(
        "revision",
        sa.Column("faq", sa.Integer, sa.ForeignKey("faq.number"), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("record", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    with op.batch_alter_table("faq") as faq:
        faq.create_foreign_key("faq_live_revision", "revision", ["number", "live"], ["faq", "number"])
