"""Opening hours: open now or closed, until when, and when next; always in Hong Kong time.

Public holidays are Hong Kong's general holidays, on which offices and banks rest; Sundays are apart from them.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from babel.dates import format_datetime
from msgspec import Meta, Struct

from knowledge.content import Bilingual, Content, Source
from knowledge.errors import ContentError
from knowledge.reply import in_language
from language.detect import Lang

if TYPE_CHECKING:
    from holidays import HolidayBase

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
FILE = Path(__file__).with_name("opening_hours.yml")

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
_HORIZON = timedelta(days=28)
"""How far ahead to look; what is open until then never closes."""
_LOCALES = {"en": "en_GB", "zh": "zh_Hant_HK"}

Written = Literal["en", "zh"]
Days = Annotated[str, Meta(pattern=rf"^({'|'.join(_DAYS)})(-({'|'.join(_DAYS)}))?$")]
Span = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


class Place(Content, frozen=True):
    """An office, counter, hotline or control point."""

    id: str
    kind: Literal["hotline", "office", "control_point"]
    topic: str
    name: Bilingual
    hours: dict[Days, list[Span]]
    source: Source
    telephone: str | None = None
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        if not any(self.spans(day) for day in _DAYS[:-1]):
            raise ValueError("give the hours of at least one day of the week, e.g. mon-fri")
        for days in self.hours:
            first, last = _ends(days)
            if _DAYS.index(first) > _DAYS.index(last):
                raise ValueError(f"{days} runs backwards; write it as two")
        for day in _DAYS:
            clocks = [clock for span in self.spans(day) for clock in _ends(span)]
            if clocks != sorted(set(clocks)):
                raise ValueError(f"{day}: spans must be in order and apart")

    def spans(self, day: str) -> list[str]:
        """The spans of `mon` to `sun` or `holiday`."""
        number = _DAYS.index(day)
        covering = [spans for days, spans in self.hours.items() if number in _numbers(days)]
        return [span for spans in covering for span in spans]


class Sentences(Content, frozen=True):
    """What is said, with {…} to fill in."""

    hotline: Bilingual
    open: Bilingual
    closed: Bilingual
    always: Bilingual
    holiday: Bilingual
    bad_weather: Bilingual
    today: Bilingual
    tomorrow: Bilingual
    later: Bilingual
    noon: Bilingual
    midnight: Bilingual
    on_the_hour: Bilingual
    time: Bilingual
    date: Bilingual


class OpenState(Struct, frozen=True):
    """Open or closed at a moment."""

    open: bool
    until: datetime | None = None
    """When it closes; None where it never does, or is closed."""
    next_opening: datetime | None = None
    """When it opens; None where it is open."""


class _File(Content, frozen=True):
    sentences: Sentences
    places: list[Place]


class OpeningHours:
    """The places of `opening_hours.yml`."""

    def __init__(self, places: list[Place], sentences: Sentences) -> None:
        self.places = {place.id: place for place in places}
        self._sentences = sentences
        self._holidays = {"en": _general_holidays("en_HK"), "zh": _general_holidays("zh_HK")}

    @classmethod
    def load(cls, path: Path = FILE) -> "OpeningHours":
        """From the file, checked as it is read."""
        try:
            file = msgspec.yaml.decode(path.read_bytes(), type=_File)
        except (OSError, msgspec.DecodeError) as error:
            raise ContentError(f"{path}: {error}") from error
        opening_hours = cls(file.places, file.sentences)
        if len(opening_hours.places) < len(file.places):
            raise ContentError(f"{path}: an id stands there twice; ids are unique")
        return opening_hours

    def state(self, place_id: str, at: datetime) -> OpenState:
        """Open or closed at `at`, which must know its time zone."""
        at = _in_hong_kong(at)
        horizon = _clock(at.date() + _HORIZON, "00:00")
        for start, end in self._open_times(self.places[place_id], at.date()):
            if at < start:
                return OpenState(open=False, next_opening=start)
            if at < end:
                return OpenState(open=True, until=end if end < horizon else None)
        return OpenState(open=False)

    def say(self, place_id: str, lang: Lang, at: datetime) -> str:
        """The state at `at` in sentences: holiday, note and, for offices, bad weather come after it."""
        place, state, at = self.places[place_id], self.state(place_id, at), _in_hong_kong(at)
        return in_language(
            lang,
            " ".join(self._sentences_for(place, state, at, "en")),
            "".join(self._sentences_for(place, state, at, "zh")),
        )

    def public_holiday(self, day: date) -> Bilingual | None:
        """The name of the general holiday that `day` is."""
        en, zh = (self._holidays[written].get(day) for written in ("en", "zh"))
        return Bilingual(en=en.removeprefix("The "), zh=zh) if en and zh else None

    def _sentences_for(self, place: Place, state: OpenState, at: datetime, written: Written) -> Iterator[str]:
        said = self._sentences
        name = _in(place.name, written)
        if place.kind == "hotline":
            name = _in(said.hotline, written).format(name=name, telephone=place.telephone)
        moment = state.until or state.next_opening
        if moment is None:
            yield _in(said.always, written).format(place=name)
        else:
            sentence = said.open if state.open else said.closed
            yield _in(sentence, written).format(place=name, moment=self._moment(moment, at, written))
        holiday = self.public_holiday(at.date())
        if holiday and place.spans("holiday") != place.spans(_DAYS[at.weekday()]):
            yield _in(said.holiday, written).format(name=_in(holiday, written))
        if place.note:
            yield _in(place.note, written)
        if place.kind == "office":
            yield _in(said.bad_weather, written)

    def _moment(self, moment: datetime, at: datetime, written: Written) -> str:
        """`5:15 pm today`; midnight is the end of a day."""
        said = self._sentences
        day = (moment - timedelta.resolution).date()
        ahead = (day - at.date()).days
        template = {0: said.today, 1: said.tomorrow}.get(ahead, said.later)
        date_at_noon = _clock(day, "12:00")
        return _in(template, written).format(
            time=self._time(moment, written), date=_format(date_at_noon, _in(said.date, written), written)
        )

    def _time(self, moment: datetime, written: Written) -> str:
        said = self._sentences
        if moment.time() in (time(0), time(12)):
            return _in(said.midnight if moment.time() == time(0) else said.noon, written)
        return _format(moment, _in(said.time if moment.minute else said.on_the_hour, written), written)

    def _open_times(self, place: Place, first_day: date) -> list[tuple[datetime, datetime]]:
        """Openings and closings from `first_day` on; a span that goes on after midnight is one."""
        times: list[tuple[datetime, datetime]] = []
        for day in (first_day + timedelta(days=ahead) for ahead in range(_HORIZON.days)):
            holiday = self.public_holiday(day) is not None
            for span in place.spans("holiday" if holiday else _DAYS[day.weekday()]):
                start, end = (_clock(day, clock) for clock in _ends(span))
                if times and times[-1][1] == start:
                    start, _ = times.pop()
                times.append((start, end))
        return times


def _general_holidays(language: str) -> "HolidayBase":
    """The general holidays, which the library calls optional: its public ones are the fewer statutory holidays.

    The class is taken from its file: importing it by name would import the 200 other countries too.
    """
    import holidays

    spec = spec_from_file_location("hongkong", Path(holidays.__file__).parent / "countries" / "hongkong.py")
    if spec is None or spec.loader is None:
        raise ImportError("the installed `holidays` has no countries/hongkong.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    general: HolidayBase = module.HongKong(categories=holidays.OPTIONAL, language=language)
    return general


def _in_hong_kong(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(HONG_KONG)


def _clock(day: date, clock: str) -> datetime:
    hours, minutes = (int(part) for part in clock.split(":"))
    return datetime.combine(day, time(), HONG_KONG) + timedelta(hours=hours, minutes=minutes)


def _ends(text: str) -> tuple[str, str]:
    """Of `mon-fri` or `08:45-17:15`; one day is both its ends."""
    first, _, last = text.partition("-")
    return first, last or first


def _numbers(days: str) -> range:
    first, last = (_DAYS.index(day) for day in _ends(days))
    return range(first, last + 1)


def _in(text: Bilingual, written: Written) -> str:
    return text.en if written == "en" else text.zh


def _format(moment: datetime, pattern: str, written: Written) -> str:
    return str(format_datetime(moment, pattern, tzinfo=HONG_KONG, locale=_LOCALES[written]))
