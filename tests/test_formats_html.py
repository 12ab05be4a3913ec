"""Web pages as a reader sees them, from whatever encoding they say or do not say."""

from pathlib import Path

import pytest
from files import SENTENCE, TRADITIONAL, pages, reason, write

from mediator_bot.documents import Limits
from mediator_bot.documents.formats import parse
from mediator_bot.documents.html import text_of

PAGE = """<!DOCTYPE html>
<html><head><title>网页</title><style>p {color: red}</style><script>var a = "<p>x</p>";</script></head>
<body><!-- 内部备注 --><nav><a href="/">首页</a></nav>
<h1>押金<br>纠纷</h1>
<p>甲方与乙方系邻居，
   因夜间装修噪音多次发生争吵。<b>Room</b>&nbsp;3, 40 &lt; 50.</p>
<p hidden>看不见</p><p style="color:red; DISPLAY : none">看不见</p><div style="visibility:hidden">看不见</div>
<noscript>请打开脚本</noscript><select><option>选项</option></select><template><p>模板</p></template>
<ul><li>先分别谈</li><li><p>再面对面</p><ol start="3"><li>三</li><li>四</li></ol></li></ul>
<table><caption>约定</caption><tr><th>谁</th><th>做什么</th></tr><tr><td>甲方</td><td>退还<br>押金</td></tr>
<tr><td></td><td></td></tr></table>
<table><tr><td><h2>外框</h2></td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>
<pre>第一行
第二行</pre><blockquote>原话<ruby>调<rp>(</rp><rt>tiáo</rt><rp>)</rp></ruby></blockquote>结尾
</body></html>"""
SEEN = """首页
## 押金 纠纷
甲方与乙方系邻居，因夜间装修噪音多次发生争吵。Room 3, 40 < 50.
- 先分别谈
- 再面对面
3. 三
4. 四
约定
谁 | 做什么
甲方 | 退还 押金
## 外框
a | b
第一行
第二行
原话调
结尾"""


def test_a_page_as_a_reader_sees_it(tmp_path: Path) -> None:
    assert pages(write(tmp_path / "a.html", PAGE)) == (SEEN,)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "gb18030"),
        ('<meta charset="gb2312">', "gb18030"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=GBK'>", "gb18030"),
        ('<meta charset="utf-8">', "gb18030"),  # says what is not so
        ('<meta charset="gb2312">', "utf-16"),
        ('<meta charset="x-unknown">', "gb18030"),
        ('<meta charset="utf-16">', "utf-8"),
    ],
)
def test_the_encoding_is_the_one_said_or_the_one_found(tmp_path: Path, head: str, encoding: str) -> None:
    rare = "镕" if "gb" in head.lower() else ""  # beyond GB 2312, which pages say and do not mean
    source = f"<html><head>{head}</head><body><p>{SENTENCE}{rare} Room 3</p></body></html>"
    assert pages(write(tmp_path / "a.htm", source.encode(encoding))) == (f"{SENTENCE}{rare} Room 3",)


def test_traditional_chinese_and_xhtml(tmp_path: Path) -> None:
    source = f"<html><head><meta charset=big5></head><body>{TRADITIONAL}</body></html>"
    assert pages(write(tmp_path / "a.html", source.encode("big5"))) == (TRADITIONAL,)
    xhtml = f'<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{SENTENCE}</body></html>'
    assert pages(write(tmp_path / "b.html", xhtml.encode("gbk"))) == (SENTENCE,)


def test_what_a_mail_says_of_a_page_counts_first() -> None:
    source = f'<meta charset="utf-8"><p>{SENTENCE}</p>'
    assert text_of(source.encode("gb18030"), "a.eml", "gb2312") == SENTENCE


def test_a_page_without_text_or_nested_too_deeply(tmp_path: Path) -> None:
    for name, source in (
        ("script.html", "<html><body><script>draw()</script></body></html>"),
        ("none.html", "<!-- x -->"),
    ):
        assert reason(write(tmp_path / name, source)).startswith(f"{name} is empty: it holds no text")
    deep = write(tmp_path / "deep.html", "<div>" * 5000 + "end")
    assert reason(deep) == "deep.html is nested too deeply. Open it in a browser and save what you see as .txt."
    assert pages(write(tmp_path / "less.html", "<div>" * 1500 + "end")) == ("end",)


def test_a_long_list_and_wide_table_take_no_time(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>x</td></tr>" for n in range(20_000))
    items = "".join(f"<li>{n}" for n in range(20_000))
    (page,) = pages(write(tmp_path / "a.html", f"<table>{rows}</table><ol>{items}</ol>"))
    assert page.startswith("0 | x\n1 | x\n") and page.endswith("\n20000. 19999")


def test_a_record_stands_beside_a_page(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "case_id: nb-9\n")
    page = write(tmp_path / "a.html", f"<p>{SENTENCE}</p>")
    assert parse(page, Limits()).documents[0].record == {"case_id": "nb-9"}
