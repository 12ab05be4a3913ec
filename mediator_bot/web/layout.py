"""The pages' functions in; their components laid out and wired, page by page, out."""

from dataclasses import dataclass

import gradio as gr

from mediator_bot.web.desk import Desk
from mediator_bot.web.filters import controls
from mediator_bot.web.identity import theirs
from mediator_bot.web.library_page import LibraryPage
from mediator_bot.web.page import AskPage
from mediator_bot.web.practise import PractisePage
from mediator_bot.web.room import Room
from mediator_bot.web.theme import CLICKS
from mediator_bot.web.visit import Visit
from mediator_bot.web.words import word
from mediator_bot.web.words_page import WordsPage

QUIET = {"show_progress": "hidden", "api_visibility": "private"}
# The browser's own address is handed to the server in place of an empty word.
WITH_ADDRESS = "(remembered, _) => [remembered, location.search]"
TOGGLE_DRAWER = """(...values) => {
  const open = document.getElementById('floor').classList.toggle('drawer-open');
  document.getElementById('open-filters').setAttribute('aria-expanded', open);
  return values;
}"""

CLOSE_DRAWER = """() => {
  document.getElementById('floor').classList.remove('drawer-open');
  document.getElementById('open-filters').setAttribute('aria-expanded', false);
}"""


@dataclass(frozen=True)
class Bar:
    """What stands above every page, and what a browser remembers."""

    remembered: gr.BrowserState
    address: gr.Textbox
    title: gr.HTML
    views: gr.HTML
    who: gr.HTML
    open_drawer: gr.Button
    start_over: gr.Button
    switch: gr.Button

    @property
    def worded(self) -> list[gr.components.Component]:
        """Everything with words."""
        return [self.title, self.views, self.who, self.open_drawer, self.start_over, self.switch]


def _html(name: str) -> gr.HTML:
    """A place for HTML whose buttons report their clicks."""
    return gr.HTML(elem_id=name, js_on_load=CLICKS.read_text(encoding="utf-8"), apply_default_css=False)


def ask_view(page: AskPage, bar: Bar, blocks: gr.Blocks) -> None:
    """A conversation in the middle, earlier ones and filters in a drawer at the left, evidence at the right."""
    visit = gr.State(Visit())
    with gr.Row(elem_id="floor"):
        with gr.Column(elem_id="drawer"):
            history = _html("history")
            about = gr.HTML(apply_default_css=False)
            chosen = controls("en")
            close_drawer = gr.Button(word("done", "en"), size="sm")
        with gr.Column(elem_id="talk"):
            thread, only = _html("thread"), _html("only")
            box = gr.Textbox(
                elem_id="box", max_lines=6, show_label=False, container=False, submit_btn=True, autofocus=True
            )
        evidence = _html("evidence")

    worded = [visit, *bar.worded, history, about, *chosen, close_drawer, thread, only, box, evidence]
    shown = [visit, thread, evidence]
    blocks.load(page.arrive, [bar.remembered, *chosen], worded, **QUIET)
    bar.switch.click(theirs(page.switch), [visit, *chosen], [bar.remembered, *worded], **QUIET)
    bar.start_over.click(theirs(page.start_over), visit, shown, **QUIET)
    asked = gr.on(
        [box.submit, thread.submit],
        theirs(page.ask),
        [visit, box, *chosen],
        [*shown, box],
        trigger_mode="once",
        **QUIET,
    )
    asked.failure(theirs(page.give_up), visit, [visit, thread], **QUIET)
    gr.on([thread.select, evidence.select], theirs(page.open_source), visit, shown, **QUIET)
    evidence.expand(theirs(page.show_whole), visit, shown, **QUIET)
    evidence.collapse(theirs(page.close), visit, shown, **QUIET)
    thread.apply(theirs(page.agree), visit, [visit, thread], **QUIET)
    thread.like(theirs(page.give), visit, [visit, thread], **QUIET)
    history.select(theirs(page.reopen), visit, [*shown, history], **QUIET)
    history.select(None, js=CLOSE_DRAWER, **QUIET)
    history.input(theirs(page.find), visit, [visit, history], **QUIET)
    history.delete(theirs(page.delete), visit, [*shown, history], **QUIET)
    gr.on([control.change for control in chosen], theirs(page.describe), [visit, *chosen], only, **QUIET)
    only.clear(page.clear, chosen, chosen, **QUIET)
    bar.open_drawer.click(theirs(page.list_earlier), visit, history, js=TOGGLE_DRAWER, **QUIET)
    close_drawer.click(None, js=TOGGLE_DRAWER, **QUIET)


