/**
 * Escapes untrusted text, with one function for each output. Attackers can write package names, paths, Dockerfiles and
 * advisories: every output must show them as plain text.
 */

/**
 * One line of plain text. Line breaks and tabs become a space. Control, bidirectional and other invisible characters,
 * lone surrogates and private-use characters become a visible `\u{202e}`.
 */
export function sanitize(text: string): string {
  if (!NEEDS_SANITIZING.test(text)) return text;
  return text.replace(LINE_BREAKS, ' ').replace(INVISIBLE, visible);
}

// All format characters (Cf: bidi overrides, zero-width spaces, tag characters), and all that XML 1.0 forbids.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\ufffe\uffff]/gu;
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const NEEDS_SANITIZING = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\ufffe\uffff\u2028\u2029]/u;

function visible(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Cuts the text to `length` UTF-16 units with an ellipsis at the end. Does not split a surrogate pair. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const high = text.charCodeAt(end - 1);
  return `${text.slice(0, high >= 0xd800 && high < 0xdc00 ? end - 1 : end)}…`;
}

/**
 * One line for a terminal or a job log. The runner executes `::name::` at the start of a line and `##[name]` anywhere as
 * workflow commands; a space prevents it. The line must be sanitized already.
 */
export function escapeLogLine(line: string): string {
  if (!line.includes('##[') && !line.includes('::')) return line;
  return line.replaceAll('##[', '## [').replace(/^(\s*):(?=:)/, '$1: ');
}

/**
 * Text for GitHub Flavored Markdown, in a table cell, a list item or HTML. Uses entities, since backslash escapes do not
 * work inside HTML. Adds a zero-width space to mentions, references, links and emoji: GitHub looks for them after
 * rendering, when entities are characters again.
 */
export function escapeMarkdown(text: string): string {
  return sanitize(text)
    .replace(/[&<>`*_~|\\[\]$]/g, entity)
    .replace(/@/g, '&#64;&#8203;')
    .replace(/#/g, (_, at: number, all: string) =>
      // The `#` belongs to an entity of the line above.
      all[at - 1] === '&' ? '#' : '&#35;&#8203;',
    )
    .replace(/:(?=\/\/|(?!(?:latest|\d+-[a-z][a-z0-9-]*)$)[a-z0-9+_-]+(?::|$))/gi, ':&#8203;')
    .replace(/(?<=ww)w(?=\.)|(?<=\bGH-)(?=\d)/gi, (match) => `&#8203;${match}`)
    .replace(/^(?:[-+=]|\d+[.)])(?=[\s=-]|$)/, (m) => m.slice(0, -1) + entity(m.slice(-1)));
}

/** An identifier as a Markdown code span: GitHub does not link or mention inside one. */
export function markdownCode(text: string): string {
  const line = sanitize(text).trim();
  if (line === '') return '';
  // A `|` ends a table cell even inside a code span, and `\|` works only inside tables.
  return /[`|]/.test(line) ? `<code>${escapeMarkdown(line)}</code>` : `\`${line}\``;
}

/** Markdown of an unescaped text of bounded length that has code between backticks. */
export function markdownWithCode(text: string): string {
  const parts = text.split('`');
  return parts
    .map((part, i) =>
      i % 2 === 1 && i < parts.length - 1 && part.trim() !== ''
        ? markdownCode(part)
        : escapeMarkdown(part),
    )
    .join('');
}

/** A Markdown code block of unescaped lines. The fence is longer than every run of backticks inside. */
export function markdownCodeBlock(language: string, lines: readonly string[]): string {
  const longest = lines
    .flatMap((line) => line.match(/`+/g) ?? [])
    .reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A Markdown link for an http or https address; the label alone for any other. */
export function markdownLink(label: string, address: string | undefined): string {
  const url = address === undefined ? undefined : toWebUrl(address);
  return url === undefined ? label : `[${label}](${url})`;
}

/** An http or https address that is safe inside link syntax of Markdown and HTML; undefined for any other. */
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

/** Text or an attribute value in HTML and XML. */
export function escapeHtml(text: string): string {
  return sanitize(text).replace(/[&<>"'`]/g, entity);
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** JSON for a file or a terminal, with invisible characters written as `\u202e`. */
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

// JSON.stringify escapes C0 controls and lone surrogates; line breaks of the layout are kept.
const JSON_INVISIBLE = /[\u007f-\u009f\p{Cf}\u2028\u2029\ufffe\uffff]/u;
const JSON_INVISIBLE_ALL = /[\u007f-\u009f\p{Cf}\u2028\u2029\ufffe\uffff]/gu;

/** JSON in ASCII: every character is one byte. */
export function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    BEYOND_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const BEYOND_ASCII = /[\u007f-\uffff]/g;

/** A path relative to the repository, with forward slashes and never outside it; undefined when it becomes empty. */
export function toRepositoryPath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.replace(/\\/g, '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length > 0 ? parts.join('/') : undefined;
}

/** A relative URI reference to a path. Colons and percent signs are encoded, so that they form no scheme or escape. */
export function toRelativeUri(path: string): string | undefined {
  return toRepositoryPath(path)
    ?.replace(INVISIBLE, (c) => (/\p{Cs}/u.test(c) ? '\ufffd' : c))
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
