"""`ambassador user add | list | role | reset | activate | deactivate`: accounts of staff on the command line."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.terminal import err, explained, failed, out, present_settings

if TYPE_CHECKING:
    from knowledge.database.users import UserTable

BY = "command line"
"""Whose doing it is, in the audit log."""

app = typer.Typer(no_args_is_help=True, help="Accounts of staff for the console: make the first one here.")


class RoleName(StrEnum):
    """The roles; each may do what those above it may."""

    EDITOR = "editor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


Name = Annotated[str, typer.Argument(help="What is typed to sign in: small letters, digits, dots, hyphens.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make the password up, and print it once.")]


@app.command()
def add(
    name: Name,
    display: Annotated[str, typer.Option(help="The person's name, as colleagues see it.")] = "",
    role: Annotated[RoleName, typer.Option(help="What the account may do.")] = RoleName.EDITOR,
    generate: Generate = False,
) -> None:
    """Make an account. The password is asked twice, or read from standard input where that is no terminal."""
    from knowledge.database.users import Role, User

    with explained():
        table = _table()
        first = table.none()  # whoever makes the first account chooses their own password
        user = User(name, display or name, Role.of(role.value), must_change=generate or not first)
        password = _password(generate)
        table.add(user, password, BY)
    _tell(f"There is an account {name} ({role.value}).", password if generate else "", must_change=user.must_change)


@app.command("list")
def list_() -> None:
    """Print every account."""
    with explained():
        accounts = _table().all()
    printed = Table("name", "person", "role", "state", box=None, pad_edge=False)
    for account in accounts:
        state = "deactivated" if not account.user.active else "locked" if account.locked else "active"
        printed.add_row(*map(Text, (account.user.name, account.user.display, account.user.role.word, state)))
    out.print(printed)


@app.command()
def role(name: Name, role: Annotated[RoleName, typer.Argument(help="The new role.")]) -> None:
    """Change what an account may do."""
    from knowledge.database.users import Role

    with explained():
        _table().change(name, BY, role=Role.of(role.value))
    _tell(f"{name} is {role.value}.")


@app.command()
def reset(name: Name, generate: Generate = False) -> None:
    """Give a new first password, unlock the account, and sign it out everywhere."""
    with explained():
        table = _table()
        if table.get(name) is None:
            raise failed(f"there is no account {name!r}; `ambassador user list` prints them")
        password = _password(generate)
        table.reset_password(name, password, BY)
    _tell(f"{name} has a new password.", password if generate else "", must_change=True)


@app.command()
def deactivate(name: Name) -> None:
    """Let somebody in no more; what they did stays in the log."""
    with explained():
        _table().set_active(name, False, BY)
    _tell(f"{name} is deactivated.")


@app.command()
def activate(name: Name) -> None:
    """Let somebody in again."""
    with explained():
        _table().set_active(name, True, BY)
    _tell(f"{name} is active.")


def _table() -> "UserTable":
    from knowledge.database.opening import open_database
    from knowledge.database.users import UserTable

    return UserTable(open_database(present_settings().content))


def _password(generate: bool) -> str:
    if generate:
        from knowledge.database.passwords import made_up

        return made_up()
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _tell(message: str, password: str = "", *, must_change: bool = False) -> None:
    err.print(message, highlight=False, markup=False)
    if password:
        err.print("The first password, shown this once:")
        out.print(password, highlight=False, markup=False)
    if must_change:
        err.print("It has to be changed at the first sign-in.")
