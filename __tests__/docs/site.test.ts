import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { prose } from './pages.js';

interface Group {
  readonly text: string;
  readonly pages: readonly (string | readonly [path: string, text: string])[];
}

/** The side bar of the site, without building it: site/ has its own packages. */
const { GROUPS }: { readonly GROUPS: readonly Group[] } = await import(
  pathToFileURL(resolve('site/.vitepress/navigation.mjs')).href
);
const { ELEMENTS }: { readonly ELEMENTS: ReadonlySet<string> } = await import(
  pathToFileURL(resolve('site/.vitepress/markdown.mjs')).href
);
const listed = GROUPS.flatMap(({ pages }) => pages.map((page) => [page].flat()[0] ?? ''));

const pages = execFileSync('git', ['ls-files', 'docs/*.md'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .map((page) => page.slice('docs/'.length));

describe('the side bar of the site', () => {
  it('lists every page of docs/, and the rules by their index', () => {
    const own = pages.filter((page) => !page.startsWith('rules/') || page === 'rules/README.md');
    expect(own.filter((page) => !listed.includes(page))).toEqual([]);
  });

  it('lists only pages that exist, each once', () => {
    expect(listed.filter((page) => !existsSync(`docs/${page}`))).toEqual([]);
    expect(listed.filter((page, at) => listed.indexOf(page) !== at)).toEqual([]);
  });
});

describe('the pages of the site', () => {
  it('have only HTML elements that GitHub shows, and else the build fails', () => {
    const others = pages.flatMap((page) => {
      const text = prose(`docs/${page}`)
        .replace(/(`+)(?!`).*?[^`]\1(?!`)/gs, '')
        .replace(/<!--.*?-->/gs, '')
        .replace(/<(?:https?|mailto):[^>]*>/g, '');
      const names = [...text.matchAll(/<\/?([a-z][^\s/>]*)/gi)].map(([, name = '']) => name);
      return names.filter((name) => !ELEMENTS.has(name)).map((name) => `${page}: <${name}>`);
    });
    expect(others).toEqual([]);
  });
});
