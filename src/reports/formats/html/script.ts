/**
 * Search, filters and sorting of the rows that the page already has: without the script all rows are visible. Plain
 * JavaScript as the browser runs it; the page's Content-Security-Policy allows only this script, by its hash.
 */
export const SCRIPT = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const INITIAL_ROWS = 200;

  /** Shows the matching rows of a table: the first ones, or all after a click on the button. */
  const table = (id, count, more, first, noun, matches) => {
    const body = $(id) && $(id).tBodies[0];
    if (!body) return () => {};
    const original = [...body.rows];
    const texts = new Map();
    let rows = original;
    let limit = first;
    const text = (row) => {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      return texts.get(row);
    };
    const update = () => {
      let matching = 0;
      const test = matches();
      for (const row of rows) {
        const match = test(row, text);
        if (match) matching++;
        row.hidden = !match || matching > limit;
      }
      const shown = Math.min(matching, limit);
      $(count).textContent = (shown === matching ? '' : shown + ' of ') + matching + ' ' + noun + (matching === 1 ? '' : 's') +
        (matching === rows.length ? '' : ' of ' + rows.length + ' in total');
      $(more).hidden = shown === matching;
      $(more).textContent = 'Show all ' + matching;
    };
    $(more).addEventListener('click', () => {
      const next = rows.filter((row) => !row.hidden).length;
      limit = Infinity;
      update();
      const row = rows.filter((one) => !one.hidden)[next];
      if (row) { row.tabIndex = -1; row.focus(); }
    });
    [...$(id).tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const order = head.getAttribute('aria-sort');
        for (const other of $(id).tHead.rows[0].cells) other.removeAttribute('aria-sort');
        if (order === 'descending') rows = original;
        else {
          const direction = order === 'ascending' ? -1 : 1;
          head.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
          const rank = new Map(original.map((row, i) => [row, i]));
          const key = new Map(original.map((row) => [row, row.cells[column].textContent]));
          const compare = new Intl.Collator('en', { numeric: true }).compare;
          const severity = ['critical', 'high', 'medium', 'low', 'info'];
          rows = [...original].sort((a, b) => direction * (head.textContent === 'Severity'
            ? severity.indexOf(a.dataset.f.split(' ')[0]) - severity.indexOf(b.dataset.f.split(' ')[0])
            : compare(key.get(a), key.get(b))) || rank.get(a) - rank.get(b));
        }
        body.append(...rows);
        update();
      });
    });
    update();
    return () => { limit = first; update(); };
  };

  let layer = '';
  const refresh = table('rows', 'count', 'more', INITIAL_ROWS, 'finding', () => {
    const severities = new Set([...document.querySelectorAll('input[name=severity]:checked')].map((box) => box.value));
    const terms = $('search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    const [check, status, fixable] = [$('check').value, $('status').value, $('fixable').checked];
    const origin = $('origin').value;
    const isFrom = (o) => !origin || (origin === 'rest' ? o !== 'folded' : o === origin || (origin === 'base-image' && o === 'folded'));
    return (row, text) => {
      const [s, c, t, f, l, o] = row.dataset.f.split(' ');
      return severities.has(s) && (!check || c === check) && (!fixable || f === 'fix') && (!layer || l === layer) && isFrom(o) &&
        (!status || t === status || (status === 'open' && (t === 'new' || t === 'existing'))) &&
        terms.every((term) => text(row).includes(term));
    };
  });
  const refreshPackages = table('package-rows', 'package-count', 'package-more', 50, 'package', () => {
    const terms = $('package-search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    return (row, text) => terms.every((term) => text(row).includes(term));
  });

  const showLayer = (key, label) => {
    layer = key;
    if (key) $('origin').value = '';
    $('layer').hidden = !key;
    $('layer').textContent = label ? 'Layer ' + label + ' only \\u00d7' : '';
    refresh();
  };
  for (const id of ['filters', 'package-filter']) {
    const form = $(id);
    if (!form) continue;
    form.hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    const changed = id === 'filters' ? refresh : refreshPackages;
    let timer;
    form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(changed, 80); });
    form.addEventListener('reset', () => setTimeout(() => (id === 'filters' ? showLayer('') : changed())));
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-layer]');
    if (button) {
      showLayer(button.dataset.layer, button.dataset.layer.split('-')[1]);
      $('findings').scrollIntoView();
      $('search').focus({ preventScroll: true });
    } else if (event.target.dataset.origin) {
      showLayer('');
      $('origin').value = event.target.dataset.origin;
      refresh();
      $('search').focus({ preventScroll: true });
    } else if (event.target.id === 'layer') {
      showLayer('');
      $('search').focus();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || !$('search')) return;
    event.preventDefault();
    $('search').focus();
  });
  /* A link may lead to a line in a collapsed file. */
  const expand = () => {
    const line = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const file = line && line.closest('details');
    if (file && !file.open) { file.open = true; line.scrollIntoView(); }
  };
  addEventListener('hashchange', expand);
  expand();
})();`;
