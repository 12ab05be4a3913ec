"""Moves in what a mediator says, in both languages: paraphrased, several at once, denied, recited, reported."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediator_bot.models.hashing import HashingEncoder
from mediator_bot.practice import Recogniser
from mediator_bot.practice.audience import answering, segments
from mediator_bot.practice.signs import read_signs
from mediator_bot.practice.vocabulary import MOVES

SAID = {
    "I've been asked to be your mediator this morning.": "role",
    "If this isn't for you, you're free to go home at any point.": "voluntary",
    "I shan't breathe a word of it to anybody outside.": "confidential",
    "Unless I learn that a child is being harmed; that I would have to report.": "limits",
    "I'm not in anyone's camp.": "impartial",
    "I'm no judge, the decision stays with you.": "no_decision",
    "One at a time, please, and no shouting.": "ground_rules",
    "Any questions so far?": "questions_welcome",
    "What would it mean to you to have the shed gone?": "interest_probe",
    "That must have been a dreadful winter for you.": "acknowledge",
    "Let me sum up where the two of you stand.": "summary",
    "There are two points to settle: the rent for May, and the keys.": "issue_list",
    "Could I see each of you on your own for a moment?": "caucus_request",
    "May I tell her what you have just said?": "permission",
    "What other ways can you think of?": "option_generation",
    "I suggest that you pay 300 now and the rest in June.": "proposal",
    "Could you live with that arrangement?": "evaluation",
    "What happens if you don't agree and it goes to court?": "reality_test",
    "Has he ever hit you?": "safety_check",
    "I'll ring the police with you now.": "referral",
    "This is entirely your own fault.": "blame",
    "If I were you I'd just pay.": "advice",
    "This is your last chance, sign it now.": "pressing",
    "Frankly, I think he is right and you are wrong.": "taking_sides",
    "The court will certainly throw your case out.": "prediction",
    "Sign, or I'll report you to the council.": "threat",
    "Shut up, you idiot.": "insult",
    "我是咱们社区的人民调解员。": "role",
    "谁要是不想谈了，随时可以走。": "voluntary",
    "您二位讲的我都替你们保密。": "confidential",
    "不过有人要出人命的，那得除外。": "limits",
    "我两头都不偏。": "impartial",
    "对错我不判，怎么办由你们定。": "no_decision",
    "一个说完一个再说，都别抢话。": "ground_rules",
    "还有什么要问我的没有？": "questions_welcome",
    "您心里最放不下的是哪件事？": "interest_probe",
    "熬了这么些日子，您肯定很委屈。": "acknowledge",
    "我先归纳一下两家的说法。": "summary",
    "要谈的有两件事：一是五月的房租，二是钥匙。": "issue_list",
    "我想单独跟您聊几句。": "caucus_request",
    "您刚才讲的，我能不能告诉她？": "permission",
    "大家还有什么别的办法？": "option_generation",
    "我建议先付三百，余下的六月付清。": "proposal",
    "这样安排您能接受吗？": "evaluation",
    "万一谈不成，打官司要多久、花多少钱，您想过吗？": "reality_test",
    "他有没有动过手？": "safety_check",
    "我这就陪您去报警。": "referral",
    "这事就是你的错。": "blame",
    "听我一句，赔人家算了。": "advice",
    "这是最后一次机会，你赶紧签字。": "pressing",
    "我站在你这边，他没理。": "taking_sides",
    "法院肯定判你输。": "prediction",
    "你不签字，我就告诉你单位。": "threat",
    "你给我闭嘴，蠢货。": "insult",
}


@pytest.mark.parametrize(("text", "move"), SAID.items(), ids=SAID)
def test_a_move_is_recognised(recogniser: Recogniser, text: str, move: str) -> None:
    assert move in {found.id for found in recogniser.moves(text)}


def test_none_of_these_is_an_example_of_the_recogniser() -> None:
    known = {
        sentence for move in read_signs().values() for signs in move.signs.values() for sentence in signs.sentences
    }
    assert known.isdisjoint(SAID)


NOT_SAID = {
    "I won't say this is confidential.": "confidential",
    "This is not voluntary at all.": "voluntary",
    "Don't expect me to be impartial.": "impartial",
    "Nobody can say what the court will decide.": "prediction",
    "How long would the court take?": "prediction",
    "It's nobody's fault.": "blame",
    "She feels that it was your fault.": "blame",
    "You don't have to sign today.": "pressing",
    "If you like, I'll call you tomorrow.": "threat",
    "He called you an idiot, and that hurt.": "insult",
    "You sound fed up with it.": "insult",
    "Open question, paraphrase, neutral summary, reality test.": "open_question",
    "Voluntary, confidential, impartial, ground rules.": "voluntary",
    "我不会说这是保密的。": "confidential",
    "这可不是自愿的。": "voluntary",
    "别指望我中立。": "impartial",
    "法院怎么判，谁也说不准。": "prediction",
    "法院会怎么判，您想过吗？": "prediction",
    "这不是谁的错。": "blame",
    "他觉得是你的错。": "blame",
    "不用急着签字。": "pressing",
    "咱们不许骂人，不能说人家傻。": "insult",
    "开放式提问、复述、中立归纳、现实检验。": "open_question",
    "自愿、保密、中立、规矩。": "voluntary",
}


@pytest.mark.parametrize(("text", "move"), NOT_SAID.items(), ids=NOT_SAID)
def test_what_only_sounds_like_a_move_is_none(recogniser: Recogniser, text: str, move: str) -> None:
    assert move not in {found.id for found in recogniser.moves(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What happened after that?", "open_question"),
        ("Tell me how it began.", "open_question"),
        ("后来怎么样了？", "open_question"),
        ("您从头讲讲。", "open_question"),
        ("Was the door locked?", "closed_question"),
        ("What time was it?", "closed_question"),
        ("您当时在家吗？", "closed_question"),
        ("那天是几号？", "closed_question"),
    ],
)
def test_questions_are_open_or_closed(recogniser: Recogniser, text: str, kind: str) -> None:
    found = {move.id for move in recogniser.moves(text)}
    assert found & {"open_question", "closed_question"} == {kind}


def test_one_utterance_holds_several_moves_each_with_its_words(recogniser: Recogniser) -> None:
    text = "That sounds exhausting, Nora. What would a quiet night mean to you? And could I see you alone later?"
    quotes = {move.id: move.quote for move in recogniser.moves(text)}
    assert quotes["acknowledge"] == "That sounds exhausting, Nora."
    assert quotes["interest_probe"] == "What would a quiet night mean to you?"
    assert "taking_sides" not in quotes


def test_a_paraphrase_needs_something_to_take_up(recogniser: Recogniser) -> None:
    heard = ["Six weeks I've waited for my deposit, and all I get is messages about an old carpet."]
    said = "You've been waiting six weeks for the deposit, and hear only about the carpet."
    assert "paraphrase" in {move.id for move in recogniser.moves(said, heard)}
    assert "paraphrase" not in {move.id for move in recogniser.moves(said)}
    assert "paraphrase" not in {move.id for move in recogniser.moves("You can park in the yard next time.", heard)}


def test_saying_a_partys_words_again_is_no_paraphrase(recogniser: Recogniser) -> None:
    heard = ["我上去敲了四回门，里头电视开着，就是不开。"]
    assert "paraphrase" not in {move.id for move in recogniser.moves(heard[0], heard)}
    own = "您敲了好几回门，听见里头有人，就是没人来开。"
    assert "paraphrase" in {move.id for move in recogniser.moves(own, heard)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200) | st.lists(st.sampled_from([*SAID, *NOT_SAID]), max_size=6).map(" ".join))
def test_every_quote_is_in_the_text_at_its_place(recogniser: Recogniser, text: str) -> None:
    for move in recogniser.moves(text):
        assert move.id in MOVES
        assert text[move.start : move.end] == move.quote != ""


def test_examples_are_encoded_once_for_a_cache(tmp_path: Path) -> None:
    class Counting(HashingEncoder):
        seen = 0

        def encode(self, texts: Sequence[str], **options: Any) -> Any:
            Counting.seen += len(texts)
            return super().encode(texts, **options)

    first = Recogniser([Counting()], tmp_path)
    encoded = Counting.seen
    second = Recogniser([Counting()], tmp_path)
    text = "Being here is voluntary. What would it mean to you?"
    assert encoded > 500
    assert Counting.seen == encoded
    assert second.scores([text]) == first.scores([text])
    assert len(list(tmp_path.iterdir())) == 2


NAMES = {"A": ("Nora", "the tenant"), "B": ("Mr Hale", "the landlord")}
NAMES_ZH = {"A": ("老周", "楼下"), "B": ("小郑", "楼上"), "C": ("物业",)}


@pytest.mark.parametrize(
    ("text", "last", "to"),
    [
        ("Nora, what happened?", (), ("A",)),
        ("Nora says the carpet was old. What do you say, Mr Hale?", ("A",), ("B",)),
        ("What do you both think?", ("A",), ("A", "B")),
        ("And then?", ("B",), ("B",)),
        ("Who begins?", (), ("A", "B")),
        ("You sound tired, Nora. Mr Hale, how do you see it?", ("A",), ("B",)),
    ],
)
def test_who_is_to_answer(text: str, last: tuple[str, ...], to: tuple[str, ...]) -> None:
    assert answering(segments(text, NAMES, last), tuple(NAMES)) == to


def test_who_is_to_answer_in_chinese() -> None:
    said = segments("老周，您受累了。小郑，门没开那几回，您担心什么？", NAMES_ZH)
    assert [part.to for part in said] == [("A",), ("B",)]
    assert answering(said, tuple(NAMES_ZH)) == ("B",)
    assert answering(segments("三家各说说有什么办法？", NAMES_ZH, ("A",)), tuple(NAMES_ZH)) == ("A", "B", "C")
