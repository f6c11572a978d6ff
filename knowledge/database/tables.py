"""The tables as they are after the last migration."""

import sqlalchemy as sa

from knowledge.content import MAX_ID_CHARS

METADATA = sa.MetaData()

FAQ = sa.Table(
    "faq",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),  # the order in which FAQs were made
    sa.Column("id", sa.String(MAX_ID_CHARS), nullable=False, unique=True),
    sa.Column("topic", sa.Text, nullable=False, index=True),
    sa.Column("live", sa.Integer),  # number of the revision that people are told; none: withdrawn
    sa.ForeignKeyConstraint(
        ["number", "live"], ["revision.faq", "revision.number"], name="faq_live_revision", use_alter=True
    ),
)

REVISION = sa.Table(
    "revision",
    METADATA,
    sa.Column("faq", sa.Integer, sa.ForeignKey("faq.number"), primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # from 1, for each FAQ
    sa.Column("record", sa.Text),  # the whole FAQ as JSON; none: withdrawn
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),  # UTC
    sa.Column("note", sa.Text, nullable=False),
)
