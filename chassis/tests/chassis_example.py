"""A service as small as one can be: things that are made and changed, and a consumer that counts what it hears."""

import hashlib
import secrets
from typing import Annotated

from fastapi import FastAPI, Request, Response
from pydantic import Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.app import build_app
from chassis.consumers import Consumer, TooEarly
from chassis.envelope import Envelope
from chassis.errors import Kind, NotFound, Problem
from chassis.routing import Db, IfMatch, Principal, anyone, check_version, domain_router, require, tag_version
from chassis.schema import Input
from chassis.settings import ServiceSettings
from contracts.grid import FacilityRegisteredV1, UnitRegisteredV1

router = domain_router("/v1/things", "things")
Keeper = Annotated[Principal, require("desk")]


class Settings(ServiceSettings):
    service: str = "example"


class Thing(Input):
    id: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=40)


class Unheard(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "It will never be heard", "无法处理"


def event_of(thing: Thing) -> FacilityRegisteredV1:
    return FacilityRegisteredV1(occurred_at=clock.now(), facility_code=thing.id, kind="showcase", name=thing.name)


@router.post("", status_code=201)
async def make(body: Thing, actor: Keeper, db: Db, response: Response) -> dict[str, str]:
    await db.execute(text("INSERT INTO things VALUES (:id, 1, :name)"), body.model_dump())
    await outbox.publish(db, event_of(body), subject=body.id, sequence=1)
    tag_version(response, 1)
    return {"id": body.id}


@router.post("/orphans", status_code=201)
async def make_orphan(actor: Keeper, db: Db) -> dict[str, str]:
    """The database refuses it only at the commit."""
    await db.execute(text("INSERT INTO children VALUES ('nobody')"))
    return {}


@router.post("/refusals", status_code=201)
async def make_and_refuse(body: Thing, actor: Keeper, db: Db) -> dict[str, str]:
    """The domain refuses it after it was written."""
    await db.execute(text("INSERT INTO things VALUES (:id, 1, :name)"), body.model_dump())
    await outbox.publish(db, event_of(body), subject=body.id, sequence=1)
    raise Unheard()


@router.post("/digests")
async def digest(actor: Keeper, request: Request) -> dict[str, str | int]:
    """What is sent is read as it comes, as an upload is."""
    found, chunks = hashlib.sha256(), 0
    async for chunk in request.stream():
        found.update(chunk)
        chunks += 1
    return {"sha256": found.hexdigest(), "chunks": chunks}


@router.post("/wishes", status_code=201)
async def wish(body: Thing, actor: Annotated[Principal, anyone()]) -> dict[str, str]:
    """Something that the anonymous may ask for; the answer is another each time."""
    return {"code": secrets.token_hex(8)}


@router.post("/secrets")
async def tell(actor: Keeper, response: Response) -> dict[str, str]:
    """An answer that nobody may store."""
    response.headers["Cache-Control"] = "no-store"
    return {"code": secrets.token_hex(8)}


@router.post("/inventories", status_code=201)
async def take_stock(actor: Annotated[Principal, require("desk", unbound=True)]) -> dict[str, str]:
    """Of all things there are, so for nobody who is to see some."""
    return {}


@router.put("/{thing_id}")
async def change(thing_id: str, body: Thing, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> dict[str, int]:
    found = await db.execute(text("SELECT version FROM things WHERE id = :id FOR UPDATE"), {"id": thing_id})
    version = found.scalar_one_or_none()
    if version is None:
        raise NotFound("no such thing")
    check_version(if_match, version)
    await db.execute(text("UPDATE things SET version = version + 1, name = :name WHERE id = :id"), body.model_dump())
    await outbox.publish(db, event_of(body), subject=thing_id, sequence=version + 1)
    tag_version(response, version + 1)
    return {"version": version + 1}


@router.get("/count")
async def count(actor: Annotated[Principal, anyone()], db: Db) -> dict[str, int]:
    return {"count": (await db.execute(text("SELECT count(*) FROM things"))).scalar_one()}


@router.get("/numbers/{number}")
async def echo(number: int, actor: Annotated[Principal, anyone()], db: Db, as_text: bool = False) -> dict[str, int]:
    """Asks the database for an integer; `as_text` is what a mistake of ours would be."""
    return {
        "number": (await db.execute(text(f"SELECT CAST(:n AS {'text' if as_text else 'bigint'})"), {"n": number})).scalar_one()
    }


@router.get("/broken")
async def break_down(actor: Annotated[Principal, anyone()], db: Db) -> dict[str, int]:
    raise RuntimeError("13812341234 is nobody's business")


async def hear(db: AsyncSession, event: UnitRegisteredV1, envelope: Envelope) -> None:
    """Raises its counter, which twice would show; some names it stumbles over."""
    if event.name == "hopeless":
        raise Unheard()
    if event.name == "early" and not await times_heard(db, "first"):
        raise TooEarly("first is still to come")
    raised = "INSERT INTO heard VALUES (:subject, 1) ON CONFLICT (subject) DO UPDATE SET times = heard.times + 1"
    await db.execute(text(raised), {"subject": envelope.subject})


async def times_heard(db: AsyncSession, subject: str) -> int:
    found = await db.execute(text("SELECT times FROM heard WHERE subject = :subject"), {"subject": subject})
    return int(found.scalar_one_or_none() or 0)


def create_app(settings: ServiceSettings) -> FastAPI:
    listening = Consumer(name="example-hear", handlers={UnitRegisteredV1: hear})
    return build_app(settings, title="example", summary="An example.", routers=[router], consumers=[listening])
