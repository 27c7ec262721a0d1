"""The engine is a plain library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import matching.engine

FOLDER = Path(matching.engine.__file__).parent
ROOT = FOLDER.parent.parent
MODULES = sorted(FOLDER.glob("*.py"))
OURS = {"cms", "jobboard", "listings", "profiles"}


def test_importing_the_engine_or_the_store_leaves_django_out():
    names = {"django", "wagtail", *OURS}
    code = f"import sys, matching.engine, matching.store; print({names!r} & set(sys.modules))"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
    assert done.stderr == ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_reads_no_files_and_says_nothing(module):
    forbidden = OURS | {"django", "wagtail", "io", "logging", "os", "pathlib", "pickle", "warnings"}

    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & forbidden
        if isinstance(node, ast.ImportFrom):
            assert node.module.split(".")[0] not in forbidden
            assert not node.module.startswith("matching.") or node.module.startswith(
                "matching.engine"
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input"}
