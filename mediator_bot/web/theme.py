"""The look of the pages: system fonts, one accent, calm greys; nothing is fetched."""

from pathlib import Path

import gradio as gr

# Plain names, not gr.themes.GoogleFont or LocalFont: the reader's own system has all of them that it needs.
FONTS = [
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "sans-serif",
]
STYLE = Path(__file__).with_name("style.css")
CLICKS = Path(__file__).with_name("clicks.js")
VIEWS = Path(__file__).with_name("views.js")


def theme() -> gr.themes.Base:
    """The theme of every page; light or dark follows the reader's system."""
    return gr.themes.Base(
        primary_hue="teal",
        neutral_hue="stone",
        radius_size="md",
        font=FONTS,
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )
