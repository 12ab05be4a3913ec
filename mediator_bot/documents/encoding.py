"""The bytes of a text file go in; its text comes out, whatever common encoding they are in."""

import codecs
import re

from mediator_bot.errors import DocumentError

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_PUNCTUATION = re.compile(r"[\u2010-\u2026\u2460-\u24ff\u3000-\u303f\uff00-\uffee·—×°]")
# Of the characters outside ASCII, as many must be common ones before bytes count as Chinese. Right decodings
# reach 0.9 and more, Cantonese included; wrong ones stay under 0.5.
_PLAUSIBLE = 0.6
_SAMPLE = 20_000


def decode(raw: bytes, name: str) -> str:
    """Decode by byte order mark, as strict UTF-8, by plausibility as Chinese, or as charset-normalizer thinks.

    The plausibility comes first because a short Chinese text is too little for general statistics.
    Raises DocumentError where the bytes are no text; `name` is the file's, for that message.
    """
    text = _by_mark(raw) or _strictly(raw, "utf-8") or _as_chinese(raw) or _by_statistics(raw)
    if text is None or "\0" in text:
        raise DocumentError(f"{name} is binary, not text, or in an unknown encoding. Save it as UTF-8 text.")
    return text


def _strictly(raw: bytes, encoding: str) -> str | None:
    """None where the bytes are not valid in `encoding`, or where NULs say that it is another one."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _by_mark(raw: bytes) -> str | None:
    return next((_strictly(raw, encoding) for mark, encoding in _BOMS.items() if raw.startswith(mark)), None)


def _as_chinese(raw: bytes) -> str | None:
    texts = [text for encoding in _CHINESE if (text := _strictly(raw, encoding))]
    best = max(texts, key=_plausibility, default="")
    return best if best and _plausibility(best) >= _PLAUSIBLE else None


def _plausibility(text: str) -> float:
    """The share of common Chinese characters and punctuation among all that is not ASCII, from 0 to 1."""
    if _CONTROL.search(text, 0, _SAMPLE):
        return 0.0
    foreign = [character for character in text[:_SAMPLE] if not character.isascii()]
    return sum(map(_is_common, foreign)) / len(foreign) if foreign else 1.0


def _is_common(character: str) -> bool:
    """Whether it is in the first level of GB 2312 (3,755 characters) or of Big5 (5,401), or is punctuation."""
    simplified, traditional = (character.encode(encoding, "ignore") for encoding in ("gb2312", "big5"))
    return (
        (len(simplified) == 2 and 0xB0 <= simplified[0] <= 0xD7)
        or (len(traditional) == 2 and 0xA4 <= traditional[0] <= 0xC6)
        or bool(_PUNCTUATION.match(character))
    )


def _by_statistics(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    return str(best) if best else None
