"""The composition root: settings in, an assistant out, with the two recipes everything hangs on: `add` and `ask`.

It holds no user state: whoever asks is named in every call.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediator_bot.answers.claims import Block
from mediator_bot.answers.compose import compose
from mediator_bot.answers.drafts.compose import drafted
from mediator_bot.answers.drafts.document import DraftDocument, DraftKind
from mediator_bot.answers.drafts.facts import Facts
from mediator_bot.answers.drafts.render import save as save_draft
from mediator_bot.answers.evidence import Reader
from mediator_bot.answers.export import FORMATS, save
from mediator_bot.answers.kept import restored, shown_today
from mediator_bot.answers.likeness import Likeness
from mediator_bot.answers.render import Renderer
from mediator_bot.answers.request import Draft, Request
from mediator_bot.answers.screen import screen
from mediator_bot.answers.verify import verified
from mediator_bot.answers.wording import say, template
from mediator_bot.answers.writer import Writer, noted, with_summary
from mediator_bot.cases.proposals.by_model import ModelProposals, propose_with_model
from mediator_bot.cases.taxonomy import FILTERS
from mediator_bot.erasing import Erased, finish_if_possible, purge
from mediator_bot.errors import ModelError, QuestionError, RightsError
from mediator_bot.index.index import FollowReport, Index, rebuild
from mediator_bot.library.consent import Consents, Standing, may_go
from mediator_bot.library.conversations import Conversations
from mediator_bot.library.feedback import Feedback
from mediator_bot.library.imports import Imports
from mediator_bot.library.library import AddReport, Library, corpus_folder, sample_questions
from mediator_bot.library.practices import Practices
from mediator_bot.library.rights import require_admin
from mediator_bot.models.chat import open_chat_model
from mediator_bot.models.embeddings import open_encoders
from mediator_bot.models.endpoint import endpoint_of
from mediator_bot.practice.voice import Voice
from mediator_bot.retrieval.search import Searcher, checked
from mediator_bot.retrieval.understand import understand
from mediator_bot.settings import Settings
from mediator_bot.text.glossary import Glossary
from mediator_bot.training import Training
from mediator_bot.types import Answer, Citation, Filters, Hit, Kind, Language, Person, QuestionKind

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)


# A filter on kinds of document says what kind of answer is wanted.
KIND_ASKED: dict[Kind, QuestionKind] = {"case": "cases", "guideline": "guideline", "statute": "statute"}


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


def parse_filters(pairs: Sequence[str]) -> Filters:
    """Filters from `key=value` words, several values of one key by comma or by repeating it.

    Raises QuestionError for a key or a value nobody knows, naming the known ones.
    """
    chosen: dict[str, tuple[Any, ...]] = {}
    for pair in pairs:
        key, _, text = pair.partition("=")
        values = tuple(value.strip() for value in text.split(",") if value.strip())
        if key not in {*FILTERS, "year"} or not values:
            raise QuestionError(f"Unknown filter {pair!r}. Write one of {', '.join([*FILTERS, 'year'])} = a value.")
        chosen[key] = chosen.get(key, ()) + tuple(_filter_value(key, value) for value in values)
    return Filters(**chosen)


def _filter_value(key: str, value: str) -> str | int:
    if key == "year":
        if not re.fullmatch(r"[0-9]{4}", value):
            raise QuestionError(f"year={value!r} is not a year. Write it as 2024.")
        return int(value)
    if value not in FILTERS[key]:
        raise QuestionError(f"{key}={value!r} is not known. Use one of: {', '.join(FILTERS[key])}.")
    return value


@dataclass
class Assistant:
    """What every page, verb and test calls. `chat_models` are those opened so far, by name."""

    settings: Settings
    library: Library
    searcher: Searcher
    conversations: Conversations
    feedback: Feedback
    training: Training
    glossary: Glossary
    consents: Consents
    chat_models: "dict[str, BaseChatModel]" = field(default_factory=dict)
    likeness: Likeness | None = None

    @classmethod
    def open(cls, settings: Settings, *, progress: Progress = quiet, follow: bool = True) -> "Assistant":
        """Open the library of a home with its index, brought up to date.

        Raises LibraryError where there is no library, StaleIndexError where another model built the index, ModelError
        where the model cannot be loaded.
        """
        library = Library(settings)
        library.load_reference()
        encoders = open_encoders(settings.embeddings, settings.threads, settings.home / "indexes")
        index = Index(settings.home / "indexes", encoders, sample_questions())
        if follow and index.manifest.sequence != library.catalogue.sequence():
            index.follow(library.catalogue, progress)
        finish_if_possible(library.catalogue, index)
        catalogue = library.catalogue
        glossary = Glossary.load(corpus_folder() / "glossary")
        searcher = Searcher(catalogue, index, glossary)
        models: dict[str, BaseChatModel] = {}

        consents = Consents(catalogue.engine)

        def voice(by: Person) -> Voice | None:
            # Lines of a scenario are training material; where they may not go, parties speak in the scenario's own words.
            if settings.chat_model in ("", "none"):
                return None
            standing = consents.standing(endpoint_of(settings.chat_model), by)
            goes = standing.may_send and "training" in standing.levels
            return Voice(_chat_model(models, settings.chat_model)) if goes else None

        training = Training(Practices(catalogue.engine), encoders, voice)
        conversations, feedback = Conversations(catalogue.engine), Feedback(catalogue.engine)
        likeness = Likeness.open(encoders)
        return cls(settings, library, searcher, conversations, feedback, training, glossary, consents, models, likeness)

    @classmethod
    def rebuild(cls, settings: Settings, progress: Progress = quiet) -> FollowReport:
        """Build the index from nothing, whatever state the old one is in."""
        library = Library(settings)
        library.load_reference()
        encoders = open_encoders(settings.embeddings, settings.threads, settings.home / "indexes")
        folder = settings.home / "indexes"
        folder.mkdir(parents=True, exist_ok=True)
        return rebuild(folder, encoders, library.catalogue, progress, sample_questions())

    @property
    def imports(self) -> Imports:
        """The import jobs of the library."""
        return Imports(self.library)

    @property
    def operator(self) -> Person:
        """The operator of this machine."""
        return self.library.person(None)

    def person(self, name: str | None) -> Person:
        """A person by name, the operator for none, as `Library.person`."""
        return self.library.person(name)

    # --- add ---------------------------------------------------------------------------------------------------

    def add(
        self,
        paths: Sequence[Path],
        by: Person,
        *,
        publish: bool = False,
        confidentiality: str | None = None,
        again: bool = False,
        progress: Progress = quiet,
    ) -> Iterator[AddReport]:
        """Take files and folders in as an import job, one report each; once the last is done the index follows."""
        job = self.imports.begin(paths, by, publish=publish, confidentiality=confidentiality, again=again)
        yield from self.resume(job.id, by, progress)

    def resume(self, job: str, by: Person, progress: Progress = quiet) -> Iterator[AddReport]:
        """Go on with an import job, as `Imports.run`; once the last file is done the index follows."""
        kept = self.imports.get(job, by)
        for done, report in enumerate(self.imports.run(job, by), start=kept.done + 1):
            progress(done, kept.total)
            yield report
        self.follow()

    def purge(self, document_id: str, by: Person, reason: str) -> Erased:
        """Erase a document from every file of the home and search them for what is left, as `erasing.purge`."""
        return purge(self.library.catalogue, self.searcher.index, document_id, by, reason)

    def follow(self, progress: Progress = quiet) -> FollowReport:
        """Bring the index up to the catalogue."""
        return self.searcher.index.follow(self.library.catalogue, progress)

    def propose(self, document_id: str, by: Person) -> ModelProposals:
        """What the chat model of the settings reads in a document, each with the words it was read from; nothing is stored.

        Raises RightsError for anyone but an admin, where nothing may be sent to that model for them, and where this document
        may not. Raises ModelError where the settings name no chat model.
        """
        require_admin(by, "ask a model about documents")
        if self.settings.chat_model in ("", "none"):
            raise ModelError("No chat model is configured. Name one as chat_model in mediator.toml.")
        standing = self.consents.require(endpoint_of(self.settings.chat_model), by)
        stored = self.library.catalogue.document(document_id, by)
        if not may_go(self.library.catalogue, document_id, stored.version, by, standing.levels):
            raise RightsError(
                f"{document_id!r} is {stored.confidentiality} material, which is not sent to this model. Use what the rules read."
            )
        numbers = self.library.catalogue.page_numbers(stored.document_id, stored.version)
        pages = {n: self.library.catalogue.page(stored.document_id, stored.version, n, by) for n in numbers if n}
        language: Language = "zh" if stored.language == "zh" else "en"
        return propose_with_model(pages, language, self._chat_model(self.settings.chat_model))

    def standing(self, by: Person, writer: str | None = None) -> Standing | None:
        """How a person stands with the chat model `writer`, else that of the settings; None where there is none.

        Raises ModelError for a name that names no model.
        """
        name = self.settings.chat_model if writer is None else writer
        return None if name in ("", "none") else self.consents.standing(endpoint_of(name), by)

    # --- ask ---------------------------------------------------------------------------------------------------

    def search(self, question: str, by: Person, filters: Filters = Filters(), top_k: int = 10) -> list[Hit]:
        """The best passages that `by` may read."""
        self.searcher.keep_up()
        hits = self.searcher.search(question, by, filters, top_k)
        found = _lines(hit.passage.document_id for hit in hits)
        self.library.audit.record(by, "search", details={"hits": len(hits), "cited": found})
        return hits

    def ask(
        self,
        question: str,
        by: Person,
        conversation: str | None = None,
        filters: Filters = Filters(),
        *,
        writer: str | None = None,
    ) -> Answer:
        """The whole answer to a question: the last of `ask_streaming`."""
        *_, answer = self.ask_streaming(question, by, conversation, filters, writer=writer)
        return answer

    def ask_streaming(
        self,
        question: str,
        by: Person,
        conversation: str | None = None,
        filters: Filters = Filters(),
        *,
        writer: str | None = None,
    ) -> Iterator[Answer]:
        """Answer a question: screen → understand → retrieve → claims → verify each → render → write → record.

        The quoted answer comes first; where a chat model words a summary, the answer comes again after each of its sentences
        that was checked, and the last one is the whole. A conversation is continued where its id is given. `writer` names
        the chat model, `none` for none; left out, it is the settings'. Raises QuestionError for a question without words,
        ModelError for a name that names no model.
        """
        clock, standing = _Clock(), self.standing(by, writer)
        answer = self._quoted(checked(question), by, conversation, filters, clock)
        # The kind, how many quotes and of what; never what was asked or answered.
        self._account(by, "ask", answer, kind=answer.kind, screen=answer.screen.action)
        try:
            yield answer
            if standing:
                with clock("write"):
                    for written in self._written(answer, by, standing):
                        answer = written
                        yield answer
                answer = replace(answer, timings_ms=clock.timings)
                yield answer
        finally:
            # Whoever stops listening keeps what was there.
            if conversation:
                self.conversations.record(conversation, by, answer.question, asdict(answer))

    def _quoted(self, question: str, by: Person, conversation: str | None, filters: Filters, clock: "_Clock") -> Answer:
        """The answer in quotes and fields, without a language model."""
        self.searcher.keep_up()
        before = self.conversations.questions(conversation, by) if conversation else []
        with clock("understand"):
            understood = understand(question, before)
            safety = screen(question, understood.language, before, self.likeness)
            if filters.kind and understood.kind in KIND_ASKED.values():
                understood = replace(understood, kind=KIND_ASKED[filters.kind[0]])
        reader = Reader(self.library.catalogue, by)
        request = Request(question, understood, filters, safety, reader, self.searcher, self.settings.referrals)
        with clock("compose"):
            draft = compose(request)
        with clock("verify"):
            # A reader of its own: what was composed is held against the catalogue, not against what the composer saw.
            blocks, dropped = verified(draft.blocks, Reader(self.library.catalogue, by))
        return replace(_rendered(request, draft, blocks, dropped), timings_ms=dict(clock.timings))

    def _written(self, answer: Answer, by: Person, standing: Standing) -> Iterator[Answer]:
        """The answer with the model's sentences, or with the reason why there are none."""
        endpoint, catalogue = standing.endpoint, self.library.catalogue
        barred = "" if standing.may_send else "writer_not_agreed" if standing.levels else "writer_not_allowed"

        def goes(citation: Citation) -> bool:
            return may_go(catalogue, citation.document_id, citation.version, by, standing.levels)

        shown = endpoint.provider if barred else endpoint.shown
        writer = Writer(endpoint.name, shown, lambda: self._chat_model(endpoint.name), goes, barred)
        try:
            yield from with_summary(answer, writer)
        except ModelError as error:
            _log.warning("%s", error)
            yield noted(answer, "writer_unopened", endpoint.shown)

    def reopen(self, conversation: str, by: Person) -> list[Answer]:
        """A kept conversation, each answer as `by` may see it today. Raises LibraryError, RightsError as `Conversations.turns`."""
        kept = [restored(turn.answer) for turn in self.conversations.turns(conversation, by)]
        answers = [shown_today(answer, self.library.catalogue, by) for answer in kept]
        shown = _lines(citation.document_id for answer in answers for citation in answer.citations)
        self.library.audit.record(by, "reopen", conversation, {"answers": len(answers), "cited": shown})
        return answers

    def exported(self, answer: Answer, ending: str, by: Person) -> bytes:
        """An answer as a document to keep: `.md` or `.docx`. That it left the library is written down."""
        self._account(by, "export", answer, format=ending)
        return FORMATS[ending](answer)

    def save(self, answer: Answer, path: Path, by: Person) -> None:
        """The same, to a file. Raises LibraryError as `export.save`."""
        self._account(by, "export", answer, format=path.suffix.lower())
        save(answer, path)

    def draft(self, kind: DraftKind, facts: Facts, cases: Sequence[str], by: Person) -> DraftDocument:
        """A draft from facts and chosen cases, checked, as `compose.drafted`. The facts themselves are not kept."""
        draft = drafted(kind, facts, cases, Reader(self.library.catalogue, by), self.settings.referrals)
        self._account_draft(by, "draft", draft)
        return draft

    def save_draft(self, draft: DraftDocument, path: Path, by: Person) -> None:
        """A draft to a .md or .docx file. Raises LibraryError as `drafts.render.save`."""
        self._account_draft(by, "export", draft, format=path.suffix.lower())
        save_draft(draft, path)

    def _account_draft(self, by: Person, action: str, draft: DraftDocument, **details: str) -> None:
        cited = _lines(citation.document_id for citation in draft.citations)
        about: dict[str, str | int] = {"kind": draft.kind, **details, "quotes": len(draft.citations), "cited": cited}
        self.library.audit.record(by, action, details=about)

    def _account(self, by: Person, action: str, answer: Answer, **details: str) -> None:
        cited = _lines(citation.document_id for citation in answer.citations)
        self.library.audit.record(by, action, details={**details, "quotes": len(answer.citations), "cited": cited})

    def _chat_model(self, name: str) -> "BaseChatModel":
        return _chat_model(self.chat_models, name)

    def retriever_for(self, person: Person, top_k: int = 10) -> Any:
        """A LangChain `BaseRetriever` with this person's rights."""
        from mediator_bot.retrieval.langchain import LibraryRetriever

        return LibraryRetriever(search=lambda question: self.search(question, person, top_k=top_k))


