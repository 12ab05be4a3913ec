"""The words that tell names from other words, in both languages: surnames, titles, kin, and what is no name."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹"
    "薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤祝常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祁包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈鞠匡储白洪丘云池仝逯亓佴冼郗郏郦逄酆钮阚隗麴厉呼咸嵇亢仉栗桓楚步毋沃滑漆濮狄璩畅皋皮相禚禹竺笪綦练胥胶芮茹荀荆莘荔蔚蔺薄衡西訾谌谯越辜郁郄鄢那哈巴乌终敬米粟揭撒年操盘闻东幸原"
)
COMPOUND = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|宇文|长孙|端木|南宫|独孤|百里|呼延|轩辕|申屠"
KIN_ZH = (
    "先生|女士|小姐|太太|夫人|大爷|大伯|大叔|大娘|大妈|大姐|大哥|大嫂|大婶|阿姨|阿婆|阿公|阿伯|阿叔|阿妈|奶奶|爷爷|婆婆|公公|老汉|老太太?|老爷子|老伯|老师傅|老人|伯伯|伯母|叔叔|婶婶|婶子"
    "|叔|婶|姨|伯|姐|哥|嫂|嫂子|妹|弟|爷|奶|婆|妈|爸|师傅|老板娘?|老师|医生|大夫|护士|律师|法官|警官|主任|书记|村长|支书|组长|队长|所长|科长|处长|局长|院长|校长|经理|总监|会计|站长|社长|教授|工程师|店长|房东|调解员|网格员|总|工|某某?|某[甲乙丙丁]|氏|家(?=的|人|里|和|与|在|也|把|要|三|两|兄|父|母|楼|屋)"
)
ROLES_ZH = (
    "申请人|被申请人|当事人|原告|被告|第三人|申请方|被申请方|甲方|乙方|丙方|投诉人|被投诉人|委托人|代理人|法定代表人|法人|负责人|联系人|经办人|调解员|人民调解员|首席调解员|记录人|记录员|书记员|审判员|法官|律师|房东|租客|房客|承租人|出租人|业主|邻居|户主|村民|居民|住户|死者|伤者|患者|司机|车主"
    "|丈夫|妻子|老公|老婆|爱人|前夫|前妻|父亲|母亲|爸爸|妈妈|儿子|女儿|儿媳|女婿|哥哥|弟弟|姐姐|妹妹|大哥|二哥|三哥|大姐|二姐|岳父|岳母|公公|婆婆|叔叔|舅舅|姑姑|侄子|侄女|外甥|外甥女|孙子|孙女|长子|次子|三子|长女|次女|小儿子|大儿子|小女儿|大女儿|姓名|名叫|叫做|叫|签名|签字|同事|同学|朋友|老板|经理|员工|工人|职工|护工|保姆|主任|书记|校长|老师|医生|民警|网格员|楼长|组长|证人|见证人|担保人|借款人|出借人|债务人|债权人|继承人|监护人|孩子"
)
TITLES_EN = r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Lady|Lord|Dame|Rev|Reverend|Father|Sister|Judge|Justice|Officer|Constable|Sergeant|Detective|Inspector|Nurse|Uncle|Aunt|Auntie|Aunty|Grandma|Grandpa|Granny|Grandad|Captain|Madam|Madame|Coach|Councillor|Cllr|Pastor|Imam|Rabbi|Señor|Señora"
KIN_EN = (
    r"(?:brother|sister|mother|father|mum|mom|dad|son|daughter|wife|husband|partner|ex-wife|ex-husband|girlfriend|boyfriend|fianc[ée]e?|uncle|aunt|cousin|nephew|niece|grandmother|grandfather|grandson|granddaughter"
    r"|neighbou?r|friend|colleague|boss|manager|supervisor|landlord|landlady|tenant|lodger|flatmate|roommate|mediator|solicitor|lawyer|employer|employee|carer|teacher|foreman|witness|daughter-in-law|son-in-law|mother-in-law|father-in-law"
    r"|stepson|stepdaughter|stepfather|stepmother|twin|baby|child|boy|girl|man|woman|patient|client|applicant|respondent|claimant|defendant)"
)
# Written with a capital and nobody's name: what English notes hold.
NOT_NAMES_EN = frozenset(
    """i a an the and or but if then so he she it we they you his her its our their your my me him them us this that these those there here what when where who why how
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    mr mrs ms miss dr prof sir madam party parties person persons mediator mediators mediation agreement agreed session sessions case note notes act law article section schedule clause court civil code family rights treaty union european english british
    chinese american french german spanish italian russian polish swedish danish indian japanese christmas easter new year eve god internet wifi wi-fi phone mobile address email e-mail website zip iban ssn atm pin id ip vat cctv hoa ceo hr nhs police
    council tribunal ombudsman committee board association department office university school college hospital church bank company ltd limited inc llc plc corp corporation group street road avenue lane drive flat apartment unit suite block floor
    north south east west northern southern eastern western city town county village state country united kingdom states landlord tenant lodger owner tenants owners buyer seller neighbour neighbor employer employee applicant respondent claimant defendant plaintiff
    facebook google whatsapp wechat instagram amazon airbnb uber ebay paypal twitter youtube tiktok android iphone microsoft excel word zoom teams visa mastercard bot user users ok yes no pm am est gmt usd gbp eur hkd rmb cny mon tue wed thu fri sat sun
    what's it's that's i'm i've i'll don't can't once after before since while because though although later first second third next last finally both each neither either everyone nobody someone all some many most more less other another same such
    step stage part item appendix annex exhibit page chapter term terms outcome facts background lessons follow-up result results issue issues question questions option options plan proposal deposit rent contract tenancy lease insurance invoice receipt report letter
    dispute level venue region team agreed accepted closed helper safety screening disputed position interest emotion techniques form effective confirmation escalated basis custom failed settled resolved community household uncle aunt mum dad mother father total keys rang wrote none one two three four nothing somebody someone anybody everybody nobody lesson articles outcome shop lift door stairs noise water money""".split()
)
LARGE_EN = frozenset(
    """china england scotland wales ireland britain uk usa u.s. us america australia canada india japan germany france spain italy russia brazil mexico singapore malaysia thailand vietnam philippines indonesia korea taiwan macau hong kong london manchester birmingham
    leeds glasgow edinburgh liverpool bristol cardiff belfast dublin paris berlin madrid rome new york los angeles chicago houston boston seattle san francisco washington toronto vancouver montreal sydney melbourne brisbane perth beijing shanghai guangzhou shenzhen
    chengdu hangzhou wuhan nanjing chongqing tianjin kowloon delhi mumbai tokyo osaka seoul bangkok moscow europe asia africa california texas florida ontario queensland victoria yorkshire kent essex surrey zealand poland ukraine sweden norway denmark finland netherlands
    belgium switzerland austria portugal greece turkey egypt nigeria kenya pakistan bangladesh nepal sri lanka guangdong zhejiang jiangsu sichuan hunan hubei henan hebei shandong fujian yunnan""".split()
)
# Latin words that stand in Chinese sentences and name nobody.
NOT_NAMES_IN_CHINESE = frozenset(
    "app wifi wi-fi ktv atm pos vip qq wechat pdf excel word ppt iphone ipad android email e-mail ok no yes ceo hr it ai vr led lcd usb cctv gps etc suv pvc pe pp ct mri dna icu nba logo bug party mall office shopping free diy plan a b c d e f g h".split()
)
# LAC takes these for people.
NOT_NAMES_ZH = frozenset(
    "老人 老板 老婆 老公 老师 老伴 老乡 老友 老总 老两口 老太 老大 老二 老三 小区 小孩 小学 小组 小时 小妹 小弟 小伙 小姐 小朋友 小孙 阿姨 阿婆 阿公 阿叔 双方 大爷 大妈 大娘 大叔 大婶 大嫂 大伯 大哥 大姐 甲方 乙方 丙方 甲 乙 丙 丁 戊 当事人 某某 某人 某某某 和气 高兴 安全 应该 向来 时常 方便 连忙 全部 平安 温和 明白 明确 成功 常常 易经 党员 季节 农民工 全名 熊孩子 王老吉 李宁 张家界 石家庄 马上 万一 高峰 康复 高中 安置 白天 白酒 洪水 云端 江边 成员 成年 时间 时候 单元 单独 全体 全家 国家 金额 关系 关于 方案 方式 于是 由于 应当 应该 向前 经过 时期 常住 安静 易怒 连续 牛奶 马路 石头 水电 车位 车主 项目 文件 童年 祖宅 宁可 华人 和解 池塘 米饭 步骤 原告 原因 原来 原件 原价 相关 相互 越来越 敬老院 年底 年初 年代 国际".split()
)
