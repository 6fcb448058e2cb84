/**
 * The part of a page's script that filters and sorts the rows of a table. It needs `$`, which finds an element by its id.
 */
export const TABLE_SCRIPT = `  /** Shows the matching rows of a table: the first ones, or all after a click on the button. */
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
          rows = [...original].sort((a, b) => direction * compare(key.get(a), key.get(b)) || rank.get(a) - rank.get(b));
        }
        body.append(...rows);
        update();
      });
    });
    update();
    return () => { limit = first; update(); };
  };
`;
