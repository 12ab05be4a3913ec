"""Text in, occupations so rare that they point at one person out: the only one of a place, or an office that one person holds."""

import re
from collections.abc import Iterator

from mediator_bot.cases.deidentify.finding import Finding, found

_RARE_ZH = (
    "国家级?一级演员|非遗传承人|非物质文化遗产(?:代表性)?传承人|传承人|奥运(?:会)?冠军|世界冠军|全国人大代表|人大代表|政协委员|劳动模范|全国劳模|劳模|院士|首席专家|镇长|乡长|县长|市长|区长|局长|院长|校长|馆长|台长|主持人|播音员|飞行员|机长|宇航员"
    "|潜水员|守墓人|守林员|护林员|灯塔(?:看守|管理)员|入殓师|遗体(?:整容|化妆)师|法医|驯兽师|兽医|接生婆|赤脚医生|村医|乡医|媒婆|风水先生|道长|道士|方丈|住持|神父|牧师|阿訇|活佛|喇嘛|古琴师|制琴师|古籍修复师|文物修复师|钟表匠|铁匠|篾匠|弹棉花的|补锅匠|阉猪匠|骟匠|剃头匠|棺材匠|石匠|银匠|皮影艺人"
    "|说书人|戏班班主|舞龙队长|放映员|养蜂人|捕蛇人|蛇医|养鹿户|杂技演员|魔术师|指挥家|作曲家|退役运动员|前国脚|裁判长|试飞员|登山向导|缉毒警|排爆手|器官协调员|天文台\\w{0,4}员|气象台\\w{0,3}长"
)
_OF_ZH = "师|员|匠|医生|大夫|医|家|手|者|长|警|教练|老师|户|商|教授|代表|司机|工"
_PLACE_ZH = r"(?:(?:(?![是在的有和，。])[\u4e00-\u9fff]){0,5}[里上县市镇乡村区厂校院所队团国省内])?"
_ONLY_ZH = re.compile(
    rf"(?P<it>{_PLACE_ZH}(?:(?:唯一|独一|仅有)(?:的|一)?(?:一?[个名位家])?(?:的)?|(?:第|最后|头)一?[个名位任代届](?:的)?)[\u4e00-\u9fff]{{1,6}}?(?:{_OF_ZH}))(?![\u4e00-\u9fff]?(?:次|回|天|时间))"
)
_LEFT_ZH = re.compile(
    r"(?P<it>[\u4e00-\u9fff]{2,7}?(?:局|厂|院|校|所|站|团|队|社|委|办)(?:退下来|退休|离任|卸任)的?的?老?(?:[\u4e00-\u9fff]{0,3}(?:总工|工程师|局长|厂长|院长|校长|所长|站长|团长|队长|书记|主任|科长)))"
)
_ZH = re.compile(rf"(?P<it>(?:[\u4e00-\u9fff]{{0,4}}(?:级|届))?(?:{_RARE_ZH}))")
_RARE_EN = (
    r"lighthouse keeper|bell[- ]ringer|falconer|taxidermist|farrier|blacksmith|thatcher|organ builder|violin maker|luthier|harpsichord\w*|glass ?blower|beekeeper|gamekeeper|undertaker|mortician|embalmer|coroner|mayor|deputy mayor|sheriff|magistrate|member of parliament|MP|senator"
    r"|councillor|bishop|vicar|priest|rabbi|imam|abbot|astronaut|test pilot|airline pilot|helicopter pilot|harbou?r ?master|river pilot|ship['’]?s captain|ferry captain|lifeboat coxswain|olympi(?:c|an)\w*(?: \w+)?|world champion|national champion|professional footballer|conductor of|concert pianist|opera singer|circus performer"
    r"|magician|clockmaker|watchmaker|stonemason|locksmith|head ?teacher|headmaster|headmistress|principal of|vice[- ]chancellor|dean of|newsreader|news anchor|tv presenter|television presenter|novelist|sculptor|puppeteer|snake catcher|midwife|veterinarian|vet|crane operator|deep[- ]sea diver|bomb disposal\w*(?: \w+)?|air traffic controller|translator of"
)
_EN = re.compile(rf"\b(?P<it>(?:retired |former |village |town |county |local |only )?(?:{_RARE_EN}))\b", re.I)
_ONLY_EN = re.compile(
    r"\b(?i:the (?:only|sole|first|last)) (?P<it>(?:[a-z-]+ ){0,3}?[a-z-]*(?:er|or|ist|ian|man|woman|smith|wright|nurse|doctor|dentist|vet|judge|surgeon|midwife|chef|teacher))(?= (?:in|of|on|for) (?:the|our|this|town|\w+ village|[A-Z]|\w+ (?:town|county|valley|island)))"
)


def rare_jobs(text: str) -> Iterator[Finding]:
    """Rare occupations in a text, in both languages."""
    for pattern, confidence, why in (
        (_ZH, 0.6, "rare occupation"),
        (_EN, 0.6, "rare occupation"),
        (_LEFT_ZH, 0.6, "an office once held"),
        (_ONLY_ZH, 0.7, "the only one of a place"),
        (_ONLY_EN, 0.7, "the only one of a place"),
    ):
        yield from (found("rare_job", match, confidence, why, "it") for match in pattern.finditer(text))
