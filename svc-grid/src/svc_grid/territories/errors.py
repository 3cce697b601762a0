"""What can go wrong with a territory."""

from chassis.errors import Kind, Problem


class TerritoryRetired(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This territory is retired and stays what it was", "辖区已撤销，不能更改"
