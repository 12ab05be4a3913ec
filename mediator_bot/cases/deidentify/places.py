"""Text in, addresses and small places out: door numbers with what leads to them, villages, estates and streets by name."""

import re
from collections.abc import Iterator, Sequence

from mediator_bot.cases.deidentify.finding import Finding, found
from mediator_bot.cases.deidentify.name_words import LARGE_EN

_STOP = "的在住于到是为和与及了从向将把被又也往去来由因经给让对并且但而有没他她它们我你这那其该此，。；：、（）"
_C = rf"(?:(?![{_STOP}])[\u4e00-\u9fff])"
_AREA = "自治区|自治州|省|市|州|盟|区|县|旗|镇|乡|街道办?|苏木"
_WAY = "大道|大街|街道|街|公路|国道|省道|路|道|巷子|巷|弄|胡同|里弄|横街"
_ESTATE = "社区|小区|新村|花园|家园|公寓|大厦|大楼|广场|商城|商场|市场|宿舍|家属院|家属楼|大院|新城|名城|名苑|雅苑|佳苑|苑|豪庭|华庭|庭|山庄|别墅|府邸|华府|公馆|国际|城中村|工业园|产业园|科技园|园区|嘉园|佳园|馨园|丽园|花苑|小学|中学|幼儿园"
_RURAL = "行政村|自然村|村委会|村|屯|庄子|庄|寨子|寨|堡子|坪|坝|湾|沟|塘|岭|坳|营子|窝铺|组|社|生产队|大队|农场|林场|牧场|渔港|码头"
_SEG = rf"(?:{_C}{{1,8}}?(?:{_AREA}|{_WAY}|{_ESTATE}|{_RURAL}|楼))"
_N = r"(?:[A-Za-z]?\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?){0,3}|[一二三四五六七八九十百零〇两]{1,5}|[甲乙丙丁东西南北中ABCDEF])"
_DOOR = rf"(?:[第附]?{_N}\s?(?:号楼|号院|号门|号铺|号房|号|幢|栋|座|单元|室|层|楼|弄|户|组|排|门牌?|期|区|院|队|铺|档|村民小组|舍|床))"
_ZH = re.compile(
    rf"(?:{_SEG}{{1,6}}(?:\s?{_DOOR}|\s?(?:[A-Za-z]?\d{{1,4}}-)?\d{{1,4}}-\d{{2,5}})(?:[\s、,，]?{_DOOR}|{_SEG}|[-\s]?\d{{3,4}}(?![\d年元万月])|-\d{{1,4}}){{0,8}}|(?:{_C}{{2,8}}?)?{_DOOR}(?:\s?{_DOOR}){{1,4}}(?:\s?\d{{3,4}}室?)?(?![年月日]))"
)
_SMALL = re.compile(
    rf"{_C}{{1,6}}?(?:{_AREA.replace('自治区|自治州|省|市|州|盟|区|县|旗|', '')}|{_WAY}|{_ESTATE}|{_RURAL})"
)
_LARGE_ZH = re.compile(
    r"(?:中国|北京|上海|天津|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾"
    r"|广州|深圳|杭州|南京|武汉|成都|西安|苏州|长沙|郑州|青岛|宁波|合肥|福州|厦门|济南|大连|沈阳|哈尔滨|长春|昆明|南宁|贵阳|太原|石家庄|南昌|兰州|乌鲁木齐|海口|银川|西宁|拉萨|呼和浩特|东莞|佛山|无锡|温州|泉州"
    r"|石家庄|张家界|俄罗斯|菲律宾|印度|巴西|意大利|西班牙|欧洲|非洲|亚洲|马来西亚|缅甸|柬埔寨|老挝|蒙古|朝鲜|大陆|内地|港澳台?|美国|英国|日本|韩国|法国|德国|加拿大|澳大利亚|新加坡|泰国|越南)(?:省|市|自治区|特别行政区)?"
)
_SMALL_TAIL = re.compile(rf"(?:{_WAY}|{_ESTATE}|{_RURAL}|镇|乡|街道)$")
_GENERIC = re.compile(
    r"^(?:本|该|这个?|那个?|一个?|两个?|几个?|各|全|同|某|另|邻|外|老|新|原|自己|当地|附近|隔壁|城市|农|乡|山|小|大|我们|他们|整个|所在|有关|相关|派出所|调解|人民|居民|基层|业主|住|出|进|回|邻近|镇|村|马|公|铁|道|走|上|下|半|沿|分|思|出路|一条|条|后|门前|路|楼|街|合作|报|旅行|通讯|分析|小学|中学|老旧|封闭|商品房|安置|拆迁|回迁|单位|职工|学生|高档|普通|农贸|菜|超|批发|劳动力|人才|房地产|供销)?"
    rf"(?:{_AREA}|{_WAY}|{_ESTATE}|{_RURAL})$"
)

