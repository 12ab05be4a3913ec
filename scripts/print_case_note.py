"""Turns a Markdown case note into a PDF or Word file of its prose, with a YAML file of its record beside it."""

import argparse
import html
import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path
from typing import NamedTuple

import yaml
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

# WenQuanYi comes first because PDFs in Noto CJK read back as Kangxi radicals (U+2F00 for U+4E00).
PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 22mm 20mm }} .private {{ break-inside: avoid }} .li {{ margin: .3em 0 .3em 1.5em }}
body {{ font: 11pt/1.7 "WenQuanYi Zen Hei", sans-serif; font-variant-ligatures: none }}
:lang(en) body {{ font-family: "DejaVu Serif", "WenQuanYi Zen Hei", serif; line-height: 1.5 }}
h1 {{ font-size: 18pt }} h2 {{ font-size: 13pt; margin-top: 1.6em }} h1, h2, h3 {{ break-after: avoid }}
</style><body>{body}</body></html>"""


class Block(NamedTuple):
    """A piece of prose: kind is h1 to h3, p, li (also a row of a table) or fence."""

    kind: str
    text: str


def blocks(markdown: str) -> list[Block]:
    """The prose in blocks, the lines of a paragraph joined."""
    found: list[Block] = []
    growing = False
    for new in map(block, map(str.strip, markdown.splitlines())):
        if new and growing and new.kind == "p":
            last = found.pop()
            seamless = re.search(r"[\u3000-\uffef]\n|\n[\u3000-\uffef]", f"{last.text}\n{new.text}")
            new = Block(last.kind, last.text + ("" if seamless else " ") + new.text)
        if new:
            found.append(new)
        growing = new is not None and new.kind in ("p", "li")
    return found


def block(line: str) -> Block | None:
    """What a line holds; None for a blank line and for a rule."""
    if not line or re.fullmatch(r"[|:\s-]*-{3,}[|:\s-]*", line):
        return None
    if line.startswith(":::"):
        return Block("fence", line)
    if heading := re.match(r"(#{1,3})\s+", line):
        return Block(f"h{len(heading[1])}", line[heading.end() :])
    return Block("li" if re.match(r"([-*+|]|\d+[.)])\s+", line) else "p", line.removeprefix("> "))


def as_html(block: Block) -> str:
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(block.text, quote=False))
    if block.kind == "fence":  # its lines stay readable; what they enclose stays on one page where it fits
        return f"<p>{text}</p></div>" if text == ":::" else f'<div class="private"><p>{text}</p>'
    return f"<{block.kind}>{text}</{block.kind}>" if block.kind[0] == "h" else f'<p class="{block.kind}">{text}</p>'


def write_pdf(prose: list[Block], lang: str, path: Path) -> None:
    """Print with headless Chromium; SystemExit if the text would not read back as written."""
    body = "".join(map(as_html, prose))
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder, "note.html"), Path(folder, "note.pdf")
        source.write_text(PAGE.format(lang=lang, title=html.escape(prose[0].text), body=body), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        read = "".join(page.extract_text() for page in PdfReader(printed).pages)
        if "".join(read.split()) != "".join("".join(block.text for block in prose).replace("**", "").split()):
            raise SystemExit(f"{path.name} would not read back: install fonts-wqy-zenhei, or replace odd characters.")
        path.write_bytes(printed.read_bytes())


def write_docx(prose: list[Block], path: Path) -> None:
    """One paragraph a block, headings as headings, in fonts that have Chinese."""
    document = Document()
    document.core_properties.author = document.core_properties.comments = ""
    for style in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()  # the template's theme fonts would win over the names set here
        fonts.attrib.update({qn("w:ascii"): "Calibri", qn("w:hAnsi"): "Calibri", qn("w:eastAsia"): "SimSun"})
    for kind, text in prose:
        style = f"Heading {kind[1]}" if kind[0] == "h" else {"li": "List Paragraph"}.get(kind, "Normal")
        paragraph = document.add_paragraph(style=style)
        for number, part in enumerate(text.split("**")):
            paragraph.add_run(part).bold = True if number % 2 else None
    document.save(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("note", type=Path)
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--pdf", action="store_true")
    form.add_argument("--docx", action="store_true")
    given = parser.parse_args()
    text = unicodedata.normalize("NFC", given.note.read_text(encoding="utf-8-sig"))
    parts = re.fullmatch(r"---\n(.*?\n)---\n(.*)", text, re.DOTALL)
    if parts is None:
        raise SystemExit(f"{given.note}: no record found. Put it between two lines '---' at the top.")
    record = yaml.safe_load(parts[1])
    prose = [Block("h1", record["title"]), *blocks(parts[2])]
    target: Path = given.note.with_name(f"{record['case_id']}.{'pdf' if given.pdf else 'docx'}")
    if given.pdf:
        write_pdf(prose, record["lang"], target)
    else:
        write_docx(prose, target)
    target.with_suffix(".yaml").write_text(parts[1], encoding="utf-8")


if __name__ == "__main__":
    main()
