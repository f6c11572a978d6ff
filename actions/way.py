"""Where and when: the nearest office, ways inside a building, open or closed."""

from actions.enquiry import enquire
from actions.places import tell_nearest, tell_way
from actions.turn import Events, Turn, TurnAction, desk, now
from language.asking import says_now

HOTLINES = {"1868": "assistance_hotline"} | dict.fromkeys(("2824", "hotline", "熱線", "热线"), "enquiry_hotline")
COUNTERS = {"headquarters": "headquarters_counters", "administration_tower": "headquarters_counters"}
"""Entity `place` → whose hours knowledge/opening_hours.yml has under another name."""


class ActionNearestOffice(TurnAction):
    """Which office is nearest."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_nearest_office"

    def take(self, turn: Turn) -> Events:
        """By the district that is named and the errand, said now or before; without a district, an enquiry."""
        return turn.events() if tell_nearest(turn) else enquire(turn)


class ActionFindFacility(TurnAction):
    """The way to a place in the building where the person stands."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_find_facility"

    def take(self, turn: Turn) -> Events:
        """Step by step with a map; where it is not known where the person stands, an enquiry."""
        return turn.events() if tell_way(turn) else enquire(turn)


class ActionOpenNow(TurnAction):
    """Open now, or when again."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_open_now"

    def take(self, turn: Turn) -> Events:
        """Of the place that is named; of one whose hours are not known, an enquiry; of none, counters and hotline."""
        known = desk().hours.places
        named = turn.entity("place") or turn.entity("section")
        if turn.slot("context") and not named and not says_now(turn.text):  # “is it open on Saturday?”
            return enquire(turn)
        hotline = next((place for word, place in HOTLINES.items() if word in turn.text.lower()), None)
        if named and COUNTERS.get(named, named) not in known:
            return enquire(turn)
        asked = [COUNTERS.get(named, named)] if named else [hotline or "enquiry_hotline"]
        if not named and not hotline:
            asked.append("headquarters_counters")
        turn.send(desk().places.open_now(asked, now(), turn.lang))
        turn.set(failures=0, offered=None)
        return turn.events()
