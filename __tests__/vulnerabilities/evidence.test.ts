import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, test } from '@jest/globals';
import { vulnerabilityDetails } from '../../src/core/finding.js';
import type { GoFunctions, GoProgram } from '../../src/core/go-program.js';
import type { Package } from '../../src/core/package.js';
import { evidenceOf, type ImagePrograms } from '../../src/vulnerabilities/evidence.js';
import { inspectVulnerabilities } from '../../src/vulnerabilities/inspect.js';
import { indexAdvisories, matchAdvisories } from '../../src/vulnerabilities/match.js';
import {
  advisory,
  below,
  pkg,
  query,
  quietHost,
  record,
  row,
  temporaryFolder,
} from './fixtures.js';

/** The functions of a program, as `path.Symbol`. */
function functions(...names: string[]): GoFunctions {
  const packages = names.map((name) => name.slice(0, name.indexOf('.', name.lastIndexOf('/') + 1)));
  return {
    has: (path, symbol) =>
      names.some((name) => name === `${path}.${symbol}` || name.startsWith(`${path}.${symbol}.`)),
    hasPackage: (path) => packages.includes(path),
    hasModule: (path) => packages.some((one) => one === path || one.startsWith(`${path}/`)),
  };
}

const program = (...names: string[]): GoProgram => ({
  goos: 'linux',
  goarch: 'amd64',
  mainPackage: 'example.com/shop/cmd/shop',
  replaced: new Map(),
  functions: functions('main.main', ...names),
});
const unreadable: GoProgram = { ...program(), functions: { problem: 'has no readable table' } };

const images = (programs: Record<string, GoProgram>, platform?: string): ImagePrograms => ({
  platform,
  programs: new Map(Object.entries(programs)),
});

const NET = 'golang.org/x/net';
const netRow = (...imports: object[]) =>
  row('Go', NET, below('0.38.0'), imports.length > 0 ? { ecosystem_specific: { imports } } : {});
const html = { path: `${NET}/html`, symbols: ['Parse', 'Tokenizer.Next'] };

function evidence(
  found: Package,
  affected: readonly object[][],
  ...around: readonly ImagePrograms[]
) {
  const advisories = affected.map((rows, i) =>
    advisory(`GO-2025-${i}`, rows, { aliases: ['CVE-2025-1'] }),
  );
  const { type, purl } = found;
  const asked = query(purl.slice(4), { type });
  return evidenceOf(found, matchAdvisories(asked, indexAdvisories(advisories)), around);
}

const net = pkg(`golang/${NET}@v0.30.0`, { paths: ['usr/bin/shop'] });
const shop = (...names: string[]) => images({ 'usr/bin/shop': program(...names) });

