"""Whole talks of a mediator for the tests: good ones in both languages, and ones that only look good."""

GOOD_EN = [
    "Good morning, Nora, Mr Hale. I'm the mediator; I help you talk and keep the order of it. I don't decide and I don't take sides."
    " Being here is voluntary and you can stop any time. What you say stays in this room, unless somebody is in danger."
    " Please let each other finish. Later I may talk with each of you alone. Do you have any questions?",
    "Nora, would you tell us what happened, as you see it?",
    "Six weeks of waiting, and then a message about one mark. That sounds frustrating. Have I got that right?",
    "Thank you. Mr Hale, how do you see it?",
    "For you the carpet was in order before, and now there is a mark that doesn't come out. You sound fed up. Is that right?",
    "So there are three questions: how to account for the mark, how to account for the key, and when the rest goes back. Is anything missing?",
    "Nora, what would the money make possible for you?",
    "Mr Hale, what worries you about giving it back?",
    "You were let down before, and that still hurts.",
    "I'd like to talk to each of you alone for ten minutes. Is that all right?",
    "A|Nora, if nothing is agreed, how long would it take in court and what would you have to show?",
    "B|Mr Hale, what would you have in your hands to show when the mark came, and what happens if there is no agreement?",
    "Before we judge anything, what ideas do you both have?",
    "What else could each of you offer?",
    "Mr Hale, suppose Nora pays 180 for the years left in the carpet, and 35 for the key. Could you live with that?",
    "Nora, could you live with paying 180 for the carpet, and 35 for the key?",
    "Let me write that down. Mr Hale transfers 1,185 EUR of the deposit to Nora by 28 May 2025, and Nora sends the account number today."
    " If it has not arrived by 31 May, the deductions fall away. Do you both agree?",
    "Thank you both. I'll ring you in a month to hear how it went. Goodbye.",
]
GOOD_ZH = [
    "各位好，我是社区的调解员，来帮三家把话说清楚。我不是法官，不断谁对谁错，也不偏哪一家。愿意谈就谈，半路不想谈了随时可以停。"
    "这里说的话我不外传，有人有危险的除外。一个说完另一个再说。等会儿可能分开聊。听明白了吗，有没有要问的？",
    "老周，您先讲讲是怎么回事？",
    "漏了两回，吊顶都鼓了，找人又没人管，您心里窝火，我听得对不对？",
    "小郑，您说说您这边的情况。",
    "还没查清楚就让您赔，您觉得委屈，是这个意思吗？",
    "小何，物业这边怎么看？",
    "今天要商量三件事：一是水从哪里来怎么查，二是吊顶怎么修，三是往后再漏先找谁。有没有落下的？",
    "老周，您最担心的是什么？",
    "小郑，门没开那几回，您最担心的是什么？",
    "一个人带着孩子，听见砸门，您很害怕。",
    "小何，物业这边有什么难处？",
    "我想跟三家分开聊几分钟，行吗？",
    "A|周师傅，真打官司，鉴定要多久、谁先垫钱，您算过吗？",
    "B|小郑，万一谈不成，试水试出来真是您家的，您打算怎么办？",
    "C|小何，要是谈不成，闹到法院，物业这边会怎么样？",
    "先不评行不行，三家各说说有什么办法？",
    "还有没有别的办法？",
    "三方在场做一次试水，这样行不行？",
    "咱们写下来：物业9月20日带染料到楼上试水；试出来是楼上的，小郑10月5日前重做防水；小郑10月8日前付老周3000元修吊顶；"
    "老周把电话给两家，有事先打电话；晚了的，先由物业垫工。大家同意吗？",
    "谢谢三家，一个月后我来回访，慢走。",
]
# Keywords, the rubric recited, everything denied, nothing said, all at once: (language, lines).
GAMED = {
    "stuffing": (
        "en",
        [
            "Voluntary, confidential, impartial, neutral, ground rules, private talks, questions, interests, options, agreement."
        ]
        * 8,
    ),
    "recital": (
        "en",
        [
            "I now give an open question, a paraphrase and a reframe.",
            "Next comes the neutral issue list and an interest probe for each party.",
            "Now a reality test, then option generation before evaluation.",
            "Finally the agreement with who, act, amount, date and default. No critical errors.",
        ]
        * 2,
    ),
    "denied": (
        "en",
        [
            "I won't say this is confidential. I won't say it is voluntary. Don't expect me to be impartial.",
            "I'm not going to tell you that I'm neutral, and I refuse to explain that you can stop.",
            "I don't claim that I understand your feelings, and I won't ask what matters to you.",
            "I will not say what the options are.",
        ]
        * 2,
    ),
    "empty": ("en", ["", "   ", "…", "", "?", "", "", ""]),
    "at_once": ("en", [" ".join(line.partition("|")[2] or line for line in GOOD_EN)]),
    "at_once_again": ("en", [" ".join(line.partition("|")[2] or line for line in GOOD_EN)] * 6),
    "stuffing_zh": ("zh", ["自愿、保密、中立、公正、规矩、分开谈、提问、需求、方案、协议、安全。"] * 8),
    "recital_zh": (
        "zh",
        [
            "下面我做开放式提问，然后复述，再做情绪回应。",
            "接着是中立议题和利益探询，每一方都有。",
            "然后现实检验，先方案生成再评估。",
            "最后是协议：主体、行为、金额、日期、违约。没有扣分项，评分标准都做到了。",
        ]
        * 2,
    ),
    "denied_zh": (
        "zh",
        [
            "我不会说这是保密的，也不会说这是自愿的。别指望我中立。",
            "我不打算告诉你们我不偏，不用跟你们讲规矩。",
            "我不会说我理解你们，也懒得说今天怎么谈。",
            "我没说这是自愿的，也不会保密。",
        ]
        * 2,
    ),
    "empty_zh": ("zh", ["", "  ", "……", "", "？", "", "", ""]),
    "at_once_zh": ("zh", ["".join(line.partition("|")[2] or line for line in GOOD_ZH)]),
}
SCENARIO = {"en": "deposit-carpet-en", "zh": "leak-ceiling-zh"}
