"""The verb `draft`: a file of facts and chosen cases in, a draft on the terminal and in a file out."""

import argparse
from dataclasses import asdict

from mediator_bot.cli_shared import assistant_of, show


def draft(words: argparse.Namespace) -> int:
    """Draft an agreement, a record, a follow-up plan or a summary."""
    from mediator_bot.answers.drafts.facts import read_facts
    from mediator_bot.answers.drafts.render import as_markdown
    from mediator_bot.answers.render import unmarked

    facts = read_facts(words.facts)
    assistant = assistant_of(words, follow=False)
    by = assistant.person(words.person)
    written = assistant.draft(words.kind, facts, [one.strip() for one in words.cases.split(",") if one.strip()], by)
    if words.save:
        assistant.save_draft(written, words.save, by)
    show(words, asdict(written), lambda: unmarked(as_markdown(written)).rstrip())
    return 0
