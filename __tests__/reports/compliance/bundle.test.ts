import { createHash } from 'node:crypto';
import { expect, it, test } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import { type BundleFile, bundleFiles } from '../../../src/reports/compliance/bundle.js';
import { filesOfBundle } from '../../../src/reports/compliance/bundle-index.js';
import { withoutFolder } from '../../../src/reports/compliance/without-folder.js';
import { context, packageNamed, report, unusualPackages, vulnerability } from '../sample.js';

const NONE = { files: [], problems: ['none is stored with the image'] };
const image = report().targets.filter(({ kind }) => kind === 'image');
const sample = (over: Partial<Report> = {}) => report({ targets: image, ...over });
const bundle = (over: Partial<Report> = {}, more = {}, provenance = NONE) =>
  bundleFiles(sample(over), context(more), provenance);
const text = (files: readonly BundleFile[], path: string) => {
  const found = files.find((file) => file.path === path);
  return found === undefined ? undefined : Buffer.from(found.content).toString();
};
const index = (files: readonly BundleFile[]) => JSON.parse(text(files, 'index.json') ?? '');

it('has an index, the last file, with the size and digest of every other file', () => {
  const files = bundle();
  expect(files.at(-1)?.path).toBe('index.json');
  const listed = index(files).files;
  expect(listed.map(({ path }: BundleFile) => path)).toEqual(
    files.slice(0, -1).map(({ path }) => path),
  );
  for (const { path, size, digest } of listed) {
    const content = Buffer.from(text(files, path) ?? '');
    expect([path, size]).toEqual([path, content.length]);
    expect(digest.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(text(files, 'index.html')).toContain(path === 'index.html' ? '</html>' : digest.sha256);
  }
});

it('is the same for the same report, and differs in its times only', () => {
  expect(bundle()).toEqual(bundle());
  const later = bundle({}, { ended: new Date('2027-01-01T00:00:00Z') });
  const withoutTimes = (files: readonly BundleFile[]) =>
    files.map(({ path, content }) => [
      path,
      Buffer.from(content)
        .toString()
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
        .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{64}/g, 'ID')
        .replace(/(?<="size": |<td>)\d+/g, 'SIZE'),
    ]);
  expect(withoutTimes(later)).toEqual(withoutTimes(bundle()));
});

it('has the result, and what was not checked', () => {
  const gap = { check: 'vulnerability', target: image[0]?.name ?? '', state: 'partial' } as const;
  const files = bundle({
    coverage: [{ ...gap, reason: 'no advisories for npm' }],
    incomplete: [],
    verdict: { outcome: 'incomplete', reasons: ['the vulnerability check is not complete'] },
  });
  const { result } = index(files);
  expect(result).toMatchObject({ outcome: 'incomplete', complete: false });
  expect(result.notChecked).toEqual([expect.stringContaining('no advisories for npm')]);
  expect(text(files, 'index.html')).toContain('Not everything was checked.');
  expect(JSON.parse(text(files, 'vsa.intoto.json') ?? '').predicate.verificationResult).toBe(
    'FAILED',
  );
});

it('is not complete if the policy allows a gap', () => {
  const gap = { check: 'secret', target: 'a', state: 'failed', allowed: true } as const;
  const { result } = index(
    bundle({ coverage: [gap], verdict: { outcome: 'pass', reasons: [] }, incomplete: [] }),
  );
  expect(result).toMatchObject({ outcome: 'pass', complete: false });
});

it('has the digest of the policy in the index and in the summary', () => {
  const files = bundle({}, { policy: 'p.yml', policyDigest: 'c'.repeat(64) });
  expect(index(files).policy).toEqual({ name: 'p.yml', digest: { sha256: 'c'.repeat(64) } });
  expect(JSON.parse(text(files, 'vsa.intoto.json') ?? '').predicate.policy).toEqual({
    uri: 'p.yml',
    digest: { sha256: 'c'.repeat(64) },
  });
  expect(index(bundle()).policy).toEqual({ name: 'the built-in policy' });
});

it('has no vulnerabilities in its SBOM', () => {
  const files = bundle({ findings: [vulnerability('CVE-1', 'openssl')] });
  expect(text(files, 'sbom.cdx.json')).not.toContain('CVE-1');
  expect(JSON.parse(text(files, 'sbom.cdx.json') ?? '')).not.toHaveProperty('vulnerabilities');
  expect(text(files, 'sbom.spdx.json')).not.toContain('CVE-1');
  expect(text(files, 'vulnerabilities.intoto.json')).toContain('CVE-1');
});

