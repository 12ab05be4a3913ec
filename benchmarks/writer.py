"""A chat model's name in (default: a small one on a llama.cpp server here); how soon an answer begins and ends, and what held, out."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from mediator_bot.library.library import Library
from mediator_bot.service import Assistant
from mediator_bot.settings import Settings

QUESTIONS = (
    "deposit, landlord says carpet, tenant has no photos",
    "The lift keeps breaking down and owners stopped paying the fee. What did the two sides agree?",
    "Children upstairs run until late and the neighbour below cannot sleep. How did others settle it?",
    "How do I open the first joint meeting?",
    "楼上漏水泡了天花板，以前怎么调的？",
    "房东说地毯脏了不退押金，入住时谁也没拍照。以前怎么调的？",
)


def main() -> None:
    server = None
    if len(sys.argv) > 1:
        name = sys.argv[1]
    else:
        from llama import name_of, start

        server = start()
        name = name_of(server)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        list(Library.create(settings).add_samples())
        assistant = Assistant.open(settings)
        assistant.ask(QUESTIONS[0], assistant.operator, writer="none")
        measure(assistant, name)
    del server


def measure(assistant: Assistant, name: str) -> None:
    """Seconds from the question to the quoted answer, to the first checked sentence, and to the end."""
    quoted, sentence, ended = [], [], []
    removed = written = 0
    for question in QUESTIONS:
        began, first = time.perf_counter(), 0.0
        for n, answer in enumerate(assistant.ask_streaming(question, assistant.operator, writer=name)):
            now = time.perf_counter() - began
            if n == 0:
                quoted.append(now)
            elif answer.writer != "none" and not first:
                first = now
                sentence.append(now)
        ended.append(time.perf_counter() - began)
        written += answer.writer != "none"
        removed += len(answer.removed)
    print(f"{name.partition('@')[0]}, {len(QUESTIONS)} questions: seconds at the median (most)")
    for what, seconds in (("quoted answer", quoted), ("first checked sentence", sentence), ("whole answer", ended)):
        shown = f"{statistics.median(seconds):.2f} ({max(seconds):.2f})" if seconds else "none came"
        print(f"  {what}: {shown}")
    print(f"  answers with a summary: {written} of {len(QUESTIONS)}; sentences removed: {removed}")


if __name__ == "__main__":
    main()
