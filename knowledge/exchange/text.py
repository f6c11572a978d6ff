"""Files that are text."""

from knowledge.errors import ExchangeError, Fault


def decoded(data: bytes) -> str:
    """UTF-8, with or without a byte order mark. Raises ExchangeError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        mend = "save it as UTF-8 (in Excel: “CSV UTF-8”)"
        raise ExchangeError([Fault("the text is not UTF-8", mend, row)]) from error
