"""The bulletin as a page to print: it stands by itself, runs nothing and asks no other host for anything."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from chassis.clock import SHANGHAI
from svc_hotline.figures.schemas import BulletinView, CategoryCountView, UnitRatesView

_STYLE = """
body { font: 11pt/1.6 "Noto Serif CJK SC", "Songti SC", SimSun, serif; max-width: 52em; margin: 2em auto; padding: 0 1em;
  color: #111; }
h1 { text-align: center; font-size: 18pt; } h2 { font-size: 13pt; border-bottom: 1px solid #999; margin-top: 1.6em; }
p.of { text-align: center; color: #444; } table { border-collapse: collapse; width: 100%; } svg { max-width: 100%; }
th, td { border: 1px solid #bbb; padding: .15em .5em; text-align: right; } th { background: #f0f0f0; font-weight: 600; }
th:first-child, td:first-child, td.t { text-align: left; } text { font-size: 12px; fill: #111; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
_BAR_WIDTH, _ROW_HEIGHT, _NAME_WIDTH = 380, 24, 170
Cell = str | int | Decimal | None


def page(bulletin: BulletinView) -> str:
    """The whole document."""
    year, month = bulletin.month.split("-")
    title = f"12345 热线 {year} 年 {int(month)} 月运行月报"
    place = bulletin.territory_name or bulletin.territory_code or "全市"
    counted = f"{bulletin.as_of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    state = "，本月尚未结束" if bulletin.is_provisional else ""
    parts = [
        f"<h1>{escape(title)}</h1><p class='of'>{escape(place)} · 统计时间 {counted}{state}</p>",
        _totals(bulletin), _changes(bulletin), _units(bulletin.units), _categories(bulletin.categories), _hot(bulletin),
        _overdue(bulletin.overdue_units),
    ]  # fmt: skip
    return (
        "<!DOCTYPE html>\n<html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _totals(bulletin: BulletinView) -> str:
    of = bulletin.totals
    told = (
        f"本月受理 {of.accepted} 件，办结 {of.closed} 件，办结率 {_pct(of.close_rate_pct)}；"
        f"按时办结率 {_pct(of.on_time_rate_pct)}，按时签收率 {_pct(of.sign_on_time_rate_pct)}，"
        f"一次办结率 {_pct(of.first_contact_rate_pct)}；响应率 {_pct(of.response_rate_pct)}，"
        f"解决率 {_pct(of.resolution_rate_pct)}，满意率 {_pct(of.satisfaction_pct)}。"
        f"退单率 {_pct(of.return_rate_pct)}，重办率 {_pct(of.reopen_rate_pct)}。"
    )
    return f"<h2>一、总体情况</h2><p>{escape(told)}</p>"


def _changes(bulletin: BulletinView) -> str:
    rows = [
        (each.name_zh, each.value, each.month_before, _signed(each.on_month_pct), each.year_before, _signed(each.on_year_pct))
        for each in bulletin.changes
    ]
    return _table(("指标", "本月", "上月", "环比", "上年同月", "同比"), rows)


def _units(units: Sequence[UnitRatesView]) -> str:
    rows = [
        (each.name or each.unit_code, each.rank, each.accepted, _pct(each.response_rate_pct), _pct(each.resolution_rate_pct),
         _pct(each.satisfaction_pct), _pct(each.mean_pct))
        for each in units
    ]  # fmt: skip
    head = ("单位", "排名", "受理", "响应率", "解决率", "满意率", "综合")
    return f"<h2>二、承办单位三率排名</h2>{_table(head, rows)}"


def _categories(categories: Sequence[CategoryCountView]) -> str:
    bars = bar_picture([(each.name_zh or each.category_code, each.accepted) for each in categories])
    rows = [
        (each.name_zh or each.category_code, each.accepted, _pct(each.share_pct), each.month_before, _signed(each.on_month_pct))
        for each in categories
    ]
    return f"<h2>三、诉求集中的事项</h2>{bars}{_table(('事项', '受理', '占比', '上月', '环比'), rows)}"


def _hot(bulletin: BulletinView) -> str:
    rows = [
        (each.category_zh or each.category_code, each.territory_name or each.territory_code or "地点不详", each.reason_zh)
        for each in bulletin.hot_topics.items
    ]
    return f"<h2>四、热点（截至 {bulletin.hot_topics.on}）</h2>{_table(('事项', '地点', '说明'), rows)}"


def _overdue(units: Sequence[UnitRatesView]) -> str:
    rows = [(each.name or each.unit_code, each.overdue, each.accepted) for each in units]
    return f"<h2>五、超期单位</h2>{_table(('单位', '超期', '受理'), rows)}"


def bar_picture(bars: Sequence[tuple[str, int]]) -> str:
    """A bar for each name, the longest as wide as there is room; nothing where there are none."""
    most = max((value for _, value in bars), default=0)
    if not most:
        return ""
    drawn = []
    for at, (name, value) in enumerate(bars):
        top, width = at * _ROW_HEIGHT, round(_BAR_WIDTH * value / most, 1)
        drawn.append(
            f"<text x='{_NAME_WIDTH - 6}' y='{top + 16}' text-anchor='end'>{escape(name[:14])}</text>"
            f"<rect x='{_NAME_WIDTH}' y='{top + 4}' width='{width}' height='{_ROW_HEIGHT - 8}' fill='#3b6ea5'/>"
            f"<text x='{_NAME_WIDTH + width + 6}' y='{top + 16}'>{value}</text>"
        )
    size = f"width='{_NAME_WIDTH + _BAR_WIDTH + 60}' height='{len(bars) * _ROW_HEIGHT}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='各事项受理件数'>{''.join(drawn)}</svg>"


def _table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    written = [f"<tr>{''.join(f'<td{_kind(cell)}>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows]
    if not written:
        return "<p>无。</p>"
    return f"<table><tr>{''.join(f'<th>{escape(each)}</th>' for each in head)}</tr>{''.join(written)}</table>"


def _kind(cell: Cell) -> str:
    """Words stand to the left, figures to the right."""
    return " class='t'" if isinstance(cell, str) and cell[-1:] not in "%—" else ""


def _text(cell: Cell) -> str:
    return "—" if cell is None else escape(str(cell))


def _pct(value: Decimal | None) -> str:
    return "—" if value is None else f"{value}%"


def _signed(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:+}%"
