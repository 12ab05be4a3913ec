// Buttons inside an HTML component report what they mean ('submit', 'select', 'expand', 'collapse', 'clear') with their
// data-… and what is filled in beside them. A few only move what is on the page.
const beside = (control) => Object.fromEntries(new FormData(control.closest('form') ?? undefined));
const report = (control) => trigger(control.dataset.act, { ...beside(control), ...control.dataset });

const here = {
  jump: (button) => {
    const turn = document.getElementById(button.dataset.to);
    turn?.scrollIntoView({ block: 'center' });
    turn?.focus({ preventScroll: true });
  },
  notes: () => document.getElementById('practise').toggleAttribute('data-notes'),
};

// What cannot be taken back asks a second time, in the place where it was pressed.
const isSure = (button) => {
  if (!button.dataset.sure || button.dataset.asked) return true;
  const words = button.textContent;
  button.dataset.asked = 'yes';
  button.textContent = button.dataset.sure;
  setTimeout(() => {
    if (button.textContent === button.dataset.sure) button.textContent = words;
    delete button.dataset.asked;
  }, 5000);
  return false;
};

let typing = 0;
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (!button) return;
  clearTimeout(typing);
  if (here[button.dataset.act]) here[button.dataset.act](button);
  else if (isSure(button)) report(button);
});
element.addEventListener('change', (event) => {
  if (event.target.matches('select[data-act]')) report(event.target);
});
element.addEventListener('input', (event) => {
  // A form that is kept while it is filled in reports a moment after the last letter.
  const kept = event.target.closest('form[data-keep]');
  if (kept) {
    clearTimeout(typing);
    typing = setTimeout(() => trigger(kept.dataset.keep, Object.fromEntries(new FormData(kept))), 700);
  }
  if (!event.target.matches('input[data-act]')) return;
  clearTimeout(typing);
  typing = setTimeout(() => report(event.target), 300);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  event.target.querySelector('button[data-act]')?.click();
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

  // In the practice room the advice asked for, or else the newest line, is what to read; the box below moves in first.
  const talk = element.querySelector('.talk.going-on');
  if (talk?.querySelector('.line')) {
    const newest = talk.querySelector('.coach') ?? talk.parentElement.lastElementChild;
    setTimeout(() => newest.scrollIntoView({ block: newest === talk.parentElement.lastElementChild ? 'end' : 'center' }), 50);
  }

  // Each place of the practice room and of the library has an address, so that a reload comes back to it.
  const place = element.querySelector('[data-address]');
  if (place && document.body.dataset.view === (place.dataset.view ?? 'practise') && location.search !== place.dataset.address) {
    history.pushState(null, '', place.dataset.address);
    if (!talk) element.scrollTop = 0;
  }

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
