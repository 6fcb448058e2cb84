import { TABLE_SCRIPT } from '../formats/html/table-script.js';

/**
 * The script of the page: the search for what a vulnerability or package touches, and the table of all members. Texts of
 * reports are only ever set as text.
 */
export const FLEET_SCRIPT = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id);

${TABLE_SCRIPT}
  const rows = [...$('member-rows').tBodies[0].rows];
  const names = rows.map((row) => row.cells[0].textContent);
  const refresh = table('member-rows', 'member-count', 'member-more', 100, 'row', () => {
    const terms = $('member-search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    const outcome = $('outcome').value;
    return (row, text) => (!outcome || row.dataset.o === outcome) && terms.every((term) => names[row.dataset.n].toLowerCase().includes(term));
  });

  const index = JSON.parse($('index').textContent);
  const places = (runs) => runs.split(',').flatMap((run) => {
    const [from, to = from] = run.split('-').map((one) => parseInt(one, 36));
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  const entry = (title, members) => {
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = title + ': ' + members.length + ' of ' + names.length;
    details.append(summary);
    details.addEventListener('toggle', () => {
      if (details.children.length > 1) return;
      const list = document.createElement('ul');
      for (const one of members.slice(0, 1000)) {
        const item = document.createElement('li');
        item.textContent = names[one];
        list.append(item);
      }
      details.append(list);
    });
    return details;
  };
  const MOST = 50;
  const search = () => {
    const query = $('search').value.trim().toLowerCase();
    const terms = query.replace(/(?<=\\S)@(?=\\S)/g, ' ').split(/\\s+/).filter(Boolean);
    const found = [];
    if (query.length > 1) {
      const match = (line, title) => {
        const fields = line.split('\\t');
        const head = fields.slice(0, -1).join(' ').toLowerCase();
        if (!terms.every((term) => head.includes(term))) return;
        const exact = fields[0].toLowerCase().split(' ').includes(terms[0]) || fields[2]?.toLowerCase() === terms[0];
        found.push({ exact, title: title(fields), members: places(fields[fields.length - 1]) });
      };
      for (const line of index.vulnerabilities)
        match(line, ([ids, severity, name]) => ids.split(' ')[0] + (name ? ' in ' + name : '') + ', ' + severity);
      for (const line of index.packages)
        match(line, ([name, version, type]) => name + ' ' + version + ' (' + type + ')');
    }
    found.sort((a, b) => b.exact - a.exact || b.members.length - a.members.length);
    const all = new Set(found.flatMap(({ members }) => members));
    $('found').replaceChildren(...found.slice(0, MOST).map(({ title, members }) => entry(title, members)));
    $('count').textContent = query.length < 2 ? '' : all.size + ' of ' + names.length +
      ' have a match' + (found.length > MOST ? '; the first ' + MOST + ' of ' + found.length + ' matches are listed' : '');
  };

  for (const [id, changed] of [['touch', search], ['member-filter', refresh]]) {
    const form = $(id);
    form.hidden = false;
    let timer;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(changed, 80);
    });
    form.addEventListener('reset', () => setTimeout(changed));
  }
})();`;
