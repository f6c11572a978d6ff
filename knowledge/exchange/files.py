"""Which kind a file is, and what holds for every kind."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.content import Faq
from knowledge.exchange import as_csv, as_xlsx, as_yaml
from knowledge.exchange.faults import ExchangeError
from knowledge.exchange.records import Record, faqs_of

MAX_BYTES = 10_000_000


@dataclass(frozen=True)
class Format:
    """One kind of file."""

    suffixes: tuple[str, ...]
    _read: Callable[[bytes], list[Record]]
    _write: Callable[[Sequence[Faq]], bytes]

    def read(self, source: bytes | Path, topics: Collection[str]) -> list[Faq]:
        """The FAQs of a file, in its order; `topics` are the ids that there are.

        Raises ExchangeError with every fault; what is not wholly right is wholly refused.
        """
        data = source if isinstance(source, bytes) else _bytes(source)
        if len(data) > MAX_BYTES:
            raise ExchangeError.of("too_large", most=MAX_BYTES)
        return faqs_of(self._read(data), topics)

    def write(self, faqs: Sequence[Faq]) -> bytes:
        """A file that `read` makes the same FAQs of. Raises ExchangeError for a text that fits in no cell."""
        return self._write(faqs)


FORMATS = (
    Format((".yml", ".yaml"), as_yaml.read, as_yaml.write),
    Format((".csv",), as_csv.read, as_csv.write),
    Format((".xlsx",), as_xlsx.read, as_xlsx.write),
)


def format_of(name: str | Path) -> Format:
    """By the end of a file's name. Raises ExchangeError for one that is no kind."""
    suffix = Path(name).suffix.lower()
    for kind in FORMATS:
        if suffix in kind.suffixes:
            return kind
    known = ", ".join(suffix for kind in FORMATS for suffix in kind.suffixes)
    raise ExchangeError.of("no_kind", name=Path(name).name, known=known)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ExchangeError.of("unreadable", problem=error.strerror) from error
