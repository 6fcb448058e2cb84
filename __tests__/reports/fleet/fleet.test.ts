import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import { createFleetCollector } from '../../../src/reports/fleet/collect-fleet.js';
import { historyDocument, isHistory, readHistory } from '../../../src/reports/fleet/history.js';
import { fleetPage } from '../../../src/reports/fleet/page.js';
import { runs, searchIndex } from '../../../src/reports/fleet/search-index.js';
import { newVulnerabilities, touchedByVulnerability } from '../../../src/reports/fleet/touched.js';
import { fleetDays } from '../../../src/reports/fleet/trend.js';
import { lastPoint } from '../../../src/reports/fleet/worst-first.js';
import { lint, packageNamed, report, vulnerability } from '../sample.js';

const NOW = new Date('2026-11-27T12:00:00Z');

/** A report of one image with vulnerabilities named `CVE package severity`. */
function imageReport(name: string, created: string | undefined, vulnerabilities: string[]): Report {
  const findings = vulnerabilities.map((text) => {
    const [id = '', pkg = '', severity = 'high'] = text.split(' ');
    return vulnerability(id, pkg, { severity: severity as 'high', subject: { image: name } });
  });
  const outcome = findings.length > 0 ? 'fail' : 'pass';
  return report({
    ...(created !== undefined && { created }),
    targets: [
      {
        kind: 'image',
        name,
        layers: [{ index: 0, diffID: 'sha256:1', size: 1, created: '2026-11-20T00:00:00Z' }],
      },
    ],
    packages: [packageNamed('openssl', { image: name })],
    coverage: [{ check: 'vulnerability', target: name, state: 'checked' }],
    findings,
    verdict: { outcome, reasons: [] },
  });
}

/** The rows of reports of several repositories, which the reports name or else their paths do. */
function rowsOf(...reports: readonly (readonly [report: Report, path: string])[]) {
  const collector = createFleetCollector(NOW);
  for (const [one, path] of reports) collector.add(one, path);
  return collector.fleet();
}

function fleetOf(...reports: Report[]) {
  const collector = createFleetCollector(NOW);
  for (const one of reports) collector.add(one, 'acme/app');
  return collector.fleet();
}

const page = (...args: Parameters<typeof fleetPage>) => [...fleetPage(...args)].join('');

describe('the members of a report', () => {
  it('are its images, and the repository if the report is about files', () => {
    const { members } = fleetOf({
      ...imageReport('app:1', '2026-11-27T01:00:00Z', ['CVE-1 openssl']),
      targets: [
        { kind: 'dockerfile', name: 'Dockerfile' },
        { kind: 'image', name: 'app:1' },
      ],
    });
    expect(members.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'image app:1',
      'repository acme/app',
    ]);
    expect(members.map((one) => lastPoint(one).counts.high)).toEqual([1, 0]);
  });

  it('have not passed if no check looked at them: it may be a list of packages', () => {
    const checked = imageReport('app:1', '2026-11-27T01:00:00Z', []);
    const outcomes = (one: Report) =>
      fleetOf(one).members.map((member) => lastPoint(member).outcome);
    expect(outcomes(checked)).toEqual(['pass']);
    expect(outcomes({ ...checked, coverage: [] })).toEqual(['incomplete']);
    const { targets } = imageReport('app:2', undefined, []);
    expect(outcomes({ ...checked, targets: [...checked.targets, ...targets] })).toEqual([
      'pass',
      'incomplete',
    ]);
    const files = [{ kind: 'dockerfile', name: 'Dockerfile' }] as const;
    expect(outcomes({ ...checked, targets: files })).toEqual(['incomplete']);
  });

  it('have only open findings of their own, also those that name no image', () => {
    const base = imageReport('app:1', '2026-11-27T01:00:00Z', ['CVE-1 openssl']);
    const fixed = vulnerability('CVE-2', 'zlib', { status: 'fixed', subject: { image: 'app:1' } });
    const other = lint({ severity: 'low' });
    const { members } = fleetOf({ ...base, findings: [...base.findings, fixed, other] });
    expect(lastPoint(members[0] as never).counts).toMatchObject({ high: 1, low: 1 });
  });

  it('are the SBOMs of each release of an image, named as they describe it and by their file', () => {
    const sbom = (name: string, vulnerabilities: string[]): Report => ({
      ...imageReport(name, '2026-11-27T01:00:00Z', vulnerabilities),
      targets: [{ kind: 'sbom', name, describes: 'ghcr.io/acme/app' }],
    });
    const [bad, good] = [
      sbom('sboms/1.json', ['CVE-1 openssl critical']),
      sbom('sboms/2.json', []),
    ];
    for (const fleet of [fleetOf(bad, good), fleetOf(good, bad)]) {
      expect(fleet.members.map((one) => [one.kind, one.name, lastPoint(one).outcome])).toEqual([
        ['sbom', 'ghcr.io/acme/app (sboms/1.json)', 'fail'],
        ['sbom', 'ghcr.io/acme/app (sboms/2.json)', 'pass'],
      ]);
      expect(fleet.members.map(({ newest }) => newest?.packages.length)).toEqual([1, 1]);
      expect(page(fleet, NOW, '1')).toContain('1 of 2 images and repositories fail');
    }
  });
});

