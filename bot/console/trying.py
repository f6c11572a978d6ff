"""Ask, against live or draft content, and see why it answered so."""

import asyncio
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.assistant import Assistant
from bot.console.drafting import numbered
from bot.console.routing import Route
from bot.console.topics import topic_name, topics
from bot.console.visit import Page, RefusedError, Visit
from bot.enquiry_log import EVALUATION
from bot.turn import ReplyJson, TurnFailedError
from knowledge.answer import Judged
from knowledge.content import Faq
from knowledge.database.users import Role
from knowledge.drafting import finished
from knowledge.exchange.faults import ExchangeError
from knowledge.understood import Understood
from language.detect import reply_language

SHOWN = 5


@dataclass(frozen=True)
class Why:
    """What a text was understood as, what was found for it, and what that led to."""

    lang: str
    entities: list[tuple[str, str]]
    intents: list[tuple[str, float]]
    answers: list[tuple[str, float]]
    """Titles of the answers that the classifier takes it to ask for."""
    judged: Judged
    titles: Mapping[str, str]
    """Of the answers that were found, by id."""


def trying(visit: Visit) -> Page:
    """The form; with a text, the reply and why."""
    text = visit.query.get("text", "").strip()
    draft = _draft(visit)
    context: dict[str, Any] = {"text": text, "draft": draft, "draft_number": visit.query.get("draft", "")}
    if not text:
        return Page("trying", {**context, "replies": None, "why": None})
    assistant = visit.parts.runtime.assistant
    if draft:
        assistant = assistant.at(assistant.desk.with_faq(draft))
    if refusal := assistant.refuse(text, visit.lang):
        return Page("trying", {**context, "replies": [refusal], "why": None})
    return Page("trying", {**context, "replies": _replies(assistant, text, visit), "why": _why(assistant, text, visit)})


def _draft(visit: Visit) -> Faq | None:
    """The FAQ that the draft of the query would be."""
    number = visit.query.get("draft", "")
    if not number:
        return None
    draft = numbered(visit, number)
    try:
        return finished(draft.written, topics())
    except ExchangeError:
        raise RefusedError(409, "trying.unfinished") from None


def _replies(assistant: Assistant, text: str, visit: Visit) -> list[ReplyJson]:
    """In a conversation of its own that counts as no visitor's, as one would get them."""
    try:
        return asyncio.run(assistant.reply(f"{EVALUATION}try-{uuid.uuid4()}", text, lang=visit.lang))
    except TurnFailedError as failure:
        return [failure.reply]


def _why(assistant: Assistant, text: str, visit: Visit) -> Why:
    masked = assistant.mask(text)
    (parsed,) = assistant.understand([masked])
    understood = Understood.of(parsed)
    desk, lang = assistant.desk, visit.lang
    judged = desk.answerer.judge(masked, understood)
    titles = {hit.answer_id: desk.speaker.title(hit.answer_id, lang) for hit in judged.hits[:SHOWN]}
    intents = [
        (topic_name(lang, entry["name"]), float(entry["confidence"])) for entry in parsed["intent_ranking"][:SHOWN]
    ]
    answers = [
        (desk.speaker.title(id_, lang), chance)
        for id_, chance in list(understood.answers.items())[:SHOWN]
        if desk.speaker.answer(id_, lang)
    ]
    entities = [(entity["entity"], json.dumps(entity["value"], ensure_ascii=False)) for entity in parsed["entities"]]
    return Why(reply_language(masked, hint=lang), entities, intents, answers, judged, titles)


ROUTES = [Route("GET", "/console/try", trying, Role.EDITOR)]
