"""An assistant in; the route under which a person saves an answer of their own as a document, out. Nothing is written to disk."""

from fastapi import APIRouter, Request, Response

from mediator_bot.answers.export import FORMATS
from mediator_bot.errors import MediatorError
from mediator_bot.service import Assistant
from mediator_bot.web.identity import who_asks

TYPES = {
    ".md": "text/markdown; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def saving(assistant: Assistant) -> APIRouter:
    """`answers/<conversation>/<n>.docx` and `.md`: the answer as this person may see it today.

    Whoever may not open the conversation gets the same 404 as for one that was never kept.
    """
    router = APIRouter()

    @router.get("/answers/{conversation}/{place}")
    def answer(request: Request, conversation: str, place: str) -> Response:
        number, dot, ending = place.partition(".")
        if f".{ending}" not in FORMATS or not dot or not number.isdecimal() or len(number) > 5 or number == "0":
            return Response(status_code=404)
        by = who_asks(request)
        try:
            answers = assistant.reopen(conversation, by)
        except MediatorError:
            return Response(status_code=404)
        if not 1 <= int(number) <= len(answers):
            return Response(status_code=404)
        name = f"answer-{int(number)}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        content = assistant.exported(answers[int(number) - 1], f".{ending}", by)
        return Response(content, media_type=TYPES[f".{ending}"], headers=headers)

    return router
