"""The list of FAQs: in which states each one is; searched, filtered, sorted, page by page."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.console.topics import topic_name, topics
from knowledge.content import Faq
from knowledge.database.library import Entry, OpenDraft, Shelf
from knowledge.validity import Due, ahead, deadline, due, expired
from language.detect import Lang
from language.script import fold

PAGE = 50
STATES = ("live", "due", "expired", "not_yet", "withdrawn", "draft", "mine", "returned", "submitted")
"""What can be asked for; `mine` are one's own drafts, and `returned` those of one's own that were sent back."""
SORTS = ("question", "topic", "owner", "as_of", "next", "changed")


@dataclass(frozen=True)
class Item:
    """One line of the list."""

    id: str
    question: tuple[str, str]
    """English and Chinese."""
    topic: str
    faq: Faq | None
    """None: a draft of an FAQ that never was."""
    tags: tuple[str, ...]
    """Of STATES, without `mine`."""
    drafts: Sequence[OpenDraft]
    next: Due | None = None
    """When somebody has to look at it, or it ends."""
    due: Due | None = None
    """The same, if that is soon or over."""
    changed_at: datetime.datetime | None = None
    changed_by: str = ""

    @property
    def address(self) -> str:
        """Where it is shown."""
        return f"/console/faqs/{self.id}" if self.faq else f"/console/drafts/{self.drafts[0].number}"

    @property
    def owner(self) -> str:
        """Who keeps it true; nobody yet for a new one."""
        return self.faq.owner if self.faq else ""


@dataclass(frozen=True)
class Wish:
    """What somebody asks of the list; what cannot be is as if it were not asked."""

    q: str = ""
    topic: str = ""
    owner: str = ""
    state: str = ""
    sort: str = ""
    """Of SORTS, with a hyphen before it from the end; none: by topic, as they were made."""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wish":
        """As an address says it."""
        topic, state, sort, page = (query.get(name, "") for name in ("topic", "state", "sort", "page"))
        return cls(
            query.get("q", "").strip(),
            topic if topic in topics() else "",
            query.get("owner", ""),
            state if state in STATES else "",
            sort if sort.removeprefix("-") in SORTS else "",
            max(1, int(page)) if page.isdecimal() and len(page) < 9 else 1,
        )

    def address(self, **other: object) -> str:
        """Of the list that is asked for, but for what is `other`; another list begins at its first page."""
        asked = {**vars(self), "page": 1, **other}
        return "/console/faqs?" + urlencode({name: value for name, value in asked.items() if value and value != 1})

    def turned(self, sort: str) -> str:
        """The address of the list by a column: the other way round if it is by that column already."""
        return self.address(sort=f"-{sort}" if self.sort == sort else sort)


@dataclass(frozen=True)
class Sheet:
    """One page of the list."""

    items: list[Item]
    count: int
    """Of the whole list."""
    page: int
    pages: int
    first: int
    """Number of the first line of the page; 0 where there is none."""


def items_of(shelf: Shelf, day: datetime.date) -> list[Item]:
    """What there is, by topic, as they were made; new ones last."""
    there = sorted((_item(entry, day) for entry in shelf.entries), key=lambda item: item.topic)
    return [*there, *(_new(draft) for draft in shelf.new)]


def sheet(items: Sequence[Item], wish: Wish, lang: Lang, who: str) -> Sheet:
    """The page that is asked for, or the last one before it."""
    found = [item for item in items if _fits(item, wish, who)]
    if terms := fold(wish.q).split():
        found = [item for item in found if _holds(item, terms)]
    if wish.sort:
        found = _sorted(found, wish.sort, lang)
    pages = max(1, -(-len(found) // PAGE))
    page = min(wish.page, pages)
    first = (page - 1) * PAGE
    return Sheet(found[first : first + PAGE], len(found), page, pages, first + 1 if found else 0)


def tags_of(faq: Faq, live: bool, drafts: Sequence[OpenDraft], day: datetime.date) -> tuple[str, ...]:
    """In which states an FAQ is, as STATES has them."""
    tags = {
        "live": live and not ahead(faq, day) and not expired(faq, day),
        "expired": live and expired(faq, day),
        "not_yet": live and ahead(faq, day),
        "due": live and due(faq, day) is not None and not expired(faq, day),
        "withdrawn": not live,
    }
    return (*(tag for tag, fits in tags.items() if fits), *draft_tags(drafts))


def draft_tags(drafts: Sequence[OpenDraft]) -> tuple[str, ...]:
    """In which states the drafts are, each once."""
    return tuple(dict.fromkeys(map(_state, drafts)))


def _state(draft: OpenDraft) -> str:
    return "submitted" if draft.submitted else "returned" if draft.returned else "draft"


def _item(entry: Entry, day: datetime.date) -> Item:
    faq, live = entry.faq, entry.live is not None
    return Item(
        faq.id,
        (faq.question.en, faq.question.zh),
        faq.topic,
        faq,
        tags_of(faq, live, entry.drafts, day),
        entry.drafts,
        deadline(faq, day) if live else None,
        due(faq, day) if live else None,
        entry.changed_at,
        entry.changed_by,
    )


def _new(draft: OpenDraft) -> Item:
    return Item(
        draft.faq,
        draft.question,
        draft.topic,
        None,
        draft_tags([draft]),
        [draft],
        changed_at=draft.changed_at,
        changed_by=draft.author,
    )


def _fits(item: Item, wish: Wish, who: str) -> bool:
    if item.topic != (wish.topic or item.topic) or item.owner != (wish.owner or item.owner):
        return False
    if wish.state == "due":
        return item.due is not None
    if wish.state in ("mine", "returned"):
        mine = [draft for draft in item.drafts if draft.author == who and not draft.submitted]
        return any(draft.returned or wish.state == "mine" for draft in mine)
    return not wish.state or wish.state in item.tags


def _holds(item: Item, terms: Sequence[str]) -> bool:
    texts = [item.id, *item.question, item.owner, topic_name("en", item.topic), topic_name("zh-Hant", item.topic)]
    if item.faq:
        texts += [*item.faq.variants.en, *item.faq.variants.zh, item.faq.answer.en, item.faq.answer.zh]
        texts += [item.faq.source.titles.en, item.faq.source.titles.zh, item.faq.source.url or ""]
    text = fold("\n".join(texts))
    return all(term in text for term in terms)


def _sorted(items: Sequence[Item], sort: str, lang: Lang) -> list[Item]:
    """What has no such value comes last, whichever way round."""
    values: dict[str, Callable[[Item], str]] = {
        "question": lambda item: fold(item.question[0] if lang == "en" else item.question[1]),
        "topic": lambda item: topic_name(lang, item.topic),
        "owner": lambda item: fold(item.owner),
        "as_of": lambda item: item.faq.source.as_of if item.faq else "",
        "next": lambda item: str(item.next.day) if item.next else "",
        "changed": lambda item: str(item.changed_at or ""),
    }
    value = values[sort.removeprefix("-")]
    with_value = sorted((item for item in items if value(item)), key=value, reverse=sort.startswith("-"))
    return [*with_value, *(item for item in items if not value(item))]
