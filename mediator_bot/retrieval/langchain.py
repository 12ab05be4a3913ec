"""Our search as a LangChain retriever, with one person's rights."""

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from mediator_bot.types import Hit


class LibraryRetriever(BaseRetriever):
    """Finds passages of the library by a search that knows for whom; each document's metadata names its place, so that it can be cited."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Callable[[str], list[Hit]]

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                id=str(hit.passage.id),
                page_content=hit.passage.text,
                metadata={
                    "document_id": hit.passage.document_id,
                    "version": hit.passage.version,
                    "case_id": hit.passage.case_id,
                    "kind": hit.passage.kind,
                    "title": hit.passage.title,
                    "origin": hit.passage.origin,
                    "page": hit.passage.span.page,
                    "start": hit.passage.span.start,
                    "end": hit.passage.span.end,
                    "score": hit.score,
                },
            )
            for hit in self.search(query)
        ]
