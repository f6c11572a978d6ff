"""Training, the gate, kept versions, rolling back."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from bot.changes import ChangesSince, changes_since
from bot.console import texts
from bot.console.numbers import whole
from bot.console.routing import Route
from bot.console.visit import Download, Json, Page, Redirect, RefusedError, Result, Visit
from bot.content import open_store
from bot.release import Release, files_fingerprint
from bot.training_job import SHARE_OF_TIME
from bot.training_log import Line, TrainingLog
from knowledge.database.models import DIED, FAILED, STOPPED, TRAINING, Model
from knowledge.database.users import Role
from knowledge.hong_kong import local
from language.detect import Lang

HOME = "/console/models"
LEAST_REASON = 5
"""Characters: something that can be understood a year later."""
SHOWN = ("right answer first", "right answer or choice", "confidently wrong", "out of scope declined",
         "distress recognised", "false alarms")  # fmt: skip
"""Measures with a bar, as DESIGN has them; the others are in the file to take away."""


@dataclass(frozen=True)
class Cell:
    """One measure of one variety, beside another model's."""

    share: float | None
    """Per cent."""
    before: float | None
    bar: float | None
    met: bool | None
    at_least: bool

    @property
    def change(self) -> float:
        """Points that it is better (or, below 0, worse) than before; 0 where there is nothing to compare."""
        if self.share is None or self.before is None:
            return 0.0
        return round(self.share - self.before, 1) * (1 if self.at_least else -1)


@dataclass(frozen=True)
class Row:
    """A variety, with a cell for each of SHOWN."""

    variety: str
    cells: list[Cell]


def overview(visit: Visit) -> Page:
    """What answers, what is going on, what became of the last training, and all versions."""
    models = visit.parts.models
    models.bury()
    everything = models.all()
    live = models.live()
    last = next((model for model in everything if model.state == STOPPED), None)
    release = Release(live.release, visit.parts.settings) if live else Release.in_force(visit.parts.settings)
    context = {
        **_helpers(visit),
        "live": live,
        "release": release,
        "trained": release.complete,
        "changes": changes_since(release, open_store(visit.parts.settings)) if release.complete else ChangesSince(),
        "training": next((m for m in everything if m.state == TRAINING), None),
        "stopped": last if last and last is everything[0] else None,
        "ended": everything[0] if everything and everything[0].state in (FAILED, "cancelled") else None,
        "models": everything,
        "died": DIED,
    }
    return Page("models", {**context, "now": _progress(visit) if context["training"] else None})


def one(visit: Visit) -> Page:
    """One version: its scores beside another's, what it would break, its log."""
    model = _model(visit)
    return _one(visit, model)


def _one(visit: Visit, model: Model, refused: Mapping[str, Any] | None = None, status: int = 200) -> Page:
    others = [other for other in visit.parts.models.all() if other.id != model.id and other.scores]
    beside = _beside(visit, model, others)
    context = {
        **_helpers(visit),
        "model": model,
        "others": others,
        "beside": beside,
        "rows": rows(model, beside),
        "shown": SHOWN,
        "fits": _fits(visit, model),
        "log": [_line(visit.lang, line) for line in TrainingLog.of(visit.parts.settings, model.id).lines()],
        "died": DIED,
        "refused": refused or {},
    }
    return Page("model", context, status)


def progress(visit: Visit) -> Json:
    """Where the training is, in words, for the page's script; `going` is false where there is none."""
    visit.parts.models.bury()
    return Json(_progress(visit))


def train(visit: Visit) -> Redirect:
    """Begin a training."""
    if visit.parts.trainings.start(visit.user.name) is None:
        raise RefusedError(409, "models.busy")
    return Redirect(HOME, said="models.began")


def cancel(visit: Visit) -> Redirect:
    """Want the training no longer."""
    if not visit.parts.models.cancel(_model(visit).id, visit.user.name):
        raise RefusedError(409, "models.over_already")
    return Redirect(HOME, said="models.cancelled_now")


def overrule(visit: Visit) -> Result:
    """Put in force what the gate stopped, with a reason."""
    return _put_in_force(visit, visit.parts.models.overrule, "models.overruled_now")


def roll_back(visit: Visit) -> Result:
    """Put a kept model in force again, with a reason."""
    return _put_in_force(visit, visit.parts.models.roll_back, "models.rolled_back_now")


def scorecard(visit: Visit) -> Download:
    """The scores and what would break, as JSON."""
    model = _model(visit)
    value = {
        "model": model.id,
        "release": model.release,
        "state": model.state,
        "trained_at": model.trained_at.isoformat() if model.trained_at else None,
        **model.scores,
        "gate": model.broken,
    }
    data = json.dumps(value, ensure_ascii=False, indent=2).encode()
    return Download(f"ambassador-model-{model.id}.json", "application/json", data)


def _put_in_force(visit: Visit, change: Callable[[int, str, str], bool], said: str) -> Result:
    model, reason = _model(visit), visit.text("reason").strip()
    if len(reason) < LEAST_REASON:
        return _one(visit, model, {"reason": reason}, 422)
    if not _fits(visit, model):
        raise RefusedError(409, "models.does_not_fit")
    if not change(model.id, visit.user.name, reason):
        raise RefusedError(409, "models.state_changed")
    visit.parts.runtime.refresh()
    return Redirect(HOME, said=said)


