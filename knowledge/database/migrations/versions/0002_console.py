"""What the staff console keeps: drafts, accounts, audit, enquiries and feedback, reports, models."""

import sqlalchemy as sa
from alembic import op

revision = "0002_console"
down_revision = "0001_faqs"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("faq", sa.String(100), nullable=False, index=True),
        sa.Column("base", sa.Integer),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("submitted_by", sa.Text),
        sa.Column("submitted_at", sa.DateTime),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("comment", sa.Text, nullable=False),
    )
    op.create_table(
        "user_account",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("display", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.DateTime),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(64), sa.ForeignKey("user_account.name"), nullable=False, index=True),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.String(64), nullable=False, index=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "enquiry",
        sa.Column("event", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("conversation", sa.String(255), nullable=False, index=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("topic", sa.Text),
        sa.Column("answer_id", sa.String(255)),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("milliseconds", sa.Float, nullable=False),
        sa.Column("settled", sa.String(16)),
        sa.Column("settled_by", sa.Text),
        sa.Column("settled_at", sa.DateTime),
    )
    _make_feedback()
    op.create_table(
        "report",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "model",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("release", sa.String(16), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("trained_at", sa.DateTime),
        sa.Column("live_at", sa.DateTime),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("share", sa.Float, nullable=False),
        sa.Column("scores", sa.Text),
        sa.Column("broken", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("overruled_by", sa.Text),
    )


def _make_feedback() -> None:
    """Where conversations are kept in the same database, an earlier version made the same table there."""
    if sa.inspect(op.get_bind()).has_table("feedback"):
        op.create_index("ix_feedback_at", "feedback", ["at"])
        return
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("conversation", sa.String(255), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("answer_id", sa.String(255)),
        sa.Column("reason", sa.Text),
    )
