"""What counts as reformed, as data with a version."""

from dataclasses import dataclass

from svc_affairs.items.terms import Channel


@dataclass(frozen=True)
class Policy:
    """When an item counts as online, and as settled in one visit 最多跑一次."""

    version: str = "2026-1"
    online_depth: int = 3
    online_channels: tuple[str, ...] = (Channel.WEB.value, Channel.APP.value, Channel.WECHAT.value)
    most_visits: int = 1


POLICY = Policy()
