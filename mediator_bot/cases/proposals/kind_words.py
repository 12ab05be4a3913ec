"""The cue words that tell kinds of dispute and places of mediation apart, as tables; nothing is computed here.

Words are parted by `|`. A Latin one is a whole word, in the plural too; `*` leaves its end open.
"""

from typing import NamedTuple


class Cues(NamedTuple):
    """What names the kind outright, what mostly means it, what only hints at it."""

    names: str
    strong: str
    weak: str


TYPES: dict[str, Cues] = {
    "neighbours": Cues(
        "邻里纠纷|邻里矛盾|相邻关系|相邻权|广场舞|跳舞|楼上楼下|neighbour dispute|neighbor dispute|neighbourhood dispute|square danc*",
        "漏水|渗水|噪音|噪声|扰民|滴水|采光|通风|遮光|树枝|树根|狗叫|遛狗|养狗|外机|邻居|邻里|隔壁|对门|舞队|楼道堆|堆放杂物|吵闹|跑跳|拖椅子|弹琴|练琴|音响|深夜"
        "|upstairs|downstairs|next door|next-door|neighbour|neighbor|hedge|fence|overhang*|noise|noisy|barking|loud music|leak*|drum|drumming|drill|drilling|piano practice"
        "|overlooking|shared wall|party wall|stairwell|footsteps|late-night|dancing|dance troupe|drip*",
        "天花板|楼上|楼下|楼道|安静|车位|晾|围墙|装修|电钻|栅栏|猫|狗|鸡|臭|quiet|music|tree|branches|ceiling|parking|balcony|shed|laundry|bins|rubbish|cat|dog|hens|cockerel|hallway|boys",
    ),
    "marriage_family": Cues(
        "婚姻家庭|婚姻纠纷|家庭纠纷|家庭暴力|家暴|离婚|彩礼|family dispute|divorc*|domestic abuse|domestic violence",
        "分居|抚养费|抚养权|探望|探视|夫妻|丈夫|妻子|老公|老婆|前夫|前妻|婆媳|婆婆|两口子|小两口|嫁妆|订婚|退婚|婚约|娘家|婆家|男方|女方|出轨|第三者|领证|结婚|带孩子走|收养|抚养"
        "|custody|parenting|separated|husband|wife|ex-husband|ex-wife|ex-partner|former partner|child support|maintenance payment|weekends with|contact with the child|handover|hit her|exes"
        "|engagement|betroth*|bride|groom|wedding gift|in-laws|stepson|stepdaughter|married",
        "孩子|小孩|公婆|儿媳|再婚|家务|marriage|co-parent*|teenager|stepfather|stepmother|family|couple",
    ),
    "housing_homestead": Cues(
        "宅基地|房屋纠纷|房屋买卖|homestead",
        "翻盖|翻建|翻修|建房|盖房|新屋|滴水沟|屋檐|滴水巷|墙脚|墙基|墙根|老墙|院墙|砌墙|围墙|出檐|过户|房产证|共有房|购房|买房|building plot|eaves|rebuil*|extension|sale of the house|house sale|title deed",
        "老屋|老房|砌|排水|证上|地基|巷|courtyard|boundary|boundary wall|gutter",
    ),
    "property_management": Cues(
        "物业纠纷|物业服务|物业费|业委会|property management|homeowners' association|owners' association",
        "物业公司|维修资金|停车费|公共收益|物业|电梯|停运|公摊|service charge|management company|management fee|property fee|owners' committee|housing estate|condominium|managing agent|lift",
        "业主|楼长|小区|垃圾桶|门禁|单元门|保安|绿化|elevator|block of flats|common parts|residents",
    ),
    "contract": Cues(
        "合同纠纷|民间借贷|借贷|借条|欠条|借款|contract dispute|iou",
        "借钱|借给|本金|利息|还款|还钱|债权|债务|货款|定金|订金|还本|尾款|工程款|承揽|担保人|催款|欠款|loan|lent|lends|lend|borrow*|debt|creditor|debtor|unpaid invoice|repay*|interest rate|guarantor",
        "合同|违约|借|欠|转账记录|contract was|the contract|written contract|interest|classmate|chat record",
    ),
    "business": Cues(
        "生产经营|经营纠纷|合伙|股权|股东|business dispute|business partner|partnership",
        "散伙|入股|分红|加盟|供货|转让店|同行|摊位|出资|合作社社员|经营权|竞业|门面|抢生意|co-owner|shareholder|franchise|wholesaler|winding up|stallholder|competing|co-founder|joint venture|buy out|supply contract",
        "生意|经营|开店|客户|账目|partner|equipment|shop's name|recipe|profit|licence|customers|stock|accounts|supplier|stall|market|workshop|cooperative",
    ),
    "damages": Cues(
        "损害赔偿|人身损害|财产损害|minor fight|personal injury",
        "打架|打伤|殴打|斗殴|厮打|动了手|动手打|打人|一拳|轻微伤|轻伤|咬伤|咬了|被狗|摔伤|砸伤|烫伤|砸坏|撞坏|误伤|受惊|狂犬|fight|fought|assault*|punch*|injur*|broken wrist|broken arm|broken leg|broken nose"
        "|dog bite|bitten|bit a|bit her|bit his|bit the|black eye|dog owner|scald*|brawl|shoved|slipped|tripped|vandal*|off its leash|off the lead",
        "受伤|赔偿|医药费|骂|砸|缝|误工|伤残|骨折|损坏|damage|damaged|scratch*|stitches|hurt|bite|bruise*|broke|fell",
    ),
    "hills_forests_land": Cues(
        "山林|林权|土地承包|承包地|林地|land dispute|grazing|woodland",
        "竹山|竹林|界石|田埂|责任田|自留地|流转|水田|稻田|果园|茶园|鱼塘|地界|放水|争水|水渠|灌溉|口塘|引水|坟地|祖坟|开荒|耕地|forestry|farmland|orchard|pasture|field boundary|irrigation|rice fields|stream|plough*|farming|goats",
        "毛竹|砍树|庄稼|田|山上|地头|青苗|村民|field|crop|harvest|goat|sheep|cattle|farmer|drought|well",
    ),
    "expropriation": Cues(
        "征地|拆迁|征收|安置房|expropriat*|compulsory purchase",
        "青苗费|青苗补偿|补偿款|搬迁|回迁|动迁|评估价|腾房|拆除|relocation|resettlement|demolition|demolish*|road widening|compensation for the land",
        "安置|评估|修路|占地|新路|new road|railway",
    ),
    "environment": Cues(
        "环境污染|污染|油烟|排污|废水|pollution|wastewater",
        "污水|粉尘|异味|臭味|恶臭|养猪场|养殖场|净化器|噪声超标|排放|烟尘|死鱼|smoke|fumes|dust|sewage|smell|odour|odor|vent|discharge|slurry|exhaust|chimney|emission|carp|fish died",
        "烟道|环保|焚烧|渣土|frying|filter|stench|factory|pond|kitchen exhaust",
    ),
    "labour": Cues(
        "劳动争议|劳资|劳动纠纷|拖欠工资|农民工|工伤|labour dispute|labor dispute|employment dispute|unpaid wages",
        "工资|工钱|加班|社保|欠薪|讨薪|辞退|开除|解除劳动|班组|包工头|包活|工账|记工|劳动仲裁|工友|工人|用人单位|试用期|离职|职工|雇|打工|务工|上岗|操作机器|做工|wage|salary|overtime|dismiss*|employer|employee|worker"
        "|colleague|workplace|grievance|redundan*|payslip|severance|holiday pay|hr|construction site|labour office|night shift|sacked|laid off|contractor's men|apprentice|piecework",
        "老板|工地|上班|干活|焊|同事|包工|manager|team|rota|contractor|shift|foreman|payroll|boss",
    ),
    "consumer": Cues(
        "消费纠纷|消费者|预付卡|办卡|退卡|旅行社|consumer",
        "会员卡|退费|健身房|瑜伽馆|美容|美发|会员|消协|质量问题|瑕疵|保修|三包|假货|退换|换货|专卖店|家具城|装修公司|家装|装修款|培训班|旅游|导游|团费|gym|salon|warranty|fitter|builder|workmanship|photographer|repair shop|travel agen*"
        "|tradesm*|unfinished work|unfinished job|homeowner|home owner|plumber|garage|roof repair|shopper|prepaid|broke down|washing machine|replacement|caterer|wedding photo*|tour operator|package holiday|receipt|faulty|dressmaker|curtains",
        "商家|退款|店主|课|顾客|游客|款式|refund|customer|trader|shop|store|quote|kitchen|bathroom|cancell*|booking",
    ),
    "medical": Cues(
        "医疗纠纷|医患|误诊|医疗事故|医疗过错|medical dispute|misdiagnos*|malpractice",
        "手术|患者|病历|诊所|术后|主治|牙医|医疗费用|诊疗|用药|院方|输液|医嘱|产科|clinic|patient|surgery|surgeon|dentist|medical bill|medical record|misread|tumour|consent form|implant",
        "医院|医生|住院|治疗|护理|hospital|doctor|nurse|scan|insurer|treated|ward|diagnos*|operation",
    ),
    "road_traffic": Cues(
        "道路交通|交通事故|车祸|road traffic|traffic accident|hit-and-run",
        "剐蹭|刮蹭|追尾|撞车|撞倒|车险|交警|全责|同等责任|电动车|电瓶车|三轮车|摩托|倒车|轿车|保险杠|两车|货车|骑车|闯红灯|逆行|collision|collided|rear-end*|bumper|dented|crash|crashed|taxi driver|knocked down|delivery rider|crossing|electric scooter|moped|reversing|lorry",
        "车|驾驶|修车|司机|路口|car|cyclist|driver|van|scooter|junction|motorbike|bicycle",
    ),
    "tenancy": Cues(
        "房屋租赁|租赁纠纷|押金|退租|tenancy dispute|tenancy|landlord|landlady",
        "租客|房东|租房|房租|承租人|出租人|租金|转租|二房东|租约|tenant|deposit|rental|rented|letting agency|letting agent|letting company|lease|flatmate|inventory|move-in|move-out|moved out|lodger|sublet*|housing association|eviction|housemate",
        "租|钥匙|搬走|carpet|keys|wear and tear|rent|repaint*",
    ),
    "elder_care": Cues(
        "赡养|养老|轮养|care of the elderly|elder care|elderly",
        "轮流照料|照料老人|照顾老人|伺候|养老院|嫁出去|护工|轮流住|三兄弟轮|老母亲|老父亲|home help|carer|care home|looks after mother|looks after father|looking after|look after|pension|siblings|dementia|old people's home|adult children",
        "老人|母亲|老太太|父亲|娘|儿子|女儿|子女|mother|father|mum|dad|sister|brother|daughter|son",
    ),
    "inheritance": Cues(
        "继承|遗产|遗嘱|inheritance|inherit*|probate",
        "被继承人|遗物|遗愿|分家产|字条|笔迹|后妈|老伴|过世|去世|丧葬费|抚恤金|存款怎么分|estate|no will|a will|the will|without a will|mother's flat|mother's house|father's flat|father's house|deceased|legacy|executor|late mother|late father|late husband"
        "|grandmother's|heirloom|heir|stepmother says|bequea*|their father died|their mother died",
        "遗|姐弟|三份|祖上留|funeral|house contents|valuation|shares|piano|grandmother|died",
    ),
    "school": Cues(
        "校园|幼儿园|校方|school matter|bullying|kindergarten",
        "学生|同学|班主任|课间|德育|家长会|学校|校服|操场|教育局|小朋友|pupil|school|classmate|teacher|head of year|bully|bullied|parents' group|class chat|playground|break time|headteacher|nursery",
        "家长|老师|班上|校门|parents|class|locker|lesson",
    ),
    "online_trade": Cues(
        "网络购物|网购|网店|直播间|online trade|online shopping|online sale|marketplace",
        "平台商家|下单|差评|七天无理由|快递|二手平台|卖家|买家|拍下|发货|电商|链接|bought online|online order|ordered online|seller|buyer|courier|parcel|listing|second-hand app|second-hand site|tracking number|webshop|online shop",
        "平台|退货|网上|app|online|delivery|shipped|website",
    ),
    "ip": Cues(
        "知识产权|商标|著作权|专利|版权|intellectual property|trade mark|trademark|copyright|patent",
        "抄袭|盗图|招牌|字号|仿冒|山寨|侵犯肖像|plagiar*|counterfeit|logo|copied|imitat*|royalt*",
        "设计|图片|署名|brand|artwork|design|designer|photo credit|credit",
    ),
}  # fmt: skip

