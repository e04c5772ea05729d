"""The wheel: built, installed into a clean environment away from the checkout, and used from there."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.golden import PAGES, ROOT


def test_the_wheel_tags_in_a_clean_environment(tmp_path: Path, small_labels: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "policyclf/_bundled/labels/measures.toml" in names
    assert "policyclf/_bundled/models/default/card.json" in names
    assert not [name for name in names if name.startswith(("tests", "seeds", "tools"))]
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True, timeout=300)
    python = tmp_path / "env" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=600)
    page = tmp_path / "page.txt"
    page.write_bytes(PAGES[2].read_bytes())
    command = [str(tmp_path / "env" / "bin" / "policyclf"), "tag", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=300)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert any("land" in row["measures"] for row in rows)
    assert any(row["regions"] == ["河南省/漯河市"] for row in rows)
    report = [*command[:1], "report", str(page), "--html", "report.html"]
    subprocess.run(report, check=True, capture_output=True, cwd=tmp_path, timeout=300)
    assert "漯河市" in (tmp_path / "report.html").read_text(encoding="utf-8")
    bundled = (
        tmp_path / "env" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages" / "policyclf" / "_bundled"
    )
    for path in (ROOT / "labels").rglob("*.*"):
        assert (bundled / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
    trained = [*command[:1], "train", "--labels", str(small_labels), "--out", str(tmp_path / "mine")]
    subprocess.run(trained, check=True, capture_output=True, cwd=tmp_path, timeout=300)
    assert (tmp_path / "mine" / "weights.npz").is_file()
