"""The codes of members: the same again, for one id only, and lenient about how they are typed."""

import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopfund.dues.codes import NAME, code_of, fits, key_of, make_key, new_key
from coopfund.imports.secret import SecretError

KEY = bytes(range(32))


@given(st.text(max_size=20))
def test_a_code_is_two_halves_without_letters_like_digits(member: str) -> None:
    code = code_of(KEY, member)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code)
    assert fits(KEY, member, code)
    assert code_of(bytes(32), member) != code


def test_a_code_fits_nobody_else() -> None:
    codes = {code_of(KEY, f"m-{number:04}") for number in range(2000)}
    assert len(codes) == 2000
    assert not fits(KEY, "m-0002", code_of(KEY, "m-0001"))


@pytest.mark.parametrize("typed", ["{}", " {} ", "low", "bare", "alike"])
def test_how_a_code_is_typed_does_not_matter(typed: str) -> None:
    code = next(its for its in (code_of(KEY, f"m-{n}") for n in range(99)) if "0" in its)
    member = next(f"m-{n}" for n in range(99) if code_of(KEY, f"m-{n}") == code)
    forms = {
        "low": code.lower(),
        "bare": code.replace("-", " "),
        "alike": code.replace("0", "o").replace("1", "l"),
    }
    assert fits(KEY, member, forms.get(typed, typed.format(code)))


@pytest.mark.parametrize("typed", ["", "-", "ünïcödé", "0" * 10, "\0"])
def test_what_is_no_code_fits_nobody(typed: str) -> None:
    assert not fits(KEY, "m-0001", typed)


def test_the_key_is_made_once_for_its_owner_alone_and_renewed_on_request(tmp_path: Path) -> None:
    state = tmp_path / ".coopfund"
    assert key_of(state) is None
    key = make_key(state)
    assert make_key(state) == key == key_of(state)
    assert stat.S_IMODE((state / NAME).stat().st_mode) == 0o600
    assert (state / ".gitignore").read_text(encoding="utf-8").endswith("*\n")
    assert new_key(state) != key
    assert not (state / "contributors.key").exists()


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("no key", encoding="ascii")
    with pytest.raises(SecretError, match=r"dues-codes.key is damaged; restore it from a backup."):
        make_key(tmp_path)
