import { TABLE_SCRIPT } from './table-script.js';

/**
 * Search, filters and sorting of the rows that the page already has: without the script all rows are visible. Plain
 * JavaScript as the browser runs it; the page's Content-Security-Policy allows only this script, by its hash.
 */
export const SCRIPT = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id);

${TABLE_SCRIPT}
  let layer = '';
  const entries = [...document.querySelectorAll('.entry')].map((entry) => ({
    entry,
    list: entry.parentElement,
    head: entry.firstChild.textContent.toLowerCase(),
    status: entry.closest('#not-affected') ? 'not affected' : entry.closest('#suppressed,#fixed')?.id ?? 'open',
    items: [...entry.querySelectorAll('li')].map((item) => ({ item, keys: item.dataset.f.split(' ') })),
  }));
  const total = entries.reduce((sum, { items }) => sum + items.length, 0);
  const folds = [...document.querySelectorAll('.fold')].filter((fold) => fold.querySelector('.entry'));
  const opened = new Set();

  /** Shows the matching findings, and what contains them. */
  const refresh = () => {
    if (!$('filters')) return;
    const severities = new Set([...document.querySelectorAll('input[name=severity]:checked')].map((box) => box.value));
    const terms = $('search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    const [check, origin, fixable] = [$('check').value, $('origin').value, $('fixable').checked];
    const matches = ({ item, keys: [s, c, f, l, o] }, head) =>
      severities.has(s) && (!check || c === check) && (!origin || o === origin) && (!fixable || f === 'fix') &&
      (!layer || l === layer) && terms.every((term) => head.includes(term) || item.textContent.toLowerCase().includes(term));
    let matching = 0;
    const counts = new Map();
    for (const { entry, status, head, items } of entries) {
      const before = matching;
      for (const one of items) {
        one.item.hidden = !matches(one, head);
        if (!one.item.hidden) matching++;
      }
      entry.hidden = matching === before;
      if (matching > before) counts.set(status, (counts.get(status) ?? 0) + matching - before);
    }
    const isFiltered = matching < total;
    for (const fold of folds) {
      const isEmpty = !fold.querySelector('.entry:not([hidden])');
      fold.hidden = isEmpty;
      if (isFiltered && !isEmpty && !fold.open) { fold.open = true; opened.add(fold); }
      if (!isFiltered && opened.delete(fold)) fold.open = false;
    }
    const parts = [...counts].map(([status, count]) => count + ' ' + status);
    $('count').textContent = (parts.join(', ') || 'None') + (isFiltered ? ' of ' + total + ' findings' : '');
  };

  /** Sorts the entries of each list by the text of a part of their line, or as the page has them. */
  const order = () => {
    const part = { place: '.at', id: '.id' }[$('order').value];
    const key = new Map(part ? entries.map(({ entry }) => [entry, entry.querySelector(part).textContent]) : []);
    const compare = new Intl.Collator('en', { numeric: true }).compare;
    const sorted = part ? [...entries].sort((a, b) => compare(key.get(a.entry), key.get(b.entry))) : entries;
    for (const { entry, list } of sorted) list.append(entry);
  };

  const refreshPackages = table('package-rows', 'package-count', 'package-more', 50, 'package', () => {
    const terms = $('package-search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    return (row, text) => terms.every((term) => text(row).includes(term));
  });

  const showLayer = (key, label) => {
    layer = key;
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
    form.addEventListener('input', (event) => {
      if (event.target.id === 'order') return order();
      clearTimeout(timer);
      timer = setTimeout(changed, 80);
    });
    form.addEventListener('reset', () => setTimeout(() => {
      if (id !== 'filters') return changed();
      order();
      showLayer('');
    }));
  }
  const search = () => {
    if (!$('tools')) return;
    $('tools').open = true;
    $('search').focus({ preventScroll: true });
  };
  if ($('tools')) {
    $('tools').hidden = false;
    $('tools').open = matchMedia('(min-width:52rem)').matches;
  }
  refresh();
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-layer]');
    if (link && $('filters')) {
      event.preventDefault();
      showLayer(link.dataset.layer, link.dataset.layer.split('-')[1]);
      $('findings').scrollIntoView();
      search();
    } else if (event.target.id === 'layer') {
      showLayer('');
      search();
    } else if (event.target.id === 'expand') {
      const shown = [...document.querySelectorAll('.entry:not([hidden])'), ...folds.filter((fold) => !fold.hidden)];
      const open = shown.some((one) => !one.open);
      for (const one of shown) one.open = open;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || !$('search')) return;
    event.preventDefault();
    search();
    $('search').scrollIntoView({ block: 'nearest' });
  });
  /* A link may lead to a line of a collapsed file, or to a finding that is collapsed or filtered out. */
  const expand = () => {
    const target = location.hash.length > 1 && $(location.hash.slice(1));
    if (!target) return;
    if (target.closest('[hidden]') && target.closest('.entry')) $('filters').reset();
    for (let at = target.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
    setTimeout(() => target.scrollIntoView());
  };
  addEventListener('hashchange', expand);
  expand();
})();`;
