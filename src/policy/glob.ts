/**
 * Whether the whole text matches the glob: `*` is any run without `/`, `**` any run, `?` one character that is not `/`.
 * Always anchored: a glob that matches a part matches nothing (notes/trust.md). Linear in the text for each star.
 */
export function matchesGlob(glob: string, text: string): boolean {
  return new RegExp(
    `^${[...glob.matchAll(/\*\*\/?|[\s\S]/gu)].map(([token]) => piece(token)).join('')}$`,
    'u',
  ).test(text);
}

function piece(token: string): string {
  if (token === '**') return '.*';
  if (token === '**/') return '(?:.*/)?';
  if (token === '*') return '[^/]*';
  if (token === '?') return '[^/]';
  return token.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
