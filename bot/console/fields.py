"""The fields of an FAQ as staff read them, and which of them changed."""

import difflib
from dataclasses import dataclass
from itertools import zip_longest

from bot.console.differences import Part, differences
from knowledge.content import Faq


@dataclass(frozen=True)
class Change:
    """One field, with what changed in it."""

    field: str
    """As in `faqs.field_answer_en` of the texts."""
    parts: list[Part]

    @property
    def written(self) -> str:
        """The language of the text; none for a date or an id."""
        end = self.field.rpartition("_")[2]
        return end if end in ("en", "zh") else ""


def fields_of(faq: Faq) -> dict[str, str]:
    """Every field as a text, empty where there is nothing; wordings one a line."""
    return {
        "question_en": faq.question.en,
        "question_zh": faq.question.zh,
        "answer_en": faq.answer.en,
        "answer_zh": faq.answer.zh,
        "variants_en": "\n".join(faq.variants.en),
        "variants_zh": "\n".join(faq.variants.zh),
        "topic": faq.topic,
        "source_title_en": faq.source.titles.en,
        "source_title_zh": faq.source.titles.zh,
        "source_url": faq.source.url or "",
        "source_as_of": faq.source.as_of,
        "owner": faq.owner,
        "review_by": faq.review_by or "",
        "effective_from": faq.effective_from or "",
        "expires_on": faq.expires_on or "",
        "map": faq.map or "",
    }


def as_it_is(faq: Faq) -> list[Change]:
    """All that an FAQ says, of which nothing is marked."""
    return [Change(name, [Part("same", text)]) for name, text in fields_of(faq).items() if text]


def changes(before: Faq, after: Faq) -> list[Change]:
    """The fields in which they differ."""
    old, new = fields_of(before), fields_of(after)
    return [
        Change(name, (_lines if name.startswith("variants") else differences)(old[name], new[name]))
        for name in old
        if old[name] != new[name]
    ]


def _lines(before: str, after: str) -> list[Part]:
    """Only the lines that changed: of many wordings few do."""
    old, new = before.splitlines(), after.splitlines()
    parts: list[Part] = []
    for kind, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            for pair in zip_longest(old[old_from:old_to], new[new_from:new_to], fillvalue=""):
                parts += [*differences(*pair), Part("same", "\n")]
    return parts[:-1]
