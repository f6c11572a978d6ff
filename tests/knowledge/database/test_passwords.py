"""Passwords: what is refused, and that what is kept can be verified by nothing else."""

import pytest
from argon2 import PasswordHasher

from knowledge.database import passwords
from knowledge.errors import AccountError

ORIGINAL = passwords._HASHER


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "too_short"),
        ("elevenchars", "too_short"),
        ("x" * 1025, "too_long"),
        ("長" * 400, "too_long"),
        ("chan.tai-man", "is_name"),
        ("CHAN.tai-man1234", "is_name"),
        ("Chan Tai Man 88", "is_name"),
        ("aaaaaaaaaaaaaaaa", "obvious"),
        ("abababababab", "obvious"),
        ("123456789012", "obvious"),
        ("210987654321", "obvious"),
        ("abcdefghijkl", "obvious"),
        ("password1234", "obvious"),
        ("1234Password!!!", "obvious"),
        ("passwordpassword", "obvious"),
        ("Administrator2026", "obvious"),
        ("immigration#1", "obvious"),
        ("ｐａｓｓｗｏｒｄ１２３４", "obvious"),
    ],
)
def test_weak_ones_are_refused(password: str, reason: str) -> None:
    with pytest.raises(AccountError) as error:
        passwords.check_new(password, "chan.tai-man", "Chan Tai Man")
    assert error.value.reason == reason


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "一二三四五六七八九十十一",
        "no rules about signs",
        "chan.tai-man likes tall ships",
        "x" * 3 + "qw12er34ty",
    ],
)
def test_long_ones_are_taken(password: str) -> None:
    passwords.check_new(password, "chan.tai-man", "Chan Tai Man")


def test_they_are_kept_as_costly_to_guess_as_rfc_9106_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", ORIGINAL)  # tests have a cheap one
    assert passwords.hashed("correct horse battery staple").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_only_the_password_matches() -> None:
    kept = passwords.hashed("correct horse battery staple")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "correct horse battery staple")
    assert not passwords.matches(kept, "Correct horse battery staple")
    assert not passwords.matches(kept, "x" * 2000)
    assert not passwords.matches(None, "correct horse battery staple")
    assert not passwords.matches("no hash", "correct horse battery staple")
    assert passwords.hashed("correct horse battery staple") != kept


def test_the_same_characters_from_another_keyboard_match() -> None:
    assert passwords.matches(passwords.hashed("cafe\u0301 ｆｕｌｌ　width"), "café full width")


def test_an_unknown_name_costs_a_whole_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []

    class Counted(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
            verified.append(str(hash))
            return super().verify(hash, password)

    used = passwords._HASHER
    monkeypatch.setattr(passwords, "_HASHER", Counted(used.time_cost, used.memory_cost, used.parallelism))
    assert not passwords.matches(None, "correct horse battery staple")
    assert len(verified) == 1
    assert not passwords.needs_rehash(verified[0])


def test_made_up_ones_are_strong_and_new() -> None:
    made = {passwords.made_up() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        passwords.check_new(password, "chan.tai-man")
