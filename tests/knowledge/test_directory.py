"""The directory: true to docs/facts.md, and the nearest office by district."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from knowledge.directory import Directory, Office
from knowledge.errors import ContentError, KnowledgeError
from knowledge.place_sentences import ROOT
from knowledge.store import FileStore
from language.detect import LANGS, Lang
from language.script import fold, to_simplified
from tests.knowledge.facts import FACTS, Details, all_facts, details, facts_for, plain_address

DIRECTORY = Directory.load()
NAMES = yaml.safe_load((Path(ROOT).parents[1] / "language" / "entities.yml").read_text(encoding="utf-8"))
TOPICS = FileStore().topics()
SHOWN_IN_FAQS = fold("".join(faq.answer.zh for faq in FileStore().faqs()))
each_office = pytest.mark.parametrize("office", DIRECTORY.offices, ids=[office.id for office in DIRECTORY.offices])
each_lang = pytest.mark.parametrize("lang", LANGS)


def written(office: Office) -> dict[str, str]:
    """Everything that is said of an office, by language."""
    texts = [office.name, office.full_address, office.nearest_station, office.hours, office.note]
    return {lang: " ".join([*(getattr(t, lang) for t in texts if t), office.telephone or ""]) for lang in ("en", "zh")}


def comparable(text: str) -> str:
    return re.sub(r"[\s,.()（）]", "", fold(text))


@each_office
def test_every_office_has_a_source_and_known_ids(office: Office) -> None:
    assert office.source.titles.en
    assert office.source.titles.zh
    assert office.topic in TOPICS
    assert office.place is None or office.place in NAMES["place"]
    assert office.section is None or office.section in NAMES["section"]
    assert office.building is None or (ROOT / "buildings" / f"{office.building}.yml").exists()


@each_office
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_detail_is_in_the_facts(office: Office, lang: str) -> None:
    facts = facts_for(office.topic)
    said = details(written(office)[lang])
    missing = [
        *(value for value in said.telephones if not facts.has_telephone(value)),
        *(value for value in said.addresses if not facts.has_address(value)),
        *(value for value in said.dates if not facts.has_date(value)),
        *(value for value in said.years if not facts.has_year(value)),
        *(value for value in said.times if not facts.has_time(value)),
        *(value for value in said.numbers if not facts.has_number(value)),
    ]
    assert not missing


@each_office
def test_both_languages_give_the_same_details(office: Office) -> None:
    def comparable_details(said: Details) -> list[object]:
        return [getattr(said, field.name) for field in fields(said) if field.name not in ("addresses", "numbers")]

    said = {lang: details(text) for lang, text in written(office).items()}
    assert comparable_details(said["en"]) == comparable_details(said["zh"])


@each_office
def test_addresses_are_those_of_the_facts(office: Office) -> None:
    """Word for word in English; in Chinese in the facts or, where these have English only, in the answers."""
    if office.address is None:
        return
    facts = comparable(all_facts().text)
    building = office.address.en.removesuffix(", New Territories")
    known = building in ("Administration Tower, Immigration Headquarters, 61 Po Yap Road, Tseung Kwan O",)
    assert known or comparable(building) in facts
    zh = comparable(office.address.zh)
    assert zh in facts or zh in comparable(SHOWN_IN_FAQS) or zh == comparable("將軍澳寶邑路61號入境事務處總部行政大樓")


@each_office
def test_sources_link_to_official_pages_named_in_the_facts(office: Office) -> None:
    if office.source.url:
        assert re.match(r"https?://([\w.-]+\.)?(gov\.hk)/", office.source.url)
        assert all_facts().has_address(plain_address(office.source.url)) or office.source.url in FACTS.read_text()


@each_office
@each_lang
def test_about_says_what_is_known_and_what_is_not(office: Office, lang: Lang) -> None:
    text = DIRECTORY.about(office, lang)
    assert "{" not in text
    assert not (lang == "en" and re.search("[\u4e00-\u9fff]", text))
    if office.telephone:
        assert office.telephone in text
    if not (office.hours and office.nearest_station and office.telephone):
        assert "2824 6111" in text


def test_about_in_words() -> None:
    office = DIRECTORY.find("hong-kong-island-issuing-office")
    assert office
    assert DIRECTORY.about(office, "en").startswith(
        "Hong Kong Island Travel Documents Issuing Office is at 2/F, Harbour Building, 38 Pier Road, Central. "
        "Opening hours: Monday to Friday 9:00 am to 4:30 pm"
    )
    assert "位於中環統一碼頭道38號海港政府大樓2樓。" in DIRECTORY.about(office, "zh-Hant")
    assert "位于中环统一码头道38号海港政府大楼2楼。" in DIRECTORY.about(office, "zh-Hans")


def test_what_is_doubtful_stays_out() -> None:
    """The facts mark these as uncertain."""
    rop = DIRECTORY.find("rop-tseung-kwan-o")
    ferry = DIRECTORY.find("macau-ferry-terminal")
    assert rop
    assert ferry
    assert rop.floor is None
    assert ferry.hours is None
    assert "floor" in DIRECTORY.about(rop, "en")
    assert "樓層" in DIRECTORY.about(rop, "zh-Hant")


def test_there_are_eighteen_districts_with_their_neighbourhoods() -> None:
    assert len(DIRECTORY.districts) == 18
    assert sum(len(district.neighbourhoods) for district in DIRECTORY.districts.values()) >= 120
    assert all(re.search("[\u4e00-\u9fff]", zh) for d in DIRECTORY.districts.values() for _, zh in d.neighbourhoods)


def test_no_name_stands_in_two_districts() -> None:
    names = [(fold(name), district.id) for district in DIRECTORY.districts.values() for name in district.names]
    assert len({name for name, _ in set(names)}) == len(set(names))


def test_every_district_can_be_reached_from_every_other() -> None:
    for district in DIRECTORY.districts:
        assert DIRECTORY.nearest(district, "passport")


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("the nearest office to Mong Kok", "yau-tsim-mong"),
        ("i live in mongkok", "yau-tsim-mong"),
        ("我住旺角", "yau-tsim-mong"),
        ("我住在观塘", "kwun-tong"),
        ("Tsim Sha Tsui East", "yau-tsim-mong"),
        ("沙田大圍", "sha-tin"),
        ("喺將軍澳邊度", "sai-kung"),
        ("North Point", "eastern"),
        ("中西区", "central-and-western"),
        ("Jordan Valley", "kwun-tong"),
        ("how do I renew my passport", None),
        ("centralised", None),
    ],
)
def test_district_of(text: str, district: str | None) -> None:
    assert DIRECTORY.district_of(text) == district


@pytest.mark.parametrize("office", [o for o in DIRECTORY.offices if o.district], ids=lambda office: office.id)
def test_offices_stand_in_the_district_that_their_address_names(office: Office) -> None:
    for text in (office.address.en, office.address.zh) if office.address else ():
        named = DIRECTORY.district_of(text)
        assert named in (None, office.district)


@pytest.mark.parametrize(
    ("district", "service", "first"),
    [
        ("yau-tsim-mong", "passport", "west-kowloon-office"),
        ("yau-tsim-mong", "id_card", "rop-kowloon"),
        ("sai-kung", "id_card", "rop-tseung-kwan-o"),
        ("sai-kung", "fdh", "foreign-domestic-helpers-section"),
        ("wan-chai", "death_registration", "hong-kong-island-joint-office"),
        ("islands", "clearance", "airport"),
        ("tuen-mun", None, "rop-tuen-mun"),
    ],
)
def test_nearest(district: str, service: str | None, first: str) -> None:
    found = DIRECTORY.nearest(district, service)
    assert found[0].id == first
    assert len(found) <= 3
    assert service is None or all(service in office.services for office in found)


@each_lang
def test_nearness_is_called_rough(lang: Lang) -> None:
    assert {"en": "rough guide", "zh-Hant": "僅供參考", "zh-Hans": "仅供参考"}[lang] in DIRECTORY.caution(lang)


def test_the_harbour_counts_more_than_a_land_border() -> None:
    found = [office.id for office in DIRECTORY.nearest("central-and-western", "passport", limit=3)]
    assert found[0] == "hong-kong-island-issuing-office"
    found = [office.id for office in DIRECTORY.nearest("kowloon-city", "id_card", limit=2)]
    assert "rop-hong-kong" not in found


def test_an_unknown_district_is_named() -> None:
    with pytest.raises(KnowledgeError, match="no district 'atlantis'"):
        DIRECTORY.nearest("atlantis")


SERVICE_WORDS = yaml.safe_load((ROOT / "service_words.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("texts", "service"),
    [
        (
            ["renew my passport", "the nearest office for passports", "換護照", "护照过期", "整護照", "passport申請"],
            "passport",
        ),
        (["where to collect my passport", "攞護照", "領取護照", "取护照", "pick up passport"], "passport_collection"),
        (["document of identity", "re-entry permit", "回港證", "签证身份书"], "travel_document"),
        (["naturalisation", "入籍", "change of nationality"], "nationality"),
        (["I lost my ID card", "HKID", "smart identity card", "做身份證", "補領身份證", "换领身份证"], "id_card"),
        (["self-service kiosk", "自助機喺邊", "自助服务站"], "self_service"),
        (["right of abode", "居權", "居留权"], "right_of_abode"),
        (["birth certificate", "birth registration", "出世紙", "出生登記", "register a birth"], "birth_registration"),
        (["register my baby's birth"], "birth_registration"),
        (["death certificate", "register a death", "死亡登記", "死亡证"], "death_registration"),
        (["get married", "wedding", "註冊結婚", "婚姻登記處", "结婚"], "marriage"),
        (["extend my stay", "extension of stay", "延長逗留", "延期逗留", "续签"], "extension_of_stay"),
        (["extend my visa", "續visa"], "extension_of_stay"),
        (["top talent pass", "高才通", "优才"], "talent"),
        (["my domestic helper", "helper visa", "外傭續約", "工人姐姐"], "fdh"),
        (["student visa", "簽證", "入境许可"], "visa"),
        (["imported workers", "外勞", "输入劳工"], "imported_workers"),
        (["the nearest office", "最近嘅入境處", "idea", "I did it", "ahead", "", "？"], None),
    ],
)
def test_the_errand_tells_the_service(texts: list[str], service: str | None) -> None:
    assert {text: DIRECTORY.service_of(text) for text in texts} == dict.fromkeys(texts, service)


def test_the_longest_name_of_an_errand_wins() -> None:
    assert DIRECTORY.service_of("visa extension") == "extension_of_stay"
    assert DIRECTORY.service_of("visa for my domestic helper") == "fdh"
    assert DIRECTORY.service_of("collect my passport") == "passport_collection"


@pytest.mark.parametrize("service", SERVICE_WORDS)
def test_every_errand_is_a_service_that_some_office_has(service: str) -> None:
    assert service in DIRECTORY.services
    assert DIRECTORY.nearest("yau-tsim-mong", service)


@pytest.mark.parametrize("service", SERVICE_WORDS)
def test_every_word_of_an_errand_means_it_in_every_spelling(service: str) -> None:
    for word in SERVICE_WORDS[service]:
        for text in (word, word.upper(), to_simplified(word), f"where do I go for {word}?", f"我想去{word}，邊度最近"):
            assert DIRECTORY.service_of(text) == service, text


@pytest.mark.parametrize(
    ("find", "replace", "told"),
    [
        ("district: sai-kung", "district: sai-kong", "no district 'sai-kong'"),
        ("services: [right_of_abode]", "services: [abode]", "no service 'abode'"),
        ("- id: lo-wu\n", "- id: airport\n", "airport stands there twice"),
        ('telephone: "2829 3220"', 'telephone: "28293220"', "imported-workers-section"),
        ("kind: kiosk_site", "kind: kiosk_site\n  fax: 1", "fax"),
    ],
)
def test_mistakes_in_the_file_are_named(tmp_path: Path, find: str, replace: str, told: str) -> None:
    for name in ("offices.yml", "districts.yml", "services.yml", "service_words.yml", "cues.yml"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    offices = (ROOT / "offices.yml").read_text(encoding="utf-8")
    assert find in offices
    (tmp_path / "offices.yml").write_text(offices.replace(find, replace, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=told):
        Directory.load(tmp_path)
