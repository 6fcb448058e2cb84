import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import type { Package } from '../../src/core/package.js';
import { bundleFiles } from '../../src/reports/compliance/bundle.js';
import { context, packageNamed, report } from '../reports/sample.js';

/** docs/compliance.md says which fields are filled: each is looked up in a bundle. */

const page = readFileSync('docs/compliance.md', 'utf8');
const section = (title: string) =>
  page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
/** The rows of the last table of a section, below its heading. */
const rows = (title: string): string[][] =>
  section(title)
    .split('\n')
    .filter(
      (line) => line.startsWith('| ') && !line.startsWith('| field') && !line.startsWith('| text'),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

/** With all that a package can have, and with nothing. */
const KNOWN: Partial<Package> = {
  supplier: 'Debian',
  facts: {
    maintainer: 'A <a@debian.example>',
    homepage: 'https://example.org',
    dependencies: ['pkg:deb/debian/b@1.0'],
    hashes: [{ algorithm: 'SHA-512', value: 'a'.repeat(128) }],
  },
};
const bare = packageNamed('b', { paths: [] });
const { license: _, ...unlicensed } = bare;
const image = report().targets.filter(({ kind }) => kind === 'image');
const files = bundleFiles(
  report({ targets: image, packages: [packageNamed('a', KNOWN), unlicensed] }),
  context(),
  { files: [], problems: [] },
);
const fileNamed = (path: string) => files.find((file) => file.path === path);
const sbom = JSON.parse(String(fileNamed('sbom.cdx.json')?.content));

type Json = Readonly<Record<string, unknown>>;

/** The values at a path such as `components[].supplier.name`; `[name]` is the property or type with that name. */
function valuesAt(value: unknown, path: string): unknown[] {
  const [, key, item, rest = ''] = /^([\w-]+)(?:\[([^\]]*)\])?\.?(.*)$/.exec(path) ?? [];
  if (key === undefined) return [value];
  const member = (value as Json)[key];
  const items = item === undefined ? [member] : Array.isArray(member) ? member : [];
  const wanted = items.filter((one: Json) => !item || [one.name, one.type].includes(item));
  return wanted
    .filter((one) => one !== undefined)
    .flatMap((one) => (rest === '' ? [one] : valuesAt(one, rest)));
}

describe('BSI TR-03183-2', () => {
  const fields = rows('BSI TR-03183-2');

  test('the page lists the 20 fields of version 2.1.0', () => {
    expect(fields.map(([field]) => field)).toHaveLength(20);
    expect(new Set(fields.map(([field]) => field)).size).toBe(20);
  });

  it.each(fields)('%s (%s), %s: %s', (_field, _level, places = '', filled = '') => {
    for (const [, path = ''] of places.matchAll(/`([^`]+)`/g)) {
      const values = valuesAt(sbom, path);
      const most = path.startsWith('components[]') ? sbom.components.length : 1;
      if (filled.startsWith('yes')) expect([path, values.length]).toEqual([path, most]);
      else if (filled.startsWith('where known'))
        expect([path, values.length > 0]).toEqual([path, true]);
      else {
        expect(filled).toMatch(/^no\b/);
        expect([path, values]).toEqual([path, []]);
      }
      expect(values).not.toContain('');
    }
  });

  it('wants CycloneDX 1.6 or later, without vulnerabilities', () => {
    expect(Number(sbom.specVersion)).toBeGreaterThanOrEqual(1.6);
    expect(sbom).not.toHaveProperty('vulnerabilities');
  });
});

describe('the Cyber Resilience Act', () => {
  it.each(rows('Cyber Resilience Act'))('%s: %s', (_text, _asks, places = '', filled = '') => {
    const named = [...places.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
    expect(named.length > 0).toBe(!filled.startsWith('no'));
    for (const path of named) expect(page).toContain(`\`${path}`);
    const always = named.filter((path) => !path.endsWith('/') && !path.startsWith('vex'));
    for (const path of always) expect([path, fileNamed(path) !== undefined]).toEqual([path, true]);
  });
});

test('every file that the page describes is one that a bundle can have', () => {
  const table = page.slice(0, page.indexOf('## '));
  const described = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
  );
  const optional = ['vex.openvex.json', 'provenance/*.json'];
  expect(new Set(described)).toEqual(new Set([...files.map(({ path }) => path), ...optional]));
});