def _lines(document_ids: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(document_ids))


def _chat_model(opened: "dict[str, BaseChatModel]", name: str) -> "BaseChatModel":
    if name not in opened:
        opened[name] = open_chat_model(name)
    return opened[name]


def _rendered(request: Request, draft: Draft, blocks: tuple[Block, ...], dropped: int) -> Answer:
    language = request.understood.language
    renderer = Renderer(language)
    text = renderer.text(blocks)
    notice = say(template("notice"), language)
    citations = renderer.citations()
    cases = []
    if draft.comparison:
        for case in draft.comparison.cases:
            numbers = [citation.n for citation in citations if citation.document_id == case.document.document_id]
            cases.append(draft.comparison.summary(case, numbers))
    return Answer(
        question=request.question,
        language=language,
        kind=request.understood.kind,
        text=f"{text}\n\n*{notice}*",
        abstained=draft.abstained,
        screen=request.screen,
        citations=citations,
        cases=tuple(cases),
        next_questions=tuple(say(template(key), language) for key in draft.next_keys),
        notice=notice,
        writer="none",
        statistics=draft.statistics,
        filters=request.filters,
        dropped=dropped,
    )


class _Clock:
    """Milliseconds by step."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.timings[step] = round((time.perf_counter() - began) * 1000, 2)