test.each([
  ['a target without a digest', [{ kind: 'image', name: 'dir:.' }], 'the target has no digest'],
  ['an SBOM', [{ kind: 'sbom', name: 'bom.json' }], 'the target has no digest'],
])('%s has no statements, and the index says why', (_, targets, reason) => {
  const files = bundle({ targets: targets as never });
  expect(files.map(({ path }) => path)).not.toContain('vsa.intoto.json');
  const absent = index(files).absent.map((one: { about: string; reason: string }) => one.reason);
  expect(absent).toEqual([
    'no vulnerability is excepted or proved not to affect the image',
    expect.stringContaining(reason),
    expect.stringContaining(reason),
    'none is stored with the image',
  ]);
  expect(text(files, 'index.html')).toContain('none is stored with the image');
});

it('has provenance byte by byte as it was found, each once, in an order of its own', () => {
  const file = (content: string) => ({
    place: 'tag sha256-1.att, layer 0',
    predicateType: 'https://slsa.dev/provenance/v1',
    content: Buffer.from(content),
  });
  const found = [file('{"a":1}'), file('{ "b": 2 }\r\n'), file('{"a":1}')];
  const files = bundle({}, {}, { files: found, problems: [] } as never);
  const copied = files.filter(({ path }) => path.startsWith('provenance/'));
  expect(new Set(copied.map(({ content }) => Buffer.from(content).toString()))).toEqual(
    new Set(['{"a":1}', '{ "b": 2 }\r\n']),
  );
  expect(bundle({}, {}, { files: found.toReversed(), problems: [] } as never)).toEqual(files);
});

it('shows hostile names and reasons as plain text', () => {
  const name = '<script>alert(1)</script>\u202e"';
  const files = bundle({
    ...unusualPackages,
    targets: [{ kind: 'image', name }],
    packages: [...unusualPackages.packages, packageNamed(name)],
    verdict: { outcome: 'fail', reasons: [name] },
  });
  const page = text(files, 'index.html') ?? '';
  expect(page).not.toMatch(/<script|\u202e|[^"]"&#34;/);
  expect(page).toContain('&#60;script&#62;');
  for (const { content } of files) expect(Buffer.from(content).toString()).not.toContain('\u202e');
});

test.each([
  ['its index', '{"schema":"portside-compliance/1","files":[{"path":"a"}]}', ['a', 'index.json']],
  ['another JSON file', '{"files":[{"path":"a"}]}', undefined],
  ['an index without files', '{"schema":"portside-compliance/1"}', undefined],
  ['text', 'x', undefined],
  ['deep JSON', '['.repeat(100_000), undefined],
])('the files of a bundle are known from %s: %s', (_, content, expected) => {
  expect(filesOfBundle(Buffer.from(content))).toEqual(expected);
});

it('has every finding, with those of licenses and malware, and rows for their checks', () => {
  const found = (check: string, rule: string) =>
    ({ ...vulnerability(rule, 'a'), check, subject: { image: image[0]?.name } }) as never;
  const row = { check: 'vulnerability', target: image[0]?.name ?? '', state: 'checked' } as const;
  const files = bundle(
    {
      findings: [found('policy', 'PSP004'), found('malware', 'MAL-1')],
      coverage: [{ ...row, source: 'db (npm 2026-11-24, PyPI 2026-11-20)' }],
    },
    { fails: ({ rule }: { readonly rule: string }) => rule === 'PSP004' },
  );
  expect(JSON.parse(text(files, 'findings.json') ?? '').findings).toMatchObject([
    { rule: 'PSP004', fails: true },
    { rule: 'MAL-1', fails: false },
  ]);
  const checks = JSON.parse(text(files, 'coverage.json') ?? '').coverage;
  expect(checks.map((one: { check: string }) => one.check)).toEqual([
    'vulnerability',
    'malware',
    'policy',
  ]);
  const { scanner } = JSON.parse(text(files, 'vulnerabilities.intoto.json') ?? '').predicate;
  expect(scanner.db).toEqual({ lastUpdate: '2026-11-20T00:00:00Z' });
  expect(scanner.result).toMatchObject([{ id: 'MAL-1' }]);
});

test.each([
  ['/home/ann/image.tar', false, 'image.tar'],
  ['docker-archive:build/image.tar:1', false, 'image.tar:1'],
  ['build/out', true, 'oci:out'],
  ['ghcr.io/acme/app:1', false, 'ghcr.io/acme/app:1'],
])('%s is named without its folders', (name, isLocal, shown) => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const target = { kind: 'image', name, digest } as const;
  const gap = {
    check: 'secret',
    target: name,
    state: 'failed',
    reason: `${name}: damaged`,
  } as const;
  const given = withoutFolder(sample({ targets: [target], coverage: [gap] }), isLocal);
  const files = bundleFiles(given, context(), NONE);
  expect(index(files).subject.name).toBe(shown);
  if (shown !== name)
    for (const { content } of files) expect(Buffer.from(content).toString()).not.toContain(name);
  expect(index(files).subject.purl.includes('repository_url')).toBe(shown === name);
});
