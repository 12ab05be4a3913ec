"""What somebody says goes in, the sums of money and the dates in it come out, dates counted from the day of the session."""

import datetime
import re

from mediator_bot.text.numbers import figures

# Not money: hours, shares, numbers of days or months, articles, flats.
_OTHER = re.compile(
    r"[\d一二三四五六七八九十两]{1,3}[:：点][\d一二三四五六七八九十]{0,3}(?:分|半)?|\b\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock)\b|\b\d{1,2}:\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\d+(?:\.\d+)? ?(?:%|％|percent|per cent)"
    r"|\b\d+ ?(?:days?|weeks?|months?|years?|hours?|minutes?|times|instalments?|keys?|people|metres?|cm|children)\b"
    r"|[\d一二三四五六七八九十两百]+ ?(?:天|个?月(?![\d一二三四五六七八九十底初末])|个(?:月|工|人|晚上|星期)|年(?!\d)|小时|分钟|次|回|期|号楼|楼|层|岁|人|户|家|米|公分|厘米|平|把|台|件|页|晚|周|成|倍|折|分贝)|(?<!月)[\d一二三四五六七八九十]{1,3}[号日](?!\d)|第 ?\d+ ?条|\b(?:article|section|flat|number|no\.?) \d+",
    re.IGNORECASE,
)
LEAST = 10  # what is smaller is a count


def sums(text: str) -> list[float]:
    """The amounts named, smallest first."""
    numbers = figures(_OTHER.sub(" ", text))
    years = {form[:4] for form in numbers if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", form)}
    plain = (form for form in numbers if re.fullmatch(r"\d+(?:\.\d+)?", form) and form not in years)
    return sorted(value for form in plain if (value := float(form)) >= LEAST)


def dates(text: str, today: datetime.date) -> list[datetime.date]:
    """The days named, earliest first; a day without a year is the next one of that name from `today`."""
    forms = figures(text)
    whole = [datetime.date.fromisoformat(form) for form in forms if _is_day(form)]
    without_year = [form[2:] for form in forms if re.fullmatch(r"--\d\d-\d\d", form)]
    known = {day.isoformat()[5:] for day in whole}
    return sorted([*whole, *(_next(form, today) for form in without_year if form not in known and _fits(form, today))])


def _is_day(form: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", form):
        return False
    try:
        datetime.date.fromisoformat(form)
    except ValueError:
        return False
    return True


def _fits(form: str, today: datetime.date) -> bool:
    return _is_day(f"{today.year}-{form}") or _is_day(f"{today.year + 1}-{form}")


def _next(form: str, today: datetime.date) -> datetime.date:
    this_year = f"{today.year}-{form}"
    if _is_day(this_year) and (day := datetime.date.fromisoformat(this_year)) >= today:
        return day
    following = f"{today.year + 1}-{form}"
    return datetime.date.fromisoformat(following if _is_day(following) else this_year)