describe('a fleet', () => {
  it('has the newest report of each member, in any order of reading', () => {
    const old = imageReport('app', '2026-11-25T01:00:00Z', ['CVE-1 openssl', 'CVE-2 openssl']);
    const newer = imageReport('app', '2026-11-27T01:00:00Z', ['CVE-3 zlib']);
    for (const reports of [
      [old, newer],
      [newer, old],
    ]) {
      const { members } = fleetOf(...reports);
      expect(members[0]?.newest?.vulnerabilities.map(({ id }) => id)).toEqual(['CVE-3']);
      expect(members[0]?.points.map(({ time }) => time.slice(0, 10))).toEqual([
        '2026-11-25',
        '2026-11-27',
      ]);
    }
  });

  it('counts the newest of several reports of a day once', () => {
    const { members } = fleetOf(
      imageReport('app', '2026-11-27T08:00:00Z', []),
      imageReport('app', '2026-11-27T01:00:00Z', ['CVE-1 openssl']),
    );
    expect(members[0]?.points).toHaveLength(1);
    expect(lastPoint(members[0] as never).outcome).toBe('pass');
  });

  it('has the worst members first: exploited, then critical, then high, then the oldest', () => {
    const exploited = imageReport('exploited', '2026-11-27T01:00:00Z', ['CVE-1 a low']);
    const kev = exploited.findings.map((one) => ({
      ...one,
      details: { ...one.details, exploited: true },
    }));
    const { members } = fleetOf(
      imageReport('none', '2026-11-27T01:00:00Z', []),
      imageReport('none-old', '2026-11-02T01:00:00Z', []),
      imageReport('high', '2026-11-27T01:00:00Z', ['CVE-1 a', 'CVE-2 a']),
      imageReport('critical', '2026-11-27T01:00:00Z', ['CVE-1 a critical']),
      { ...exploited, findings: kev as Report['findings'] },
    );
    expect(members.map(({ name }) => name)).toEqual([
      'exploited',
      'critical',
      'high',
      'none-old',
      'none',
    ]);
  });

  it('keeps its history of at most 90 days through the file next to the page', () => {
    const collector = createFleetCollector(NOW);
    for (let day = 0; day < 100; day++) {
      const created = new Date(Date.UTC(2026, 7, 1 + day)).toISOString();
      collector.add(imageReport('app', created, ['CVE-1 openssl']), 'app');
    }
    const first = collector.fleet();
    const bytes = Buffer.from([...historyDocument(first)].join(''));
    expect(isHistory(bytes)).toBe(true);
    const next = createFleetCollector(NOW);
    next.addHistory(readHistory(bytes));
    next.add(imageReport('app', '2026-11-27T01:00:00Z', []), 'app');
    const [member] = next.fleet().members;
    expect(member?.points).toHaveLength(90);
    expect(member?.points.slice(0, -1)).toEqual(first.members[0]?.points.slice(1));
  });

  it('leaves out what a history has of another shape', () => {
    const point = ['2026-11-27T01:00:00Z', 'fail', 1, 2, 3, 4, 5, 6];
    const members = [
      ['image', 'good', [point]],
      ['rocket', 'bad kind', [point]],
      ['image', 'bad points', [['<b>', 'fail', 1, 2, 3, 4, 5, 6], [...point, 7], [], null]],
      ['image', 'bad count', [['2026-11-27T01:00:00Z', 'fail', -1, 2, 3, 4, 5, 6]]],
      null,
    ];
    const firstSeen = [
      ['CVE-1', '2026-11-27'],
      ['CVE-2', '<b>'],
      [1, 2],
    ];
    const history = readHistory(Buffer.from(JSON.stringify({ members, firstSeen })));
    expect(history.members.map(({ name }) => name)).toEqual(['good']);
    expect(history.firstSeen).toEqual([['CVE-1', '2026-11-27']]);
    expect(() => readHistory(Buffer.from('['.repeat(100)))).toThrow('8 levels');
  });
});

