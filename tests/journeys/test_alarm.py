"""A street lamp flaps: what its platform reports, and what the grid desk gets of it; through the gateway alone."""

import httpx
from houses import House, until
from oracle import check_oracle

REGISTER = """code,class_code,lon,lat,territory_code,device_id
lamp-1,urban.public_utilities.street_lamp,82.05,44.85,659007/84/03,lamp-1
"""
REPORT = {"device_id": "lamp-1", "device_kind": "street_lamp", "rule_code": "not_lit", "title": "路灯不亮"}
TIMES = 6


async def test_a_lamp_that_flaps_is_one_case_on_the_ground(house: House) -> None:
    await house.furnish()
    async with house.client(house.administrator_key) as administrator:
        made = await administrator.post("/v1/applications", json={"name": "lamps", "roles": ["device_platform"]})
        entered = await administrator.post("/v1/component-imports", content=REGISTER, headers={"content-type": "text/csv"})
        assert (made.status_code, entered.status_code) == (201, 201), entered.text
        async with house.client(made.json()["key"]) as platform:
            await flap(platform)
            assert (await platform.get("/v1/cases")).status_code == 403

        await until(lambda: is_followed(administrator))

        [link] = (await administrator.get("/v1/alarm-cases", params={"cause": "lamp-1/not_lit"})).json()["items"]
        case = (await administrator.get(f"/v1/cases/{link['case_id']}")).json()
        assert (case["status"], case["source"], case["title"]) == ("reported", "alarm", "路灯不亮")
        assert (case["class_code"], case["condition_code"]) == ("urban.public_utilities.street_lamp", "not_lit")
        assert (case["territory_code"], case["component_code"]) == ("659007/84/03", "lamp-1")
    await check_oracle(house, {})


async def flap(platform: httpx.AsyncClient) -> None:
    for number in range(TIMES):
        raised = await platform.post("/v1/alarms", json=REPORT | {"external_id": f"r-{number}"})
        assert raised.status_code == 201, raised.text
        cleared = await platform.post(f"/v1/alarms/{raised.json()['id']}/clearances", json={})
        assert cleared.status_code == 201, cleared.text


async def is_followed(client: httpx.AsyncClient) -> bool:
    links = (await client.get("/v1/alarm-cases", params={"cause": "lamp-1/not_lit"})).json()["items"]
    return [(each["occurrences"], each["is_raised"]) for each in links] == [(TIMES, False)]
