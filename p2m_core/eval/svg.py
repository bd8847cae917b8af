"""Four kinds of charts as SVG, written without a plotting library, to keep the core small."""

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 46, 62
_COLOURS = ("#1f77b4", "#d95f02", "#2a9d5c", "#7b3fa0", "#8c6d31")
# With more groups, the names under the bars would overlap.
_SLANTED_FROM = 7

Series = dict[str, Sequence[float | None]]
"""Up to five curves or bars by their names in the legend; None where there is no value."""


def lines(title: str, x_title: str, x: Sequence[float], series: Series, top: float = 100.0) -> str:
    """Return a line chart of the series over `x`, the vertical axis 0 to `top`."""
    low, high = min(x), max(x)
    span = (high - low) or 1.0
    places = [_LEFT + (value - low) / span * _inner_width() for value in x]
    parts = _frame(title, x_title, top)
    parts += [
        _text(place, _HEIGHT - _BOTTOM + 18, f"{value:g}")
        for place, value in zip(places, x, strict=True)
    ]
    for colour, (name, values) in zip(_COLOURS, series.items(), strict=False):
        points = [
            (place, _height_of(value, top)) for place, value in zip(places, values, strict=True)
            if value is not None
        ]  # fmt: skip
        joined = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(
            f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2">'
            f"<title>{escape(name)}</title></polyline>"
        )
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
    return _document(parts + _legend(list(series)))


def bars(title: str, x_title: str, names: Sequence[str], series: Series, top: float = 100.0) -> str:
    """Return a chart of groups of bars, one group a name, the vertical axis 0 to `top`."""
    parts = _frame(title, x_title if len(names) < _SLANTED_FROM else "", top)
    group = _inner_width() / max(1, len(names))
    width = 0.8 * group / len(series)
    for k, name in enumerate(names):
        middle, below = _LEFT + (k + 0.5) * group, _HEIGHT - _BOTTOM + 18
        parts.append(_text(middle, below, name, slanted=len(names) >= _SLANTED_FROM))
    for index, (colour, (name, values)) in enumerate(zip(_COLOURS, series.items(), strict=False)):
        for k, value in enumerate(values):
            if value is None:
                continue
            left = _LEFT + (k + 0.1) * group + index * width
            upper = _height_of(value, top)
            parts.append(
                f'<rect x="{left:.1f}" y="{upper:.1f}" width="{0.94 * width:.1f}" '
                f'height="{_HEIGHT - _BOTTOM - upper:.1f}" fill="{colour}">'
                f"<title>{escape(name)}, {escape(names[k])}: {value:.1f}</title></rect>"
            )
    return _document(parts + _legend(list(series)))


def cells(title: str, counts: Sequence[Sequence[int]], note: str = "") -> str:
    """Return a map of counts, rows from the top; the darkest cell has the most."""
    top = max(max(row) for row in counts) or 1
    side = min(_inner_width() / len(counts[0]), (_HEIGHT - _TOP - _BOTTOM) / len(counts))
    left = (_WIDTH - side * len(counts[0])) / 2
    parts = [_text(_WIDTH / 2, 18, title, size=14), _text(_WIDTH / 2, _HEIGHT - 22, note)]
    for r, row in enumerate(counts):
        for c, count in enumerate(row):
            parts.append(
                f'<rect x="{left + c * side:.1f}" y="{_TOP + r * side:.1f}" width="{side:.1f}" '
                f'height="{side:.1f}" fill="{_COLOURS[0]}" fill-opacity="{count / top:.3f}" '
                f'stroke="#ddd"><title>{count}</title></rect>'
            )
    return _document(parts)


def _inner_width() -> float:
    return _WIDTH - _LEFT - _RIGHT


def _height_of(value: float, top: float) -> float:
    inner = _HEIGHT - _TOP - _BOTTOM
    return _HEIGHT - _BOTTOM - min(max(value / top, 0.0), 1.0) * inner


def _frame(title: str, x_title: str, top: float) -> list[str]:
    parts = [_text(_WIDTH / 2, 18, title, size=14)]
    parts.append(_text(_LEFT + _inner_width() / 2, _HEIGHT - 22, x_title))
    for k in range(6):
        value = top * k / 5
        y = _height_of(value, top)
        parts.append(
            f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#ddd"/>'
        )
        parts.append(_text(_LEFT - 24, y + 4, f"{value:g}"))
    return parts


def _legend(names: list[str]) -> list[str]:
    parts = []
    step = _inner_width() / len(names)
    for k, (colour, name) in enumerate(zip(_COLOURS, names, strict=False)):
        x = _LEFT + k * step
        parts.append(f'<rect x="{x:.1f}" y="28" width="10" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{x + 14:.1f}" y="37">{escape(name)}</text>')
    return parts


def _text(x: float, y: float, content: str, slanted: bool = False, size: int = 11) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}"'
    how = 'text-anchor="middle"'
    if slanted:
        how = f'text-anchor="end" transform="rotate(-25 {x:.1f} {y:.1f})"'
    return f"<text {place} {how}>{escape(content)}</text>"


def _document(parts: list[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" font-size="11" fill="#222">\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def curves(title: str, x_title: str, x: Sequence[float], series: Series, top: float = 100.0) -> str:
    """Return a chart of any number of curves over many `x`, from 0 up; the legend is inside."""
    parts = _frame(title, x_title, top)
    places = [_LEFT + value / max(x) * _inner_width() for value in x]
    for k in range(6):
        place = _LEFT + k / 5 * _inner_width()
        parts.append(_text(place, _HEIGHT - _BOTTOM + 18, f"{max(x) * k / 5:g}"))
    for index, (name, values) in enumerate(series.items()):
        colour = _COLOURS[index % len(_COLOURS)]
        dash = "" if index < len(_COLOURS) else ' stroke-dasharray="5 3"'
        points = " ".join(
            f"{place:.1f},{_height_of(value, top):.1f}"
            for place, value in zip(places, values, strict=True)
            if value is not None and value == value  # NaN: a set without targets
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}>'
            f"<title>{escape(name)}</title></polyline>"
        )
        y = _HEIGHT - _BOTTOM - 14 * (len(series) - index)
        parts.append(
            f'<line x1="{_WIDTH - 200}" y1="{y - 4}" x2="{_WIDTH - 180}" y2="{y - 4}" '
            f'stroke="{colour}" stroke-width="2"{dash}/>'
        )
        parts.append(f'<text x="{_WIDTH - 174}" y="{y}">{escape(name)}</text>')
    return _document(parts)