def _model(visit: Visit) -> Model:
    number = whole(visit.path["id"])
    model = None if number is None else visit.parts.models.get(number)
    if model is None:
        raise RefusedError(404, "models.unknown")
    return model


def _fits(visit: Visit, model: Model) -> bool:
    """Whether it can be put in force: its files are there, and this program can read them."""
    release = Release(model.release, visit.parts.settings)
    return model.usable and release.complete and release.fits(_files())


@cache
def _files() -> str:
    """Of this program; they do not change while it runs."""
    return files_fingerprint()


def _beside(visit: Visit, model: Model, others: Sequence[Model]) -> Model | None:
    """The one that was asked for, else the live one, else the one before."""
    asked = visit.query.get("with", "")
    for wanted in (
        lambda other: str(other.id) == asked,
        lambda other: other.state == "live",
        lambda other: other.id < model.id,
    ):
        if found := next(filter(wanted, others), None):
            return found
    return None


def rows(model: Model, beside: Model | None) -> list[Row]:
    """The scorecard of a model, variety by variety, with another's."""
    card = model.scores.get("scorecard", {})
    other = beside.scores.get("scorecard", {}) if beside else {}
    table = []
    for variety, measures in card.items():
        now = {measure["name"]: measure for measure in measures}
        then = {measure["name"]: measure for measure in other.get(variety, ())}
        table.append(Row(variety, [_cell(now[name], then.get(name)) for name in SHOWN if name in now]))
    return table


def _cell(now: Mapping[str, Any], then: Mapping[str, Any] | None) -> Cell:
    def per_cent(share: float | None) -> float | None:
        return None if share is None else round(100 * share, 1)

    before = per_cent(then["share"]) if then else None
    return Cell(per_cent(now["share"]), before, per_cent(now["bar"]), now["met"], now["at_least"])


def _progress(visit: Visit) -> dict[str, Any]:
    model = visit.parts.models.training()
    if model is None:
        return {"going": False}
    left = visit.parts.trainings.seconds_left(model)
    step = model.step if model.step in SHARE_OF_TIME else next(iter(SHARE_OF_TIME))
    return {
        "going": True,
        "id": model.id,
        "step": texts.say(visit.lang, f"models.step_{step}"),
        "percent": round(100 * model.share),
        "left": _duration(visit.lang, left),
        "log": [asdict(_line(visit.lang, line)) for line in TrainingLog.of(visit.parts.settings, model.id).lines()],
    }


def _duration(lang: Lang, seconds: float | None) -> str:
    if seconds is None:
        return texts.say(lang, "models.left_unknown")
    minutes = round(seconds / 60)
    if minutes < 1:
        return texts.say(lang, "models.left_soon")
    return texts.say(lang, "models.left_one" if minutes == 1 else "models.left_minutes", minutes=minutes)


@dataclass(frozen=True)
class Said:
    """A line of the log, to be read."""

    at: str
    text: str


def _line(lang: Lang, line: Line) -> Said:
    return Said(local(line.at).strftime("%H:%M:%S"), texts.say(lang, f"models.log_{line.name}", **line.values))


def _why(lang: Lang, reason: Mapping[str, Any]) -> str:
    """A reason of the gate in words."""
    values = dict(reason)
    if "measure" in values:
        values["measure"] = texts.say(lang, f"models.measure_{_slug(values['measure'])}")
    return texts.say(lang, f"models.stopped_{values.pop('name')}", **values)


def _slug(name: str) -> str:
    """`zh-Hant` and `right answer first` as parts of a sentence's name."""
    return name.lower().replace("-", "_").replace(" ", "_")


def _helpers(visit: Visit) -> dict[str, Any]:
    """For the templates."""

    def headline(model: Model, name: str) -> float | None:
        measures = model.scores.get("scorecard", {}).get("all", ())
        share = next((m["share"] for m in measures if m["name"] == name), None)
        return None if share is None else round(100 * share, 1)

    return {
        "word": lambda kind, name: texts.say(visit.lang, f"models.{kind}_{_slug(name)}"),
        "why": lambda reason: _why(visit.lang, reason),
        "headline": headline,
        "approver": visit.may(Role.APPROVER),
        "fits": lambda model: _fits(visit, model),
        "least_reason": LEAST_REASON,
    }


ROUTES = [
    Route("GET", HOME, overview, Role.EDITOR),
    Route("GET", f"{HOME}/progress", progress, Role.EDITOR),
    Route("POST", f"{HOME}/train", train, Role.APPROVER),
    Route("GET", f"{HOME}/{{id}}", one, Role.EDITOR),
    Route("GET", f"{HOME}/{{id}}/scorecard", scorecard, Role.EDITOR),
    Route("POST", f"{HOME}/{{id}}/cancel", cancel, Role.APPROVER),
    Route("POST", f"{HOME}/{{id}}/overrule", overrule, Role.APPROVER),
    Route("POST", f"{HOME}/{{id}}/roll-back", roll_back, Role.APPROVER),
]
