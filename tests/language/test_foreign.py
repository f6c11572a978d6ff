"""Languages that the assistant does not read."""

import pytest

from language.foreign import is_foreign

FOREIGN = [
    "ビザの更新はどこでできますか",
    "パスポートをなくしました",
    "ต่อวีซ่าที่ไหน",
    "मेरा पासपोर्ट खो गया",
    "मेरो भिसा कहिले सकिन्छ",
    "میرا پاسپورٹ گم ہو گیا",
    "비자 연장은 어디서 하나요",
    "где продлить визу",
    "Paano po mag-renew ng passport",
    "magkano po ang bayad sa HKID",
    "Saya mau perpanjang visa pekerja rumah tangga",
    "Bagaimana cara memperpanjang visa",
    "làm thế nào để gia hạn visa",
    "¿dónde puedo renovar el pasaporte?",
    "mera passport kho gaya hai",
]

READ = [
    "",
    "12345 😀",
    "How do I renew my passport?",
    "passprot renwal fee",
    "wats da fee 4 visa",
    "how 2 renew hkid card",
    "Wan Chai office",
    "e-Visa payment",
    "e-Channel enrol",
    "Self-service Kiosk",
    "one-way permit",
    "Siu Lun immigration floor",
    "iAM Smart",
    "我本passport唔見咗",
    "e道の使い方",  # Chinese with a fashionable の
    "優の良品喺邊",
    "係咪可以Schengen免簽",
    "Does my wife Siti Nurhaliza need a visa?",
    "My name is Krzysztof Wojciechowski, where do I collect my card?",
    "indian tourist pre arival registeration validity",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_other_languages_are_told_by_script_and_by_words(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize("text", READ)
def test_english_and_chinese_are_not_foreign_however_they_are_spelt(text: str) -> None:
    assert not is_foreign(text)


def test_a_single_word_does_not_tell_its_language() -> None:
    assert not is_foreign("magkano")
