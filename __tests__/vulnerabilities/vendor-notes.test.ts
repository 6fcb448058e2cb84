import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { buildDatabase } from '../../src/vulnerabilities/database/build.js';
import { inspectVulnerabilities } from '../../src/vulnerabilities/inspect.js';
import { readRecord } from '../../src/vulnerabilities/record.js';
import { NOW } from '../now.js';
import {
  advisory,
  below,
  matchesOf,
  pkg,
  query,
  quietHost,
  record,
  row,
  temporaryFolder,
} from './fixtures.js';

const unfixed = [{ introduced: '0' }];
const noted = (vendor: object, urgency?: string) => ({ ecosystem_specific: { urgency, vendor } });
/** An unfixed row of Red Hat's feed. */
const affected = (name: string, state: string, more: object = {}) =>
  row('Red Hat:enterprise_linux:9', name, unfixed, noted({ state, module: '', ...more }, 'low'));
const redhat = (cve: string, ...rows: readonly object[]) =>
  advisory(`REDHAT-${cve}`, rows, { upstream: [cve] });
const rhel = (version: string, more = {}) => query(`rpm/redhat/vim@${version}?distro=rhel-9`, more);

describe('the notes of a vendor', () => {
  const readNotes = (vendor: unknown) =>
    readRecord(
      record('A', [row('SUSE:x 15', 'a', unfixed, { ecosystem_specific: { vendor } })]),
      NOW,
    ).affected[0]?.vendor;

  test.each([
    { state: 'Will not fix' },
    { module: '' },
    { module: 'nodejs:18', arches: ['aarch64'] },
    { names: 'binary' },
    { names: 'source' },
    { fixPublished: '2026-02-01' },
  ])('%j are read', (notes) => {
    expect(readNotes(notes)).toEqual(notes);
  });

  test.each([
    undefined,
    null,
    'x',
    [],
    {},
    { state: 5, module: [], arches: 'x', names: 'all', fixPublished: '2026' },
  ])('%j are none', (notes) => {
    expect(readNotes(notes)).toBeUndefined();
  });

  it('have a short state of one line', () => {
    expect(readNotes({ state: `a\nb${'c'.repeat(100)}` })?.state).toMatch(/^a b?c*.{0,3}$/);
    expect(readNotes({ state: 'x'.repeat(1000) })?.state?.length).toBeLessThan(65);
  });
});

describe('a row with a module', () => {
  const modular = redhat('CVE-2026-1', affected('nodejs', 'Affected', { module: 'nodejs:18' }));
  const plain = redhat('CVE-2026-1', affected('nodejs', 'Affected'));
  const node = (version: string, module?: string) =>
    query(`rpm/redhat/nodejs@${version}?distro=rhel-9`, module ? { module } : {});

  test.each([
    ['18.1-1.module+el9+1', 'nodejs:18:9010:ab', 1, 0],
    ['20.1-1.module+el9+1', 'nodejs:20:9010:ab', 0, 0],
    ['18.1-1.module+el9+1', undefined, 1, 0],
    ['20.1-1.module+el9+1', undefined, 0, 0],
    ['16.2-1.el9', undefined, 0, 1],
  ])('matches nodejs %s of %s %d times, one of no module %d times', (version, module, of, none) => {
    expect(matchesOf(node(version, module), modular)).toHaveLength(of);
    expect(matchesOf(node(version, module), plain)).toHaveLength(none);
  });
});

test('a row for architectures applies to packages of these only', () => {
  const only = advisory('ELSA-1', [
    row('Red Hat:enterprise_linux:9', 'vim', below('2-1'), noted({ arches: ['aarch64'] })),
  ]);
  expect(matchesOf(rhel('1-1', { arch: 'aarch64' }), only)).toEqual(['ELSA-1→2-1']);
  expect(matchesOf(rhel('1-1', { arch: 'x86_64' }), only)).toEqual([]);
  // Unknown: it may be one of these.
  expect(matchesOf(rhel('1-1'), only)).toEqual(['ELSA-1→2-1']);
});