describe('the evidence about a Go module', () => {
  test.each<[string, string[], string]>([
    ['a function', [`${NET}/html.Compile`], 'linked'],
    ['a method of a type with the name', [`${NET}/html.html.Compile`], 'linked'],
    ['another method of this type', [`${NET}/html.html.Other`], 'not-linked'],
    ['neither, and no such type', [`${NET}/html.Parse`], 'unknown'],
    ['nothing of the package', [`${NET}/idna.Parse`], 'not-linked'],
  ])('reads html.Compile in the package html as %s', (_, names, result) => {
    const imports = netRow({ path: `${NET}/html`, symbols: ['html.Compile'] });
    expect(evidence(net, [[imports]], shop(...names))?.result).toBe(result);
  });

  test.each([
    [[`${NET}/html.Parse`], 'linked', `${NET}/html.Parse is linked into usr/bin/shop`],
    [[`${NET}/html.Parse.func1`], 'linked', `${NET}/html.Parse is linked into usr/bin/shop`],
    [
      [`${NET}/html.Tokenizer.Next`, `${NET}/html.Parse`],
      'linked',
      `${NET}/html.Parse, ${NET}/html.Tokenizer.Next are linked into usr/bin/shop`,
    ],
    [
      [`${NET}/html.EscapeString`],
      'not-linked',
      `none of the functions ${NET}/html.Parse, ${NET}/html.Tokenizer.Next is linked into usr/bin/shop`,
    ],
  ] as const)('of a program with %j is %s', (names, result, reason) => {
    expect(evidence(net, [[netRow(html)]], shop(...names))).toMatchObject({ result, reason });
  });

  it('lists the functions that were searched for', () => {
    expect(evidence(net, [[netRow(html)]], shop('os.Open'))?.programs).toEqual([
      {
        path: 'usr/bin/shop',
        result: 'not-linked',
        functions: [`${NET}/html.Parse`, `${NET}/html.Tokenizer.Next`],
      },
    ]);
  });

  test.each([
    ['the package is linked', [{ path: `${NET}/html` }], [`${NET}/html.Render`], 'linked'],
    ['no function of the package is linked', [{ path: `${NET}/html` }], ['os.Open'], 'unknown'],
    ['a package of the module is linked', [], [`${NET}/idna.ToASCII`], 'linked'],
    ['no function of the module is linked', [], ['os.Open'], 'unknown'],
    ['an import cannot be read', [{ ...html, symbols: 5 }], ['os.Open'], 'unknown'],
  ] as const)('without functions in the advisory, if %s', (_, imports, names, result) => {
    expect(evidence(net, [[netRow(...imports)]], shop(...names))?.result).toBe(result);
  });

  test.each([
    [{ goos: ['windows'] }, 'not-linked'],
    [{ goos: ['windows', 'linux'] }, 'linked'],
    [{ goarch: ['arm64'] }, 'not-linked'],
    [{ goos: ['linux'], goarch: ['amd64'] }, 'linked'],
  ])('of a program for linux/amd64 and an advisory about %j is %s', (system, result) => {
    const found = evidence(net, [[netRow({ ...html, ...system })]], shop(`${NET}/html.Parse`));
    expect(found?.result).toBe(result);
  });

  it('names the systems that are affected', () => {
    expect(
      evidence(net, [[netRow({ ...html, goos: ['windows'] })]], shop(`${NET}/html.Parse`))?.reason,
    ).toBe('usr/bin/shop was built for linux/amd64, and only windows is affected');
  });

  it('counts all rows of an advisory that affect the version', () => {
    const other = netRow({ path: `${NET}/idna`, symbols: ['ToASCII'] });
    const linked = shop(`${NET}/idna.ToASCII`);
    expect(evidence(net, [[netRow(html), other]], linked)?.result).toBe('linked');
    expect(evidence(net, [[netRow(html), netRow()]], linked)?.result).toBe('linked');
  });

  it('is decided by the advisories with functions, if another one names none', () => {
    expect(evidence(net, [[netRow()], [netRow(html)]], shop(`${NET}/idna.F`))?.result).toBe(
      'not-linked',
    );
  });

  it('finds functions of the main package and of a replaced module under their names', () => {
    const main = pkg('golang/example.com/shop@v1.0.0', { paths: ['usr/bin/shop'] });
    const imports = [{ path: 'example.com/shop/cmd/shop', symbols: ['serve'] }];
    const rows = [row('Go', 'example.com/shop', below('2'), { ecosystem_specific: { imports } })];
    expect(evidence(main, [rows], shop('main.serve'))?.result).toBe('linked');
    const forked = {
      ...program('example.com/old/html.Parse'),
      replaced: new Map([[NET, 'example.com/old']]),
    };
    expect(evidence(net, [[netRow(html)]], images({ 'usr/bin/shop': forked }))?.result).toBe(
      'linked',
    );
  });

  it('knows that the first init function is called init#1 by the database', () => {
    const rows = netRow({ path: `${NET}/html`, symbols: ['init#1'] });
    expect(evidence(net, [[rows]], shop(`${NET}/html.init.0`))?.result).toBe('linked');
  });

  it('is unknown if a program cannot be read', () => {
    const found = evidence(net, [[netRow(html)]], images({ 'usr/bin/shop': unreadable }));
    expect(found).toMatchObject({
      result: 'unknown',
      reason: 'usr/bin/shop has no readable table',
    });
    expect(evidence(net, [[netRow(html)]], images({}))?.result).toBe('unknown');
  });

  it('does not exist for other packages and without programs', () => {
    expect(evidence(net, [[netRow(html)]])).toBeUndefined();
    const npm = pkg('npm/a@1.0.0', { paths: ['usr/bin/shop'] });
    expect(evidenceOf(npm, [], [shop()])).toBeUndefined();
  });
});

