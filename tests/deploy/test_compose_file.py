"""Every reference in docker-compose.yml and the Dockerfile leads somewhere, and nothing runs with more than it needs."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Any

import pytest

from hubdirectory.config import DOCUMENTED, load_settings
from hubdirectory.deploy.secret_files import make_secrets
from hubdirectory.setup.engines import meilisearch
from hubdirectory.setup.steps import REPOSITORY

OURS = ("secrets", "web", "worker")
THEIRS = ("postgres", "meilisearch")
PINNED = re.compile(r"^[\w./-]+:v?\d+(\.\d+)+(-[\w.]+)?$")
WITHOUT_DEFAULT = re.compile(r"(?<!\$)\$(\w+|\{\w+\})")


def volumes_of(service: dict[str, Any]) -> dict[str, str]:
    """Where each volume is mounted: volume -> folder."""
    return dict(entry.split(":")[:2] for entry in service.get("volumes", []))


def test_it_has_the_services_that_a_directory_needs(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*OURS, *THEIRS}


@pytest.mark.parametrize("name", [*OURS, *THEIRS])
def test_a_service_waits_only_for_what_can_come_about(compose: dict[str, Any], name: str) -> None:
    for other, wish in compose["services"][name].get("depends_on", {}).items():
        awaited = compose["services"][other]
        if wish["condition"] == "service_healthy":
            assert awaited["healthcheck"]["test"][0] == "CMD"
        else:
            assert wish["condition"] == "service_completed_successfully"
            assert awaited["restart"] == "no"


@pytest.mark.parametrize("kind", ["volumes", "networks"])
def test_what_services_name_is_declared_and_what_is_declared_is_used(compose: dict[str, Any], kind: str) -> None:
    services = compose["services"].values()
    used = {entry.split(":")[0] for service in services for entry in service.get(kind, [])}
    assert used == set(compose[kind])


def test_servers_for_our_own_use_cannot_be_reached_from_outside(compose: dict[str, Any]) -> None:
    assert compose["networks"]["inside"] == {"internal": True}
    for name in THEIRS:
        assert compose["services"][name]["networks"] == ["inside"]
        assert "ports" not in compose["services"][name]


@pytest.mark.parametrize("name", [*OURS, *THEIRS])
def test_nothing_runs_as_root_or_writes_outside_its_volumes(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert int(service["user"].split(":")[0]) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", THEIRS)
def test_a_server_of_others_is_pinned_to_one_version(compose: dict[str, Any], name: str) -> None:
    assert PINNED.match(compose["services"][name]["image"])


def test_meilisearch_is_the_version_that_the_tests_run(compose: dict[str, Any], dockerfile: list[str]) -> None:
    tried = meilisearch.PROGRAM.parent / "package.json"
    if not tried.exists():
        pytest.skip("There is no Meilisearch for this kind of machine.")
    version = compose["services"]["meilisearch"]["image"].rpartition(":v")[2]
    assert f'-{version}"' in tried.read_text()


def test_meilisearch_is_kept_from_taking_all_the_memory(compose: dict[str, Any]) -> None:
    command = compose["services"]["meilisearch"]["command"][-1]
    for flag in ("--max-indexing-memory 400MiB", "--max-indexing-threads 2", "--no-analytics", "--env production"):
        assert flag in command


@pytest.mark.parametrize("name", [*OURS, *THEIRS])
def test_secrets_come_from_files_that_are_made_and_mounted(compose: dict[str, Any], name: str, tmp_path: Any) -> None:
    make_secrets(tmp_path)
    service = compose["services"][name]
    settings = service.get("environment", {})
    named = re.findall(r"/secrets/(\w+)", f"{settings} {service.get('command', '')}")
    assert {file.name for file in tmp_path.iterdir()} >= set(named)
    assert not named or volumes_of(service)["secrets"] == "/secrets"
    assert not [setting for setting in settings if re.search("PASSWORD$|KEY$|TOKEN$", setting)]


@pytest.mark.parametrize("name", ["web", "worker"])
def test_our_services_are_given_every_setting_but_the_one_for_trials(compose: dict[str, Any], name: str) -> None:
    given = {setting.removesuffix("_FILE") for setting in compose["services"][name]["environment"]}
    assert given == set(DOCUMENTED) - {"HUB_NOW"}


def test_a_setting_that_is_not_in_the_environment_is_as_if_unset(compose: dict[str, Any], tmp_path: Any) -> None:
    passed_on = [name for name, value in compose["services"]["web"]["environment"].items() if value == f"${{{name}:-}}"]
    assert {"NOTIFY_API_KEY_FILE", "FRESH_MONTHS", "DAY_SHEET_HOUR", "REFERRALS"} <= set(passed_on)
    bare = {"HUB_INSTANCE": str(tmp_path)}
    assert load_settings({**bare, **dict.fromkeys(passed_on, "")}) == load_settings(bare)


def test_web_and_worker_believe_the_same(compose: dict[str, Any]) -> None:
    web, worker = compose["services"]["web"], compose["services"]["worker"]
    for part in ("environment", "image", "user", "volumes"):
        assert web[part] == worker[part]


def test_whatever_is_not_set_has_a_default() -> None:
    text = (REPOSITORY / "docker-compose.yml").read_text()
    assert not WITHOUT_DEFAULT.findall(text)


def test_only_one_service_builds_the_image_that_ours_share(compose: dict[str, Any]) -> None:
    assert {compose["services"][name]["image"] for name in OURS} == {"hub-directory"}
    built = {name: service["build"] for name, service in compose["services"].items() if "build" in service}
    assert list(built) == ["secrets"]
    assert (REPOSITORY / built["secrets"]["context"] / built["secrets"]["dockerfile"]).is_file()


def test_the_image_copies_what_is_there_and_what_is_let_in(dockerfile: list[str]) -> None:
    copied = [line.split()[1:-1] for line in dockerfile if line.startswith("COPY") and "--from" not in line]
    for source in (source for sources in copied for source in sources):
        assert (REPOSITORY / source).exists(), f"{source} is not in the repository"
        assert let_in(source), f"{source} is kept out by Dockerfile.dockerignore"


def test_the_image_takes_only_from_stages_that_it_has(dockerfile: list[str]) -> None:
    stages = {line.split(" AS ")[1] for line in dockerfile if " AS " in line}
    assert {taken for line in dockerfile for taken in re.findall(r"--from=(\S+)", line)} == stages


def test_the_image_has_the_account_and_the_folders_that_compose_counts_on(compose: dict[str, Any], dockerfile: list[str]) -> None:
    user = compose["services"]["web"]["user"].split(":")[0]
    made = next(line for line in dockerfile if "useradd" in line)
    assert f"--uid {user}" in made
    for folder in {folder for name in OURS for folder in volumes_of(compose["services"][name]).values()}:
        assert folder in made.partition("install -d -o hub -g hub")[2].split()
    assert dockerfile.index("USER hub") > dockerfile.index(made)


def let_in(source: str) -> bool:
    """The rules of a .dockerignore, as far as ours goes: the last rule that matches a path or a folder above it."""
    rules = (REPOSITORY / "hubdirectory" / "deploy" / "Dockerfile.dockerignore").read_text().splitlines()
    verdict = True
    for rule in (rule for rule in rules if rule and not rule.startswith("#")):
        pattern = rule.removeprefix("!")
        above = [str(path) for path in (PurePosixPath(source), *PurePosixPath(source).parents)][:-1] or [source]
        if any(fnmatch(path, pattern) for path in above):
            verdict = rule.startswith("!")
    return verdict
