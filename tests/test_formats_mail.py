"""E-mails: their head and text as one document, their attachments as others."""

import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import docx
import pytest
from files import SENTENCE, TRADITIONAL, pages, reason, texts, write

from mediator_bot.documents import Limits, read
from mediator_bot.documents.formats import parse


def mail(body: str = SENTENCE, subject: str = "押金纠纷：调解结果") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["From"] = "张三 <zhang@example.cn>"
    message["To"] = "调解室 <room@example.cn>, li@example.cn"
    message["Date"] = "Fri, 03 May 2024 10:05:00 +0800"
    message.set_content(body)
    return message


def saved(path: Path, message: EmailMessage) -> Path:
    return write(path, message.as_bytes())


def word_file(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


HEAD = """## 押金纠纷：调解结果
发件人：张三 <zhang@example.cn>
收件人：调解室 <room@example.cn>, li@example.cn
日期：2024-05-03 10:05"""


def test_a_plain_mail_keeps_its_head(tmp_path: Path) -> None:
    assert pages(saved(tmp_path / "a.eml", mail())) == (f"{HEAD}\n\n{SENTENCE}",)
    english = mail("The deposit is back.\n\n\n\nRegards", "Deposit")
    del english["From"], english["To"]
    english["Cc"] = "Bo <bo@example.org>"
    assert pages(saved(tmp_path / "b.eml", english)) == (
        "## Deposit\nCc: Bo <bo@example.org>\nDate: 2024-05-03 10:05\n\nThe deposit is back.\n\nRegards",
    )


def test_plain_text_is_preferred_and_html_read_where_there_is_none(tmp_path: Path) -> None:
    both = mail()
    both.add_alternative(f"<p>HTML {SENTENCE}</p>", subtype="html")
    assert pages(saved(tmp_path / "a.eml", both)) == (f"{HEAD}\n\n{SENTENCE}",)
    only = mail()
    only.set_content(f"<style>p {{}}</style><h1>结果</h1><p>{SENTENCE}</p>", subtype="html")
    only.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>", filename="logo.png")
    assert pages(saved(tmp_path / "b.eml", only)) == (f"{HEAD}\n\n## 结果\n{SENTENCE}",)


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("gb2312", "gb18030", SENTENCE + "朱镕基"),
        ("iso-8859-1", "gb18030", SENTENCE),
        ("x-unknown", "utf-8", SENTENCE),
        ("big5", "big5", TRADITIONAL),
        ("utf-8", "gb18030", SENTENCE),
    ],
)
def test_old_mailers_encode_as_they_like(tmp_path: Path, charset: str, encoding: str, text: str) -> None:
    raw = b"Subject: " + text[:12].encode(encoding) + b"\r\nContent-Type: text/plain; charset=" + charset.encode()
    body = b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text.encode(encoding) + b"\r\n"
    assert pages(write(tmp_path / "a.eml", raw + body)) == (f"## {text[:12]}\n\n{text}",)


def test_encoded_words_cut_inside_a_character(tmp_path: Path) -> None:
    raw = (
        b"Subject: =?gb2312?B?tffn?=\r\n =?gb2312?B?8w==?= =?utf-8?q?_Room?=\r\nFrom: =?bad\r\nDate: yesterday\r\n\r\nx"
    )
    assert pages(write(tmp_path / "a.eml", raw)) == ("## 调珞 Room\n发件人：=?bad\n日期：yesterday\n\nx",)


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(word_file("协议正文"), "application", "msword", filename="调解协议.docx")
    message.add_attachment(f"<p>{SENTENCE}</p>", subtype="html", filename="记录.html")
    message.add_attachment(b"ID3", "audio", "mpeg", filename="../录音.mp3")
    message.add_attachment(b"%PDF-1.7\n", "application", "pdf", filename="cut.pdf")
    reading = read(saved(tmp_path / "a.eml", message))
    assert texts(reading) == {
        "a.eml": f"{HEAD}\n\n{SENTENCE}",
        "a.eml/调解协议.docx": "协议正文",
        "a.eml/记录.html": SENTENCE,
    }
    unread, cut = reading.problems
    assert unread.startswith("a.eml/录音.mp3 is not a kind of file this version reads (")
    assert cut.startswith("a.eml/cut.pdf is damaged or incomplete")


def test_a_mail_in_a_mail_is_read_and_an_archive_is_not(tmp_path: Path) -> None:
    inner = mail("里面的信", "转发")
    inner.add_attachment(b"x", "text", "plain", filename="deep.txt")
    outer = mail()
    outer.add_attachment(inner)
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr("a.txt", SENTENCE)
    outer.add_attachment(packed.getvalue(), "application", "zip", filename="all.zip")
    reading = read(saved(tmp_path / "a.eml", outer))
    assert list(texts(reading)) == ["a.eml", "a.eml/attachment-1.eml"]
    assert texts(reading)["a.eml/attachment-1.eml"].startswith("## 转发\n")
    assert reading.problems == (
        "a.eml/attachment-1.eml/deep.txt is attached to a mail inside another file. Save it and add it by itself.",
        "a.eml/all.zip is an archive inside another file. Unpack it and add its files.",
    )


def test_a_mail_that_only_carries_something(tmp_path: Path) -> None:
    message = mail("")
    message.add_attachment(SENTENCE, filename="a.txt")
    assert texts(parse(saved(tmp_path / "a.eml", message), Limits())) == {"a.eml/a.txt": SENTENCE + "\n"}


def test_what_is_no_mail_says_so(tmp_path: Path) -> None:
    assert reason(write(tmp_path / "a.eml", SENTENCE)) == (
        "a.eml is not an e-mail: it has no head. Export it from the mail program again."
    )
    assert reason(write(tmp_path / "b.eml", "From: a@b.cn\n\n \n")).startswith(
        "b.eml is empty: it has neither subject nor"
    )
    assert reason(write(tmp_path / "c.eml", b"\x00\x01\x02" * 50)).startswith("c.eml is not an e-mail")
