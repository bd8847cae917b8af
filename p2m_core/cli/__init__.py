"""The command line `p2m`: one file a command; errors become exit statuses here.

To add a command, write ``cli/NAME.py`` with a function that imports its heavy dependencies
inside itself, so that ``p2m --help`` stays quick; import it here and add it to `_COMMANDS`.
"""

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated

import typer

from p2m_core import __version__
from p2m_core.cli import eval as evaluation
from p2m_core.cli.accept import accept
from p2m_core.cli.compare import compare
from p2m_core.cli.export import export
from p2m_core.cli.formats import formats
from p2m_core.cli.grow import grow
from p2m_core.cli.help import help_of
from p2m_core.cli.import_labels import import_
from p2m_core.cli.preannotate import preannotate
from p2m_core.cli.predict import predict
from p2m_core.cli.propagate import propagate
from p2m_core.cli.report import ReaderGone, emit, wants_json
from p2m_core.cli.stats import stats
from p2m_core.cli.suggest import suggest
from p2m_core.cli.synth import synth
from p2m_core.cli.train import train
from p2m_core.cli.view import contact_sheet, view
from p2m_core.errors import DISK_FULL, OUT_OF_MEMORY, InputError, P2MError, code_of

_COMMANDS: tuple[Callable[..., None], ...] = (
    grow, propagate, suggest, preannotate, import_, accept, export, formats, synth, stats, compare,
    view, contact_sheet, train, predict,
)  # fmt: skip

_SHORTAGES = {
    OUT_OF_MEMORY: "the memory does not suffice",
    DISK_FULL: "the disk is full: make room",
}

_app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"p2m {__version__}")
        raise typer.Exit


@_app.callback(invoke_without_command=True)
def _p2m(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Annotate and detect infrared small targets: one click grows the pixel mask."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _command in _COMMANDS:
    # `import` is a word of Python: its function is `import_`.
    _app.command(_command.__name__.rstrip("_").replace("_", "-"), help=help_of(_command))(_command)
_app.add_typer(evaluation.app, name="eval")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0 done; 1 the work failed; 2 bad arguments or input; 130 interrupted. Expected failures are
    one line on stderr; unexpected exceptions pass with their traceback. With ``--progress json``,
    the last line on stdout is then ``{"event": "error", "code": ..., "message": ...}`` with the
    code of `p2m_core.errors.code_of`.

    Parameters
    ----------
    arguments : sequence of str, optional
        Command and its arguments; those of the process by default.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files may be any bytes

    def fail(error: Exception, message: str, status: int) -> int:
        _emit_error(arguments, code_of(error), message)
        return _fail(message, status)

    try:
        status = _app(arguments, prog_name="p2m", standalone_mode=False)
        sys.stdout.flush()
    except ReaderGone as gone:
        _drop_stdout()
        return gone.exit_status
    except P2MError as error:
        return fail(error, str(error), error.exit_status)
    except typer.TyperException as error:
        message = error.format_message()
        return fail(InputError(message), message, error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except Exception as error:
        if (code := code_of(error)) in _SHORTAGES:
            return fail(error, f"{_SHORTAGES[code]}: {error}", 1)
        _emit_error(arguments, code, f"{type(error).__name__}: {error}")
        raise
    # Typer returns the status of an early exit, and what the command returned: nothing.
    return status if isinstance(status, int) else 0


def _emit_error(arguments: Sequence[str], code: str, message: str) -> None:
    if not wants_json(arguments) or os.environ.get("RANK", "0") != "0":
        return  # under torchrun, one process reports for all
    with suppress(OSError, ReaderGone):  # stderr has it too
        emit("error", code=code, message=" ".join(message.split()))


def _fail(message: str, status: int) -> int:
    # Some of Typer's messages have two lines.
    line = " ".join(message.split())
    print(f"p2m: error: {line}", file=sys.stderr)
    return status


def _drop_stdout() -> None:
    """Discard unprinted output: Python would fail on it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
