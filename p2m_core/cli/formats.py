"""``p2m formats``: the formats that are read, and those that are written."""

from p2m_core.cli.report import JsonOption, ProgressMode, conclude


def formats(json_file: JsonOption = None) -> None:
    """List the formats of data sets: what is read, what is written, and what each cannot carry."""
    from p2m_core.datasets.readers import READERS
    from p2m_core.datasets.writers import FORMATS

    lines = ["read (p2m import, stats, train, eval --format NAME):"]
    lines += [f"  {reader.name}: {reader.layout}" for reader in READERS.values()]
    lines += ["", "written (p2m export --format NAME):"]
    for format in FORMATS.values():
        lines.append(f"  {format.name}: {format.title}")
        lines.append(f"    cannot carry: {'; '.join(format.cannot)}")
        for option in format.options:
            values = " or ".join(option.choices) or "yes or no"
            lines.append(f"    --option {option.name}={values}: {option.title}")
    results = {
        "read": [
            {"name": reader.name, "layout": reader.layout} for reader in READERS.values()
        ],
        "written": [
            {
                "name": format.name,
                "title": format.title,
                "cannot": list(format.cannot),
                "read_as": format.reader,
                "options": [
                    {
                        "name": option.name,
                        "title": option.title,
                        "default": option.default,
                        "choices": list(option.choices),
                    }
                    for option in format.options
                ],
            }
            for format in FORMATS.values()
        ],
    }  # fmt: skip
    conclude("\n".join(lines), results, ProgressMode.NONE, json_file)
