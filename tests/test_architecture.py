"""The rules of the house that a machine can check."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "mediator_bot").rglob("*.py"))
MAY_PRINT = {"cli.py", "cli_models.py", "cli_practice.py", "cli_shared.py"}
HEAVY = (
    "faiss",
    "gradio",
    "langchain_core",
    "numpy",
    "onnxruntime",
    "pypdfium2",
    "rapidocr",
    "sqlalchemy",
    "torch",
    "transformers",
)
BROAD = {"Exception", "BaseException"}


def _names(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """Every module, parsed."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def test_imports_point_one_way() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("import-linter is not installed: run `make test`")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_broad_except(trees: dict[Path, ast.Module]) -> None:
    broad = [
        f"{_names(path)}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or BROAD & {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)})
    ]
    assert broad == []


def test_only_the_command_line_prints(trees: dict[Path, ast.Module]) -> None:
    printing = [
        f"{_names(path)}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        if path.name not in MAY_PRINT
    ]
    assert printing == []


def _imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("name", ["langchain_community", "pickle", "marshal", "shelve", "dill", "joblib"])
def test_is_imported_nowhere(trees: dict[Path, ast.Module], name: str) -> None:
    assert [_names(path) for path, tree in trees.items() if name in _imported(tree)] == []


def test_np_load_never_unpickles(trees: dict[Path, ast.Module]) -> None:
    loads = [
        (node, path)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.load", "numpy.load")
    ]
    unsafe = [
        f"{_names(path)}:{node.lineno}"
        for node, path in loads
        if "allow_pickle=False" not in {ast.unparse(keyword) for keyword in node.keywords}
    ]
    assert unsafe == []


@pytest.mark.parametrize(
    "statement",
    [
        "import mediator_bot",
        "from mediator_bot import Settings, Answer, Citation, Hit, MediatorError",
        "import mediator_bot.cli",
        "from mediator_bot.usage import parser; parser()",
    ],
)
def test_what_answers_help_imports_nothing_heavy(statement: str) -> None:
    code = f"import sys; {statement}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [name for name in HEAVY if name in done.stdout.split()] == []


def test_modules_open_with_what_they_are_for_and_stay_small(trees: dict[Path, ast.Module]) -> None:
    empty = {path for path in SOURCES if not path.read_text(encoding="utf-8").strip()}
    assert [_names(path) for path in SOURCES if path not in empty and not ast.get_docstring(trees[path])] == []
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {_names(path): n for path, n in lines.items() if n > 450} == {}


def test_nothing_names_this_machine() -> None:
    told = [_names(path) for path in SOURCES for word in ("/work/", "/tmp/") if word in path.read_text("utf-8")]
    assert told == []
