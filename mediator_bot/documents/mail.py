"""An e-mail goes in; its head and text come out as one document, and each attachment that can be read as another."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

from mediator_bot.documents import formats
from mediator_bot.documents.encoding import decode_as
from mediator_bot.documents.html import text_of
from mediator_bot.documents.names import shown
from mediator_bot.documents.parts import MEMBERS, Part, read_member
from mediator_bot.documents.reading import Limits, Reading, page_text
from mediator_bot.errors import DocumentError
from mediator_bot.text.language import language_of
from mediator_bot.types import RawDocument

_HEAD = {"from": ("From", "发件人"), "to": ("To", "收件人"), "cc": ("Cc", "抄送"), "date": ("Date", "日期")}
# Proof of who sent it, not something to read.
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_Mail = Message


class _AsSent(Compat32):
    """Headers as they were sent: what is not ASCII is decoded here, for mailers say its encoding wrongly or not at all."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


def parts(path: Path, limits: Limits) -> list[Part]:
    """The mail itself, then its attachments, under names such as `a.eml/photo.jpg`.

    Pictures that its HTML shows in place are left out. Raises DocumentError for what is no mail.
    """
    mail = message_from_bytes(path.read_bytes(), policy=_AsSent())
    if not any(name in mail for name in ("from", "to", "subject", "date")):
        raise DocumentError(f"{path.name} is not an e-mail: it has no head. Export it from the mail program again.")
    leaves = list(_leaves(mail))
    attached = [leaf for leaf in leaves if _is_attached(leaf)]
    if len(attached) > MEMBERS:
        raise DocumentError(
            f"{path.name} has {len(attached)} attachments, more than {MEMBERS}. Save and add them by themselves."
        )
    texts = [leaf for leaf in leaves if not _is_attached(leaf)]
    itself = Part(path.name, partial(_read_text, mail, texts, path.name, bool(attached)))
    names = (f"{path.name}/{_file_name(leaf, number)}" for number, leaf in enumerate(attached, start=1))
    others = (
        Part(name, partial(_read_attached, leaf, name, limits)) for name, leaf in zip(names, attached, strict=True)
    )
    return [itself, *others]


def parse(path: Path, limits: Limits) -> Reading:
    """Read the mail and its attachments in this process. Raises DocumentError."""
    return formats.parse(path, limits)


def _leaves(mail: _Mail) -> Iterator[_Mail]:
    """The parts that hold something, in order; a mail that was forwarded as a file counts as one."""
    if mail.get_content_maintype() == "multipart" and mail.is_multipart():
        for part in mail.get_payload():
            yield from _leaves(part)  # type: ignore[arg-type]
    else:
        yield mail


def _is_attached(leaf: _Mail) -> bool:
    kind = leaf.get_content_type()
    disposition = leaf.get_content_disposition()
    if kind in _SIGNATURES or (kind.startswith("image/") and leaf.get("content-id") and disposition != "attachment"):
        return False
    return disposition == "attachment" or leaf.get_filename() is not None or kind not in ("text/plain", "text/html")


def _file_name(leaf: _Mail, number: int) -> str:
    name = _words(leaf.get_filename() or "").replace("\\", "/").rpartition("/")[2] or f"attachment-{number}"
    is_mail = leaf.get_content_type() == "message/rfc822" and not name.lower().endswith(".eml")
    return f"{name}.eml" if is_mail else name


def _read_attached(leaf: _Mail, name: str, limits: Limits) -> Reading:
    formats.check_suffix(name)
    if leaf.is_multipart():  # a forwarded mail
        (content, *_) = (part.as_bytes() for part in leaf.get_payload())  # type: ignore[union-attr]
    else:
        content = _bytes(leaf)
    suffix = Path(name).suffix
    return read_member(name, {suffix: content}, partial(formats.parse_inside, limits=limits))


def _read_text(mail: _Mail, texts: list[_Mail], name: str, has_more: bool) -> Reading:
    body = _body(texts, name)
    if not body and has_more:
        return Reading(())  # it only carries its attachments
    subject = _words(mail.get("subject", ""))
    if not body and not subject:
        raise DocumentError(f"{name} is empty: it has neither subject nor text. Export it from the mail program again.")
    chinese = language_of(subject + body) == "zh"
    lines = [f"## {subject}"] if subject else []
    for header, labels in _HEAD.items():
        if value := _words(mail.get(header, "")):
            lines.append(
                f"{labels[1]}：{_dated(header, value)}" if chinese else f"{labels[0]}: {_dated(header, value)}"
            )
    return Reading((RawDocument(name, (page_text("\n".join([*lines, "", body]).strip()),)),))


def _body(texts: list[_Mail], name: str) -> str:
    """The plain text; where there is none, that of the HTML."""
    plain = [_text(leaf, name) for leaf in texts if leaf.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return _BLANK_LINES.sub("\n\n", "\n\n".join(text.strip("\n") for text in plain)).strip("\n")
    pages = [leaf for leaf in texts if leaf.get_content_type() == "text/html"]
    return "\n\n".join(text_of(_bytes(leaf), name, leaf.get_content_charset()) for leaf in pages).strip()


def _text(leaf: _Mail, name: str) -> str:
    content = _bytes(leaf)
    return page_text(decode_as(content, leaf.get_content_charset(), name)) if content else ""


def _bytes(leaf: _Mail) -> bytes:
    content = leaf.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _words(value: str) -> str:
    """A header's value in one line, its encoded words decoded."""
    if not value.isascii():  # bytes that were sent as they are
        return shown(_decoded(value.encode("utf-8", "surrogateescape"), None))
    try:
        words = decode_header(value)
    except HeaderParseError:
        return shown(value)
    return shown("".join(word if isinstance(word, str) else _decoded(word, charset) for word, charset in words))


def _decoded(words: bytes, charset: str | None) -> str:
    try:
        return decode_as(words, charset, "header")
    except DocumentError:
        return words.decode("utf-8", "replace")


def _dated(header: str, value: str) -> str:
    if header != "date":
        return value
    try:
        return f"{parsedate_to_datetime(value):%Y-%m-%d %H:%M}"
    except ValueError:
        return value