# A letter that is no small Latin one: capitals of any script.
_PUBLIC = re.compile(
    r"人民法院|最高|人民调解委员会|^(?:市|县|区)?(?:司法|公安|民政|信访|住建)局$|^(?:司法|派出)所$|银行|开户行|居委会$|仲裁委|工会$"
)
_BODY_ZH = re.compile(
    rf"(?:^|(?<=[在于到去从系是和与，。、；：“（\s了由]))(?P<it>(?!这|那|某|一|本|该|几|两|各|其|他|她|我|大|小|附近|门口|物业|装修|保险|快递|搬家|开发|家政|房产|中介|建筑|劳务|楼下|隔壁|商贸|网约){_C}{{2,7}}?(?:超市|便利店|粮油店|饭店|餐馆|餐厅|酒楼|小吃店|面馆|早餐店|药店|药房|诊所|理发店|美容院|五金店|服装店|水果店|茶楼|茶馆|网吧|砖厂|木器厂|服装厂|加工厂|机械厂|食品厂|豆腐坊|作坊|搬家队|施工队|修理厂|洗车行|棋牌室|幼儿园|养殖场|合作社|有限公司|公司))"
)

_CAP = r"(?:(?![a-zß-öø-ÿ])[^\W\d_])(?:[^\W\d_]|['’.-])*"
_SMALL_WORD = r"de|la|le|les|du|des|del|della|dello|delle|dei|di|da|do|dos|das|y|i|e|u|van|von|der|den|op|am|zu|ul\.|rue|via|rua|rúa|calle|avenue|út|útja|utca|tee|katu|põik|d['’]\w+"
_STREETS = (
    r"Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Place|Pl|Square|Sq|Crescent|Cres|Terrace|Gardens?|Way|Walk|Grove|Hill|Mews|Row|Park|Rise|Green|Parade|Boulevard|Blvd|Highway|Hwy|Parkway|Pkwy|Circle|Cir|Trail|Quay|Wharf|Yard|View|Vale|Meadows?|Croft|Path|Heights|Plaza|Alley"
    r"|House|Mansions?|Towers?|Buildings?|Lodge|Cottage|Villas?|Estate|Court"
)
_UNIT = r"(?:(?:Flat|Apartment|Apt|Unit|Suite|Room|Rm|Block|Floor|Fl|Shop|House|No|Number|Box|P\.?O\.? ?Box|PSC|Plot|Lot|Bldg)\.? ?#?\d+[A-Za-z]?|(?:Flat|Apartment|Apt|Unit|Suite|Room|Block)\.? [A-Z]\d{0,4}|\d{1,3}/F)"
_POSTCODE = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|(?:[A-Z]{2} )?\d{5}(?:-\d{3,4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{3} \d{2}|\d{4})"
)
_BREAK = r"(?:[ \t]*(?:,|\n{1,2}[>? \t]*)[ \t]*(?:,[ \t]*)?|[ ])"
_REST = rf"{_BREAK}(?:{_UNIT}|{_POSTCODE}(?![\w])|[A-Z]{{2}}(?![\w])|(?:{_CAP})(?!\w)(?: (?:{_CAP}|{_SMALL_WORD})(?!\w)){{0,4}}(?: \([A-Z][a-z]+\))?)"
_STREET_EN = re.compile(
    rf"(?<![\w$£€])(?:{_UNIT}[, ]\s?){{0,2}}(?:\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}}[A-Za-z]?)?[, ] ?)?(?:(?:{_CAP}|the|of) ){{1,4}}(?:{_STREETS})\b\.?(?:,? {_UNIT})*(?:,? (?:North|South|East|West|N|S|E|W|NW|NE|SW|SE)\b)?"
)
_NUMBERED = re.compile(
    rf"(?<![\w$£€#.,-])(?:\d{{2,5}} )?\d{{1,5}}[A-Za-z]? (?:(?:{_CAP}|{_SMALL_WORD}) ){{1,6}}\d{{1,4}}[A-Za-z]?\.?(?![\d,%:]|\.\d)(?:[, ] ?{_UNIT})*(?:{_REST}){{0,6}}"
    rf"|(?<![\w$£€#.,-])\d{{2,5}}[A-Za-z]? (?:(?:{_CAP}|{_SMALL_WORD}) ){{1,4}}(?:{_UNIT})(?:{_REST}){{0,6}}"
    rf"|(?<![\w$£€#.,-])\d{{2,5}} \d{{1,4}} (?:(?:{_CAP}|{_SMALL_WORD}) ?){{1,5}}(?:{_REST}){{0,6}}"
)
_LAST_LINE = re.compile(
    rf"^[>? \t,]*{_CAP}(?: {_CAP}){{0,2}}(?: \([A-Z][a-z]+\))? \d{{4,6}}\.?$|^[>? \t,]*\d{{5}}(?:-\d{{3,4}})?$", re.M
)
_CORNER = re.compile(
    rf"\bthe corner of (?P<it>(?:{_CAP}|\d+|{_SMALL_WORD})(?: (?:{_CAP}|\d+[a-z]?|{_SMALL_WORD})){{0,5}} and (?:{_CAP}|{_SMALL_WORD})(?: (?:{_CAP}|\d+)){{0,4}})"
)
_UNITS = re.compile(rf"\b{_UNIT}(?:,? {_UNIT})*(?:{_REST}){{0,4}}")
_AFTER_STREET = re.compile(rf"(?:{_REST}){{1,5}}")
_MILITARY = re.compile(r"\b(?:PSC \d+, Box \d+|Unit \d+ Box \d+|US(?:NS|NV|CGC|S) [A-Z]\w+)\s+[AFD]PO [A-Z]{2} \d{5}")
_POSTAL = re.compile(
    r"(?<![A-Za-z\d])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![A-Za-z\d])|\b[A-Z]{2} \d{5}(?:-\d{4})?(?!\d)|(?i:(?:zip|post(?:al)?) ?code(?: is|:|：)?\s*|邮编(?:是|：|:)?\s*)(?P<it>\d[\d -]{2,9}\d)"
)
_LIVES = re.compile(
    rf"\b(?:lives?|lived|living|reside[sd]?|staying|address(?: is|:)|moved|located) (?:at|on|in|to)?\s*(?P<it>(?:{_CAP}|of|{_SMALL_WORD}|\d{{1,5}}[A-Za-z]?)(?:[ ](?:{_CAP}|of|{_SMALL_WORD}|\d{{1,5}}[A-Za-z]?)){{0,6}})"
)
_FOREIGN = re.compile(
    rf"\b(?P<it>(?:Via|Rua|Rue|Calle|Avenida|Piazza|Viale|Ul\.|Ulica|Plaza|Corso|Avenue|Strada|Praça|Travessa)(?: (?:{_CAP}|de|dei|della|del|da|do|di|la|le))+ \d{{1,5}}[A-Za-z]?|{_CAP}(?: {_CAP}){{0,2}}(?:gatan|vägen|gade|vej|gt|strasse|straße|weg|gasse|straat|laan|katu|tie|utca|út|gata|vegen|tan|allee|platz|gt\.|stræde|plein|kuja|polku|veien)\.? \d{{1,5}}[A-Za-z]?\.?|{_CAP}(?: (?:{_CAP}|u\.|út|utca|tér|krt\.|n\.|z\.)){{0,2}} \d{{1,4}}\.)"
)


