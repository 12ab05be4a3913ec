// The bar switches between the pages without losing what stands on them; each has an address of its own.
const asked = () => new URLSearchParams(location.search).get('view') ?? 'ask';
const mark = () => element.querySelectorAll('button[data-view]').forEach((button) =>
  button.setAttribute('aria-current', button.dataset.view === document.body.dataset.view ? 'page' : 'false'));
const show = (view) => {
  document.body.dataset.view = view;
  mark();
};
const address = (view, again) => {
  if (view === 'ask') return location.pathname;
  const left = view === 'practise' && !again && document.querySelector('#stage [data-address]');
  return left ? left.dataset.address : `?view=${view}`;
};

// A session that has ended answers nothing more: the page that says so has the form to sign in.
if (!window.mediatorFetch) {
  window.mediatorFetch = window.fetch;
  window.fetch = async (...request) => {
    const response = await window.mediatorFetch(...request);
    if (response.status === 401) location.reload();
    return response;
  };
}

show(asked());
element.addEventListener('click', (event) => {
  const view = event.target.closest('button[data-view]')?.dataset.view;
  if (!view) return;
  const again = view === document.body.dataset.view;
  show(view);
  history.pushState(null, '', address(view, again));
  trigger('select', { view, address: location.search });
});
addEventListener('popstate', () => {
  show(asked());
  trigger('select', { view: asked(), address: location.search });
});
watch('value', mark);
