import { escapeMarkdown, markdownCode, shorten } from '../../escape.js';

/**
 * Text in the cell of a table. A narrow screen shows all columns only if long words can break: browsers break words after
 * `-`, and `<wbr>` allows it after `/`, `=`, `_` and a `.` between letters.
 */
export function cellText(text: string): string {
  return escapeMarkdown(text).replace(/(\/|=|&#95;|(?<=[a-z])\.)(?=[a-z])/gi, '$1<wbr>');
}

/** A name of bounded length as code in the cell of a table. */
export function cellCode(text: string): string {
  const name = shorten(text, 120);
  if (!LONG_WORD.test(name)) return markdownCode(name);
  // There are no tags inside a code span of Markdown.
  const breakable = escapeMarkdown(name).replace(
    /(\/|=|&#95;|[.:](?:&#8203;)?)(?=[a-z0-9])/gi,
    '$1<wbr>',
  );
  return `<code>${breakable}</code>`;
}

/** Longer words widen the column. */
const LONG_WORD = /[^\s-]{15}/;
