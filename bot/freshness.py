"""What is published is answered within a second, whichever process published it."""

import asyncio
import logging

from bot.runtime import Runtime
from knowledge.errors import KnowledgeError

SECONDS = 0.4
"""Between two looks at the database; one takes a millisecond."""

log = logging.getLogger(__name__)


async def keep_fresh(runtime: Runtime) -> None:
    """Look for changes until cancelled. While the database is away, the assistant answers from what it has."""
    away = False
    while True:
        await asyncio.sleep(SECONDS)
        try:
            await asyncio.to_thread(runtime.keep_up)
            if away:
                log.warning("the content database answers again")
            away = False
        except KnowledgeError as error:
            if not away:
                log.warning("answering from what was read before: %s", error)
            away = True
        except Exception:  # whatever is wrong with new content, the old goes on answering
            log.exception("new content could not be taken up")