describe('a row that names the other kind of package', () => {
  const zypper = (name: string, source: string) =>
    query(`rpm/sles/${name}@1-1?distro=sles-15.5`, { source: { name: source, version: '1-1' } });
  const named = (name: string, vendor?: object) =>
    advisory('S', [
      row('SUSE:Linux Enterprise Server 15 SP5', name, below('2-1'), vendor ? noted(vendor) : {}),
    ]);

  test.each([
    ['libcurl4', 'curl', 'libcurl4', { names: 'binary' }, 1],
    ['libcurl4', 'curl', 'curl', { names: 'binary' }, 0],
    ['libcurl4', 'curl', 'libcurl4', undefined, 0],
    ['libcurl4', 'curl', 'curl', undefined, 1],
    // The package gcc is built from gcc13, and gcc is another source.
    ['gcc', 'gcc13', 'gcc', undefined, 0],
    ['gcc', 'gcc13', 'gcc', { names: 'binary' }, 1],
    ['gcc', 'gcc13', 'gcc', { names: 'source' }, 0],
  ])('matches %s of %s by %s %j: %d', (name, source, rowName, vendor, count) => {
    expect(matchesOf(zypper(name, source), named(rowName, vendor))).toHaveLength(count);
  });

  it('matches the source of a package of Red Hat Enterprise Linux', () => {
    const source = redhat('CVE-2026-1', affected('vim', 'Affected', { names: 'source' }));
    const minimal = query('rpm/redhat/vim-minimal@1-1?distro=rhel-9', { source: { name: 'vim' } });
    expect(matchesOf(minimal, source)).toEqual(['REDHAT-CVE-2026-1']);
  });
});

describe('what AlmaLinux and Rocky Linux inherit', () => {
  const entries = [
    redhat('CVE-2026-1', affected('vim', 'Will not fix')),
    redhat(
      'CVE-2026-2',
      row('Red Hat:enterprise_linux:9', 'vim', below('9-1'), noted({ module: '' })),
    ),
    // OSV's row without a fix says nothing about why.
    redhat('CVE-2026-3', row('Red Hat:enterprise_linux:9', 'vim', unfixed)),
    redhat('CVE-2026-4', affected('vim', 'Affected')),
  ];
  const vim = (id: string, release = '9') => query(`rpm/${id}/vim@1-1?distro=${id}-${release}`);

  test.each(['almalinux', 'rocky'])('are the unfixed rows of the vendor: %s', (id) => {
    expect(matchesOf(vim(id), ...entries)).toEqual(['REDHAT-CVE-2026-1', 'REDHAT-CVE-2026-4']);
    expect(matchesOf(vim(id, '8'), ...entries)).toEqual([]);
  });

  it('are not those that their own advisories name for the package', () => {
    const own = (id: string, name: string) =>
      advisory(id, [row('AlmaLinux:9', name, below('1-1'))], { related: ['CVE-2026-4'] });
    expect(matchesOf(vim('almalinux'), ...entries, own('ALSA-1', 'vim'))).toEqual([
      'REDHAT-CVE-2026-1',
    ]);
    expect(matchesOf(vim('almalinux'), ...entries, own('ALSA-2', 'bash'))).toHaveLength(2);
  });

  it('other systems do not inherit', () => {
    expect(matchesOf(query('rpm/fedora/vim@1-1?distro=rhel-8'), ...entries)).toEqual([]);
  });
});

describe('a finding without a fix', () => {
  it('says why, in the words of the vendor, and whether it is inherited', async () => {
    const dump = temporaryFolder();
    mkdirSync(join(dump, 'Red Hat'));
    const states = ['Will not fix', 'Out of support scope', 'Affected', 'Fix deferred'];
    states.forEach((state, i) => {
      const json = record(`REDHAT-CVE-2026-${i}`, [affected('vim', state)], {
        upstream: [`CVE-2026-${i}`],
      });
      writeFileSync(join(dump, 'Red Hat', `${i}.json`), JSON.stringify(json));
    });
    const database = temporaryFolder();
    const now = new Date('2026-01-02T00:00:00Z');
    await buildDatabase([dump], database, now);
    const messages = async (purl: string) => {
      const { findings } = await inspectVulnerabilities(
        [pkg(purl)],
        undefined,
        { database, offline: true, now },
        quietHost(),
      );
      return findings
        .toSorted((a, b) => (a.rule < b.rule ? -1 : 1))
        .map(({ message, severity, details }) => [
          severity,
          details && 'state' in details ? details.state : undefined,
          message.slice(message.indexOf(';') + 2),
        ]);
    };
    expect(await messages('rpm/redhat/vim@1-1?distro=rhel-9')).toEqual([
      ['low', 'will-not-fix', 'will not be fixed (Red Hat: Will not fix)'],
      ['low', 'will-not-fix', 'will not be fixed (Red Hat: Out of support scope)'],
      ['low', undefined, 'no fix available (Red Hat: Affected)'],
      ['low', undefined, 'no fix available (Red Hat: Fix deferred)'],
    ]);
    expect((await messages('rpm/rocky/vim@1-1?distro=rocky-9'))[0]).toEqual([
      'low',
      'will-not-fix',
      'will not be fixed (inherited from Red Hat: Will not fix)',
    ]);
  });
});