def practise_view(page: PractisePage, bar: Bar, blocks: gr.Blocks) -> None:
    """The page or the talk in the middle with the box below it, the notes at the right."""
    room = gr.State(Room())
    with gr.Row(elem_id="practise"):
        with gr.Column(elem_id="practising"):
            stage, audience = _html("stage"), _html("audience")
            line = gr.Textbox(elem_id="line", max_lines=8, show_label=False, container=False, submit_btn=True)
        notes = _html("notes")

    shown = [room, stage, audience, notes, line]
    blocks.load(page.arrive, [bar.remembered, bar.address], shown, js=WITH_ADDRESS, **QUIET)
    bar.views.select(theirs(page.enter), room, shown, **QUIET)
    bar.switch.click(theirs(page.switch), room, shown, **QUIET)
    clicked = gr.on(
        [stage.select, audience.select, notes.select, notes.collapse], theirs(page.act), room, shown, **QUIET
    )
    said = line.submit(theirs(page.say), [room, line], shown, trigger_mode="once", **QUIET)
    silent = audience.submit(theirs(page.silence), room, shown, trigger_mode="once", **QUIET)
    for event in (clicked, said, silent):
        event.failure(theirs(page.give_up), room, shown, **QUIET)


def library_view(page: LibraryPage, bar: Bar, blocks: gr.Blocks) -> None:
    """The page in the middle, the place to drop files and what is said of the draft below it."""
    desk, clock = gr.State(Desk()), gr.Timer(2, active=False)
    with gr.Column(elem_id="library"):
        drop = gr.File(elem_id="drop", file_count="multiple", type="filepath", visible=False)
        shelf = _html("shelf")
        kept = gr.HTML(elem_id="kept", apply_default_css=False)

    shown = [desk, shelf, drop, kept, clock]
    blocks.load(page.arrive, [bar.remembered, bar.address], shown, js=WITH_ADDRESS, **QUIET)
    bar.views.select(theirs(page.enter), desk, shown, **QUIET)
    bar.switch.click(theirs(page.switch), desk, shown, **QUIET)
    clicked = shelf.select(theirs(page.act), desk, shown, **QUIET)
    dropped = drop.upload(theirs(page.receive), [desk, drop], shown, **QUIET)
    clock.tick(theirs(page.look), desk, shown, **QUIET)
    shelf.input(theirs(page.keep), desk, [desk, kept], trigger_mode="always_last", **QUIET)
    for event in (clicked, dropped):
        event.failure(theirs(page.give_up), desk, shown, **QUIET)


def words_view(page: WordsPage, bar: Bar, blocks: gr.Blocks) -> None:
    """A box to look a word up in, and the table of words."""
    language = gr.State("en")
    with gr.Column(elem_id="words"):
        head = gr.HTML(apply_default_css=False)
        box = gr.Textbox(elem_id="look-up", lines=1, show_label=False, container=False)
        table = gr.HTML(elem_id="glossary", apply_default_css=False)

    worded = [language, head, box, table]
    blocks.load(page.arrive, bar.remembered, worded, **QUIET)
    bar.switch.click(page.switch, [language, box], worded, **QUIET)
    box.change(page.look_up, [language, box], table, **QUIET)
