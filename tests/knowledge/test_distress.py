"""A person in trouble outside Hong Kong: what the first words tell, and the advice that fits."""

import pytest

from knowledge.distress import GUIDE, DistressHelp
from knowledge.speaker import Speaker
from knowledge.store import FileStore
from language.detect import LANGS, Lang
from language.script import to_simplified

STORE = FileStore()
HELP = DistressHelp(next(guide for guide in STORE.guides() if guide.id == GUIDE), Speaker(STORE))
PLACE, KIND = HELP.guide.questions
SENTENCES = STORE.fixed_replies()
each_lang = pytest.mark.parametrize("lang", LANGS)

TOLD = {
    ("lost_document", "elsewhere"): [
        "my passport was stolen in Rome",
        "I lost my passport in Japan and my flight is tomorrow",
        "喺東京唔見咗本護照",
        "在东京遗失了护照",
        "個銀包同護照喺巴黎俾人偷晒",
        "我在西班牙被搶劫",
        "robbed in Barcelona",
    ],
    ("lost_document", "mainland"): ["wallet stolen in Shenzhen", "護照喺珠海唔見咗", "我的证件在广州被盗"],
    ("arrest", "elsewhere"): ["my son was arrested in Bangkok", "我老公喺泰國俾人拉咗", "佢喺曼谷被arrest咗"],
    ("arrest", "mainland"): ["弟弟在深圳被公安扣留", "in Guangzhou my husband was detained by police"],
    ("health", "elsewhere"): [
        "we had an accident in Osaka",
        "my grandmother had a stroke in Toronto",
        "阿媽喺台北入咗醫院",
        "佢喺Tokyo入hospital",
        "我阿媽喺菲律賓病咗",
    ],
    ("health", "macao"): ["he is ill and we are in Macau", "爸爸在澳門跌倒受傷"],
    ("health", "mainland"): ["我在北京生病了"],
    ("death", "elsewhere"): [
        "my father passed away in Vancouver",
        "我媽媽在倫敦去世了",
        "my husband died of a heart attack in Phuket",
        "老公喺布吉心臟病發死咗",
    ],
    ("death", "mainland"): ["my father died in Guangzhou", "阿爺喺大陸過咗身"],
    ("missing", "elsewhere"): ["my daughter is missing in Seoul", "聯絡唔到我個仔，佢喺澳洲", "女友喺首爾失聯"],
    ("missing", "mainland"): ["爸爸在珠海失蹤了", "爸爸在珠海失踪了"],
    ("scam", "elsewhere"): [
        "my brother was tricked into a fake job in Cambodia",
        "They won't let me leave the compound in Myanmar",
        "我朋友喺緬甸園區俾人禁錮",
        "他被騙去妙瓦底",
    ],
    ("disaster", "elsewhere"): [
        "earthquake in Taiwan, we are trapped",
        "there was a shooting in Paris",
        "我哋喺沖繩遇到颱風",
        "战争爆发，我在以色列",
    ],
    ("disaster", "mainland"): ["typhoon in Xiamen, all flights cancelled"],
    ("stranded", "elsewhere"): [
        "stranded at the airport in Dubai, no money",
        "航班取消，困咗喺曼谷機場",
        "我们滞留在北海道，没有钱了",
    ],
}


@pytest.mark.parametrize(
    ("text", "kind", "place"), [(text, kind, place) for (kind, place), texts in TOLD.items() for text in texts]
)
def test_kind_and_place_are_told_by_the_first_message(text: str, kind: str, place: str) -> None:
    assert HELP.told(text) == {"kind": kind, "place": place}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("help me, I am in Paris", {"place": "elsewhere"}),
        ("救命，我喺外地", {"place": "elsewhere"}),
        ("I am in trouble in Zhuhai", {"place": "mainland"}),
        ("I am in Hong Kong, please help", {"place": "hong_kong"}),
        ("我passport俾人拎走咗", {"kind": "lost_document"}),
        ("被遣返", {"kind": "stranded"}),
        ("my brother was arrested", {"kind": "arrest"}),
        ("有人失蹤", {"kind": "missing"}),
    ],
)
def test_one_of_the_two_may_be_told(text: str, told: dict[str, str]) -> None:
    assert HELP.told(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "help me please",
        "what should I do",
        "where is the embassy",
        "how can I contact 1868",
        "skip",
        "rather not say",
        "救命",
        "救我",
        "點算好",
        "唔該幫下我",
        "我很害怕",
        "略過",
        "不知道",
        "",
        "？！",
    ],
)
def test_a_message_may_tell_nothing(text: str) -> None:
    assert HELP.told(text) == {}


