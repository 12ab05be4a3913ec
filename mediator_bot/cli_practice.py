"""The verbs of practice: scenarios, play, score, sessions, progress, draft, share, forget, opinion."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mediator_bot.cli_models import agreed_first
from mediator_bot.cli_shared import assistant_of, settings_of, show

if TYPE_CHECKING:
    from mediator_bot.service import Assistant
    from mediator_bot.training import Exercise
    from mediator_bot.types import Person

HELP = {
    "en": "Speak as the mediator. /caucus A: with A alone · /joint: everybody · /coach: what to say instead of your last turn"
    " · /finish: the score · an empty line is silence · Ctrl-D: stop, the session is kept",
    "zh": "您是调解员，直接说话。/caucus A：单独和A谈 · /joint：回到一起谈 · /coach：刚才那句还能怎么说 · /finish：评分"
    " · 直接回车：沉默 · Ctrl-D：先停，进度会保留",
}


def practice(words: argparse.Namespace) -> int:
    """Practise."""
    return ACTIONS[words.action](words)


def _scenarios(words: argparse.Namespace) -> int:
    from mediator_bot.library.library import corpus_folder
    from mediator_bot.practice.scenario import load_scenarios

    settings_of(words)
    found = load_scenarios(corpus_folder() / "scenarios").values()
    rows: list[dict[str, Any]] = [
        {
            "scenario_id": one.scenario_id,
            "title": one.title,
            "language": one.language,
            "type": one.type_l1,
            "difficulty": one.difficulty,
            "minutes": one.minutes,
            "profiles": list(one.profiles),
            "parties": [party.role for party in one.parties],
        }
        for one in found
        if words.language in (None, one.language)
    ]
    lines = [f"{r['scenario_id']:24} {'*' * r['difficulty']:4} {r['minutes']:3} min  {r['title']}" for r in rows]
    show(words, rows, lambda: "\n".join(lines))
    return 0


def _play(words: argparse.Namespace) -> int:
    assistant = assistant_of(words)
    by, training = assistant.person(words.person), assistant.training
    agreed_first(words, assistant.consents, assistant.standing(by), by)
    if words.resume:
        exercise = training.open(words.resume, by)
    else:
        exercise = training.begin(by, words.scenario, words.profile, words.seed)
    scenario = exercise.session.scenario
    present = "; ".join(f"{party.pid} {party.name}, {party.role}" for party in scenario.parties)
    print(f"{scenario.title}\n{scenario.brief}\n{present}\n", file=sys.stderr)
    print(HELP[scenario.language], file=sys.stderr)
    for turn in exercise.session.transcript:
        print(_line(exercise, turn))
    exercise = _talk(assistant, exercise, by)
    if exercise.is_finished:
        _show_score(words, exercise.kept.score)
    else:
        print(f"mediator-bot practice play {scenario.scenario_id} --resume {exercise.kept.id}", file=sys.stderr)
    return 0


def _talk(assistant: "Assistant", exercise: "Exercise", by: "Person") -> "Exercise":
    """Turn by turn until the score or the end of the input."""
    from mediator_bot.errors import MediatorError

    partner: str | None = None
    while not exercise.is_finished:
        try:
            said = input(f"[{partner}] > " if partner else "> ")
        except EOFError:
            break
        command, _, rest = said.strip().partition(" ")
        try:
            if command == "/finish":
                exercise = assistant.training.finish(exercise, by)
            elif command == "/joint":
                partner = None
            elif command == "/caucus":
                partner = rest.strip().upper() or None
            elif command == "/coach":
                print(_coached(assistant, exercise))
            else:
                mode = "caucus" if partner else "joint"
                exercise, answers = assistant.training.say(exercise, by, said, mode, partner)  # type: ignore[arg-type]
                for turn in answers:
                    print(_line(exercise, turn))
        except MediatorError as error:
            partner = None
            print(error.told(exercise.session.scenario.language), file=sys.stderr)
    return exercise


def _line(exercise: "Exercise", turn: Any) -> str:
    names = {party.pid: party.name for party in exercise.session.scenario.parties}
    place = f" [{turn.with_}]" if turn.with_ else ""
    return f"{names.get(turn.speaker, '>')}{place}: {turn.text}"


def _coached(assistant: "Assistant", exercise: "Exercise") -> str:
    own = [n for n, turn in enumerate(exercise.session.transcript, start=1) if turn.by_mediator]
    if not own:
        return "—"
    return assistant.training.coached(exercise, own[-1]).instead or "✓"


def _score(words: argparse.Namespace) -> int:
    from mediator_bot.errors import DocumentError
    from mediator_bot.practice.transcript import read_transcript

    try:
        text = sys.stdin.read() if str(words.transcript) == "-" else words.transcript.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{words.transcript} cannot be read: {error}. It must be JSON lines in UTF-8.") from error
    transcript = read_transcript(text, words.transcript.name)
    training = assistant_of(words, follow=False).training
    _show_score(words, training.score_of(transcript, words.profile, words.scenario).as_json())
    return 0


def _show_score(words: argparse.Namespace, score: Any) -> None:
    show(words, score, lambda: "\n".join(score_lines(score)))


def score_lines(score: Any) -> Sequence[str]:
    """A score as JSON in, the lines in which the terminal shows it out."""
    lines = [f"{score['total']} / 100" + (" (capped)" if score["capped"] else ""), score["summary"], ""]
    for item in score["items"]:
        points = "–" if item["score"] is None else item["score"]
        lines.append(f"{points} / 3  {item['name']}")
        lines += [f"       {evidence['turn']}: “{evidence['quote']}”" for evidence in item["evidence"]]
        lines += [f"       → {item['advice']}"] if item["advice"] else []
        lines += [_opinion_line(one) for one in score.get("opinion", ()) if one["item"] == item["id"]]
    lines += [f"!! {error['id']}, {error['turn']}: “{error['quote']}”" for error in score["critical_errors"]]
    return lines


def _opinion_line(opinion: Any) -> str:
    if opinion["points"] is None:
        return "       model: no opinion with a quote that holds"
    return f"       model: {opinion['points']} / 3, {opinion['turn']}: “{opinion['quote']}”"


def _sessions(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    kept = assistant.training.practices.of(assistant.person(words.person))
    names = ("id", "person", "scenario", "profile", "started_at", "branch_of", "branch_turn")
    rows = [{**{name: getattr(one, name) for name in names}, "total": (one.score or {}).get("total")} for one in kept]
    lines = [f"{r['started_at'][:10]}  {r['id']}  {r['scenario']}  {r['person']}  {r['total'] or '–'}" for r in rows]
    show(words, rows, lambda: "\n".join(lines) or "Nobody has practised yet.")
    return 0


def _progress(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    by = assistant.person(words.person)
    known = assistant.training.skills(by, "en")
    suggestion = assistant.training.suggestion(by, "en")
    value = {"skills": [asdict(skill) for skill in known], "next": asdict(suggestion) if suggestion else None}
    lines = [f"{skill.now:.1f} / 3  {skill.moved:+.1f}  {skill.name}" for skill in known]
    lines += [f"next: {suggestion.scenario_id}. {suggestion.reason}"] if suggestion else []
    show(words, value, lambda: "\n".join(lines))
    return 0


def _draft(words: argparse.Namespace) -> int:
    import yaml

    from mediator_bot.cases.schema import CaseNote
    from mediator_bot.errors import LibraryError
    from mediator_bot.practice import draft_scenario

    assistant = assistant_of(words, follow=False)
    cases = assistant.library.catalogue.live_cases(assistant.person(words.person))
    case = next((one for one in cases if one.case_id == words.case and one.reviewed), None)
    if case is None:
        raise LibraryError(f"There is no reviewed case {words.case!r} you may read. See `mediator-bot library list`.")
    draft = draft_scenario(CaseNote.model_validate(case.record))
    show(words, draft, lambda: yaml.safe_dump(draft, allow_unicode=True, sort_keys=False))
    return 0


def _share(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    by, practices = assistant.person(words.person), assistant.training.practices
    change = practices.share if words.action == "share" else practices.unshare
    change(words.session, by, words.reader)
    show(words, {"session": words.session, words.action: words.reader}, lambda: f"{words.action}: {words.reader}")
    return 0


def _opinion(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    by = assistant.person(words.person)
    judged = assistant.training.with_opinion(assistant.training.open(words.session, by), by)
    _show_score(words, judged.kept.score)
    return 0


def _forget(words: argparse.Namespace) -> int:
    assistant = assistant_of(words, follow=False)
    assistant.training.practices.forget(words.session, assistant.person(words.person))
    show(words, {"forgotten": words.session}, lambda: "The session is erased.")
    return 0


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "scenarios": _scenarios,
    "play": _play,
    "score": _score,
    "sessions": _sessions,
    "progress": _progress,
    "draft": _draft,
    "share": _share,
    "unshare": _share,
    "forget": _forget,
    "opinion": _opinion,
}
