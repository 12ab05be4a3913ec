"""Items 1 to 4 of the rubric: the opening, both sides heard, listening, a neutral list of issues."""

import re

from mediator_bot.practice.audience import segments
from mediator_bot.practice.clauses import size
from mediator_bot.practice.judged import Evidence, Judged, nothing, shown
from mediator_bot.practice.proceedings import Done, Proceedings
from mediator_bot.practice.profiles import Profile
from mediator_bot.practice.signals import denies

# Shares of the opening's elements that earn 3, 2 and 1.
OPENING_SHARES = (0.8, 0.6, 0.25)
# The least part of an equal share: with two parties .35 to .65 of the talk is even and .25 to .75 nearly so. Of three or more,
# one may have less to say.
EVEN, NEARLY = 0.7, 0.5
EVEN_OF_MANY, NEARLY_OF_MANY = 0.5, 0.3
# Moves that give a party the word, and ones that take it away.
INVITING = frozenset({"open_question", "interest_probe", "option_generation"})
CLOSING_IN = frozenset(
    "closed_question evaluation proposal advice pressing blame taking_sides prediction threat insult agreement".split()
)
SURE_LIST = 0.38
CLEAR = 0.36
SURE = 0.45
_QUESTION_WORD = re.compile(
    r"\b(?:how|what|who|when|where|whether|which)\b|怎么|如何|谁|多少|哪|什么|咋|几(?=天|时|号|点)|要不要|是否",
    re.IGNORECASE,
)
# A talk this long has had room for it: turns of the mediator.
ROOM = 3


def opening(talk: Proceedings, profile: Profile) -> Judged:
    """The elements of the opening, said before the second party has told anything; half of `confidential` are its limits."""
    until = _second_account(talk)
    early = [done for done in talk.moves(*profile.opening, "limits") if done.n < until]
    first = {done.move.id: done for done in reversed(early)}
    wanted = [element for element in profile.opening if element != "limits"]
    points = sum(1.0 for element in wanted if element in first)
    if "confidential" in wanted:
        # An exception says that there is a rule; a rule without its exceptions is half of it.
        points += ("limits" in first and "confidential" not in first) - 0.5 * (
            "limits" not in first and "confidential" in first
        )
    share = points / len(wanted)
    score = next((3 - place for place, least in enumerate(OPENING_SHARES) if share >= least), 0)
    # An opening nobody could answer was a speech.
    if not any(done.replies for done in first.values()):
        score = min(score, 1)
    missing = next((element for element in profile.opening if element not in first), "")
    return Judged("opening", score, shown(list(first.values())), missing)


def _second_account(talk: Proceedings) -> int:
    starts = sorted(n for pid in talk.pids if (n := talk.first_account(pid)) is not None)
    return starts[1] if len(starts) > 1 else len(talk.turns) + 1


def balance(talk: Proceedings, profile: Profile) -> Judged:
    """Share of words and of turns of each party over the whole talk; who was given the word; equal time alone."""
    spoken = talk.of_parties
    if len(spoken) < 2 * len(talk.pids) or len(talk.pids) < 2:
        return (
            nothing("balance") if len(talk.of_mediator) < ROOM else Judged("balance", 0, (), "quiet", _quietest(talk))
        )
    words = {pid: sum(size(said.text) for said in spoken if said.by == pid) for pid in talk.pids}
    turns = {pid: sum(said.by == pid for said in spoken) for pid in talk.pids}
    spread = [v / (sum(shares.values()) or 1) * len(talk.pids) for shares in (words, turns) for v in shares.values()]
    least = min(spread)
    even, nearly = (EVEN, NEARLY) if len(talk.pids) == 2 else (EVEN_OF_MANY, NEARLY_OF_MANY)
    score = 3 if least >= even else 2 if least >= nearly else 1 if min(turns.values()) >= 2 else 0
    invited = _invitations(talk)
    lacks = "quiet"
    if not _alone_alike(talk):
        score, lacks = min(score, 2), "caucus"
    if len(invited) < len(talk.pids):
        score, lacks = min(score, 1), "quiet"
    if sum(size(said.text) for said in talk.of_mediator) > 2 * sum(size(said.text) for said in talk.of_parties):
        score, lacks = min(score, 1), "speech"
    return Judged("balance", score, tuple(sorted(invited.values())), lacks, _quietest(talk))


