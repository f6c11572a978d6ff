"""From a question to a reply: search, judge, and put into words."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from knowledge.content import Faq
from knowledge.decision import (
    CHOICES,
    REPORT,
    WRONG_ANSWER_COST,
    WRONG_QUOTE_COST,
    Decision,
    Intents,
    features,
    rank,
)
from knowledge.index import Hit, Index
from knowledge.passages import Passage, cut
from knowledge.reply import Button, Reply, ReplySource, in_language
from knowledge.store import ContentStore
from language import gazetteer
from language.detect import Lang
from language.foreign import is_foreign
from language.pipeline import count_words
from language.placeholders import without_placeholders
from language.script import fold

REPORT_SURE = 0.5
"""From this confidence a question about the report is answered from the report alone."""
FEW_WORDS = 5
"""A message of personal data with at most as many other words (`my HKID is`) asks nothing."""
_TELEPHONE = re.compile(r"\b\d{4} \d{4}\b|\b1868\b|\b999\b")
CHOOSE = '/choose{{"answer_id": "{}"}}'
"""The payload of a choice: an intent with an entity, as Rasa's own buttons carry it."""


class Answerer:
    """Answers from one store, one index and one fitted decision."""

    def __init__(self, store: ContentStore, index: Index, decision: Decision) -> None:
        self._index = index
        self._decision = decision
        self._topics = store.topics()
        self._faqs: dict[str, Faq] = {faq.id: faq for faq in store.faqs()}
        self._passages: dict[str, Passage] = {p.id: p for report in store.reports() for p in cut(report)}
        self._fixed = store.fixed_replies()
        self._distress_cues = {kind: _any_of(cues) for kind, cues in store.distress_cues().items()}

    def find(self, text: str, intents: Intents) -> list[Hit]:
        """Answers in the order of likelihood."""
        return find(self._index, text, intents)

    def answer(self, text: str, lang: Lang, intents: Intents) -> Reply:
        """The reply to an enquiry: an answer, up to three choices, or an honest "I don't know"."""
        if not any(char.isalnum() for char in text):
            return self.say("empty", lang, "fallback")
        if is_foreign(text):
            return self.say("other_language", lang, "fallback")
        if holds_little_but_personal_data(text):
            return self.say("personal_data", lang, "fallback")
        hits = self.find(text, intents)
        if not hits:
            return self.say("fallback", lang, "fallback")
        strangeness = self._index.strangeness(text)
        wrong_cost = WRONG_QUOTE_COST if hits[0].source == REPORT else WRONG_ANSWER_COST
        act, confidence = self._decision.act(features(text, hits, intents, strangeness), wrong_cost)
        if count_words(text) == 1 and (act == "answer" or not strangeness.unknown):
            # a known word alone names a subject and asks nothing
            confidence = 1 - confidence if act == "decline" else confidence
            act = "choices"
        if act == "answer":
            return self.answer_with(hits[0].answer_id, lang, confidence) or self.say("fallback", lang, "fallback")
        if act == "choices":
            return self._choices(hits, lang, confidence)
        return self.say("fallback", lang, "fallback", confidence=confidence)

    def answer_with(self, answer_id: str, lang: Lang, confidence: float = 1.0) -> Reply | None:
        """The answer of an id; None where it is no longer there."""
        if faq := self._faqs.get(answer_id):
            return Reply(
                in_language(lang, faq.answer.en, faq.answer.zh),
                "answer",
                lang,
                topic=faq.topic,
                answer_id=faq.id,
                confidence=confidence,
                source=ReplySource(
                    in_language(lang, faq.source.titles.en, faq.source.titles.zh), faq.source.as_of, faq.source.url
                ),
            )
        if passage := self._passages.get(answer_id):
            return self._quote(passage, lang, confidence)
        return None

    def say(self, name: str, lang: Lang, kind: Literal["fallback", "smalltalk"], confidence: float = 1.0) -> Reply:
        """One of the assistant's own sentences."""
        topic = "smalltalk" if kind == "smalltalk" else None
        return Reply(self._sentence(name, lang), kind, lang, topic=topic, confidence=confidence)

    def too_long(self, lang: Lang, limit: int) -> Reply:
        """A message longer than is taken."""
        return Reply(self._sentence("too_long", lang, limit=limit), "fallback", lang)

    def public_numbers(self) -> set[str]:
        """Telephone numbers of offices and hotlines, from every text people are shown."""
        texts = [text for faq in self._faqs.values() for text in (faq.answer.en, faq.answer.zh)]
        texts += [text for fixed in self._fixed.values() for text in (fixed.en, fixed.zh)]
        return {number for text in texts for number in _TELEPHONE.findall(text)}

    def distress(self, text: str, lang: Lang, confidence: float = 1.0) -> Reply:
        """What a person in trouble outside Hong Kong hears first: 1868, the other channels, what to do now."""
        advice = self._sentence(f"distress_advice_{self._distress_kind(text)}", lang)
        title = self._sentence("distress_source", lang)
        return Reply(
            self._sentence("distress", lang, advice=advice),
            "distress",
            lang,
            topic="distress_abroad",
            confidence=confidence,
            source=ReplySource(title, "2023-04-03", "https://immd.gov.hk/hkt/press/press-releases/20230403.html"),
        )

    def _distress_kind(self, text: str) -> str:
        folded = fold(text)
        return next((kind for kind, cues in self._distress_cues.items() if cues.search(folded)), "general")

    def _choices(self, hits: list[Hit], lang: Lang, confidence: float) -> Reply:
        buttons = [Button(self._title(h.answer_id, lang), CHOOSE.format(h.answer_id), h.topic) for h in hits[:CHOICES]]
        spoken = [self._sentence("choices", lang), *(button.title for button in buttons)]
        return Reply(
            spoken[0],
            "choices",
            lang,
            topic=hits[0].topic,
            confidence=confidence,
            buttons=buttons,
            speech="\n".join(spoken),
        )

    def _title(self, answer_id: str, lang: Lang) -> str:
        if faq := self._faqs.get(answer_id):
            return in_language(lang, faq.question.en, faq.question.zh)
        passage = self._passages[answer_id]
        title = passage.report.title
        topic = self._topics.get(passage.topic or "")
        about = topic or passage.section
        return f"{in_language(lang, title.en, title.zh)}: {in_language(lang, about.en, about.zh)}"

    def _quote(self, passage: Passage, lang: Lang, confidence: float) -> Reply:
        quote = in_language(lang, passage.quote("en"), passage.quote("zh"))
        report = passage.report
        title = self._sentence("report_source", lang, title=in_language(lang, report.title.en, report.title.zh))
        return Reply(
            self._sentence("report_quote", lang, quote=quote),
            "answer",
            lang,
            topic=passage.topic,
            answer_id=passage.id,
            confidence=confidence,
            source=ReplySource(
                title, report.as_of, report.url, in_language(lang, passage.section.en, passage.section.zh)
            ),
            speech=quote,
        )

    def _sentence(self, name: str, lang: Lang, **values: object) -> str:
        fixed = self._fixed[name]
        return in_language(lang, fixed.en, fixed.zh).format(**values)