describe('new vulnerabilities', () => {
  const before = imageReport('app', '2026-11-20T01:00:00Z', ['CVE-1 openssl']);
  const now = imageReport('app', '2026-11-27T01:00:00Z', ['CVE-1 openssl', 'CVE-2 zlib']);
  const other = imageReport('web', '2026-11-27T01:00:00Z', ['CVE-2 zlib']);

  it('are those that no earlier report has, with everybody who has them', () => {
    const fleet = fleetOf(before, now, other);
    const { vulnerabilities, since } = newVulnerabilities(touchedByVulnerability(fleet), fleet);
    expect(vulnerabilities.map(({ id, members }) => [id, members.length])).toEqual([['CVE-2', 2]]);
    expect(since).toBe('2026-11-20');
  });

  it('are not known without an earlier report', () => {
    const fleet = fleetOf(now, other);
    expect(newVulnerabilities(touchedByVulnerability(fleet), fleet).since).toBeUndefined();
    expect(page(fleet, NOW, '1')).not.toContain('New vulnerabilities');
  });
});

describe('the trend', () => {
  it('counts a member with its newest report up to each day', () => {
    const days = fleetDays(
      fleetOf(
        imageReport('a', '2026-11-25T01:00:00Z', ['CVE-1 openssl']),
        imageReport('b', '2026-11-26T01:00:00Z', []),
        imageReport('a', '2026-11-27T01:00:00Z', []),
      ),
    );
    expect(days.map(({ day, fail, pass, high }) => [day, fail, pass, high])).toEqual([
      ['2026-11-25', 1, 0, 1],
      ['2026-11-26', 1, 1, 1],
      ['2026-11-27', 0, 2, 0],
    ]);
  });
});

describe('the page', () => {
  it('says what fails, what is old, and what is not read', () => {
    const collector = createFleetCollector(NOW);
    collector.add(imageReport('app', '2026-11-10T01:00:00Z', ['CVE-1 openssl']), 'app');
    collector.add(imageReport('web', undefined, []), 'web');
    collector.addUnread({ name: 'bad.json', reason: 'it is not JSON' });
    const text = page(collector.fleet(), NOW, '1');
    expect(text).toContain('1 of 2 images and repositories fail');
    expect(text).toContain('2 reports older than 7 days');
    expect(text).toContain('<li>bad.json: it is not JSON</li>');
    expect(text).toContain('<td>17 days</td><td>7 days</td>');
  });

  it('shows the text of reports as text', () => {
    const evil = '</script><script>alert(1)</script><!--';
    const base = imageReport(evil, '2026-11-27T01:00:00Z', []);
    const text = page(
      fleetOf({
        ...base,
        packages: [packageNamed(evil, { version: evil, type: evil, image: evil })],
        findings: [vulnerability(evil, evil, { aliases: [evil], subject: { image: evil } })],
      }),
      NOW,
      '1',
    );
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toContain('<!--');
  });
});