def chinese_places(text: str, tags: Sequence[tuple[int, int, str]]) -> Iterator[Finding]:
    """Addresses and small places in a folded text; `tags` are the words that LAC saw in it."""
    starts = {start for start, _, _ in tags}
    heads = {start for start, _, tag in tags if tag in ("LOC", "ORG")}
    for match in _ZH.finditer(text):
        start = min((head for head in heads if match.start() <= head < match.end()), default=match.start())
        yield Finding("address", start, match.end(), text[start : match.end()], 0.85, "door number with the way to it")
    for match in _SMALL.finditer(text):
        words = match.group()
        if match.start() in starts and not _GENERIC.match(words) and not _LARGE_ZH.match(words) and len(words) > 2:
            confidence = 0.65 if match.start() in heads else 0.45
            if match.start() in heads:
                yield found("small_place", match, confidence, "name of a small place")
    yield from (found("organisation", match, 0.6, "shop or firm by name", "it") for match in _BODY_ZH.finditer(text))
    for start, end, tag in tags:
        words = text[start:end]
        if tag == "LOC" and len(words) > 1 and not _LARGE_ZH.fullmatch(words) and not _GENERIC.match(words):
            kind = (
                "address"
                if re.search(r"\d", words) and _SMALL_TAIL.search(re.sub(r"\d.*", "", words))
                else "small_place"
            )
            yield Finding(kind, start, end, words, 0.6, "read as a place")
        if tag == "ORG" and len(words) > 2 and not _PUBLIC.search(words):
            yield Finding("organisation", start, end, words, 0.6, "read as a body")


def english_places(text: str) -> Iterator[Finding]:
    """Addresses in a text, with the lines that go on: flat, town, postcode."""
    for match in _STREET_EN.finditer(text):
        if re.search(r"\d", match.group()) or len(match.group().split()) > 1:
            rest = _AFTER_STREET.match(text, match.end())
            end = rest.end() if rest and re.search(r"\d", match.group()) else match.end()
            yield Finding(
                "address",
                match.start(),
                end,
                text[match.start() : end],
                0.8 if re.search(r"\d", match.group()) else 0.55,
                "street or house",
            )
    for pattern, why in (
        (_NUMBERED, "number, name and number"),
        (_UNITS, "flat or box"),
        (_LAST_LINE, "place and postcode on a line"),
        (_CORNER, "corner of two streets"),
        (_MILITARY, "military post"),
        (_POSTAL, "postcode"),
        (_FOREIGN, "street in another language"),
    ):
        for match in pattern.finditer(text):
            group = "it" if match.groupdict().get("it") else 0
            yield found("address", match, 0.7, why, group)
    for match in _LIVES.finditer(text):
        yield found("address", match, 0.6, "where somebody lives", "it")


def region_words(text: str) -> frozenset[str]:
    """The countries, provinces and large towns a text names, in small letters: too large to hide, and telling together."""
    english = {word.lower() for word in re.findall(_CAP, text)} & LARGE_EN
    return frozenset(english | {match.group() for match in _LARGE_ZH.finditer(text)})
