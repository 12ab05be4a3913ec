"""How each skill has moved in; a small plot of it as SVG inside HTML out."""

from collections.abc import Sequence
from html import escape

from mediator_bot.practice import Skill
from mediator_bot.types import Language
from mediator_bot.web.words import word

WIDTH, HEIGHT, MARGIN = 240, 44, 6
MOST = 3  # points of an item
SHOWN = 20  # sessions back


def skills_html(skills: Sequence[Skill], language: Language) -> str:
    """One row a skill, the weakest first: its name, its points over time, where it stands now."""
    head = f"<h3>{escape(word('skills', language))}</h3>"
    if not skills:
        return f'<section class="skills">{head}<p class="faint">{escape(word("skills_none", language))}</p></section>'
    about = escape(word("skills_about", language))
    rows = "".join(_row(skill, language) for skill in skills)
    return f'<section class="skills">{head}<p class="faint">{about}</p><ul>{rows}</ul></section>'


def _row(skill: Skill, language: Language) -> str:
    values = [value for _, value in skill.points][-SHOWN:]
    now = word("skill_now", language, now=f"{skill.now:g}")
    moved = f'<span class="faint">{skill.moved:+g}</span>' if skill.moved else ""
    told = word("skill_line", language, name=skill.name, points=", ".join(map(str, values)))
    return f"<li><span>{escape(skill.name)}</span>{plot(values, told)}<span>{escape(now)} {moved}</span></li>"


def plot(values: Sequence[int], told: str) -> str:
    """A line of dots from the oldest at the left to the newest at the right; `told` says it in words."""
    places = [place(n, value, len(values)) for n, value in enumerate(values)]
    grid = "".join(f'<line class="grid" x1="0" x2="{WIDTH}" y1="{y}" y2="{y}"/>' for y in map(_height, range(MOST + 1)))
    path = " ".join(f"{x:g},{y:g}" for x, y in places)
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="3.5"/>' for x, y in places)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}" preserveAspectRatio="xMinYMid meet">'
        f'{grid}<polyline points="{path}"/>{dots}</svg>'
    )


def place(n: int, value: int, count: int) -> tuple[float, float]:
    """Where the point of session `n` (from 0) of `count` stands: x to the right, y downwards, in units of the view box."""
    step = (WIDTH - 2 * MARGIN) / max(1, SHOWN - 1, count - 1)
    return round(MARGIN + n * step, 1), _height(value)


def _height(value: int) -> float:
    return round(HEIGHT - MARGIN - value * (HEIGHT - 2 * MARGIN) / MOST, 1)
