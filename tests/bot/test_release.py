"""A release: its fingerprint follows everything it is trained from, and nothing else."""

import ast
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from bot import release
from bot.release import PROJECT, TRAINED_FROM, Release, fingerprint
from bot.settings import Settings
from knowledge.content import Bilingual
from knowledge.database.store import open_table
from knowledge.errors import NotBuiltError
from tests.content import CONTENT

PRESENT = Settings(content=CONTENT)
Change = Callable[[Path], object]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a model is trained from, in place of the project."""
    for name in TRAINED_FROM:
        source, target = PROJECT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    monkeypatch.setattr(release, "PROJECT", tmp_path)
    return tmp_path


def edited(name: str) -> Change:
    def change(root: Path) -> None:
        path = root / name
        path.write_bytes(path.read_bytes() + b"\n")

    return change


def test_everything_it_is_trained_from_is_there() -> None:
    assert [name for name in TRAINED_FROM if not (PROJECT / name).exists()] == []


def test_a_copy_has_the_fingerprint_of_the_original(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = fingerprint(PRESENT)
    monkeypatch.setattr(release, "PROJECT", PROJECT)
    assert fingerprint(PRESENT) == copied


@pytest.mark.parametrize(
    "change",
    [
        edited("config.yml"),
        edited("domain.yml"),
        edited("nlu_data/e_visa.yml"),
        edited("evaluation/development.jsonl"),
        edited("language/tokenizer.py"),
        edited("language/dictionary/cantonese.txt"),
        edited("knowledge/reports/directors_message_2021.zh.txt"),
        edited("knowledge/decision.py"),
        edited("bot/nlu/distress_guard.py"),
        lambda root: (root / "nlu_data" / "new.yml").write_text("", encoding="utf-8"),
        lambda root: (root / "knowledge" / "guides" / "visa.yml").unlink(),
        lambda root: (root / "nlu_data" / "e_visa.yml").rename(root / "nlu_data" / "electronic_visa.yml"),
    ],
)
def test_a_change_of_a_source_asks_for_training(project: Path, change: Change) -> None:
    before = fingerprint(PRESENT)
    change(project)
    assert fingerprint(PRESENT) != before


@pytest.mark.parametrize(
    "name",
    ["README.md", "bot/server.py", "knowledge/notes.md", "knowledge/faq/fees.yml", "knowledge/__pycache__/a.pyc"],
)
def test_a_change_of_anything_else_does_not(project: Path, name: str) -> None:
    before = fingerprint(PRESENT)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("changed", encoding="utf-8")
    assert fingerprint(PRESENT) == before


def test_a_change_of_the_faqs_asks_for_training_and_taking_it_back_does_not(tmp_path: Path) -> None:
    own = Settings(content=f"sqlite:///{tmp_path / 'content.db'}")
    before = fingerprint(own)
    assert before == fingerprint(PRESENT)
    table = open_table(own.content)
    (faq, *_) = table.all()
    table.save(msgspec.structs.replace(faq, answer=Bilingual(en="changed", zh=faq.answer.zh)), "ann")
    assert fingerprint(own) != before
    table.save(faq, "ben", "as it was")
    assert fingerprint(own) == before
    table.withdraw(faq.id, "ben")
    assert fingerprint(own) != before


def test_another_encoder_is_another_release(project: Path) -> None:
    assert fingerprint(Settings(encoder="models/other", content=CONTENT)) != fingerprint(PRESENT)


def test_settings_of_the_server_are_no_part_of_it(project: Path) -> None:
    other = Settings(port=1, host="::1", models=Path("x"), log_level="DEBUG", content=CONTENT)
    assert fingerprint(other) == fingerprint(PRESENT)


def test_its_parts_lie_beside_each_other(tmp_path: Path) -> None:
    made = Release("abc", Settings(models=tmp_path))
    assert made.rasa_model == tmp_path / "abc.tar.gz"
    assert made.decision == tmp_path / "abc" / "decision.json"


def test_it_is_complete_with_its_last_part(tmp_path: Path) -> None:
    made = Release("abc", Settings(models=tmp_path))
    assert not made.complete
    made.rasa_model.write_bytes(b"")
    assert not made.complete
    made.folder.mkdir()
    assert not made.complete
    made.decision.write_text("{}", encoding="utf-8")
    assert made.complete


def test_before_training_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="ambassador train"):
        Release.current(Settings(models=tmp_path, content=CONTENT)).open_desk()


@pytest.mark.parametrize("program", ["bot/fitting.py", "bot/search_training.py"])
def test_what_a_model_is_made_with_is_what_it_depends_on(program: str) -> None:
    """Else a change of it would leave an old model current."""
    imported = {
        node.module
        for node in ast.walk(ast.parse((PROJECT / program).read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(("knowledge.", "language."))
    }
    files = {f"{module.replace('.', '/')}.py" for module in imported}
    assert files
    assert {
        file for file in files if not any(file == name or file.startswith(f"{name}/") for name in TRAINED_FROM)
    } == set()
