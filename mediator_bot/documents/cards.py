"""The sections of a published six-field card go in; its page comes out."""

from collections.abc import Mapping

SECTIONS = {
    "关键词": "keywords",
    "基本案情": "facts",
    "处理方式方法": "method",
    "处理结果": "result",
    "解纷依据": "basis",
    "解纷要旨": "gist",
}


def render_card(sections: Mapping[str, str]) -> str:
    """The page of a card: each section that is not empty under its heading, such as 【关键词】, in the order given."""
    return "\n\n".join(f"【{heading}】\n{body}" for heading, body in sections.items() if body)
