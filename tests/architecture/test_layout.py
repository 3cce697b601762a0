"""The house keeps its shape: sizes, names, declared roles, declared dependencies, nothing of a machine."""

import ast
import importlib
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from chassis.routing import undeclared_routes
from gateway.forwarding.rules import PREFIXES
from gov171.local.layout import ROOT, SERVICES

LONGEST_FILE, LONGEST_FUNCTION = 400, 60
# It rose by five hundred when the files of three services came to be kept by one store.
LARGEST_CHASSIS = 3000
BANNED = {"utils", "helpers", "common", "manager", "base_service", "misc"}
MEMBERS = sorted(path.parent for path in ROOT.glob("*/pyproject.toml"))
OPEN_ROUTES = ("/health/live", "/health/ready", "/metrics", "/.well-known/jwks.json", "/openapi.json", "/docs", "/redoc")
# What `.gitignore` names: it is no part of the house.
_SKIPPED = {".venv", ".venv-lock", ".gov171", ".git", "__pycache__", ".hypothesis", "dist", "uv.lock"}


def files(suffix: str = "") -> Iterator[Path]:
    """Every file of the checkout whose name ends so."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _SKIPPED and not name.endswith(("_cache", ".egg-info"))]
        yield from (Path(folder, name) for name in names if name.endswith(suffix) and name not in _SKIPPED)


def within(path: Path) -> tuple[str, ...]:
    """Its parts within the checkout, which may itself lie in a folder of any name."""
    return path.relative_to(ROOT).parts


SOURCES = [path for path in files(".py") if within(path)[1:2] == ("src",)]


def test_files_can_be_read_in_one_go() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in files(".py")}

    assert SOURCES
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_can_be_seen_whole() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in files(".py")
        if "migrations" not in within(path)  # a table is declared whole
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_every_module_says_what_it_is_for_and_none_has_a_name_that_says_nothing() -> None:
    silent = [path for path in SOURCES if ast.get_docstring(ast.parse(path.read_text())) is None]

    assert [str(path.relative_to(ROOT)) for path in silent] == []
    assert [str(path.relative_to(ROOT)) for path in files(".py") if BANNED & {*within(path)[:-1], path.stem}] == []


def test_the_chassis_stays_small() -> None:
    """What a running service loads of it; the local engines and the testing fixtures are tools beside it."""
    chassis = [path for path in SOURCES if within(path)[0] == "chassis"]
    loaded = [path for path in chassis if "engines" not in within(path) and path.stem != "testing"]
    lines = (line.strip() for path in loaded for line in path.read_text().splitlines())

    assert 0 < sum(bool(line) and not line.startswith("#") for line in lines) < LARGEST_CHASSIS


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_route_says_who_may_use_it(service) -> None:
    package = service.application.partition(".")[0]
    settings = importlib.import_module(f"{package}.settings").Settings.for_documents()
    application = importlib.import_module(f"{package}.main").create_app(settings)

    assert undeclared_routes(application, exempt=OPEN_ROUTES) == []


@pytest.mark.parametrize("service", [each for each in SERVICES if each.name in PREFIXES], ids=lambda service: service.name)
def test_the_gateway_lets_through_to_every_route(service) -> None:
    """A route that no prefix leads to can be tried only within its service, and nobody would notice."""
    package = service.application.partition(".")[0]
    settings = importlib.import_module(f"{package}.settings").Settings.for_documents()
    application = importlib.import_module(f"{package}.main").create_app(settings)

    offered = {path.split("/")[2] for path in application.openapi()["paths"] if path.startswith("/v1/")}

    assert offered - set(PREFIXES[service.name]) - {"operations"} == set()


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_a_member_declares_what_it_imports(member: Path) -> None:
    """The environment is shared, so a missing declaration would show only where the member is installed alone."""
    project = tomllib.loads((member / "pyproject.toml").read_text())["project"]
    declared = [
        *project["dependencies"],
        *(each for extra in project.get("optional-dependencies", {}).values() for each in extra),
    ]
    names = {re.split(r"[\[<>=! ]", each)[0].lower().replace("_", "-") for each in declared}
    own = {path.name for path in (member / "src").iterdir()}
    known = packages_distributions()
    missing = set()
    for path in (member / "src").rglob("*.py"):
        for name in imported(ast.parse(path.read_text())) - own - set(sys.stdlib_module_names):
            distributions = {each.lower().replace("_", "-") for each in known.get(name, [name])}
            if not distributions & names:
                missing.add(name)

    assert missing == set()


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_nothing_names_a_registry_s_host_or_a_place_on_one_machine() -> None:
    host = re.compile(r"pythonhosted\.org|pypi\.org|npmjs\.(?:org|com)")
    place = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)(?![\w-])")
    named = {
        str(path.relative_to(ROOT)): found
        for path in files()
        if path != Path(__file__)
        for text in (path.read_text(encoding="utf-8", errors="replace"),)
        if (found := host.findall(text) + place.findall(text))
    }

    assert named == {}
