"""The lock, the interpreter that is chosen, and the promises of configuration files."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from support import ROOT

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = re.split(r"\n(?=[A-Za-z])", LOCK)


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_every_locked_package_has_one_version_and_hashes() -> None:
    for requirement in REQUIREMENTS:
        assert "==" in requirement.splitlines()[0], requirement
        assert "--hash=sha256:" in requirement, requirement


def test_the_lock_names_no_index() -> None:
    assert not re.search(r"^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links)\b|://", LOCK, re.M)


def test_the_lock_covers_every_direct_dependency() -> None:
    locked = {_name(requirement) for requirement in REQUIREMENTS}
    wanted = list(PROJECT["dependencies"])
    for extra in PROJECT["optional-dependencies"].values():
        wanted += extra
    assert {_name(requirement) for requirement in wanted} <= locked


@pytest.mark.parametrize("package", ["numpy", "pandas", "scipy", "matplotlib", "pillow", "pyzmq"])
def test_compiled_packages_are_locked_with_the_files_of_every_system(package: str) -> None:
    entries = [text for text in REQUIREMENTS if _name(text) == package]
    assert sum(text.count("--hash") for text in entries) > 20


def _choose(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(ROOT / ".ci" / "python"), *arguments],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def _fake_python(folder: Path, name: str, version: str, venv: bool = True) -> Path:
    """An interpreter that answers the chooser's three questions and nothing else."""
    major, minor = version.split(".")
    suitable = major == "3" and 11 <= int(minor) <= 13
    path = folder / name
    path.write_text(
        '#!/bin/sh\ncase "$2" in\n'
        f"  *sys.exit*) exit {0 if suitable else 1};;\n"
        f"  *ensurepip*) exit {0 if venv else 1};;\n"
        f"  *print*) echo {version};;\nesac\n"
    )
    path.chmod(0o755)
    return path


def test_the_newest_suitable_python_is_chosen(tmp_path: Path) -> None:
    _fake_python(tmp_path, "python3.11", "3.11")
    best = _fake_python(tmp_path, "python3.12", "3.12")
    _fake_python(tmp_path, "python3", "3.14")
    assert _choose(tmp_path).stdout.strip() == str(best)


def test_a_python_without_venv_is_passed_over(tmp_path: Path) -> None:
    _fake_python(tmp_path, "python3.13", "3.13", venv=False)
    good = _fake_python(tmp_path, "python3.11", "3.11")
    assert _choose(tmp_path).stdout.strip() == str(good)


def test_a_missing_venv_module_is_said_with_its_package(tmp_path: Path) -> None:
    _fake_python(tmp_path, "python3", "3.12", venv=False)
    result = _choose(tmp_path)
    assert result.returncode == 1
    assert "apt-get install python3.12-venv" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("python3.12",)])
def test_no_suitable_python_is_said_with_a_remedy(tmp_path: Path, arguments: tuple[str]) -> None:
    _fake_python(tmp_path, "python3", "3.10")
    result = _choose(tmp_path, *arguments)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "Remedy" in result.stderr


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("name", ["_config.yml", "_toc.yml", "CITATION.cff"])
def test_configuration_files_are_plain_yaml_without_placeholders(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert isinstance(yaml.safe_load(text), dict)
    assert not re.search(r"TODO|FIXME|example\.(?:com|org)|your[- ]", text, re.IGNORECASE)


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "workflows").glob("*.yml")))
def test_workflows_use_official_actions_pinned_to_a_major_version(path: Path) -> None:
    used = re.findall(r"uses:\s*(\S+)", path.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[\w-]+@v\d+", action), action


def test_the_make_file_keeps_to_what_old_makes_know() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    for newer in (".ONESHELL", "$(file ", "::=", "undefine "):
        assert newer not in text
