"""Practice for mediators: a scenario and what a trainee says go in, what the parties answer and a score with quotes come out.

>>> recogniser = Recogniser(open_encoders("packaged", threads=0, cache=Path("cache")))
>>> session = Session.start(load_scenarios(Path("corpus/scenarios"))["deposit-carpet-en"], recogniser)
>>> lines = session.say("Nora, would you tell us what happened?")
>>> score(session.transcript, "facilitative", session.scenario, recogniser=recogniser).total
"""

from mediator_bot.practice.articles import Articles, read_articles
from mediator_bot.practice.coach import Coached, coach
from mediator_bot.practice.drafts import draft_scenario
from mediator_bot.practice.moves import Move, Recogniser
from mediator_bot.practice.profiles import PROFILES
from mediator_bot.practice.progress import Played, Skill, Suggestion, skills, suggest_next
from mediator_bot.practice.replay import Comparison, branch, compare
from mediator_bot.practice.scenario import Scenario, load_scenarios, parse_scenario, read_scenario
from mediator_bot.practice.score import ItemScore, Score, score
from mediator_bot.practice.session import Session
from mediator_bot.practice.transcript import Turn, read_transcript, write_transcript
from mediator_bot.practice.voice import Voice

__all__ = [
    "PROFILES",
    "Articles",
    "Coached",
    "Comparison",
    "ItemScore",
    "Move",
    "Played",
    "Recogniser",
    "Scenario",
    "Score",
    "Session",
    "Skill",
    "Suggestion",
    "Turn",
    "Voice",
    "branch",
    "coach",
    "compare",
    "draft_scenario",
    "load_scenarios",
    "parse_scenario",
    "read_articles",
    "read_scenario",
    "read_transcript",
    "score",
    "skills",
    "suggest_next",
    "write_transcript",
]
