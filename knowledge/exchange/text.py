"""Files that are text."""

from knowledge.exchange.faults import ExchangeError


def decoded(data: bytes) -> str:
    """UTF-8, with or without a byte order mark. Raises ExchangeError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise ExchangeError.of("not_utf8", row) from error
