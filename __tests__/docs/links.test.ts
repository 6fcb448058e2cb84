import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { anchors, linksOf, prose, tracked } from './pages.js';

/** Files of this repository that pages name by their address on GitHub. */
const OWN = 'https://github.com/OWNER/portside/';
const FILE = /^(?:blob|tree|raw)\/[^/]+\/([^#?]*)(?:#(.*))?$/;

/** The links of a page that lead nowhere, as GitHub and the site resolve them. */
function broken(page: string): string[] {
  return linksOf(page).filter((link) => {
    const [, own, ownHeading] = (link.startsWith(OWN) && FILE.exec(link.slice(OWN.length))) || [];
    if (own === undefined && /^[a-z]+:/i.test(link)) return false;
    const [path = '', heading] = own === undefined ? link.split('#') : [own, ownHeading];
    const target = own ?? (path === '' ? page : join(dirname(page), decodeURI(path)));
    if (!existsSync(target)) return true;
    if (heading === undefined || /^L\d+(?:-L\d+)?$/.test(heading)) return false;
    return !target.endsWith('.md') || !anchors(target).includes(heading);
  });
}

const folder = mkdtempSync(join(tmpdir(), 'portside-links-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the links of the documentation', () => {
  it.each(tracked('*.md'))('%s only links to existing files and headings', (page) => {
    expect(broken(page)).toEqual([]);
  });

  it('reports dead links of every kind, and no other', () => {
    const page = join(folder, 'page.md');
    writeFileSync(join(folder, 'other.md'), '# A `b` & c\n\n## Twice\n\n## Twice\n');
    const good = [
      '[a](other.md) ![b](other.md "title") [c](<other.md>) [d](#own) <a href="other.md">e</a>',
      '[f](other.md#a-b--c) [g](other.md#twice) [h](other.md#twice-1) <https://example.org/x>',
      '[i](https://github.com/OWNER/portside/blob/main/README.md) `[j](gone.md)`',
    ];
    const bad = [
      '[a](gone.md) ![b](gone.png "title") [c](<gone.md>) [d](#gone) <img src="gone.png">',
      '[f](other.md#gone) [g](other.md#twice-2) [h](other.md#Twice)',
      '[i](https://github.com/OWNER/portside/blob/main/GONE.md)',
      '[k]: gone-too.md',
    ];
    const code = '```\n[a](gone.md)\n```';
    writeFileSync(page, ['# Own', ...good, code].join('\n\n'));
    expect(broken(page)).toEqual([]);
    writeFileSync(page, ['# Own', ...bad].join('\n\n'));
    expect(broken(page)).toHaveLength(10);
  });
});

describe('the tables of the documentation', () => {
  it('name each column: screen readers read the name with each cell', () => {
    const unnamed = tracked('*.md').filter((page) =>
      /^\|(?:[^\n]*\|)? *\|[^\n]*\n\|(?:-+\|)+$/m.test(prose(page)),
    );
    expect(unnamed).toEqual([]);
  });
});
