"""The shapes of content."""

from typing import Any

import msgspec
import pytest

from knowledge.content import Bilingual, Faq, Source
from tests.knowledge.conftest import FAQS


def with_change(path: str, value: Any) -> dict[str, Any]:
    """The first FAQ of the pool, with the value at a dotted path replaced."""
    record: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(FAQS[0]))
    *parents, last = path.split(".")
    inner = record
    for key in parents:
        inner = inner[key]
    inner[last] = value
    return record


def test_a_whole_record_is_read() -> None:
    faq = msgspec.convert(FAQS[0], Faq)
    assert faq.id == "pool-hours-open"
    assert faq.answer.zh.startswith("泳池上午7時")
    assert faq.variants.en == FAQS[0]["variants"]["en"]
    assert faq.review_by is None


@pytest.mark.parametrize("date", ["2021", "2021-05", "2021-05-31"])
def test_a_date_is_as_exact_as_its_source(date: str) -> None:
    assert msgspec.convert(with_change("source.as_of", date), Faq).source.as_of == date


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("source.as_of", "31.5.2021"),
        ("source.as_of", "May 2021"),
        ("source.as_of", 2021),
        ("source.url", "pool.example"),
        ("id", "Pool Hours"),
        ("id", "pool_hours"),
        ("answer.zh", ""),
        ("question.en", ""),
        ("question", "When?"),
        ("variants.en", "one wording"),
        ("sorce", "a key that nothing reads"),
    ],
)
def test_what_cannot_be_is_refused(path: str, value: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(with_change(path, value), Faq)


def test_a_plain_title_stands_for_both_languages() -> None:
    assert Source(title="GovHK", as_of="2024").titles == Bilingual(en="GovHK", zh="GovHK")
    both = Bilingual(en="GovHK", zh="香港政府一站通")
    assert Source(title=both, as_of="2024").titles == both


def test_content_cannot_be_changed() -> None:
    faq = msgspec.convert(FAQS[0], Faq)
    with pytest.raises(AttributeError):
        faq.topic = "other"  # type: ignore[misc]
