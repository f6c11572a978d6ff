"""Passwords: which are taken, how they are kept (argon2id), and new ones made by chance."""

import secrets
import threading
import unicodedata
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from knowledge.errors import AccountError

MIN_CHARS = 12
"""Length keeps a password better than rules about signs do."""
MAX_BYTES = 1024
"""Nobody types more; hashing more would cost the server and not the sender."""
MIN_DIFFERENT = 5
"""Different characters; fewer is a key held down."""
MIN_BESIDE_NAME = 8
"""Characters that are left when the name is taken out."""
OBVIOUS = (
    *("password", "passw0rd", "passwort", "passphrase", "changeme", "letmein", "welcome", "secret", "default"),
    *("administrator", "admin", "superuser", "ambassador", "immigration", "immigrationdepartment", "hongkong"),
    *("qwertyuiop", "qwertyuiopasdfghjkl", "asdfghjkl", "zxcvbnm", "qazwsxedcrfv", "qazwsxedc", "abcdefghijklmnop"),
    *("iloveyou", "trustno", "monkey", "dragon", "sunshine", "football", "1q2w3e4r5t6y", "1qaz2wsx3edc"),
)
"""Words that guesses begin with; digits and signs around one, and the word said twice, make it no better."""
AT_ONCE = threading.BoundedSemaphore(2)
"""Each check takes 64 MB: a crowd of guesses waits, and takes no more than these."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER = PasswordHasher()  # argon2id with the parameters of RFC 9106


def check_new(password: str, *names: str) -> None:
    """Raises AccountError for a password that may not be set: too short, too long, a name, or easily guessed."""
    plain = _plain(password)
    if len(plain) < MIN_CHARS:
        raise AccountError("too_short", f"a password has at least {MIN_CHARS} characters")
    if too_long(password):
        raise AccountError("too_long", f"a password has at most {MAX_BYTES} bytes")
    folded = plain.casefold()
    for name in map(str.casefold, names):
        if len(name) > 1 and len(folded.replace(name, "")) < MIN_BESIDE_NAME:
            raise AccountError("is_name", "a password may not be made of the name")
    if len(set(folded)) < MIN_DIFFERENT or _is_row(folded) or _core(folded) in OBVIOUS:
        raise AccountError("obvious", "this password is among the first that anybody would guess")


def too_long(password: str) -> bool:
    """Longer than any that is kept; nothing needs to be computed to refuse it."""
    return len(password) > MAX_BYTES or len(password.encode(errors="replace")) > MAX_BYTES


def hashed(password: str) -> str:
    """As it is kept."""
    with AT_ONCE:
        return _HASHER.hash(_plain(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password that is kept; without one it takes as long, and is not."""
    nobody = _nobodys()  # made before anybody is looked at, so that the first unknown name takes no longer either
    if too_long(password):
        return False
    try:
        with AT_ONCE:
            _HASHER.verify(kept or nobody, _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """It was made with other parameters than are used now."""
    return _HASHER.check_needs_rehash(kept)


def made_up() -> str:
    """A new password that can be read out and typed: four groups of letters and digits, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _plain(password: str) -> str:
    """The same characters, whatever keyboard made them."""
    return unicodedata.normalize("NFKC", password).encode(errors="replace").decode()


def _core(folded: str) -> str:
    """Without what people put around a word to make it longer, and once instead of twice."""
    word = folded if folded in OBVIOUS else folded.strip("0123456789 !@#$%^&*()-_=+.,?/~")
    half = word[: len(word) // 2]
    return half if half and word == half * 2 else word


def _is_row(folded: str) -> bool:
    """Each character is the neighbour of the one before: 123456789012, mnlkjihgfedc."""
    pairs = pairwise(folded)
    steps = {(ord(b) - ord(a)) % 10 if (a + b).isdecimal() else ord(b) - ord(a) for a, b in pairs}
    return len(steps) == 1


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe())
