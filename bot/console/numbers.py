"""Numbers that somebody sends in an address or a form."""

MAX_DIGITS = 10
END = 2**31
"""No table numbers its rows as far as this."""


def whole(text: str) -> int | None:
    """The number of a row, or another whole one; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
        return None
    number = int(text)
    return number if number < END else None
