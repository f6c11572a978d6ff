"""Putting things into words: every reply, in the reader's language, from the content."""

import copy
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, Self

from knowledge.buildings import map_address, maps
from knowledge.content import Faq, Text, TextLang
from knowledge.guides import Guide, GuideQuestion, Outcome
from knowledge.marked_text import BULLET
from knowledge.passages import Passage, cut
from knowledge.reply import Button, Reply, ReplySource, in_language
from knowledge.store import ContentStore
from language.detect import Lang

CHOOSE = '/choose{{"answer_id": "{}"}}'
"""The payload of a choice: an intent with an entity, as Rasa's own buttons carry it."""
INFORM = '/inform{{"slot": "{}", "value": "{}"}}'
"""The payload of an answer to a guide's question."""
SIMPLE_SENTENCES = 2
BEGINNING = 40
"""Characters that tell two passages of one section apart on their buttons."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])|(?<=[。！？；])")
_TELEPHONE = re.compile(r"\b\d{4} \d{4}\b|\b1868\b|\b999\b")


class Speaker:
    """Makes replies of the content of one store."""

    def __init__(self, store: ContentStore) -> None:
        self._topics = store.topics()
        self._faqs: dict[str, Faq] = {faq.id: faq for faq in store.faqs()}
        self._passages: dict[str, Passage] = {p.id: p for report in store.reports() for p in cut(report)}
        self._sections = Counter((p.report.id, p.section) for p in self._passages.values())
        self._fixed = store.fixed_replies()

    def with_faq(self, faq: Faq) -> Self:
        """One who also knows `faq`."""
        other = copy.copy(self)
        other._faqs = {**self._faqs, faq.id: faq}
        return other

    def answer(self, answer_id: str, lang: Lang, confidence: float = 1.0, related: Sequence[str] = ()) -> Reply | None:
        """The answer of an id, with a button for each of `related`; None where it is no longer there."""
        if faq := self._faqs.get(answer_id):
            return Reply(
                in_language(lang, faq.answer.en, faq.answer.zh),
                "answer",
                lang,
                topic=faq.topic,
                answer_id=faq.id,
                confidence=confidence,
                source=ReplySource.of(faq.source, lang),
                buttons=self._buttons(related, lang),
                image=map_of(faq.map, lang),
            )
        if passage := self._passages.get(answer_id):
            return self._quote(passage, lang, confidence, related)
        return None

    def choices(self, answer_ids: Sequence[str], lang: Lang, confidence: float) -> Reply:
        """Asks which of these was meant; `answer_ids` are known and not empty."""
        buttons = self._buttons(answer_ids, lang)
        spoken = [self.sentence("choices", lang), *(button.title for button in buttons)]
        return Reply(
            spoken[0],
            "choices",
            lang,
            topic=buttons[0].topic,
            confidence=confidence,
            buttons=buttons,
            speech="\n".join(spoken),
        )

    def decline(self, lang: Lang, confidence: float, nearest: Sequence[str] = ()) -> Reply:
        """An honest "I don't know" with the hotline; `nearest` are offered as perhaps meant."""
        text = self.sentence("fallback", lang)
        if nearest:
            text += "\n" + self.sentence("perhaps", lang)
        return Reply(text, "fallback", lang, confidence=confidence, buttons=self._buttons(nearest, lang))

    def say(self, name: str, lang: Lang, kind: Literal["fallback", "smalltalk", "flow"], **values: object) -> Reply:
        """One of the assistant's own sentences, with its {…} filled in."""
        topic = "smalltalk" if kind == "smalltalk" else None
        return Reply(self.sentence(name, lang, **values), kind, lang, topic=topic)

    def ask(self, guide: Guide, question: GuideQuestion, lang: Lang, *, begins: bool) -> Reply:
        """A question of a guide with its options as buttons; `begins`: after a word about what follows."""
        asked = in_language(lang, question.ask.en, question.ask.zh)
        text = f"{in_language(lang, guide.intro.en, guide.intro.zh)}\n{asked}" if begins else asked
        buttons = [
            Button(
                in_language(lang, option.title.en, option.title.zh),
                INFORM.format(guide.slot(question), option.value),
                guide.topic,
            )
            for option in question.options
        ]
        spoken = "\n".join([text, *(button.title for button in buttons)])
        return Reply(text, "flow", lang, topic=guide.topic, buttons=buttons, speech=spoken)

    def why(self, guide: Guide, question: GuideQuestion, lang: Lang) -> Reply:
        """Why a question of a guide is asked."""
        return Reply(in_language(lang, question.why.en, question.why.zh), "flow", lang, topic=guide.topic)

    def outcome(self, guide: Guide, outcome: Outcome, lang: Lang) -> Reply:
        """The summary at the end of a guide, with its source and what says more."""
        return Reply(
            in_language(lang, outcome.answer.en, outcome.answer.zh),
            "answer",
            lang,
            topic=outcome.topic or guide.topic,
            source=ReplySource.of(outcome.source, lang),
            buttons=self._buttons([answer_id for answer_id in outcome.related if answer_id in self._faqs], lang),
        )

    def simply(self, answer_id: str, lang: Lang) -> Reply | None:
        """An answer's first sentences, a line each; None where it is no longer there."""
        whole = self.answer(answer_id, lang)
        if whole is None:
            return None
        lines = [self.sentence("simpler_intro", lang), *_SENTENCE_END.split(whole.text)[:SIMPLE_SENTENCES]]
        return replace(whole, text="\n".join(lines), speech="\n".join(lines))

    def sentence(self, name: str, lang: Lang, **values: object) -> str:
        """The text of a name in knowledge/replies.yml, with its {…} filled in."""
        fixed = self._fixed[name]
        return in_language(lang, fixed.en, fixed.zh).format(**values)

    def public_numbers(self) -> set[str]:
        """Telephone numbers of offices and hotlines, from every text people are shown."""
        texts = [text for faq in self._faqs.values() for text in (faq.answer.en, faq.answer.zh)]
        texts += [text for fixed in self._fixed.values() for text in (fixed.en, fixed.zh)]
        return {number for text in texts for number in _TELEPHONE.findall(text)}

    def _buttons(self, answer_ids: Sequence[str], lang: Lang) -> list[Button]:
        return [
            Button(self.title(answer_id, lang), CHOOSE.format(answer_id), self._topic(answer_id), answer_id)
            for answer_id in answer_ids
        ]

    def _topic(self, answer_id: str) -> str | None:
        faq = self._faqs.get(answer_id)
        return faq.topic if faq else self._passages[answer_id].topic

    def title(self, answer_id: str, lang: Lang) -> str:
        """The question that an answer answers, as its button says it."""
        if faq := self._faqs.get(answer_id):
            return in_language(lang, faq.question.en, faq.question.zh)
        passage = self._passages[answer_id]
        title = passage.report.title
        topic = self._topics.get(passage.topic or "")
        words = in_language(lang, topic.en, topic.zh) if topic else _in_language(lang, passage.section)
        if topic is None and self._sections[passage.report.id, passage.section] > 1:
            words += f" – {_beginning(passage.sentences[0].text, lang)}"
        return f"{in_language(lang, title.en, title.zh)}: {words}"

    def _quote(self, passage: Passage, lang: Lang, confidence: float, related: Sequence[str]) -> Reply:
        report = passage.report
        wanted: TextLang = "en" if lang == "en" else "zh"
        rendering = wanted == report.unofficial
        title = in_language(lang, report.title.en, report.title.zh)
        quote = in_language(lang, passage.quote("en"), passage.quote("zh"))
        if passage.best(wanted) != wanted:
            speech = self.sentence("report_other_language", lang)
            text = f"{speech}\n{quote}"
        else:
            speech = quote.replace(BULLET, "")
            text = self.sentence("report_quote" if rendering or lang == "en" else "report_original", lang, quote=quote)
        return Reply(
            text,
            "answer",
            lang,
            topic=passage.topic,
            answer_id=passage.id,
            confidence=confidence,
            source=ReplySource(
                self.sentence("report_source", lang, title=title) if rendering else title,
                report.as_of,
                report.url,
                _in_language(lang, passage.section),
            ),
            buttons=self._buttons(related, lang),
            speech=speech,
        )


def map_of(floor: str | None, lang: Lang) -> str | None:
    """Address of the map of `building/floor`; None where there is none (any more)."""
    return map_address(floor, {"lang": lang}) if floor in maps() else None


def _in_language(lang: Lang, text: Text) -> str:
    """A text as a reader of `lang` gets it, though it be in the other language."""
    return in_language(lang, text.shown("en"), text.shown("zh"))


def _beginning(text: Text, lang: Lang) -> str:
    """The first words of a sentence."""
    words = _in_language(lang, text)
    if len(words) <= BEGINNING:
        return words
    cut = words[:BEGINNING]
    return (cut.rpartition(" ")[0] or cut) + "…"
