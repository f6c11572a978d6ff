"""The picture of the guides."""

from pathlib import Path
from xml.etree import ElementTree

from bot.flow_chart import draw
from knowledge.store import FileStore


def test_every_question_option_and_end_is_in_the_picture(tmp_path: Path) -> None:
    guides = FileStore().guides()
    draw(guides, tmp_path / "flows.svg")
    drawn = " ".join(" ".join(ElementTree.parse(tmp_path / "flows.svg").getroot().itertext()).split())  # noqa: S314 (our own)
    for guide in guides:
        assert guide.title.en in drawn
        for question in guide.questions:
            assert question.ask.en in drawn
            assert all(option.title.en in drawn for option in question.options)
        assert all((outcome.topic or guide.topic) in drawn for outcome in guide.outcomes)


def test_the_picture_in_the_docs_is_of_the_present_guides(tmp_path: Path) -> None:
    draw(FileStore().guides(), tmp_path / "flows.svg")
    assert (tmp_path / "flows.svg").read_text("utf-8") == Path("docs/flows.svg").read_text("utf-8")
