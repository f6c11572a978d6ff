"""Train what the search needs: the sentence encoder, then the index over its vectors."""

from bot.content import open_store
from bot.nlu.examples import read_examples
from bot.release import NLU_DATA, Release
from bot.training_steps import Progress
from knowledge.encoder.loading import Encoder
from knowledge.encoder.training import Group, same_meaning, train_encoder
from knowledge.encoder.vector_cache import FOLDER, CachingEncoder
from knowledge.index import build, indexed_texts
from knowledge.passages import cut
from knowledge.store import ContentStore
from knowledge.understood import DECLINED


def train_search(release: Release, progress: Progress) -> None:
    """Write encoder and index into the release's folder."""
    store = open_store(release.settings)
    if not release.settings.encoder:
        train_encoder(_meanings(store), release.folder / "encoder", lambda share: progress("encoder", share))
    progress("encoder", 1)
    progress("index", 0)
    build(indexed_texts(store), _encoder(release), release.folder / "index", _declined())
    progress("index", 1)
    progress("rasa", 0)  # it goes on, and is all that does


def _encoder(release: Release) -> Encoder:
    """The release's encoder; one that was not trained here keeps its vectors for the next training."""
    encoder, name = release.open_encoder(), release.settings.encoder
    return CachingEncoder(name, encoder, release.settings.models / FOLDER) if name else encoder


def _meanings(store: ContentStore) -> list[Group]:
    """Texts that mean the same: the wordings of a question, an answer's two languages, a sentence's two."""
    pairs: list[tuple[str, str]] = []
    for faq in store.faqs():
        pairs += [(faq.id, text) for text in [*faq.wordings, faq.answer.en, faq.answer.zh]]
    for report in store.reports():
        for passage in cut(report):
            for number, sentence in enumerate(passage.sentences):
                pairs += [(f"{passage.id}.{number}", text) for text in (sentence.text.en, sentence.text.zh) if text]
    return same_meaning(pairs)


def _declined() -> list[str]:
    """Training examples of what has no answer here."""
    return [text for intent in DECLINED for text, _ in read_examples(NLU_DATA / f"{intent}.yml")]
