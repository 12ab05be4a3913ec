"""A question in, the passages that answer it out, best first; only what the person may read takes part.

A passage scores the mean of the encoders' centred cosines plus LEXICAL × coverage², where coverage is the share of the
question's words (weighted by rarity) that the passage holds. Squared, a few shared words count for next to nothing, as they
should between paraphrases and between languages, while an exact match decides. The best REREAD passages are then read word by
word: each gains BY_WORD × how much better than the others of its language it meets the words of the question. Measured in
benchmarks/README.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mediator_bot.errors import QuestionError
from mediator_bot.index.centring import LANGUAGES
from mediator_bot.index.index import Index
from mediator_bot.library.catalogue import Catalogue
from mediator_bot.text.glossary import Glossary
from mediator_bot.text.tokens import terms
from mediator_bot.types import Filters, Hit, Language, Passage, Person

LEXICAL = 0.35
# How deep each of the two lists is read before they are fused.
DEPTH = 300
# So many passages are read word by word, and what that counts for.
REREAD = 100
BY_WORD = 0.8
# Fewer passages of a language say nothing about what is usual there.
ENOUGH = 3
# A case speaks through this many of its passages: on our own questions it finds 96 % of the cases among the first five,
# the best passage alone 84–94 % (benchmarks/README.md).
SEVERAL = 3
FURTHER = 0.6
LONGEST_QUESTION = 20_000


@dataclass(frozen=True)
class Found:
    """One document (or case) with its passages, best first. Of a case told in two languages these are one telling's.

    `score` orders what was found; `nearness` says how near the question it is, whatever else was found.
    """

    key: str
    hits: tuple[Hit, ...]
    score: float
    nearness: float

    @classmethod
    def of(cls, key: str, hits: Sequence[Hit]) -> "Found":
        """A document scores the mean of its best SEVERAL passages: a case is alike as a whole, not in one sentence.

        Of a text with fewer, the missing ones count as FURTHER of the best, about what a longer text reaches: a lone
        paragraph must not win because it is alone.
        """
        nearness = _of_several(sorted((hit.nearness for hit in hits), reverse=True))
        return cls(key, tuple(hits), _of_several([hit.score for hit in hits]), nearness)

    @property
    def best(self) -> Passage:
        """The best passage."""
        return self.hits[0].passage


def _of_several(scores: Sequence[float]) -> float:
    best = scores[:SEVERAL]
    return (sum(best) + FURTHER * best[0] * (SEVERAL - len(best))) / SEVERAL


class Searcher:
    """Searches one library through its index."""

    def __init__(self, catalogue: Catalogue, index: Index, glossary: Glossary = Glossary()) -> None:
        self.catalogue = catalogue
        self.index = index
        self._glossary = glossary

    def search(self, question: str, by: Person, filters: Filters = Filters(), top_k: int = 10) -> list[Hit]:
        """The best `top_k` passages that `by` may read. Raises QuestionError for an empty or endless question."""
        question = checked(question)
        allowed = self.catalogue.live_passage_ids(by, filters)
        return self.rank(question, self.question_vector(question), allowed, top_k)

    def question_vector(self, question: str) -> NDArray[np.float32]:
        """The question as a vector; half of it is the question with the official words for what it says, in both languages.

        On our own questions this lifts the reciprocal rank by .02 to .04, across languages by .03 to .04.
        """
        asked = self.index.question_vector(question)
        words = self._glossary.used_in(question)
        if not words:
            return asked
        official = [word.official(language) for language in LANGUAGES for word in words]
        both = asked + self.index.question_vector("\n".join([question, " ".join(dict.fromkeys(official))]))
        return np.asarray(both / max(float(np.linalg.norm(both)), 1e-9), dtype=np.float32)

    def keep_up(self) -> None:
        """Follow what another process, or this one, has published or withdrawn since."""
        self.index.refresh()
        if self.index.manifest.sequence != self.catalogue.sequence():
            self.index.follow(self.catalogue)

    def rank(self, question: str, vector: NDArray[np.float32], allowed: NDArray[np.int64], top_k: int) -> list[Hit]:
        """The best of the allowed passages for a question whose vector is known already."""
        depth = max(DEPTH, 2 * top_k)
        covered = self.index.terms.coverage(terms(question), allowed)
        near = self.index.vectors.search(vector, depth, allowed)
        by_words = sorted(covered, key=covered.__getitem__, reverse=True)[:depth]
        near |= self.index.vectors.scores(vector, [number for number in by_words if number not in near])
        scores = {number: cosine + LEXICAL * covered.get(number, 0.0) ** 2 for number, cosine in near.items()}
        best = sorted(scores, key=lambda number: (-scores[number], number))[: max(top_k, REREAD)]
        passages = self.catalogue.passages(best)
        gains = self._gains(question, [passage for passage, _ in passages[:REREAD]])
        rest = min(gains.values(), default=0.0)
        hits = [
            Hit(passage, scores[passage.id] + gain, heading, covered.get(passage.id, 0.0), gain)
            for passage, heading in passages
            for gain in (gains.get(passage.id, rest),)
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:top_k]

    def _gains(self, question: str, passages: Sequence[Passage]) -> dict[int, float]:
        """What each passage gains by the words of the question, against the mean of its language.

        Words of one language meet each other better than they meet those of another, whatever is said.
        """
        met = self.index.met(question, [passage.id for passage in passages])
        gains = dict.fromkeys(met, 0.0)
        for language in LANGUAGES:
            told = [passage.id for passage in passages if passage.language == language and passage.id in met]
            if len(told) >= ENOUGH:
                usual = sum(met[number] for number in told) / len(told)
                gains |= {number: BY_WORD * (met[number] - usual) for number in told}
        return gains


def checked(question: str) -> str:
    """The question without surrounding white space and control characters; raises QuestionError where it cannot be asked."""
    # A space of any width parts words: were it dropped like a control character, they would run together.
    plain = "".join(" " if c.isspace() and c != "\n" else c for c in question if c.isprintable() or c.isspace()).strip()
    if not any(c.isalnum() for c in plain):
        raise QuestionError("The question has no words. Describe the dispute in a sentence or two.")
    if len(plain) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(plain):,} characters, more than {LONGEST_QUESTION:,}. Shorten it, or add it as a document."
        )
    return plain


def group(hits: Sequence[Hit], language: Language | None = None) -> list[Found]:
    """Hits by case, or by document where there is none, best first.

    Renditions of one case (two languages, two formats) are one: the best-matching one gives the score; the one in the
    reader's `language`, where it was found, is shown.
    """
    grouped: dict[str, dict[str, list[Hit]]] = {}
    for hit in hits:
        renditions = grouped.setdefault(hit.passage.case_id or hit.passage.document_id, {})
        renditions.setdefault(hit.passage.document_id, []).append(hit)
    found = [_one_of([Found.of(key, told) for told in grouped[key].values()], language) for key in grouped]
    return sorted(found, key=lambda item: -item.score)


def _one_of(renditions: Sequence[Found], language: Language | None) -> Found:
    best = max(renditions, key=lambda found: found.score)
    shown = max(renditions, key=lambda found: (found.best.language == language, found.score))
    return replace(shown, score=best.score, nearness=max(found.nearness for found in renditions))
