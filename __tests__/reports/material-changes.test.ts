import { expect, it } from '@jest/globals';
import type { Material } from '../../src/core/material.js';
import { html } from '../../src/reports/formats/html.js';
import { COMMENT_SIZE, renderMarkdown } from '../../src/reports/formats/markdown.js';
import { textFormat } from '../../src/reports/formats/text.js';
import { summarizeMaterialChanges } from '../../src/reports/material-changes.js';
import { context, report } from './sample.js';

function input(over: Partial<Material> = {}): Material {
  return {
    kind: 'download',
    what: 'https://example.org/tool.zip',
    by: 'curl',
    host: 'example.org',
    transport: 'https',
    pin: 'none',
    isOpen: false,
    use: 'final',
    location: { path: 'Dockerfile', startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 },
    change: 'new',
    ...over,
  };
}

const comment = (buildInputs: readonly Material[], findings = report().findings) =>
  renderMarkdown({ ...report({ findings }), buildInputs }, context(), COMMENT_SIZE);

it('says nothing where nothing was compared, and where nothing changed', () => {
  const nothing: Material[] = [input({ change: 'unchanged' })];
  expect(summarizeMaterialChanges([])).toBeUndefined();
  expect(summarizeMaterialChanges(nothing)).toBeUndefined();
  for (const inputs of [[], nothing]) {
    expect(comment(inputs)).not.toContain('What enters the build');
    expect(textFormat.render({ ...report(), buildInputs: inputs }, context())).not.toContain(
      'What enters the build',
    );
  }
});

it('names what is worse first, then new hosts, then the others', () => {
  const changes = summarizeMaterialChanges([
    input({ kind: 'argument', what: 'TOKEN', transport: 'local' }),
    input({ host: 'a.example', isNewHost: true, what: 'https://a.example/x' }),
    input({ change: 'worse', was: { transport: 'https', pin: 'digest', verifiedBy: 'sha256sum' } }),
  ]);
  expect(changes?.summary).toBe('2 new, 1 worse, new host: a.example');
  expect(changes?.lines.map(({ change, what, facts }) => `${change} ${what}: ${facts}`)).toEqual([
    'worse https://example.org/tool.zip: curl from example.org, not pinned, not verified, before: by digest and verified by sha256sum',
    'new https://a.example/x: curl from a.example (a new host), not pinned, not verified',
    'new TOKEN: curl',
  ]);
});

it('names what accepts any certificate', () => {
  const changes = summarizeMaterialChanges([
    input({ change: 'worse', isUnauthenticated: true, was: { transport: 'https', pin: 'none' } }),
  ]);
  expect(changes?.lines[0]?.facts).toContain('certificate not verified');
});

it('is folded, the riskiest first, with all packages of a command in one line', () => {
  const many = Array.from({ length: 14 }, (_, i) => input({ what: `https://example.org/${i}` }));
  const packages = Array.from({ length: 9 }, (_, i) =>
    input({ kind: 'package', what: `p${i}`, by: 'apk' }),
  );
  const shown = comment([...many, ...packages]);
  const section = shown.slice(shown.indexOf('<details><summary>What enters the build:'));
  expect(section.slice(0, section.indexOf('</details>')).match(/^- /gm)).toHaveLength(15);
  expect(section).toContain('`p0 p1 p2 p3 p4 and 4 more`');
});

it('names the builds of a file only where an input is in fewer, and joins what one line is in several', () => {
  const builds = ['a', 'b', 'c'];
  const changes = summarizeMaterialChanges([
    input({ what: 'https://example.org/1', builds }),
    ...builds.map((build) => input({ what: `https://example.org/${build}`, builds: [build] })),
    input({
      what: 'x',
      kind: 'package-source',
      builds: ['a'],
      location: { ...input().location, startLine: 4 },
    }),
  ]);
  expect(changes?.lines.map(({ kind, what, facts }) => `${kind} ${what}: ${facts}`)).toEqual([
    'download https://example.org/1 https://example.org/a https://example.org/b https://example.org/c: curl from example.org, not pinned, not verified',
    'package-source x: curl from example.org, not pinned, not verified, only in a',
  ]);
});

it('folds what a reviewer need not look at', () => {
  const pinned = input({ kind: 'image', what: 'node:22', pin: 'digest', verifiedBy: 'the digest' });
  expect(comment([pinned])).toContain('<details><summary>What enters the build: 1 new</summary>');
});

it('shows hostile names as text', () => {
  const hostile = input({
    what: 'https://e.example/`</code><img src=x onerror=alert(1)>@everyone\u202e|#1',
    host: 'e.example',
    by: '<script>',
    stage: '"><script>alert(1)</script>',
    location: { ...input().location, path: '<b>/Dockerfile' },
  });
  for (const shown of [
    comment([hostile]),
    html.render({ ...report(), buildInputs: [hostile] }, context()),
  ]) {
    expect(shown).not.toMatch(/<img|<script>alert|<b>\/|<script>[,\s]|\u202e/);
  }
  // GitHub mentions people in comments only, outside of code.
  expect(comment([hostile])).not.toMatch(/(?<!`[^`\n]*|<code>[^<]*)@everyone/);
});
