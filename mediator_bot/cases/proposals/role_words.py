"""The words for people and bodies in a dispute, as tables: who they are, which of them belong together, who is asked to help."""

# Bodies, by the last words of their names.
ORGANISATIONS_ZH = (
    "公司|物业|单位|医院|诊所|学校|中学|小学|幼儿园|村委会|居委会|业委会|合作社|银行|总包|承包方|工厂|店家|平台商家|商家|商场|平台|超市|饭店|餐馆|酒店|健身房|机构"
    "|管理处|村民小组|村小组|广场舞队|舞队|中介|旅行社|商行|门店|网店|开发商|养殖场|4S店|美容院|培训班|环卫站|厂方|工厂"
)
ORGANISATIONS_EN = (
    "company|companies|firm|clinic|hospital|school|association|agency|council|employer|insurer|shop|store|restaurant|takeaway|club|gym"
    "|committee|freeholder|bank|dance group|residents' group|group|board|billing office|bakery|garage|university|college|church|factory|salon|platform|corporation|boatyard|café|cafe|hotel|airline|airport|nursery|studio|dealership|cooperative|charity|trust|operator|pub|bar|farm|mill|workshop|charter firm|house"
)
# People, by what they are to the dispute. Longer words come first where one begins another.
PEOPLE_ZH = (
    "楼上业主|楼下业主|楼上住户|楼下住户|北楼住户|住户|业主|房主|房东|租客|租户|承租人|出租人|二房东|邻居|东家|西家|邻家|户主|村民小组|村民|居民代表|居民|工人|员工|职工|焊工|瓦工|农民工|保姆|护工|工友|包工头|工头"
    "|承包人|老板|店主|原店主|经营者|店长|办卡人|装卸工|摊主|股东|合伙人|债权人|债务人|出借人|借款人|担保人|买家|卖家|买方|卖方|顾客|客户|消费者|会员|患者家属|患者|病人|家属|丈夫|妻子|前夫|前妻|男方|女方|公公|婆婆|岳父|岳母|儿媳|女婿"
    "|大儿子|二儿子|小儿子|儿子|大女儿|二女儿|小女儿|女儿|长子|次子|幼子|长女|次女|老大|老二|老三|哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|父亲|母亲|老人|老太太|老汉|继母|继父|侄子|外甥"
    "|学生|家长|司机|驾驶员|车主|电动车主|面包车主|骑手|行人|伤者|受伤一方|动手一方|狗主|饲养人|领队|舞队领队|养殖户|承包户|申请人|被申请人|原告|被告|受害人|侵权人|当事人|继承人|室友|同事|主管|经理|店方|厂家|雇主|雇员|修理工|教练|房客|车行|摄影师|作者|设计师|歌手|婆家|娘家|嫂子|侄女|孙子|外孙|堂兄|表弟|监护人|投资人|养狗人|拾得人|失主"
)
PEOPLE_EN = (
    "tenant|landlord|landlady|owner|neighbou?r|resident|residents|homeowner|lodger|flatmate|subtenant|employee|worker|colleague|manager|employer|builder"
    "|fitter|plumber|contractor|photographer|customer|client|buyer|seller|trader|shopkeeper|supplier|partner|baker|licence holder|lender|borrower"
    "|creditor|debtor|patient|parent|mother|father|son|daughter|brother|sister|siblings?|husband|wife|ex-husband|ex-wife|aunt|uncle|niece|nephew|grandson"
    "|granddaughter|grandmother|grandfather|widow|widower|pupil|student|teacher|driver|cyclist|pedestrian|dog owner|farmer|couple|family|applicant"
    "|respondent|claimant|complainant|heir|executor|carer|musician|dancer|stallholder|passenger|traveller|bride|groom|member|members|cleaner|nanny|gardener|dealer|woman|man|girl|boy|lady|guest|host|lodger|agent|singer|designer|freelancer|artist|author|coach|mechanic|roofer|caterer|breeder|chef|cook|trainee|apprentice|shareholder|cousin|grandparents|stepson|stepmother|fianc[ée]e?"
)
# Who mostly stands against whom; a pair names the sides where no letters do.
PAIRS: tuple[tuple[str, str], ...] = (
    ("房东|出租人|房主", "租客|租户|承租人"),
    ("物业公司|物业", "业主"),
    ("买家|买方|顾客|消费者|会员|客户|办卡人", "平台商家|商家|卖家|卖方|店主|店长|老板|健身房|旅行社|美容院"),
    ("患者家属|患者|病人|家属", "医院|诊所"),
    ("丈夫|男方|前夫", "妻子|女方|前妻"),
    ("工人|员工|职工|农民工|焊工|工友|护工|保姆", "老板|公司|单位|包工头|承包人|总包|厂方|雇主"),
    ("债权人|出借人", "债务人|借款人"),
    ("大儿子|长子|老大", "小儿子|二儿子|次子|老二"),
    ("哥哥|大哥|老大|大儿子|弟弟", "弟弟|老二|二儿子|小儿子|妹妹|姐姐|两个姐姐"),
    ("儿子|女儿|大儿子", "父亲|母亲|老人|老太太|女儿|小女儿"),
    ("楼上住户|楼上业主|楼上邻居", "楼下住户|楼下业主|楼下邻居"),
    ("居民代表|居民|住户", "饭店老板|饭店|养殖场|养殖户|舞队领队|舞队|广场舞队|工厂"),
    ("申请人|原告", "被申请人|被告"),
    ("landlord|landlady|letting agency|letting company|housing association", "tenants?|lodger|flatmates?"),
    ("buyer|customer|client|couple|homeowner|consumer|member", "seller|shop|trader|builder|fitter|photographer|company|plumber|gym|salon|garage|contractor"),
    ("patient|patient's family", "clinic|hospital|dentist|surgeon"),
    ("employee|worker|cleaner|nanny|carer", "employer|company|manager|firm|agency"),
    ("husband|ex-husband", "wife|ex-wife"),
    ("brother|son", "sister|daughter"),
    ("mother|father|parents?", "son|daughter|children"),
    ("lender|creditor", "borrower|debtor"),
    ("residents' group|residents|neighbours", "owner|dance group|takeaway|restaurant|club|factory|farmer"),
    ("driver", "cyclist|pedestrian"),
    ("dog owner", "cyclist|neighbour|walker|postman|runner"),
    ("applicant|claimant|complainant", "respondent|defendant"),
)  # fmt: skip
# Those who are asked to the table to help and are no party.
HELPERS = (
    "楼组长|楼长|楼栋长|楼栋志愿者|志愿者|户长|村医|老支书|老支委|村支书|支书|娘舅|族长|族老|长辈|表叔|老木匠|老队长|老班长|老党员|村民代表|网格员|社区民警|片警|民警|妇联干部|妇联|法律顾问|法律援助律师|志愿律师|律师"
    "|交通协管员|协管员|林业站|土管员|国土所|环保站|城管|工会主席|工会干部|物业管家|物业水电工|水电工|维保班长|维保的班长|班主任|心理老师|心理咨询师|医学专家|专家|鉴定人|评估师|估价师|管理员|商场管理方|文书|会计|老师傅|乡贤|水管员|技术员|人大代表|政协委员"
    "|翻译|手语翻译|房管员|房管所|电梯工程师|市场监管所|消协工作人员|劳动监察员|媒人|介绍人|中间人|老邻居|老教师|退休教师|村组长|组长|儿童主任"
    "|(?:district |community |school )?nurses?|(?:volunteer |sign[- ]language )?interpreters?|(?:retired )?bookkeepers?|(?:retired )?accountants?|tree surgeons?|surveyors?|(?:structural )?engineers?|caretakers?|(?:two )?floor wardens?"
    "|wardens?|park keepers?|environmental health officers?|housing officers?|building managers?|community police officers?|beat officers?|social workers?|union (?:rep(?:resentative)?s?|officials?)|shop stewards?"
    "|safeguarding leads?|art teachers?|class teachers?|heads? of year|deputy heads?|head ?teachers?|safeguarding officers?|architects?|school counsellors?|imams?|priests?|vicars?|pastors?|elders?|village elders?|valuers?|appraisers?|mechanics?|plumbers?|electricians?|arborists?|independent experts?"
    "|advocates?|support workers?|translators?|(?:retired )?secretar(?:y|ies)(?: of the \\w+ society)?|insurance assessors?|loss adjusters?|volunteers?"
)
