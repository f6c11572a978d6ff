"""The variants; `ambassador evaluate --ablate` trains and judges them."""

import yaml

from bot.ablation import STOCK, VARIANTS, ablate
from bot.questions import DEVELOPMENT, read_questions
from bot.release import PROJECT, Release
from bot.scorecard import measures
from knowledge.decision import FEATURES

CONFIG = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))["pipeline"]


def test_each_variant_leaves_out_what_its_name_says() -> None:
    by_name = {variant.name: variant for variant in VARIANTS}

    def names(variant: str) -> str:
        change = by_name[variant].pipeline
        assert change is not None
        return " ".join(component["name"] for component in change(CONFIG))

    assert "EncoderFeaturizer" not in names("without encoder")
    assert names("without universal encoder").count("EncoderFeaturizer") == 1
    lexical = by_name["without lexical"].pipeline
    assert lexical is not None
    assert [c["weight"] for c in lexical(CONFIG) if "LexicalFeaturizer" in c["name"]] == [0]
    assert "IntentClassifier" not in names("DIET, our features and its own, 10 examples")
    assert "DIETClassifier" in names("DIET, our features and its own, 10 examples")
    assert " LogisticRegressionClassifier" in names("logistic regression, 10 examples")
    assert by_name["stock Rasa pipeline, 10 examples"].pipeline is not None
    assert by_name["stock Rasa pipeline, 10 examples"].pipeline(CONFIG) == STOCK


def test_what_counts_for_nothing_is_a_feature() -> None:
    assert {name for variant in VARIANTS for name in variant.without} <= set(FEATURES)


def test_variants_that_need_no_training_are_judged(release: Release, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    ready = tuple(variant for variant in VARIANTS if variant.pipeline is None)
    monkeypatch.setattr("bot.ablation.VARIANTS", ready)
    development = read_questions(DEVELOPMENT)
    fewer = development[::5]  # to fit on; all of them take a minute
    monkeypatch.setattr("bot.ablation.read_questions", lambda _: fewer)
    questions = development[:60]
    whole, without_coverage, without_intents = ablate(release, questions, lambda _: None)
    assert (whole.variant.name, without_intents.variant.name) == ("as it is", "without intents")
    assert without_coverage.variant.name == "without coverage"
    assert len(without_coverage.verdicts) == len(questions)
    right = [
        next(m.hits for m in measures(o.verdicts) if m.name == "right answer first") for o in (whole, without_intents)
    ]
    assert right[0] >= right[1]
    assert whole.train_seconds is None
    assert whole.parse_milliseconds > 0
