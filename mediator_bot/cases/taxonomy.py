"""The closed vocabularies of a case note, each word with its label in English and Chinese.

Slugs and official Chinese categories follow the dispute types that Chinese judicial bureaus
report by; the English groups follow community mediation centres. A slug is stored, a label shown.
"""

from typing import NamedTuple


class Label(NamedTuple):
    """What a person reads for a slug."""

    en: str
    zh: str


Vocabulary = dict[str, Label]

DISPUTE_TYPES: Vocabulary = {
    "neighbours": Label("neighbours", "邻里纠纷"),
    "marriage_family": Label("marriage and family", "婚姻家庭纠纷"),
    "housing_homestead": Label("housing and homestead", "房屋宅基地纠纷"),
    "property_management": Label("property management", "物业纠纷"),
    "contract": Label("contract", "合同纠纷"),
    "business": Label("production and business", "生产经营纠纷"),
    "damages": Label("injury and damage", "损害赔偿纠纷"),
    "hills_forests_land": Label("hills, forests and land", "山林土地纠纷"),
    "expropriation": Label("expropriation and relocation", "征地拆迁纠纷"),
    "environment": Label("environment", "环境污染纠纷"),
    "labour": Label("work and wages", "劳动争议"),
    "consumer": Label("consumer", "消费纠纷"),
    "medical": Label("medical", "医疗纠纷"),
    "road_traffic": Label("road traffic", "道路交通事故纠纷"),
    "tenancy": Label("tenancy", "房屋租赁纠纷"),
    "elder_care": Label("care of the elderly", "赡养纠纷"),
    "inheritance": Label("inheritance", "继承纠纷"),
    "school": Label("school", "校园纠纷"),
    "online_trade": Label("online trade", "网络购物纠纷"),
    "ip": Label("intellectual property", "知识产权纠纷"),
    "other": Label("other", "其他纠纷"),
}

VENUES: Vocabulary = {
    "village_committee": Label("village committee", "村委会"),
    "community_centre": Label("community centre", "社区"),
    "street_committee": Label("street or township committee", "街道（乡镇）调委会"),
    "police_station": Label("police station", "派出所"),
    "court_annexed": Label("court-annexed", "法院特邀调解"),
    "trade_union": Label("trade union", "工会"),
    "industry_body": Label("industry body", "行业调委会"),
    "medical_committee": Label("medical dispute committee", "医调委"),
    "labour_station": Label("labour station", "劳动争议调解站"),
    "consumer_body": Label("consumer body", "消费者组织"),
    "school": Label("school", "学校"),
    "online": Label("online", "线上"),
    "other": Label("other", "其他"),
}

LEVELS: Vocabulary = {
    "household": Label("household", "户"),
    "community": Label("village or community", "村（社区）"),
    "town": Label("town or street", "乡镇（街道）"),
    "county": Label("county", "县（区）"),
    "court": Label("court", "法院"),
}

OUTCOMES: Vocabulary = {
    "full": Label("settled in full", "全部达成协议"),
    "partial": Label("settled in part", "部分达成协议"),
    "none": Label("not settled", "未达成协议"),
    "withdrawn": Label("withdrawn", "撤回"),
    "referred": Label("referred elsewhere", "转其他途径"),
    "terminated": Label("terminated", "终止调解"),
}

ORIGINS: Vocabulary = {
    "real_deidentified": Label("real, de-identified", "真实案例（已去标识）"),
    "synthetic": Label("practice note, invented", "练习案例（虚构）"),
    "published": Label("published case", "公开发布的案例"),
}

LANGUAGES: Vocabulary = {
    "zh": Label("Chinese", "中文"),
    "en": Label("English", "英文"),
    "mixed": Label("mixed", "中英混合"),
}

CONFIDENTIALITY: Vocabulary = {
    "public": Label("public", "公开"),
    "training": Label("training", "培训可用"),
    "unit": Label("own unit", "本单位"),
    "restricted": Label("named people only", "限定人员"),
}

PARTY_KINDS: Vocabulary = {
    "person": Label("person", "个人"),
    "organisation": Label("organisation", "单位"),
}

SCREENING_ACTIONS: Vocabulary = {
    "proceed": Label("proceed", "可以调解"),
    "shuttle": Label("shuttle only", "只能分开进行"),
    "pause": Label("pause", "暂停"),
    "refer": Label("refer", "转介"),
}

SCREENING_ANSWERS: Vocabulary = {
    "yes": Label("yes", "有"),
    "no": Label("no", "无"),
    "unknown": Label("unknown", "不清楚"),
}

SESSION_MODES: Vocabulary = {
    "joint": Label("joint", "面对面"),
    "caucus": Label("private session", "背对背"),
    "phone": Label("telephone", "电话"),
    "online": Label("online", "线上"),
    "onsite": Label("on site", "现场"),
}

DISPOSITIONS: Vocabulary = {
    "agreed": Label("agreed", "采纳"),
    "rejected": Label("rejected", "未采纳"),
    "open": Label("left open", "搁置"),
}

AGREEMENT_FORMS: Vocabulary = {
    "written": Label("written agreement", "书面协议"),
    "oral": Label("oral agreement", "口头协议"),
    "none": Label("no agreement", "无协议"),
}

PERFORMANCE: Vocabulary = {
    "full": Label("kept", "已履行"),
    "partly": Label("partly kept", "部分履行"),
    "none": Label("not kept", "未履行"),
    "unknown": Label("not known", "不清楚"),
}

KINDS: Vocabulary = {
    "case": Label("case note", "案例"),
    "guideline": Label("guideline", "规范指引"),
    "statute": Label("statute", "法条"),
}

# What a search can be narrowed to by a word of a closed list; years are numbers.
FILTERS: dict[str, Vocabulary] = {
    "type": DISPUTE_TYPES,
    "outcome": OUTCOMES,
    "level": LEVELS,
    "language": LANGUAGES,
    "origin": ORIGINS,
    "kind": KINDS,
}


def label(vocabulary: Vocabulary, slug: str, language: str) -> str:
    """The label of a slug in the reader's language; a slug outside the vocabulary is shown as it is."""
    found = vocabulary.get(slug)
    if found is None:
        return slug
    return found.zh if language == "zh" else found.en


def slug_of(vocabulary: Vocabulary, words: str) -> str | None:
    """The slug that somebody's words name: the slug itself, a label in either language, or the label's beginning.

    A register says 邻里 or 邻里纠纷, "Neighbours" or `neighbours`. None where it is none of them or might be two.
    """
    wanted = words.strip().casefold()
    exact = [s for s, named in vocabulary.items() if wanted in (s, named.en.casefold(), named.zh)]
    begun = [s for s, named in vocabulary.items() if len(wanted) > 1 and named.zh.startswith(wanted)]
    return next(iter(exact or (begun if len(begun) == 1 else [])), None)
