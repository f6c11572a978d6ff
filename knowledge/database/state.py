"""What of the database decides how people are answered, as a value that changes when it does: cheap to ask for."""

import sqlalchemy as sa

from knowledge.database.opening import Database
from knowledge.database.tables import MODEL, REPORT, REVISION

State = tuple[object, ...]

LIVE = "live"
"""State of the one model that answers."""


def state_of(database: Database) -> State:
    """FAQs (each change is a revision), reports and the model in force. Raises DatabaseError."""
    with database.reading() as connection:
        revisions = connection.execute(sa.select(sa.func.count()).select_from(REVISION)).scalar_one()
        reports = connection.execute(
            sa.select(REPORT.c.id, REPORT.c.version).where(REPORT.c.live).order_by(REPORT.c.id)
        )
        model = connection.execute(_LIVE_RELEASE).scalar()
        return revisions, tuple(map(tuple, reports)), model


def live_release(database: Database) -> str | None:
    """The fingerprint of the release that staff put in force; None where they never did. Raises DatabaseError."""
    with database.reading() as connection:
        release = connection.execute(_LIVE_RELEASE).scalar()
    return None if release is None else str(release)


_LIVE_RELEASE = sa.select(MODEL.c.release).where(MODEL.c.state == LIVE).order_by(MODEL.c.live_at.desc()).limit(1)
