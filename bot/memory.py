"""Memory of a model that is gone, back to the system, without a pause that visitors notice."""

import ctypes
import gc


def settle() -> None:
    """What is there now stays for good: the collector passes it over, a million objects of libraries, from now on.

    Going through them would hold every turn up for most of a second.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Models refer to themselves, so that only the collector frees them; glibc keeps what was freed unless told."""
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):  # another C library has no such thing, and may not need it
        return
