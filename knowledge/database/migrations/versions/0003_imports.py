"""Files of FAQs that wait for another person's approval."""

import sqlalchemy as sa
from alembic import op

revision = "0003_imports"
down_revision = "0002_console"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "faq_import",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("back", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("submitted_by", sa.Text, nullable=False),
        sa.Column("submitted_at", sa.DateTime, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("comment", sa.Text, nullable=False),
    )
