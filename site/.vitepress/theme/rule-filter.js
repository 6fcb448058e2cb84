import { h, onMounted, ref, watch } from 'vue';

/**
 * Filters the tables of the rules by text, check and severity. Without JavaScript the page has all rules. The rows are
 * those of the page: each table follows the heading of its check.
 */
export const RuleFilter = {
  setup() {
    const [text, check, severity] = [ref(''), ref(''), ref('')];
    const [tables, shown] = [ref([]), ref(0)];
    onMounted(() => {
      tables.value = [...document.querySelectorAll('.vp-doc table')].map(readTable);
      apply();
    });
    watch([text, check, severity], apply);

    function apply() {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      shown.value = 0;
      for (const { name, parts, rows } of tables.value) {
        let count = 0;
        for (const row of rows) {
          const isShown =
            (check.value === '' || check.value === name) &&
            (severity.value === '' || severity.value === row.severity) &&
            words.every((word) => row.text.includes(word));
          row.element.hidden = !isShown;
          if (isShown) count++;
        }
        for (const part of parts) part.hidden = count === 0;
        shown.value += count;
      }
    }

    return () => {
      const rows = tables.value.flatMap((table) => table.rows);
      return h('form', attributes, [
        h('label', ['Search', field(text)]),
        h('label', [
          'Check',
          choice(
            check,
            tables.value.map(({ name }) => name),
          ),
        ]),
        h('label', ['Severity', choice(severity, [...new Set(rows.map((row) => row.severity))])]),
        h('p', { role: 'status' }, `${shown.value} of ${rows.length} rules`),
      ]);
    };
  },
};

const attributes = {
  class: 'rule-filter',
  role: 'search',
  'aria-label': 'Filter the rules',
  onSubmit: (event) => event.preventDefault(),
};

function readTable(table) {
  const heading = headingOf(table);
  return {
    name: heading.firstChild.textContent.trim(),
    parts: [heading, table],
    rows: [...table.querySelectorAll('tbody tr')].map((element) => ({
      element,
      text: element.textContent.toLowerCase(),
      severity: element.cells[1].textContent,
    })),
  };
}

/** The last heading of level 2 before an element. */
function headingOf(element) {
  let before = element.previousElementSibling;
  while (before.tagName !== 'H2') before = before.previousElementSibling;
  return before;
}

function field(value) {
  return h('input', {
    type: 'search',
    value: value.value,
    onInput: ({ target }) => {
      value.value = target.value;
    },
  });
}

function choice(value, names) {
  const options = ['', ...names].map((name) => h('option', { value: name }, name || 'all'));
  return h(
    'select',
    {
      value: value.value,
      onChange: ({ target }) => {
        value.value = target.value;
      },
    },
    options,
  );
}
