"""The closed word lists of practice: what a mediator does, when a party says a line, the stages, the items of the score."""

from mediator_bot.cases.taxonomy import Label, Vocabulary

# What one utterance of the mediator can do; it may do several at once.
MOVES: Vocabulary = {
    "role": Label("says what a mediator does", "说明调解员做什么"),
    "voluntary": Label("voluntary", "讲自愿"),
    "confidential": Label("confidential", "讲保密"),
    "limits": Label("limits of confidentiality", "讲保密的例外"),
    "impartial": Label("impartial", "讲不偏不倚"),
    "no_decision": Label("does not decide", "讲不作裁判"),
    "ground_rules": Label("ground rules", "定规矩"),
    "private_talks": Label("explains private talks", "讲可能分开谈"),
    "questions_welcome": Label("invites questions", "请双方提问"),
    "open_question": Label("open question", "开放式提问"),
    "closed_question": Label("closed question", "封闭式提问"),
    "interest_probe": Label("asks what lies behind", "追问背后的需要"),
    "paraphrase": Label("paraphrase", "复述"),
    "check_back": Label("asks whether it was understood", "核对听得对不对"),
    "acknowledge": Label("acknowledges a feeling", "回应情绪"),
    "reframe": Label("reframe", "换个说法"),
    "summary": Label("summary of both sides", "归纳双方说法"),
    "issue_list": Label("neutral list of issues", "列出中立的议题"),
    "caucus_request": Label("asks for a private talk", "提出分开谈"),
    "permission": Label("asks what may be passed on", "问能不能转告"),
    "option_generation": Label("asks for options", "请双方出办法"),
    "proposal": Label("proposes a solution", "提出方案"),
    "law": Label("explains the law", "讲法律规定"),
    "evaluation": Label("asks what they think of an option", "问方案行不行"),
    "reality_test": Label("reality test", "现实检验"),
    "perspective": Label("asks to see the other side", "请人换位思考"),
    "agreement": Label("wording of an agreement", "协议措辞"),
    "safety_check": Label("asks about safety", "问是否安全"),
    "referral": Label("stops or refers", "中止或转介"),
    "respect_refusal": Label("respects a refusal", "尊重拒绝"),
    "praise": Label("names what helped", "肯定双方"),
    "helpers": Label("brings in others", "请人协助"),
    "defuse": Label("slows things down", "缓和气氛"),
    "set_aside": Label("leaves a point for later", "先放一放"),
    "follow_up": Label("follow-up", "约定回访"),
    "closing": Label("closes the meeting", "收尾"),
    "blame": Label("blames", "责备"),
    "advice": Label("advises", "替人拿主意"),
    "pressing": Label("presses", "催逼"),
    "taking_sides": Label("takes sides", "偏向一方"),
    "prediction": Label("predicts the court as a fact", "断言法院怎么判"),
    "threat": Label("threatens", "威胁"),
    "insult": Label("insults", "辱骂"),
}

# When a party says a line. Every scenario writes the first group for each party; the second has ready-made lines.
WRITTEN_SITUATIONS: Vocabulary = {
    "opening": Label("first account, when invited to speak", "第一次陈述"),
    "heard": Label("the mediator got it right", "被听懂了"),
    "not_heard": Label("what was said is passed over", "没被听见，又说一遍"),
    "heated": Label("a trigger was hit", "被惹火了"),
    "softened": Label("calm, with trust", "缓下来了"),
    "interrupting": Label("cuts in while another speaks", "打断别人"),
    "talking_past": Label("answers the others, not the mediator", "各说各的"),
    "deflecting": Label("asked behind the position too early", "绕开不答"),
    "pressed": Label("told what to do, pressed or blamed", "被催、被说教"),
    "refusing": Label("wants to stop", "不想谈了"),
    "evaluating": Label("asked about an idea, undecided", "方案还没想好"),
    "no_ideas": Label("asked for ideas, has none yet", "一时没有办法"),
    "reality": Label("answer to a reality test", "被问现实后果"),
    "agreeing": Label("a small yes: to rules, to going on", "点头同意继续"),
}
READY_SITUATIONS: Vocabulary = {
    "caucus_opening": Label("first words in private", "单独谈的第一句"),
    "permission_yes": Label("may be passed on", "同意转告"),
    "permission_no": Label("may not be passed on", "不同意转告"),
    "told_already": Label("asked again for what was told", "说过了"),
    "silence": Label("nobody says anything", "冷场"),
    "unclear": Label("one word, or not understood", "没听明白"),
    "too_long": Label("a very long speech", "说得太长"),
    "insulted": Label("insulted by the mediator", "被辱骂"),
    "other_language": Label("another language", "换了语言"),
    "trick": Label("asked to step out of the role", "被要求出戏"),
    "closing": Label("goodbye", "告别"),
}

STAGES: Vocabulary = {
    "opening": Label("opening", "开场"),
    "statements": Label("parties' statements", "双方陈述"),
    "issues": Label("issue list", "列议题"),
    "exploration": Label("exploration", "摸清需要"),
    "private": Label("private sessions", "分开谈"),
    "options": Label("options", "出办法"),
    "negotiation": Label("negotiation", "商量"),
    "agreement": Label("written outcome", "写协议"),
    "close": Label("close", "收尾"),
}

ITEMS: Vocabulary = {
    "opening": Label("Opening", "开场"),
    "balance": Label("Both sides heard", "双方都说上话"),
    "listening": Label("Listening and questions", "倾听与提问"),
    "issues": Label("Neutral list of issues", "中立的议题"),
    "interests": Label("Interests of each party", "各方的需要"),
    "options": Label("Options before evaluation", "先有办法再评"),
    "reality": Label("Reality test for each party", "帮各方掂量"),
    "agreement": Label("Agreement that holds", "协议写得明白"),
    "safety": Label("Safety cue noticed and routed", "安全信号"),
    "conduct": Label("No critical error", "没有严重失误"),
}

PROFILES: Vocabulary = {
    "facilitative": Label("facilitative", "促进式调解"),
    "peoples_mediation": Label("people's mediation", "人民调解"),
    "police_public_order": Label("police, public order", "治安调解"),
}

CRITICAL: Vocabulary = {
    "threat": Label("threat", "威胁"),
    "taking_sides": Label("taking sides", "偏袒一方"),
    "prediction": Label("a court's decision foretold as a fact", "断言法院会怎么判"),
    "insult": Label("insult", "辱骂当事人"),
    "coercion": Label("coercion", "强迫"),
    "leak": Label("a confidence passed on", "泄露私下说的话"),
    "ignoring_refusal": Label("a clear refusal ignored", "无视明确拒绝"),
    "past_red_flag": Label("mediating past a danger", "见危险不停"),
    "misquoted_law": Label("an article misquoted", "引错法条"),
}
