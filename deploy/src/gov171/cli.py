"""Puts the command-line program together."""

import typer

from gov171.commands import bench, contracts, demo, hotline, house, imports, operations, testing

app = typer.Typer(
    name="gov171", help="The open backend of a 1+7+1 digital city.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip

for command in (house.up, house.down, house.status, house.logs, house.reset, house.token, demo.demo):
    app.command()(command)
app.command(name="test")(testing.check_all)
app.command(name="dead-letters")(operations.dead_letters)
app.command()(operations.replay)
app.add_typer(contracts.app, name="contracts")
app.add_typer(imports.app, name="import")
app.add_typer(bench.app, name="bench")
app.add_typer(hotline.app, name="hotline")
