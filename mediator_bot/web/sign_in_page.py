"""Which form, in which language, with what trouble; the whole page out, with nothing to load and nothing to run."""

from html import escape

from mediator_bot.cases.taxonomy import Label
from mediator_bot.types import Language
from mediator_bot.web.people import HTML_LANGUAGE

_WORDS = {
    "product": Label("Mediator Bot", "调解知识助手"),
    "sign-in": Label("Sign in", "登录"),
    "first-admin": Label("The first admin", "第一位管理员"),
    "password": Label("A new password", "修改密码"),
    "first-admin_about": Label(
        "Give the code that the program printed when it started, and choose your name and password.",
        "请填写程序启动时打印出来的代码，再定下您的姓名和密码。",
    ),
    "password_about": Label(
        "You stay signed in here; everywhere else you sign in again.", "改好后，其他地方需要重新登录。"
    ),
    "field_name": Label("Name", "姓名"),
    "field_password": Label("Password", "密码"),
    "field_old": Label("Password now", "现在的密码"),
    "field_new": Label("New password, 12 characters or more", "新密码，至少12个字符"),
    "field_code": Label("Code", "代码"),
    "refused": Label(
        "This name and password open no account. After five failures an account stays closed for a while, each time longer;"
        " an admin can open it again.",
        "姓名或密码不对。连续五次不对，账号会暂时锁住，而且一次比一次久；管理员可以解锁。",
    ),
    "wrong_code": Label(
        "This is not the code that was printed. After five wrong ones, start the program again.",
        "代码不对。五次不对之后，需要重新启动程序。",
    ),
    "stale": Label("This form was open too long, or came from elsewhere. Try again.", "这个页面已失效，请重新填写。"),
    "go": Label("Continue", "继续"),
    "other": Label("中文", "English"),
}
# Form → fields: name, label, type, what a browser may fill in.
_FIELDS = {
    "sign-in": (
        ("name", "field_name", "text", "username"),
        ("password", "field_password", "password", "current-password"),
    ),
    "first-admin": (
        ("code", "field_code", "text", "one-time-code"),
        ("name", "field_name", "text", "username"),
        ("password", "field_new", "password", "new-password"),
    ),
    "password": (
        ("password", "field_old", "password", "current-password"),
        ("new", "field_new", "password", "new-password"),
    ),
}
_STYLE = """
:root { color-scheme: light dark; --ink: #1c1917; --ground: #fafaf9; --paper: #fff; --line: #d6d3d1; --accent: #0f766e; --caution: #b45309; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9e6; --ground: #171412; --paper: #1f1c1a; --line: #4a4541; --accent: #5eead4; --caution: #fbbf24; } }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { width: min(24rem, calc(100vw - 2rem)); box-sizing: border-box; padding: 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0; font-size: 1.25rem; } header p, .about { margin: 0 0 .8rem; } label { display: block; margin-top: .8rem; }
input { display: block; width: 100%; box-sizing: border-box; margin-top: .2rem; padding: .5rem .6rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; }
button { margin-top: 1.2rem; padding: .5rem 1.2rem; font: inherit; font-weight: 600; color: var(--paper); background: var(--accent); border: 0; border-radius: 8px; cursor: pointer; }
.trouble { border-left: 3px solid var(--caution); padding-left: .8rem; } a { color: var(--accent); } footer { margin-top: 1rem; }
"""


def form_html(page: str, language: Language, seal: str, trouble: str = "") -> str:
    """The page `sign-in`, `first-admin` or `password`; `trouble` is a key of its words, or a sentence."""
    title, tongue = escape(_say(page, language)), HTML_LANGUAGE[language]
    about = f'<p class="about">{escape(_say(f"{page}_about", language))}</p>' if f"{page}_about" in _WORDS else ""
    said = _say(trouble, language) if trouble in _WORDS else trouble
    alarm = f'<p class="trouble" role="alert">{escape(said)}</p>' if trouble else ""
    fields = "".join(_field(field, language, first=n == 0) for n, field in enumerate(_FIELDS[page]))
    other = "en" if language == "zh" else "zh"
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body><main>'
        f"<header><p>{escape(_say('product', language))}</p><h1>{title}</h1></header>{about}{alarm}"
        f'<form method="post" action="/{page}?language={language}">{fields}<input type="hidden" name="seal" value="{escape(seal)}">'
        f"<button>{escape(_say('go', language))}</button></form>"
        f'<footer><a href="/{page}?language={other}" lang="{HTML_LANGUAGE[other]}">{escape(_say("other", language))}</a></footer>'
        "</main></body></html>"
    )


def _field(field: tuple[str, str, str, str], language: Language, *, first: bool) -> str:
    name, label, kind, fill = field
    focus = " autofocus" if first else ""
    return (
        f"<label>{escape(_say(label, language))}"
        f'<input name="{name}" type="{kind}" autocomplete="{fill}" maxlength="256" required{focus}></label>'
    )


def _say(key: str, language: Language) -> str:
    return _WORDS[key].zh if language == "zh" else _WORDS[key].en
