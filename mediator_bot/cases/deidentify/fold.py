"""Text in, the same text out with every form of a digit, a Latin letter and a dash made one; not a place moves."""

import re

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Dashes and the dots people put between figures; spaces of every width.
_SIGNS = {ord(sign): "-" for sign in "‐‑‒–—―−－"} | {
    ord(space): " " for space in "\u3000\u00a0\u2002\u2003\u2009\u202f"
}
_SPOKEN = {
    ord(sign): digit
    for sign, digit in zip("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789", strict=True)
}
# Seven figures in a row are a number that somebody spelled out; four are a year.
_SPELLED = re.compile(r"[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{7,}")


def fold(text: str) -> str:
    """One character for one: `１３８` and 幺三八… as digits, `＠` as `@`, every dash as `-`, every space as a plain one."""
    plain = text.translate(_FULL_WIDTH | _SIGNS)
    return _SPELLED.sub(lambda run: run.group().translate(_SPOKEN), plain)