# Slug, the level a case of that venue is mostly resolved at, a pattern. The first that is found decides.
VENUES: tuple[tuple[str, str | None, str], ...] = (
    ("medical_committee", None, r"医调委|医疗纠纷(?:人民)?调解委员会|medical (?:dispute |mediation )+committee"),
    ("labour_station", "town", r"劳动(?:人事)?争议(?:调解站|调解中心|调解委员会)|劳动调解站|欠薪窗口|labour (?:mediation |dispute )?station"),
    ("consumer_body", None, r"消协|消委会|消保委|消费者(?:协会|委员会|组织|权益保护委员会)|consumer (?:association|council|advice|body|organi[sz]ation|cent(?:re|er))"),
    ("court_annexed", "court", r"特邀调解|诉前调解|法院委[派托]|立案前调解|court-annexed|court-appointed mediat\w+|referred by the (?:court|judge)|the judge referred"),
    ("trade_union", None, r"工会(?:调解|主持|出面|牵头)|trade union(?:'s)? mediat\w+|union (?:hall|office)"),
    ("industry_body", None, r"商会|行业协会|行业调[委解]|chamber of commerce|trade association|guild"),
    ("police_station", "community", r"派出所(?!.{0,4}(?:另行|接手|了线索|说过|处理))(?:调解|受理|接警|民警|主持|组织|大厅|值班|：)|驻所|警务室|(?:\d分|当[天日]|夜里)?接警|吵到所里|at the police station|police station['’]s? (?:mediation|room)|police mediation|police post"),
    ("school", "community", r"学校(?:德育处|调解室|会议室|主持|出面)|校内调解|德育处|peer mediation|school mediation|safeguarding lead"),
    ("online", None, r"线上调解|在线调解|视频调解|网上调解|online (?:mediation|session|meeting room)|mediated online|by video"),
    ("village_committee", "community", r"村委会|村调委会|村(?:人民)?调解委|村里的调解|讲理堂|village (?:committee|mediation|hall|council)"),
    ("street_committee", "town", r"街道(?:调委会|司法所|调解|办|综治|人民调解)|[镇乡](?:人民)?(?:调解委员会|调委会|司法所|政府|综治)|司法所|综治中心|解纷中心|(?:street|township|town) (?:committee|mediation)|justice office"),
    ("community_centre", "community", r"社区(?:调解|居委|工作站|法律服务站|服务|里|来|办|书记|提|受理)|到社区|向社区|居委会|居民委员会|community (?:mediation )?(?:cent(?:re|er)|desk|room)|mediation cent(?:re|er)|neighbou?rhood cent(?:re|er)|at the cent(?:re|er)"),
)  # fmt: skip
# The writer's own house: mostly a community centre.
HERE = r"this (?:desk|service|cent(?:re|er))"
