"""What workers of a cluster are asked to do in tests: they import it from here."""

import os


def end_at_three(setup: str, task: int) -> str:
    if task == 3:
        os._exit(1)
    return f"{setup}{task}"