@each_lang
def test_1868_comes_first_and_the_local_emergency_number_too(lang: Lang) -> None:
    reply = HELP.first(HELP.told("my passport was stolen"), lang, 0.8)
    assert (reply.kind, reply.topic, reply.lang, reply.confidence) == ("distress", "distress_abroad", lang, 0.8)
    assert "1868" in reply.text.splitlines()[0]
    assert "999" in reply.text
    assert "{" not in reply.text
    assert reply.source is not None
    assert reply.source.as_of == "2023-04-03"
    assert reply.buttons == []


def advice(name: str, lang: Lang) -> str:
    sentence = SENTENCES[f"distress_{name}"]
    return {"en": sentence.en, "zh-Hant": sentence.zh, "zh-Hans": to_simplified(sentence.zh)}[lang]


@each_lang
@pytest.mark.parametrize("kind", [option.value for option in KIND.options])
def test_every_kind_has_its_advice(kind: str, lang: Lang) -> None:
    others = {option.value for option in KIND.options} - {kind}
    for reply in (HELP.first({"kind": kind}, lang), HELP.advice({"kind": kind}, lang)):
        assert advice(f"advice_{kind}", lang) in reply.text
        assert [other for other in others if advice(f"advice_{other}", lang) in reply.text] == []


@each_lang
@pytest.mark.parametrize("place", [option.value for option in PLACE.options])
def test_every_place_has_its_advice(place: str, lang: Lang) -> None:
    others = {option.value for option in PLACE.options} - {place}
    for reply in (HELP.first({"place": place}, lang), HELP.advice({"place": place}, lang)):
        lines = reply.text.splitlines()
        assert advice(f"in_{place}", lang) in lines
        assert [other for other in others if advice(f"in_{other}", lang) in lines] == []


@each_lang
def test_where_nothing_is_told_the_advice_is_general(lang: Lang) -> None:
    for reply in (HELP.first({}, lang), HELP.advice({}, lang)):
        assert advice("advice_general", lang) in reply.text
        assert [o.value for o in PLACE.options if advice(f"in_{o.value}", lang) in reply.text] == ["unknown"]


@each_lang
def test_the_last_words_give_kind_place_and_1868(lang: Lang) -> None:
    reply = HELP.advice({"kind": "arrest", "place": "mainland"}, lang)
    assert (reply.kind, reply.topic, reply.lang, reply.confidence) == ("distress", "distress_abroad", lang, 1.0)
    first, second, *rest = reply.text.splitlines()
    assert (first, second) == (advice("advice_arrest", lang), advice("in_mainland", lang))
    assert "1868" in " ".join(rest)
    assert "110" in second
    assert "{" not in reply.text


def test_both_questions_may_be_left_out() -> None:
    for question in (PLACE, KIND):
        assert [option.value for option in question.options if option.skips] == [question.options[-1].value]


@pytest.mark.parametrize("text", ["Bangkok", "in Japan", "喺深圳", "澳門", "in the Mainland"])
@pytest.mark.parametrize("before", ["my son was arrested", "我唔見咗本護照", "有人失蹤"])
def test_a_place_may_come_in_the_next_message(text: str, before: str) -> None:
    assert HELP.tells_place_of(text, before)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Bangkok", "my son was arrested in Seoul"),  # the place is known
        ("Bangkok", "where is the embassy"),  # no trouble was told
        ("my wallet was stolen in Bangkok", "my son was arrested"),  # tells trouble of its own
        ("which visa do I need for a holiday in Bangkok", "my son was arrested"),
        ("我身在香港", "我唔見咗本護照"),
        ("thank you", "my son was arrested"),
        ("", "my son was arrested"),
    ],
)
def test_not_every_message_tells_where_the_trouble_is(text: str, before: str) -> None:
    assert not HELP.tells_place_of(text, before)
