"""Every command, by name."""

import typer

from storyreel.cli import asking, checking, library, looking, people, serving, tracing, watching, weights

app = typer.Typer(
    name="storyreel",
    help="Watches a film and remembers it: who is who, who feels what and when, what happened and why.",
    no_args_is_help=True,
    rich_markup_mode=None,  # drawing boxes would triple the time that --help takes
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(watching.demo)
app.command()(watching.ingest)
app.command()(asking.ask)
app.command()(asking.chat)
app.command()(asking.story)
app.command()(looking.timeline)
app.command()(people.characters)
app.command()(looking.export)
app.add_typer(library.library_app, name="library")
app.add_typer(weights.models_app, name="models")
app.add_typer(library.memory_app, name="memory")
app.add_typer(tracing.trace_app, name="trace")
app.command("serve-llm")(serving.serve_llm)
app.command()(checking.doctor)
app.command("eval")(checking.evaluate)


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    if version:
        from storyreel import __version__

        typer.echo(__version__)
        raise typer.Exit
