"""Raw strings given to Textual's own widgets are read as markup; screens give Content or Text, or paint lines themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SCREENS = Path(__file__).parents[2] / "screens"
READ_AS_MARKUP = {
    "Label", "Static", "Button", "Checkbox", "RadioButton", "OptionList", "Option", "Select", "SelectionList", "Selection",
    "Tree", "Collapsible", "DataTable", "Digits", "Link", "Pretty", "TabPane", "Tab", "Toast", "DiscoveryHit", "Hit",
}  # fmt: skip
READ_AS_MARKUP_WHEN_SET = {"border_title", "border_subtitle", "tooltip"}
SAFE = {"content", "Content", "Text"}


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def is_safe(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str) or node.value == ""
    if isinstance(node, ast.Starred):
        return False
    return isinstance(node, ast.Call) and name_of(node.func) in SAFE


def faults(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and name_of(node.func) in READ_AS_MARKUP:
            if not all(is_safe(argument) for argument in node.args):
                yield f"line {node.lineno}: {name_of(node.func)} given text that is not Content"
        elif isinstance(node, ast.Call) and name_of(node.func) == "notify":
            if not any(
                each.arg == "markup" and isinstance(each.value, ast.Constant) and each.value.value is False
                for each in node.keywords
            ):
                yield f"line {node.lineno}: notify without markup=False"
        elif isinstance(node, ast.Assign) and not is_safe(node.value):
            names = {name_of(target) for target in node.targets if isinstance(target, ast.Attribute)}
            if names & READ_AS_MARKUP_WHEN_SET:
                yield f"line {node.lineno}: {names} set to text that is not Content"


@pytest.mark.parametrize("path", sorted(SCREENS.rglob("*.py")), ids=lambda path: str(path.relative_to(SCREENS)))
def test_no_screen_gives_raw_text_to_a_widget_that_reads_markup(path: Path) -> None:
    assert list(faults(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "Label(name)",
        "Static(f'{name}')",
        "Label('Hi ' + name)",
        "OptionList(*names)",
        "app.notify(name)",
        "self.border_title = name",
    ],
)
def test_the_check_sees_raw_text(source: str) -> None:
    assert list(faults(source))


@pytest.mark.parametrize(
    "source",
    [
        "Label(content(name))",
        "Static(Content(clean(name)))",
        "Label('')",
        "app.notify(name, markup=False)",
        "Line(name)",
    ],
)
def test_the_check_lets_safe_text_pass(source: str) -> None:
    assert not list(faults(source))
