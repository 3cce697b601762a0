"""Who is let in, as whom, and at what time."""

from gateway_builders import Door

from chassis.routing import undeclared_routes


async def test_a_wrong_key_opens_nothing(door: Door) -> None:
    application = await door.application()
    wrong = ["Key nobody.secret", f"Key {application['key']}x", "Key administrator.wrong", "Basic abc", "Bearer abc"]

    answers = [await door.client(each).get("/v1/tickets") for each in wrong]

    assert [answer.status_code for answer in answers] == [401] * len(wrong)
    assert answers[0].json()["type"] == "urn:gov171:problem:unauthenticated"
    assert answers[0].headers["www-authenticate"] == "Bearer, Key"


async def test_two_keys_are_live_while_an_application_changes_over(door: Door) -> None:
    application, administrator = await door.application(), door.administrator
    keys = f"/v1/applications/{application['id']}/keys"

    second = (await administrator.post(keys)).json()
    third = await administrator.post(keys)
    both = [(await door.client(f"Key {key}").get("/v1/tickets")).status_code for key in (application["key"], second["key"])]
    await administrator.delete(f"{keys}/{application['key'].partition('.')[0]}")
    await door.harness.app.state.registry.refresh(door.harness.app.state.chassis.database)

    assert (both, third.status_code) == ([200, 200], 409)
    assert (await door.client(f"Key {application['key']}").get("/v1/tickets")).status_code == 401
    assert (await door.client(f"Key {second['key']}").get("/v1/tickets")).status_code == 200


async def test_a_revoked_application_is_shut_out(door: Door) -> None:
    application = await door.application()

    await door.administrator.post(f"/v1/applications/{application['id']}/revocations")
    await door.harness.app.state.registry.refresh(door.harness.app.state.chassis.database)

    assert (await door.client(f"Key {application['key']}").get("/v1/tickets")).status_code == 401


async def test_only_administrators_let_applications_in(door: Door) -> None:
    application = await door.application()
    body = {"name": "another", "roles": ["administrator"]}

    by_application = await door.client(f"Key {application['key']}").post("/v1/applications", json=body)
    by_public = await door.client().post("/v1/applications", json=body)
    listed = await door.administrator.get("/v1/applications")

    assert (by_application.status_code, by_public.status_code) == (403, 401)
    assert application["key"] not in listed.text
    assert (await door.administrator.post("/v1/applications", json={"name": "town-84", "roles": ["desk"]})).status_code == 409


async def test_a_development_token_names_its_staff(door: Door) -> None:
    asked = {"subject": "desk-01", "roles": ["desk"], "unit_code": "84"}
    token = (await door.administrator.post("/v1/development/tokens", json=asked)).json()["token"]

    told = (await door.client(f"Bearer {token}").get("/v1/tickets")).json()

    principal = await door.principal_at("hotline", told)
    assert (principal.subject, principal.kind, principal.roles) == ("desk-01", "staff", {"desk"})
    assert (await door.client(f"Bearer {token}").post("/v1/development/tokens", json=asked)).status_code == 403


async def test_a_time_counts_only_where_an_administrator_declared_a_clock(door: Door) -> None:
    application = await door.application()
    client, administrator = door.client(f"Key {application['key']}"), door.administrator
    within, outside = {"gov171-replay-at": "2025-03-14T10:05:00+08:00"}, {"gov171-replay-at": "2027-01-01T00:00:00Z"}
    before = await client.get("/v1/tickets", headers=within)
    span = {"starts_at": "2025-01-01T00:00:00+08:00", "ends_at": "2026-01-01T00:00:00+08:00", "reason": "acceptance replay"}

    declared = await administrator.post("/v1/replay-clocks", json=span | {"application_id": application["id"]})
    told = (await client.get("/v1/tickets", headers=within)).json()

    assert (before.status_code, declared.status_code) == (403, 201)
    principal = await door.principal_at("hotline", told)
    assert principal.replay_at is not None
    assert principal.replay_at.isoformat() == "2025-03-14T02:05:00+00:00"
    assert (await client.get("/v1/tickets", headers=outside)).status_code == 403
    assert (await client.get("/v1/tickets", headers={"gov171-replay-at": "soon"})).status_code == 400
    assert (await door.client().get("/v1/tickets", headers=within)).status_code == 403


async def test_every_route_says_who_may_use_it(door: Door) -> None:
    exempt = (
        "/health/live", "/health/ready", "/metrics", "/.well-known/jwks.json", "/openapi.json", "/docs", "/redoc",
    )  # fmt: skip

    assert undeclared_routes(door.harness.app, exempt=exempt) == []
