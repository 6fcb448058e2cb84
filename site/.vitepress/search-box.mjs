/**
 * The search box of VitePress is a button that contains fields and links, so screen readers do not find these. It becomes
 * a dialog with a combobox and options. A build with a VitePress that has other markup fails: compare it then.
 */
const REPLACEMENTS = [
  [
    `role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"`,
    'role="dialog" aria-modal="true"',
  ],
  [
    'aria-autocomplete="both"',
    `role="combobox" :aria-expanded="results?.length ? 'true' : 'false'" aria-autocomplete="list"`,
  ],
  [
    `:id="'localsearch-item-' + index"
            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"`,
    'role="none"',
  ],
  [
    `:aria-label="[...p.titles, p.title].join(' > ')"`,
    `:id="'localsearch-item-' + index" :aria-selected="selectedIndex === index ? 'true' : 'false'" role="option"`,
  ],
  ['<kbd :aria-label', '<kbd role="img" :aria-label'],
  ['class="title-icon"', 'class="title-icon" aria-hidden="true"'],
];

/** A plugin of Vite. */
export const accessibleSearchBox = {
  name: 'accessible-search-box',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/VPLocalSearchBox.vue')) return undefined;
    return REPLACEMENTS.reduce((text, [from, to]) => {
      if (!text.includes(from))
        throw new Error(`The search box of VitePress has changed: no ${from}`);
      return text.replaceAll(from, to);
    }, code);
  },
};
