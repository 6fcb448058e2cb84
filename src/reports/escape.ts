/**
 * Foreign text made harmless, one function a surface. Package names, paths, Dockerfile text and advisory summaries
 * are written by others: on no surface may they be more than plain text.
 */

/**
 * One line of plain text: line breaks and tabs become a space; control, bidirectional and other invisible characters,
 * lone surrogates and private-use characters become a visible `\u{202e}`.
 */
export function sanitize(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text.replace(LINE_BREAKS, ' ').replace(INVISIBLE, visible);
}

// Every format character (Cf): bidi overrides, zero-width spaces, tag characters; and what XML 1.0 forbids.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\ufffe\uffff]/gu;
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const SUSPICIOUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\ufffe\uffff\u2028\u2029]/u;

function visible(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** At most `length` UTF-16 units, the last an ellipsis where text was cut; no surrogate pair is split. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const high = text.charCodeAt(end - 1);
  return `${text.slice(0, high >= 0xd800 && high < 0xdc00 ? end - 1 : end)}…`;
}

/**
 * Lines for a terminal or a job's log. The runner takes `::name::` at the start of a line and `##[name]` anywhere as
 * workflow commands; a space takes the meaning away. The text's own lines must be plain already.
 */
export function escapeLogLine(line: string): string {
  if (!line.includes('##[') && !line.includes('::')) return line;
  return line.replaceAll('##[', '## [').replace(/^(\s*):(?=:)/, '$1: ');
}

/**
 * Prose for GitHub-flavoured Markdown, in a table cell, a list item or HTML. Entities, because backslashes are not
 * read inside HTML; a zero-width space where GitHub looks for mentions, references, links and emoji only after
 * rendering, when an entity is a plain character again.
 */
export function escapeMarkdown(text: string): string {
  return sanitize(text)
    .replace(/[&<>`*_~|\\[\]$]/g, entity)
    .replace(/@/g, '&#64;&#8203;')
    .replace(/#/g, (_, at: number, all: string) =>
      // The `#` of the entities made above.
      all[at - 1] === '&' ? '#' : '&#35;&#8203;',
    )
    .replace(/:(?=\/\/|[a-z0-9+_-]+(?::|$))/gi, ':&#8203;')
    .replace(/(?<=ww)w(?=\.)|(?<=\bGH-)(?=\d)/gi, (match) => `&#8203;${match}`)
    .replace(/^(?:[-+=]|\d+[.)])(?=[\s=-]|$)/, (m) => m.slice(0, -1) + entity(m.slice(-1)));
}

/** An identifier as a Markdown code span, where GitHub links and mentions nothing. */
export function markdownCode(text: string): string {
  const line = sanitize(text).trim();
  if (line === '') return '';
  // A table cell ends at `|` inside a code span too, and `\|` is only read inside tables.
  return /[`|]/.test(line) ? `<code>${escapeMarkdown(line)}</code>` : `\`${line}\``;
}

/** A Markdown code block of lines as they are, with a fence longer than every run of backticks inside. */
export function markdownCodeBlock(language: string, lines: readonly string[]): string {
  const longest = lines
    .flatMap((line) => line.match(/`+/g) ?? [])
    .reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A Markdown link; only https and http addresses become one. */
export function markdownLink(label: string, address: string | undefined): string {
  const url = address === undefined ? undefined : toWebUrl(address);
  return url === undefined ? label : `[${label}](${url})`;
}

/** The address, safe inside Markdown's and HTML's link syntax, when it is one of the web. */
export function toWebUrl(address: string): string | undefined {
  if (address.length > 2_000) return undefined;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (url.username || url.password) return undefined;
  return url.href.replace(/[()<>[\]"'`|\\*_~@]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
}

/** Text or an attribute's value in HTML and XML. */
export function escapeHtml(text: string): string {
  return sanitize(text).replace(/[&<>"'`]/g, entity);
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** JSON for a file or a terminal: the same value, with invisible characters written as `\u202e`. */
export function toJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  if (!JSON_INVISIBLE.test(text)) return text;
  return text.replace(JSON_INVISIBLE_ALL, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

// JSON.stringify escapes C0 controls and lone surrogates itself; its own line breaks stay.
const JSON_INVISIBLE = /[\u007f-\u009f\p{Cf}\u2028\u2029\ufffe\uffff]/u;
const JSON_INVISIBLE_ALL = /[\u007f-\u009f\p{Cf}\u2028\u2029\ufffe\uffff]/gu;

/** JSON in ASCII alone: the same value, and bytes and characters are one. */
export function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    BEYOND_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const BEYOND_ASCII = /[\u007f-\uffff]/g;

/** A path of the repository: relative, with forward slashes, never leaving it; undefined when nothing is left. */
export function toRepositoryPath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.replace(/\\/g, '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length > 0 ? parts.join('/') : undefined;
}

/** A relative URI reference of a path: a colon or a percent sign can never make a scheme or an escape of it. */
export function toRelativeUri(path: string): string | undefined {
  return toRepositoryPath(path)
    ?.replace(INVISIBLE, (c) => (/\p{Cs}/u.test(c) ? '\ufffd' : c))
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
