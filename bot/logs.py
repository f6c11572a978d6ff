"""Logging without what people wrote: Rasa logs message texts through structlog at debug level."""

import logging
import os
from collections.abc import MutableMapping
from typing import Any

import structlog

_SAFE_KEYS = frozenset({"event", "level", "logger", "timestamp", "exc_info", "stack_info", "exception"})
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def _drop_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Keep an event's name, drop its values: they may hold texts, entities or whole trackers."""
    return {key: value for key, value in event.items() if key in _SAFE_KEYS}


def configure(level: str) -> None:
    """One line a record on standard error; Rasa's own loggers never below WARNING."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.captureWarnings(True)  # deprecations inside old libraries are no news to people who run this
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    logging.basicConfig(level=level, format=_FORMAT, force=True)
    # complaints about malformed requests quote them; our own failures are logged by bot.errors
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    for name in ("rasa", "rasa_sdk", "matplotlib", "tensorflow", "jieba", "httpx", "sentence_transformers", "alembic"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            _drop_values,
            structlog.processors.format_exc_info,
            structlog.stdlib.render_to_log_kwargs,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