def find(index: Index, text: str, intents: Intents) -> list[Hit]:
    """Search and rank; a question about the report is looked for in the report, without the report's name."""
    if intents.get(REPORT, 0.0) < REPORT_SURE:
        return rank(index.search(text), intents)
    others = {name: chance for name, chance in intents.items() if name != REPORT}
    whole = sum(others.values()) or 1.0
    topics = {name: chance / whole for name, chance in others.items()}
    return rank(index.search(gazetteer.without(text, REPORT), source=REPORT), topics)


def _any_of(cues: list[str]) -> re.Pattern[str]:
    """Matches folded text that holds one of the cues; an English one only from the beginning of a word."""
    return re.compile("|".join(("(?<![a-z])" if cue.isascii() else "") + re.escape(fold(cue)) for cue in cues))


def holds_little_but_personal_data(text: str) -> bool:
    """A number or an address, and hardly a word of a question beside it."""
    rest = without_placeholders(text)
    return rest != text and count_words(rest) <= FEW_WORDS


def intents_of(parsed: Mapping[str, Any]) -> dict[str, float]:
    """Intent confidences out of Rasa's parse of a message; naming the report settles that it is about it."""
    intents = {intent["name"]: float(intent["confidence"]) for intent in parsed.get("intent_ranking", ())}
    if any(entity.get("entity") == REPORT for entity in parsed.get("entities", ())):
        intents[REPORT] = 1.0
    return intents
