"""Optional parts of an installation, and the command that adds them."""

from importlib.util import find_spec

from p2m_core.errors import InputError

INSTALL_TORCH = "pip install 'label-irst[train]'"


def has_torch() -> bool:
    """Return whether torch is installed, without importing it.

    Examples
    --------
    >>> isinstance(has_torch(), bool)
    True
    """
    return find_spec("torch") is not None


def need_torch(what: str) -> None:
    """Check for torch before work that computes with it, without importing it.

    Parameters
    ----------
    what : str
        The work, as the subject of the message: ``p2m train``.

    Raises
    ------
    InputError
        If torch is not installed; the message names the command that installs it.
    """
    if not has_torch():
        raise InputError(f"{what} needs torch, which is not installed: {INSTALL_TORCH}")
