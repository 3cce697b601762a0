"""Tokens: what no stranger's token does, and what happens while the gateway's keys change or cannot be had."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from chassis import auth
from chassis.auth import ISSUER, Principal, TokenVerifier
from chassis.errors import Unauthenticated, Unavailable
from chassis.testing import ServiceHarness


class KeyServer(ThreadingHTTPServer):
    """Publishes a key set as the gateway does, and counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.document, self.asked, self.status = b"{}", 0, 200
        self.url = f"http://127.0.0.1:{self.server_port}/jwks"

    def publish(self, *keys: OKPKey) -> None:
        self.document = json.dumps({"keys": [key.as_dict(private=False) for key in keys]}).encode()


class _Answers(BaseHTTPRequestHandler):
    server: KeyServer

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(self.server.status)
        self.send_header("content-length", str(len(self.server.document)))
        self.end_headers()
        self.wfile.write(self.server.document)

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def keys() -> Iterator[KeyServer]:
    with KeyServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def key_named(kid: str) -> OKPKey:
    return OKPKey.generate_key("Ed25519", {"kid": kid})


def token_of(key: OKPKey, **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "svc-example", "sub": "a", "kind": "staff", "roles": ["desk"], "exp": now + 60} | changes
    return jwt.encode({"alg": "EdDSA", "kid": key.kid}, claims, key, algorithms=["EdDSA"])


def unsigned(header: Any, signature: str = "") -> str:
    parts = (json.dumps(each).encode() for each in (header, {"iss": ISSUER, "aud": "svc-example", "sub": "a", "exp": 2**33}))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "." + signature


@pytest.mark.parametrize(
    "token",
    [
        unsigned({"alg": "none"}),
        unsigned({"alg": "NONE", "kid": "one"}, "AA"),
        unsigned({"alg": "EdDSA", "kid": "one"}),
        unsigned({"alg": "EdDSA", "kid": "one"}, "A" * 86),
        unsigned({"alg": "EdDSA", "kid": "one", "crit": 5}, "AA"),
        unsigned({"alg": "EdDSA", "kid": ["one"]}, "AA"),
        unsigned({"alg": {}, "kid": "one"}, "AA"),
        unsigned([]),
        "é.é.é",
        "....",
        "A" * 5000,
    ],
)
async def test_no_token_of_a_stranger_gets_further_than_the_door(example: ServiceHarness, token: str) -> None:
    answer = await example.client.get("/v1/things/count", headers={"authorization": f"Bearer {token}".encode()})

    assert (answer.status_code, answer.json()["type"]) == (401, "urn:gov171:problem:unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer, Key"


@pytest.mark.parametrize("authorization", ["", "Basic YTpi", "Bearer", "Bearer  ", "Key abc"])
async def test_without_a_bearer_token_nobody_is_known(example: ServiceHarness, authorization: str) -> None:
    answer = await example.client.get("/v1/things/count", headers={"authorization": authorization})

    assert answer.status_code == 401


async def test_a_key_published_later_is_asked_for(keys: KeyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "_REFETCH_S", 0)
    old, new = key_named("old"), key_named("new")
    verifier = TokenVerifier(keys.url, "example")
    keys.publish(old)
    await verifier.verify(token_of(old))

    keys.publish(old, new)

    assert (await verifier.verify(token_of(new))).subject == "a"
    assert (await verifier.verify(token_of(old, sub="b"))).subject == "b"
    assert keys.asked == 2


async def test_bad_tokens_make_no_flood_of_questions(keys: KeyServer) -> None:
    verifier, own = TokenVerifier(keys.url, "example"), key_named("own")
    keys.publish(own)
    await verifier.verify(token_of(own))
    keys.status = 500

    for number in range(20):
        with pytest.raises(Unauthenticated):
            await verifier.verify(token_of(key_named("stranger"), sub=str(number)))

    assert keys.asked == 1


async def test_with_the_gateway_away_the_known_keys_serve_on(keys: KeyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    verifier, own = TokenVerifier(keys.url, "example"), key_named("own")
    keys.publish(own)
    await verifier.verify(token_of(own))
    monkeypatch.setattr(auth, "_REFETCH_S", 0.3)
    time.sleep(0.3)  # noqa: ASYNC251 - the verifier's own clock has to pass
    keys.status = 500

    for number in range(10):
        with pytest.raises(Unauthenticated):
            await verifier.verify(token_of(key_named("stranger"), sub=str(number)))

    assert (await verifier.verify(token_of(own, sub="b"))).subject == "b"
    assert keys.asked == 2


@pytest.mark.parametrize("document", ["{}", "[]", "5", '{"keys": 5}', '{"keys": []}', '{"keys": [{"kty": "zz"}]}', "<html>"])
async def test_what_is_no_key_set_leaves_the_service_unavailable_and_not_broken(keys: KeyServer, document: str) -> None:
    verifier, own = TokenVerifier(keys.url, "example"), key_named("own")
    keys.document = document.encode()
    with pytest.raises(Unavailable):
        await verifier.verify(token_of(own))

    keys.publish(own)

    assert (await verifier.verify(token_of(own))).subject == "a"


async def test_a_token_is_no_longer_good_once_it_has_expired_though_it_was_known(monkeypatch: pytest.MonkeyPatch) -> None:
    own = key_named("own")
    verifier = TokenVerifier(json.dumps({"keys": [own.as_dict(private=False)]}), "example")
    token = token_of(own)
    await verifier.verify(token)

    present = time.time()
    monkeypatch.setattr(time, "time", lambda: present + 120)

    with pytest.raises(Unauthenticated):
        await verifier.verify(token)


def test_a_principal_sees_its_own_subtree_and_the_whole_city_without_one() -> None:
    own = Principal(subject="a", kind="staff", territory_code="659007/84")

    assert [own.sees(code) for code in ("659007/84", "659007/84/03", "659007/840", "659007", None)] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert Principal(subject="a", kind="staff").sees(None)


def test_the_administrator_holds_every_role() -> None:
    assert Principal(subject="a", kind="staff", roles=frozenset({"administrator"})).has("desk")
    assert not Principal(subject="a", kind="staff", roles=frozenset({"unit"})).has("desk")
    assert not Principal(subject="a", kind="staff").has()
