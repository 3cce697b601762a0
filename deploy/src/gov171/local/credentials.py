"""The secrets of a local house: drawn once, kept in a file that only its owner can read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from joserfc.jwk import OKPKey

from chassis.contact import ContactKeys
from gov171.local.layout import SERVICES


@dataclass(frozen=True)
class Credentials:
    """Role passwords by service, the gateway's signing and administrator keys, the contact keys of hotline, grid and affairs."""

    passwords: dict[str, str]
    signing_key: str
    administrator_key: str
    contact_keys: str

    @classmethod
    def load(cls, file: Path) -> "Credentials":
        """Those in `file`, or new ones that are written there."""
        if file.exists():
            return cls(**json.loads(file.read_text()))
        key = OKPKey.generate_key("Ed25519", {"kid": secrets.token_urlsafe(6)})
        drawn = cls(
            passwords={service.name: secrets.token_urlsafe(24) for service in SERVICES},
            signing_key=json.dumps(key.as_dict(private=True)),
            administrator_key=f"administrator.{secrets.token_urlsafe(32)}",
            contact_keys=ContactKeys.generate(),
        )
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as target:
            json.dump(asdict(drawn), target, indent=1)
        return drawn
