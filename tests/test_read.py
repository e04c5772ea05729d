"""Reading: what encodings and inputs give a text, and what each bad input says."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyclf.errors import ReadError
from policyclf.read import LONGEST_LINE, Page, decode, read, read_page

TEXT = "衢州市推行“标准地”，２０２４年供地３０００亩。\r\n第二行 plain ASCII"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_value_error(data: bytes) -> None:
    try:
        text = decode(data)
    except ValueError:
        return
    assert isinstance(text, str)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        ("\ufeff \n\u3000".encode(), "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "is not text"),
        (b"\xff\xfe" + b"\x00\xd8" * 9, "is marked as utf-16-le but is not"),
        ("地".encode() * (LONGEST_LINE + 1), "has a line of over 1,000,000 characters"),
    ],
)
def test_bad_files_say_what_and_how_to_mend(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=says) as caught:
        read_page(path)
    assert str(caught.value).startswith(str(path))
    assert caught.value.remedy


def test_missing_and_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="does not exist"):
        read_page(tmp_path / "no.txt")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "page.txt").touch()
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError, match=r"cannot be opened \(Permission denied\); ask for the right"):
        read_page(tmp_path / "page.txt")


def test_a_folder_without_rights_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    errors = list(read([tmp_path]))
    assert [str(error) for error in errors] == [
        f"{tmp_path}: cannot be opened (Permission denied); ask for the right to read it"
    ]


def test_folder_is_read_in_order_without_hidden_or_foreign_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.md", "a.txt", ".hidden/x.txt", "c.png", "b/.x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"文件{name}", encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    found = list(read([tmp_path]))
    assert [Path(page.name).name for page in found if isinstance(page, Page)] == ["a.txt", "1.md", "2.txt"]
    assert [error.what for error in found if isinstance(error, ReadError)] == ["is empty"]


def test_documents_that_are_no_text_are_named_and_not_passed_over(tmp_path: Path) -> None:
    for name, data in (
        ("a.pdf", b"%PDF-1.7"),
        ("b.docx", b"PK"),
        ("c.html", "<p>贵阳市".encode()),
        ("d.txt", b"%PDF-1.4 "),
        ("e.txt", "<!DOCTYPE html>\n<p>贵阳市".encode()),
        ("f.txt", "贵阳市 PDF <html>".encode()),
    ):
        (tmp_path / name).write_bytes(data)
    found = [page.what if isinstance(page, ReadError) else page.text for page in read([tmp_path])]
    assert found == [
        "is a PDF file, which is not read",
        "is a word processor's file, which is not read",
        "is a web page, which is not read",
        "is a PDF file, not text",
        "is a web page, not text",
        "贵阳市 PDF <html>",
    ]


def test_folder_with_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "photo.png").touch()
    (error,) = read([tmp_path])
    assert isinstance(error, ReadError)
    assert "holds no file that can be read" in str(error)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(TEXT.encode("gbk"))

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert next(iter(read(["-"]))) == Page("-", TEXT, hashlib.sha256(TEXT.encode("gbk")).hexdigest())


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("衢州市盘活闲置土地。", encoding="utf-8")
    (tmp_path / "again.txt").symlink_to(page)
    names = [found.name for found in read([page, tmp_path, tmp_path / "." / "page.txt"]) if isinstance(found, Page)]
    assert names == [str(page)]
