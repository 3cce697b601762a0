"""Builders for tests of categories: entries as a supervisor writes them, and the tree as the API shows it."""

from typing import Any

import httpx
from hotline_builders import Hotline


def entry(code: str, parent_code: str | None = None, **more: Any) -> dict[str, Any]:
    return {"code": code, "parent_code": parent_code, "name_zh": f"分类{code}", "name_en": f"Category {code}"} | more


class Categories:
    """The categories under test, kept by a supervisor."""

    def __init__(self, hotline: Hotline) -> None:
        self.hotline, self.keeper = hotline, hotline.supervisor

    async def adds(self, code: str, parent_code: str | None = None, **more: Any) -> dict[str, Any]:
        answer = await self.keeper.post("/v1/categories", json=entry(code, parent_code, **more))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def brings_in(self, *entries: dict[str, Any]) -> httpx.Response:
        return await self.keeper.post("/v1/category-imports", json={"categories": [*entries]})

    async def patches(self, code: str, version: int | None = None, **changes: Any) -> httpx.Response:
        return await self.keeper.patch(f"/v1/categories/{code}", json=changes, headers=_if_match(version))

    async def retires(self, code: str, successor_code: str | None = None, version: int | None = None) -> httpx.Response:
        body = {"successor_code": successor_code} if successor_code else {}
        return await self.keeper.post(f"/v1/categories/{code}/retirements", json=body, headers=_if_match(version))

    async def reinstates(self, code: str, version: int | None = None) -> httpx.Response:
        return await self.keeper.post(f"/v1/categories/{code}/reinstatements", json={}, headers=_if_match(version))

    async def shown(self, code: str) -> dict[str, Any]:
        answer = await self.hotline.public.get(f"/v1/categories/{code}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["etag"] == f'"{answer.json()["version"]}"'
        return dict(answer.json())

    async def listed(self, **wanted: Any) -> dict[str, dict[str, Any]]:
        answer = await self.hotline.public.get("/v1/categories", params=wanted)
        assert answer.status_code == 200, answer.text
        return {each["code"]: each for each in answer.json()["items"]}

    async def versions(self, code: str, **page: Any) -> list[dict[str, Any]]:
        answer = await self.keeper.get(f"/v1/categories/{code}/versions", params=page)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])


def _if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]