def _invitations(talk: Proceedings) -> dict[str, Evidence]:
    """The first turn that gave each party the word: an open question, or its name, without a closed question or a demand."""
    found: dict[str, Evidence] = {}
    for said in talk.of_mediator:
        done = [one for one in talk.done if one.n == said.n]
        kinds = {one.move.id for one in done}
        opened = [one for one in done if one.move.id in INVITING]
        if not opened and kinds & CLOSING_IN:
            continue
        replies = [reply for reply in talk.replies(said) if reply.is_statement]
        # Without an open question it must be this party's name that was called at the end.
        final = segments(said.text, talk.names)[-1:]
        for reply in replies if opened else replies[:1]:
            if opened or any(part.to == (reply.by,) for part in final):
                found.setdefault(reply.by, opened[0].evidence if opened else (said.n, said.text))
    return found


def _alone_alike(talk: Proceedings) -> bool:
    """Whether those seen alone had about the same, and no more than one of several was left out."""
    alone = [count for pid in talk.pids if (count := sum(said.private == pid for said in talk.turns))]
    left_out = len(talk.pids) - len(alone)
    return not alone or (min(alone) >= 0.4 * max(alone) and left_out <= (len(talk.pids) > 2))


def _quietest(talk: Proceedings) -> str | None:
    words = {pid: sum(size(said.text) for said in talk.of_parties if said.by == pid) for pid in talk.pids}
    return min(words, key=lambda pid: words[pid]) if words else None


def listening(talk: Proceedings, profile: Profile) -> Judged:
    """What parties said is taken up: 3 again and again for all, 2 once for each, 1 at all; 0 where nobody was heard.

    A turn that takes something up, and asks or states nothing that takes the word away, counts where the party does not deny
    it. 3 needs a read-back that was confirmed, or at least as many open as closed questions.
    """
    if len([said for said in talk.of_parties if said.says_something]) < 2:
        return nothing("listening")
    heard = _heard(talk)
    turns = {done.n for done in heard}
    covered = {pid for done in heard for pid in done.answered_by}
    missing = len(talk.pids) - len(covered)
    is_wide = missing <= (len(talk.pids) > 2)
    opened, closed = talk.answered("open_question"), talk.answered("closed_question")
    confirmed = [done for done in heard if any(talk.is_yes(reply) for reply in done.replies)]
    score = 1 if turns else 0
    if len(turns) >= 2 and is_wide:
        score = 3 if len(turns) >= 4 and (confirmed or len(opened) >= len(closed)) else 2
    left = next((pid for pid in talk.pids if pid not in covered), None)
    lacks = "feeling" if not is_wide else "open" if len(closed) > len(opened) else "read_back"
    return Judged("listening", score, shown([*heard, *opened[:2]]), lacks, left)


def _heard(talk: Proceedings) -> list[Done]:
    """The clearest move of each turn that takes up what a party said."""
    found: dict[int, Done] = {}
    for done in talk.answered("paraphrase", "acknowledge", "reframe", "summary"):
        kinds = {other.move.id for other in talk.done if other.n == done.n}
        is_taken = kinds & (CLOSING_IN - {"closed_question"}) or (
            "closed_question" in kinds and "check_back" not in kinds
        )
        is_clear = done.move.score >= CLEAR
        if (
            is_clear
            and not is_taken
            and talk.is_grounded(done)
            and not all(denies(reply.text) for reply in done.replies)
        ):
            found.setdefault(done.n, done)
    return list(found.values())


def issues(talk: Proceedings, profile: Profile) -> Judged:
    """A list both could have written: 3 as questions, with an answer, after both were heard and before options are judged.

    2 where it is of bare subjects or late; 1 where it came too early or speaks of nothing that was said.
    """
    if len(talk.of_mediator) < ROOM:
        return nothing("issues")
    lists = [done for done in talk.moves("issue_list") if _is_list(done, talk)]
    heard_at = talk.all_heard_at
    timely = [
        done for done in lists if heard_at is not None and done.n > heard_at and talk.is_grounded(done, of_turn=True)
    ]
    answered = [done for done in timely if any(reply.text.strip() for reply in done.replies)]
    judged = talk.answered("evaluation")
    early = [done for done in answered if not judged or done.n <= judged[0].n]
    asked = [done for done in early if _asks_twice(talk.text_of(done.n))]
    score = 3 if asked else 2 if answered else 1 if lists else 0
    return Judged("issues", score, shown(lists), "early" if lists and not timely else "list")


def _is_list(done: Done, talk: Proceedings) -> bool:
    """Shown by its words, and neither a demand nor an offer: nothing in the same turn takes a side or names a solution."""
    others = {other.move.id for other in talk.done if other.n == done.n and other.move.score >= SURE}
    is_sure = done.move.score == 1.0 or done.move.score >= SURE_LIST
    return is_sure and not others & {
        "blame",
        "taking_sides",
        "insult",
        "advice",
        "pressing",
        "proposal",
        "agreement",
        "law",
    }


def _asks_twice(text: str) -> bool:
    return len(_QUESTION_WORD.findall(text)) >= 2