describe('the search index', () => {
  it('writes places as runs', () => {
    expect(runs([0, 1, 2, 5, 40])).toBe('0-2,5,14');
    expect(runs([])).toBe('');
  });

  it('has each package and vulnerability once, with its members', () => {
    const fleet = fleetOf(
      imageReport('a', '2026-11-27T01:00:00Z', ['CVE-1 openssl']),
      imageReport('b', '2026-11-27T01:00:00Z', ['CVE-1 openssl']),
    );
    const { text } = searchIndex(fleet, touchedByVulnerability(fleet));
    expect(JSON.parse(text)).toEqual({
      vulnerabilities: ['CVE-1\thigh\topenssl\t0-1'],
      packages: ['openssl\t1.0\tdeb\t0-1'],
    });
  });
});

describe('one image in the reports of two repositories', () => {
  const failed = imageReport('app:1', '2026-11-27T10:00:00Z', ['CVE-1 openssl']);
  const passed = imageReport('app:1', '2026-11-27T11:00:00Z', []);
  const by = (one: Report, repository: string): Report => ({ ...one, repositories: [repository] });
  const outcomes = (...reports: readonly (readonly [Report, string])[]) =>
    rowsOf(...reports).members.map(
      (member) => `${member.label ?? member.name}: ${lastPoint(member).outcome}`,
    );

  it.each([
    ['the reports', [by(failed, 'acme/app'), 'r'], [by(passed, 'acme/worker'), 'r']],
    ['their paths', [failed, 'acme/app'], [passed, 'acme/worker']],
  ] as const)('is two rows with their verdicts, by %s', (_, one, other) => {
    const both = ['app:1, reported by acme/app: fail', 'app:1, reported by acme/worker: pass'];
    expect(outcomes(one, other)).toEqual(both);
    expect(outcomes(other, one)).toEqual(both);
    const text = page(rowsOf(one, other), NOW, '1.0.0');
    expect(text).toContain('1 of 2 images and repositories fail');
    expect(text).toContain('app:1, reported by acme/<wbr>worker');
  });

  it('is one row, the newest, if both are of one repository', () => {
    const own = [failed, passed].map((one) => [by(one, 'acme/app'), 'a'] as const);
    expect(outcomes(...own)).toEqual(['app:1: pass']);
  });

  it('is two rows in the history, too', () => {
    const fleet = rowsOf([by(failed, 'acme/app'), 'r'], [by(passed, 'acme/worker'), 'r']);
    const collector = createFleetCollector(NOW);
    collector.addHistory(readHistory(Buffer.from([...historyDocument(fleet)].join(''))));
    expect(collector.fleet().members.map(({ source }) => source)).toEqual([
      'acme/app',
      'acme/worker',
    ]);
    collector.add(by(passed, 'acme/app'), 'r');
    const next = collector.fleet().members;
    expect(next.map((one) => lastPoint(one).outcome)).toEqual(['pass', 'pass']);
  });
});

describe('the history of an earlier version', () => {
  const row = (...source: string[]) => [
    ...['image', 'app:1', [['2026-11-26T01:00:00Z', 'fail', 1, 0, 0, 0, 0, 0]]],
    ...source,
  ];
  const continued = (rows: unknown[][], ...reports: [Report, string][]) => {
    const collector = createFleetCollector(NOW);
    const history = { schema: 'portside-fleet/1', members: rows, firstSeen: [] };
    collector.addHistory(readHistory(Buffer.from(JSON.stringify(history))));
    for (const [one, path] of reports) collector.add(one, path);
    return collector.fleet().members.map(({ source, points }) => `${source} ${points.length}`);
  };
  const own: Report = {
    ...imageReport('app:1', '2026-11-27T10:00:00Z', []),
    repositories: ['acme/app'],
  };

  it('is continued by the only repository that has the image', () => {
    expect(continued([row()], [own, 'r'])).toEqual(['acme/app 2']);
    expect(continued([row('acme/app/1')], [own, 'acme/app/1'])).toEqual(['acme/app 2']);
  });

  it('is dropped if it is not known which repository it is about', () => {
    const other = { ...own, repositories: ['acme/worker'] };
    expect(continued([row()], [own, 'r'], [other, 'r'])).toEqual(['acme/app 1', 'acme/worker 1']);
    expect(continued([row()])).toEqual(['undefined 1']);
  });

  it('is another row if another repository has the image', () => {
    expect(continued([row('acme/worker')], [own, 'r'])).toEqual(['acme/worker 1', 'acme/app 1']);
  });
});
