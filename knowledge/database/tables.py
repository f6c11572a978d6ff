"""The tables as they are after the last migration. Times are UTC."""

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
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

DRAFT = sa.Table(
    "draft",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("faq", sa.String(MAX_ID_CHARS), nullable=False, index=True),  # the id it has or will have
    sa.Column("base", sa.Integer),  # number of the revision it began from; none: a new FAQ
    sa.Column("record", sa.Text, nullable=False),  # the fields as JSON, perhaps unfinished
    sa.Column("state", sa.String(16), nullable=False, index=True),  # draft, submitted, approved, discarded
    sa.Column("version", sa.Integer, nullable=False),  # from 1, one more with every change
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
    sa.Column("changed_at", sa.DateTime, nullable=False),
    sa.Column("submitted_by", sa.Text),
    sa.Column("submitted_at", sa.DateTime),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", sa.DateTime),
    sa.Column("comment", sa.Text, nullable=False),  # what the last person said of it
)

IMPORT = sa.Table(
    "faq_import",  # `import` is a word of Python
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.Text, nullable=False),  # of the file
    sa.Column("record", sa.Text, nullable=False),  # the FAQs as JSON
    sa.Column("back", sa.Boolean, nullable=False),  # those that were withdrawn come back with it
    sa.Column("state", sa.String(16), nullable=False, index=True),  # submitted, approved, returned
    sa.Column("submitted_by", sa.Text, nullable=False),
    sa.Column("submitted_at", sa.DateTime, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", sa.DateTime),
    sa.Column("comment", sa.Text, nullable=False),  # what the last person said of it
)

USER = sa.Table(
    "user_account",  # `user` is a word of SQL
    METADATA,
    sa.Column("name", sa.String(64), primary_key=True),  # what is typed to sign in
    sa.Column("display", sa.Text, nullable=False),
    sa.Column("role", sa.String(16), nullable=False),  # editor, approver, administrator
    sa.Column("password", sa.Text, nullable=False),  # argon2id
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),  # the password, before anything else
    sa.Column("failures", sa.Integer, nullable=False),  # wrong passwords in a row
    sa.Column("locked_until", sa.DateTime),
    sa.Column("made_at", sa.DateTime, nullable=False),
)

SESSION = sa.Table(
    "session",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),  # SHA-256 of the cookie's value
    sa.Column("user", sa.String(64), sa.ForeignKey("user_account.name"), nullable=False, index=True),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
)

AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("action", sa.String(64), nullable=False, index=True),  # as in `faq.approved`
    sa.Column("subject", sa.Text, nullable=False),  # the id of what it was done to
    sa.Column("detail", sa.Text, nullable=False),  # JSON
)

ENQUIRY = sa.Table(
    "enquiry",
    METADATA,
    sa.Column("event", sa.Integer, primary_key=True, autoincrement=False),  # the message's number among conversations
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # personal data masked
    sa.Column("lang", sa.String(8), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),  # of the first reply
    sa.Column("topic", sa.Text),
    sa.Column("answer_id", sa.String(255)),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("milliseconds", sa.Float, nullable=False),  # from the message to the first reply
    sa.Column("settled", sa.String(16)),  # by staff: variant, faq, dismissed
    sa.Column("settled_by", sa.Text),
    sa.Column("settled_at", sa.DateTime),
)

FEEDBACK = sa.Table(
    "feedback",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),  # helpful, unhelpful, person
    sa.Column("answer_id", sa.String(255)),
    sa.Column("reason", sa.Text),
)

REPORT = sa.Table(
    "report",
    METADATA,
    sa.Column("id", sa.String(MAX_ID_CHARS), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),  # from 1, for each report
    sa.Column("record", sa.Text, nullable=False),  # the whole report as JSON
    sa.Column("live", sa.Boolean, nullable=False),  # at most one version of a report
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

MODEL = sa.Table(
    "model",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("release", sa.String(16), nullable=False, index=True),  # its fingerprint, and its folder's name
    sa.Column("state", sa.String(16), nullable=False),  # training, cancelled, failed, stopped, live, kept, removed
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("trained_at", sa.DateTime),  # when it was done; until then, its last sign of life
    sa.Column("live_at", sa.DateTime),  # when it last began to answer
    sa.Column("step", sa.String(16), nullable=False),  # of the training
    sa.Column("share", sa.Float, nullable=False),  # of the whole that is done, 0 to 1
    sa.Column("scores", sa.Text),  # JSON: the scorecard
    sa.Column("broken", sa.Text),  # JSON: why the gate stopped it, and what was right and no longer is
    sa.Column("note", sa.Text, nullable=False),  # in plain words: why it failed, or why it was let through
    sa.Column("overruled_by", sa.Text),
)
