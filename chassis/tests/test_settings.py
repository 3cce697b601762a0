"""Settings: read once, from the environment alone, and refused by name."""

import pytest
from pydantic import SecretStr, ValidationError

from chassis.settings import ServiceSettings, SettingsMissing

PASSWORD = "s3cret-pass"
NEEDED = {"DATABASE_URL": f"postgresql://a:{PASSWORD}@h/d", "NATS_URL": "nats://h", "JWKS_URL": "http://h"}


class Settings(ServiceSettings):
    service: str = "example"
    storage_key: SecretStr
    retries: int = 3


def surround(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"EXAMPLE_{name}", value)


def test_what_is_set_is_read_and_the_rest_keeps_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    surround(monkeypatch, **NEEDED, STORAGE_KEY="k", RETRIES="7")
    monkeypatch.setenv("OTHER_POOL_SIZE", "99")

    settings = Settings.from_env("EXAMPLE")

    assert (settings.retries, settings.pool_size, settings.service) == (7, 24, "example")
    assert settings.database_url.get_secret_value() == NEEDED["DATABASE_URL"]


def test_every_setting_that_is_missing_empty_or_wrong_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    surround(monkeypatch, DATABASE_URL=NEEDED["DATABASE_URL"], NATS_URL="", STORAGE_KEY="k", RETRIES="many")

    with pytest.raises(SettingsMissing) as stopped:
        Settings.from_env("EXAMPLE")

    words = str(stopped.value)
    assert [name for name in ("NATS_URL", "JWKS_URL", "RETRIES") if f"EXAMPLE_{name}: " in words] == [
        "NATS_URL",
        "JWKS_URL",
        "RETRIES",
    ]
    assert isinstance(stopped.value, SystemExit)  # so that the process ends with these words and no traceback
    assert stopped.value.code == words
    assert PASSWORD not in words


def test_secrets_are_not_shown_and_nothing_changes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    surround(monkeypatch, **NEEDED, STORAGE_KEY="the-storage-key")
    settings = Settings.from_env("EXAMPLE")

    assert PASSWORD not in f"{settings!r}{settings}{settings.model_dump_json()}"
    assert "the-storage-key" not in f"{settings!r}"
    with pytest.raises(ValidationError):
        settings.retries = 5  # type: ignore[misc]
