"""The command line: `ambassador serve | train | ask | evaluate | faq | report | user | doctor | settings`."""

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bot import faq_commands, logs, report_commands, user_commands
from bot.settings import PREFIX, Settings
from bot.terminal import err, failed, out, present_settings

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(faq_commands.app, name="faq")
app.add_typer(report_commands.app, name="report")
app.add_typer(user_commands.app, name="user")


@app.callback()
def prepare() -> None:
    """Ambassador (智能大使): a bilingual enquiry assistant for immigration services in Hong Kong."""
    # before any library is imported that would print
    logs.configure("WARNING")


@app.command()
def serve() -> None:
    """Serve the page, the REST channel and the WebSocket; trains first if there is no model."""
    settings = present_settings()
    logs.configure(settings.log_level)
    from bot import server
    from knowledge.errors import KnowledgeError

    try:
        server.serve(settings, err)
    except (server.ServerError, KnowledgeError) as error:
        raise failed(str(error)) from error


@app.command()
def train(force: Annotated[bool, typer.Option(help="Train even if nothing changed.")] = False) -> None:
    """Train encoder, index, Rasa model and decision from the present content; a server that runs swaps to them."""
    from bot.release import Release, put_in_force
    from bot.training_screen import train_with_progress
    from knowledge.errors import KnowledgeError

    settings = present_settings()
    try:
        release = Release.current(settings)
        if release.complete and not force:
            err.print(f"Nothing to train: the model for the present content is {release.rasa_model}.")
        else:
            train_with_progress(release, err)
            err.print(f"Trained: {release.rasa_model}")
        put_in_force(release)
    except KnowledgeError as error:
        raise failed(str(error)) from error


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="A question, in English or Chinese.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write JSON lines; see docs/protocol.md.")] = False,
) -> None:
    """Ask one question, or many: {"id", "text"} or {"id", "turns": [..]} a line on standard input."""
    if jsonl == (text is not None):
        raise failed('give either a question, as in `ambassador ask "How do I renew my passport?"`, or --jsonl')
    from bot import asking

    assistant = _assistant()
    if text is not None:
        asyncio.run(asking.ask_one(assistant, text, out))
        return
    try:
        for line in asking.ask_lines(assistant, sys.stdin):
            print(line, flush=True)
    except asking.BadLineError as error:
        raise failed(str(error)) from error
    except UnicodeDecodeError as error:
        raise failed(f"standard input is not UTF-8: {error}") from error


@app.command()
def evaluate(
    files: Annotated[list[Path] | None, typer.Argument(help="Question files; the project's own if none.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print figures and failures as JSON.")] = False,
    failures: Annotated[bool, typer.Option(help="List the questions that went wrong.")] = False,
    reliability: Annotated[Path | None, typer.Option(help="Draw the reliability diagram into this file.")] = None,
    ablate: Annotated[bool, typer.Option(help="Judge with each part left out; trains several models.")] = False,
) -> None:
    """Print the scorecard: right, offered, wrong, declined, distress and language, for each variety."""
    from bot.questions import EVALUATION, QuestionsError, read_questions

    try:
        questions = [question for file in files or EVALUATION for question in read_questions(file)]
    except QuestionsError as error:
        raise failed(str(error)) from error
    from bot.scorecard import judge, to_json
    from bot.scorecard_screen import print_ablation, print_failures, print_scorecard

    if ablate:
        from bot.ablation import ablate as judge_variants

        with err.status("loading") as status:
            print_ablation(judge_variants(_trained_release(), questions, status.update), out)
        return
    verdicts = asyncio.run(judge(_assistant(), questions))
    if reliability:
        from bot.reliability import draw

        draw(verdicts, reliability)
    if as_json:
        print(json.dumps(to_json(verdicts), ensure_ascii=False, indent=2))
        return
    print_scorecard(verdicts, out)
    if failures:
        print_failures(verdicts, out)


@app.command()
def converse(
    files: Annotated[list[Path] | None, typer.Argument(help="Dialogue files; the project's own if none.")] = None,
    failures: Annotated[bool, typer.Option(help="List the turns that went wrong.")] = False,
) -> None:
    """Hold the conversations of dialogue files, and print how many replies were right."""
    from bot.questions import QuestionsError

    assistant = _assistant()
    from bot.dialogues import DIALOGUES, judge_dialogues, print_dialogues, read_dialogues

    try:
        dialogues = [dialogue for file in files or [DIALOGUES] for dialogue in read_dialogues(file)]
    except QuestionsError as error:
        raise failed(str(error)) from error
    print_dialogues(asyncio.run(judge_dialogues(assistant, dialogues)), out, failures=failures)


@app.command()
def flows(file: Annotated[Path, typer.Argument(help="SVG file to write.")]) -> None:
    """Draw the guided help: which question follows which answer."""
    from bot.flow_chart import draw
    from knowledge.store import FileStore

    draw(FileStore().guides(), file)


@app.command()
def doctor() -> None:
    """Say what is installed, what is missing, and what each missing part costs."""
    from bot.doctor import check

    table = Table("", "part", "state", "without it", box=None, pad_edge=False)
    findings = check(present_settings())
    for finding in findings:
        table.add_row("[green]ok[/]" if finding.ok else "[red]--[/]", finding.part, finding.state, finding.cost)
    out.print(table)
    if any(finding.needed and not finding.ok for finding in findings):
        raise typer.Exit(1)


@app.command()
def settings() -> None:
    """Print every setting: value, name in the environment, what it does."""
    current = present_settings()
    table = Table("setting", "value", "what it does", box=None, pad_edge=False)
    for f in fields(Settings):
        table.add_row(PREFIX + f.name.upper(), str(getattr(current, f.name)) or "(empty)", f.metadata["help"])
    out.print(table)


def _trained_release() -> Any:
    """The current release; an error that says what to do where there is none."""
    from bot.release import Release
    from knowledge.errors import KnowledgeError

    settings = present_settings()
    try:
        release = Release.current(settings)
    except KnowledgeError as error:
        raise failed(str(error)) from error
    if not release.complete:
        raise failed("there is no trained model for the present content: run `ambassador train`")
    return release


def _assistant() -> Any:
    """The assistant of the current release, for one run of a command."""
    from knowledge.errors import KnowledgeError

    current = _trained_release().settings
    try:
        with err.status("loading the model"):
            from bot.assistant import Assistant

            return Assistant.load(current)
    except KnowledgeError as error:
        raise failed(str(error)) from error


def main(arguments: Iterable[str] | None = None) -> None:
    """Entry point of `python -m bot.cli`."""
    app(args=list(arguments) if arguments is not None else None)


if __name__ == "__main__":
    main()