describe('findings about Go programs', () => {
  const folder = temporaryFolder();
  beforeAll(() => {
    mkdirSync(join(folder, 'Go'));
    const records = [
      record('GO-2025-1', [netRow(html)], { aliases: ['CVE-2025-1'] }),
      record('MAL-2025-2', [netRow(html)]),
    ];
    for (const one of records)
      writeFileSync(join(folder, 'Go', `${one.id}.json`), JSON.stringify(one));
  });

  async function inspect(packages: readonly Package[], goPrograms: readonly ImagePrograms[]) {
    return inspectVulnerabilities(
      packages,
      undefined,
      { advisories: folder, offline: true, now: new Date('2026-01-02'), goPrograms },
      quietHost(),
    );
  }
  const both = { ...net, paths: ['usr/bin/a', 'usr/bin/b', 'usr/bin/c'] };
  const linked = program(`${NET}/html.Parse`);
  const empty = program('os.Open');

  it('are suppressed with the reason if no program has the functions', async () => {
    const { findings, notes } = await inspect([net], [shop('os.Open')]);
    const found = findings.find(({ rule }) => rule === 'CVE-2025-1');
    const reason = `none of the functions ${NET}/html.Parse, ${NET}/html.Tokenizer.Next is linked into usr/bin/shop`;
    expect(found).toMatchObject({
      status: 'excepted',
      exception: { source: 'evidence', reason },
      message: `${NET} v0.30.0 is not affected by CVE-2025-1: ${reason}`,
    });
    expect(notes.map(({ message }) => message)).toContain(
      '1 of 1 vulnerability does not affect the image: the vulnerable Go code is not in its programs',
    );
  });

  it('about malware are never suppressed', async () => {
    const { findings } = await inspect([net], [shop('os.Open')]);
    const malware = findings.find(({ check }) => check === 'malware');
    expect(malware).toMatchObject({ rule: 'MAL-2025-2', status: 'new' });
    expect(malware?.exception).toBeUndefined();
  });

  it('name only the programs that are affected, or may be', async () => {
    const programs = images({ 'usr/bin/a': empty, 'usr/bin/b': linked, 'usr/bin/c': unreadable });
    const { findings } = await inspect([both], [programs]);
    const found = findings.find(({ rule }) => rule === 'CVE-2025-1');
    expect(found?.status).toBe('new');
    expect(found?.subject?.paths).toEqual(['usr/bin/b', 'usr/bin/c']);
    expect(
      found && vulnerabilityDetails(found)?.evidence?.programs.map(({ result }) => result),
    ).toEqual(['not-linked', 'linked', 'unknown']);
  });

  it('keep their fingerprint when another program links the functions', async () => {
    const fingerprints = await Promise.all(
      [
        { 'usr/bin/a': empty, 'usr/bin/b': linked },
        { 'usr/bin/a': linked, 'usr/bin/b': empty },
      ].map(async (programs) => {
        const { findings } = await inspect([both], [images(programs)]);
        return findings.map(({ fingerprint }) => fingerprint);
      }),
    );
    expect(fingerprints[0]).toEqual(fingerprints[1]);
  });

  it('name only the layers whose programs are affected, or may be', async () => {
    const layers = [1, 2].map((index) => ({
      ...net,
      paths: [`usr/bin/${index}`],
      layer: { index, diffID: `sha256:${index}` },
    }));
    const fingerprints = new Set<string | undefined>();
    for (const [programs, status, paths] of [
      [{ 'usr/bin/1': linked, 'usr/bin/2': empty }, 'new', ['usr/bin/1']],
      [{ 'usr/bin/1': empty, 'usr/bin/2': unreadable }, 'new', ['usr/bin/2']],
      [{ 'usr/bin/1': empty, 'usr/bin/2': empty }, 'excepted', ['usr/bin/2', 'usr/bin/1']],
    ] as const) {
      const { findings } = await inspect(layers, [images(programs)]);
      const found = findings.find(({ rule }) => rule === 'CVE-2025-1');
      expect(found?.status).toBe(status);
      expect(found?.subject?.paths ?? [found?.subject?.path]).toEqual(paths);
      expect(found && vulnerabilityDetails(found)?.evidence?.programs).toHaveLength(2);
      fingerprints.add(found?.fingerprint);
    }
    expect(fingerprints.size).toBe(1);
  });

  it('name only the platforms whose program is affected', async () => {
    const everywhere = { ...net, platforms: ['linux/amd64', 'linux/arm64'] };
    const { findings } = await inspect(
      [everywhere],
      [
        images({ 'usr/bin/shop': empty }, 'linux/amd64'),
        images({ 'usr/bin/shop': linked }, 'linux/arm64'),
      ],
    );
    const found = findings.find(({ rule }) => rule === 'CVE-2025-1');
    expect(found).toMatchObject({ status: 'new', subject: { platforms: ['linux/arm64'] } });
  });
});
