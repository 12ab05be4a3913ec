// Buttons inside an HTML component report what they mean ('submit', 'select', 'expand', 'collapse', 'clear') with their data-….
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (button) trigger(button.dataset.act, { ...button.dataset });
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') element.querySelector('button[data-act=collapse]')?.click();
});

let turns = 0;
let opener = null;
watch('value', () => {
  // A new question moves to the top, so that its answer is read from its beginning.
  const sections = element.querySelectorAll('section.turn');
  if (sections.length > turns) sections[sections.length - 1].scrollIntoView({ block: 'start' });
  turns = sections.length;

  // The quoted words come into view; the keyboard goes to the panel, and back to where it came from when that closes.
  const panel = element.querySelector('article.evidence');
  if (panel && !opener) {
    opener = document.activeElement;
    panel.querySelector('h2').focus({ preventScroll: true });
  } else if (!panel && opener) {
    opener.focus();
    opener = null;
  }
  panel?.querySelector('mark')?.scrollIntoView({ block: 'center' });
});
