import { createHash } from 'node:crypto';

/** The start of a page that loads nothing and runs one script. `title` is HTML. */
export function pageHead(title: string, style: string, script: string): string[] {
  const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    // A second defense against untrusted text: only our script runs, and nothing is loaded.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${hash}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${title}</title>`,
    `<style>${style}</style>`,
    '<noscript><style>tr[hidden]{display:table-row}</style></noscript>',
    '</head>',
  ];
}
