"""Memory of a model that is gone, back to the system."""

import ctypes
import gc


def give_back() -> None:
    """Models refer to themselves, so that only the collector frees them; glibc keeps what was freed unless told."""
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):  # another C library has no such thing, and may not need it
        return
