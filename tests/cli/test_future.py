"""`hrtui future` over a demo company."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hrtui.cli import main as cli


def test_the_list_is_printed_as_table_csv_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = ["--config", str(tmp_path / "acme" / "hrtui.yaml")]
    assert cli.main(["init", str(tmp_path / "acme")]) == 0
    assert cli.main([*config, "person", "hire", "--first-name", "Ann", "--last-name", "Kim", "--title", "Clerk",
                     "--department", "IT", "--rate", "50k", "--pay-group", "main", "--on", "2024-01-08"]) == 0  # fmt: skip
    capsys.readouterr()
    assert cli.main([*config, "future"]) == 0
    assert "Nothing is scheduled after" in capsys.readouterr().out
    assert cli.main([*config, "person", "job", "1001", "--on", "+2m", "--title", "Lead"]) == 0
    capsys.readouterr()
    assert cli.main([*config, "future"]) == 0
    out = capsys.readouterr().out
    assert "promotion" in out
    assert "1 scheduled." in out
    assert cli.main([*config, "future", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["number"], row["kind"]) == ("1001", "job")
    assert row["changes"] == [{"field": "title", "before": "Clerk", "after": "Lead"}]
    assert cli.main([*config, "future", "--csv", "--until", "+1m"]) == 0
    assert capsys.readouterr().out.splitlines() == ["day,number,name,kind,action,what,reason,entered_by,entered_at"]
