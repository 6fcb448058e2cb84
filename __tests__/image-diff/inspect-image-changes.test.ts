import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { diffImages } from '../../src/check/diff-images.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { EMPTY_INSPECTION, type Report } from '../../src/core/report.js';
import { inspectImageChanges } from '../../src/image-diff/inspect-image-changes.js';
import { readOptions } from '../../src/options/read-options.js';
import { json } from '../../src/reports/formats/json.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const now = new Date('2026-11-24T00:00:00Z');

const ELF = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(500, 1)]);
const BASE: readonly TarMember[] = [
  { name: 'etc/hostname', body: 'base' },
  { name: 'usr/bin/tool', body: ELF, mode: 0o755 },
];
const APP: readonly TarMember[] = [{ name: 'app/main.js', body: 'main()' }];
const ADDED: readonly TarMember[] = [
  { name: 'opt/su', body: ELF, mode: 0o4755 },
  { name: 'opt/miner', body: ELF, mode: 0o755 },
];

const DOCKERFILE = `FROM debian:12
COPY app /app
RUN make
USER root
EXPOSE 22
CMD run $X
`;

const step = (created_by: string, empty_layer = false) => ({
  created_by,
  comment: 'buildkit.dockerfile.v0',
  ...(empty_layer && { empty_layer }),
});

interface Built {
  readonly members?: readonly TarMember[];
  readonly base?: readonly TarMember[];
  readonly config?: Readonly<Record<string, unknown>>;
  /** The day of the base image. */
  readonly built?: string;
  /** Instead of an image of the Dockerfile. */
  readonly archive?: Buffer;
}

const OLD_CONFIG = { User: 'app', Cmd: ['/run'], Env: ['TOKEN=hunter2'] };
const NEW_CONFIG = {
  User: 'root',
  Cmd: ['/bin/sh', '-c', 'run $X'],
  ExposedPorts: { '22/tcp': {} },
  Env: ['TOKEN=hunter3'],
};

/** An image of the Dockerfile above. */
function image({
  members = [],
  base = BASE,
  config = OLD_CONFIG,
  built = '2026-11-01',
}: Built): Buffer {
  return dockerArchive([tar(base), tar(APP), tar(members)], {
    config: { config },
    history: [
      { ...step('# debian.sh'), created: `${built}T00:00:00Z` },
      step('CMD ["bash"]', true),
      step('COPY app /app # buildkit'),
      step('RUN /bin/sh -c make # buildkit'),
      step('USER root', true),
      step('EXPOSE map[22/tcp:{}]', true),
      step('CMD ["/bin/sh" "-c" "run $X"]', true),
    ],
  });
}

async function checkImage(
  name: string,
  built: Built,
  baseline?: string,
  policy?: string,
): Promise<Report> {
  const root = join(folder.path, 'repository');
  folder.write('repository/Dockerfile', DOCKERFILE);
  folder.write('repository/app.tar', built.archive ?? image(built));
  folder.write('osv/npm/a.json', '{"id":"CVE-2026-1","modified":"2026-11-24T00:00:00Z"}');
  const named = policy === undefined ? [] : ['--policy', folder.write('policy.yml', policy)];
  const words = [
    ...named,
    '--offline',
    '--advisories',
    join(folder.path, 'osv'),
    '--format',
    'json',
  ];
  const compared = baseline === undefined ? [] : ['--baseline', baseline];
  const options = readOptions(
    'check',
    [...words, ...compared, '--image', join(root, 'app.tar')],
    { path: '', noColor: true },
    now,
  );
  const { report, context } = await check(root, options, host);
  folder.write(`${name}.json`, json.render(report, context));
  return report;
}

const storedReport = (name: string) => join(folder.path, `${name}.json`);

const changesOf = ({ imageChanges = [] }: Report) =>
  imageChanges.flatMap(({ changes }) =>
    changes.map(
      ({ risk, message, location }) => `${risk} ${message} ${location?.startLine ?? '-'}`,
    ),
  );

const findingsOf = ({ findings }: Report, status: string) =>
  findings
    .filter((finding) => finding.rule.startsWith('DIFF-') && finding.status === status)
    .map(({ rule, message, location }) => `${rule} ${location?.startLine} ${message}`);

describe('a check that is compared with a stored report', () => {
  it('says what changes in the image, each on its line of the Dockerfile', async () => {
    await checkImage('old', {});
    const report = await checkImage(
      'new',
      { members: ADDED, config: NEW_CONFIG },
      storedReport('old'),
    );
    expect(changesOf(report)).toEqual([
      'high New setuid root program opt/su 3',
      'high Runs as root now, and not as app 4',
      'medium New port 22/tcp 5',
      'medium New program opt/miner 3',
      'medium The command runs through a shell now: ["/bin/sh","-c","run $X"] 6',
      'info Changed environment variable TOKEN 1',
    ]);
    expect(findingsOf(report, 'new').sort()).toEqual([
      'DIFF-PORT 5 New port 22/tcp',
      'DIFF-PROGRAM 3 New program opt/miner',
      'DIFF-ROOT 4 Runs as root now, and not as app',
      'DIFF-SETUID 3 New setuid root program opt/su',
      'DIFF-SHELL 6 The command runs through a shell now: ["/bin/sh","-c","run $X"]',
    ]);
    expect(report.imageChanges?.[0]?.counts).toEqual({ high: 2, medium: 3, low: 0, info: 1 });
  });

  it('has the sizes of the folders, with hard links counted once', async () => {
    const members = [...ADDED, { name: 'opt/link', type: '1', link: 'opt/su' }];
    const report = await checkImage('folders', { members }, storedReport('old'));
    const [difference] = report.imageChanges ?? [];
    const [root, opt] = difference?.folders?.list ?? [];
    const { before, after } = difference ?? {};
    expect(root).toMatchObject({ path: '', before: before?.size, after: after?.size });
    expect(opt).toMatchObject({ path: 'opt', before: 0, after: 2 * ELF.length, added: 3 });
  });

  it('reports what was new there neither as existing nor as fixed', async () => {
    const same = await checkImage(
      'same',
      { members: ADDED, config: NEW_CONFIG },
      storedReport('new'),
    );
    expect(changesOf(same)).toEqual([]);
    expect(same.findings.filter(({ rule }) => rule.startsWith('DIFF-'))).toEqual([]);
    const back = await checkImage('back', {}, storedReport('same'));
    expect(findingsOf(back, 'fixed')).toEqual([]);
  });

  it('keeps no value of a variable', async () => {
    const report = await checkImage('values', {});
    expect(JSON.stringify(report.snapshots)).not.toContain('hunter2');
  });

  it('takes files of another base image with the same size as equal, and says so', async () => {
    const other = [{ name: 'usr/bin/other', body: 'x', mode: 0o755 }, ...BASE];
    const report = await checkImage('base', { base: other }, storedReport('old'));
    expect(changesOf(report)).toEqual([
      'info Base image debian:12 has other layers 1',
      'info New file usr/bin/other 1',
    ]);
    expect(report.imageChanges?.[0]?.limits).toEqual([
      '2 files of the base image were compared without the content',
    ]);
  });

  it('reports a base image that is older than before', async () => {
    const base = [...BASE, { name: 'etc/other', body: 'x' }];
    const report = await checkImage('older', { base, built: '2025-01-31' }, storedReport('old'));
    expect(findingsOf(report, 'new')).toEqual([
      'DIFF-BASE 1 Base image debian:12 is older than before: of 2025-01-31 instead of 2026-11-01',
    ]);
  });

  it('reports a new host on the line that writes the file', async () => {
    const members = [{ name: 'etc/pip.conf', body: 'index-url = https://a.example.net/' }];
    const report = await checkImage('host', { members }, storedReport('old'));
    expect(findingsOf(report, 'new')).toEqual([
      'DIFF-HOST 3 New host a.example.net in etc/pip.conf',
    ]);
    const [finding] = report.findings.filter(({ rule }) => rule === 'DIFF-HOST');
    expect(finding?.subject).toMatchObject({ path: 'etc/pip.conf', layer: 2 });
  });

  it('says that a report of an earlier version has no hosts', async () => {
    const stored = JSON.parse(readFileSync(storedReport('host'), 'utf8'));
    delete stored.snapshots[0].hosts;
    folder.write('hostless.json', JSON.stringify(stored));
    const members = [{ name: 'etc/pip.conf', body: 'index-url = https://b.example.net/' }];
    const report = await checkImage('hosts', { members }, storedReport('hostless'));
    expect(findingsOf(report, 'new')).toEqual([]);
    expect(report.imageChanges?.[0]?.limits).toEqual([
      'the hosts in the configuration were not compared: the earlier report has none',
    ]);
  });

  it('reports a file of the base image that a step writes over, even with the same size', async () => {
    const other = Buffer.from(ELF).fill(2, 100);
    const members = [{ name: 'usr/bin/tool', body: other, mode: 0o755 }];
    const report = await checkImage('over', { members }, storedReport('old'));
    expect(changesOf(report)).toEqual(['medium Changed program usr/bin/tool (content) 3']);
  });

  it.each([
    [0o644, []],
    [0o4755, ['high New setuid root program var/log/dpkg.log 3']],
  ])('leaves out a log that a step writes over, but not its mode %o', async (mode, expected) => {
    const log = (day: string) => `2026-01-0${day} 10:00:00 status installed a\n`;
    const base = [...BASE, { name: 'var/log/dpkg.log', body: log('1') }];
    await checkImage('log', { base });
    const members = [{ name: 'var/log/dpkg.log', body: log('2'), mode }];
    const report = await checkImage('logged', { base, members }, storedReport('log'));
    expect(changesOf(report)).toEqual(expected);
  });

  it('says that the lines of too many deletions are not known', async () => {
    const members = Array.from({ length: 10_001 }, (_, i) => ({ name: `opt/.wh.${i}`, body: '' }));
    const report = await checkImage('deletions', { members }, storedReport('old'));
    expect(report.snapshots?.[0]?.deletions).toHaveLength(10_000);
    expect(report.imageChanges?.[0]?.limits).toEqual([
      'the lines that remove files are not all known: the layers delete more than 10,000',
    ]);
  });

  it('keeps no secret in the path of a deletion', async () => {
    const token = `ghp_${'0123456789abcdefABCDEF0123456789abcd'}`;
    const members = [{ name: `opt/.wh.${token}`, body: '' }];
    const report = await checkImage('secret', { members }, storedReport('old'));
    expect(report.snapshots?.[0]?.deletions).toHaveLength(1);
    expect(JSON.stringify(report.snapshots)).not.toContain(token);
  });

  it('lists a script that a package claims', async () => {
    const members = [{ name: 'opt/run', body: '#!/bin/sh\nrm -r /\n', mode: 0o755 }];
    const report = await checkImage('claimed', { members });
    const claim = { purl: 'pkg:generic/run@1', name: 'run', version: '1', type: 'generic' };
    const packages = [{ ...claim, paths: ['opt/run'], layer: { index: 0, diffID: '' } }];
    const images: Report = JSON.parse(readFileSync(storedReport('old'), 'utf8'));
    const now = { ...EMPTY_INSPECTION, ...report, packages };
    const { imageChanges } = await inspectImageChanges(now, { name: 'main', images }, host);
    const messages = imageChanges?.flatMap(({ changes }) => changes.map(({ message }) => message));
    expect(messages).toContain('New script opt/run');
  });

  it('claims no change of files of a squashed image', async () => {
    const squashed = dockerArchive([tar([...BASE, ...APP])], { config: { config: OLD_CONFIG } });
    const report = await checkImage('squashed', { archive: squashed }, storedReport('old'));
    expect(changesOf(report)).toEqual([]);
    expect(report.imageChanges?.[0]?.limits).toEqual([
      '2 files of the base image were compared without the content',
    ]);
  });

  /** The stored report with other names of its image, one image for each. */
  function storeAs(name: string, images: readonly string[], dockerfile = 'Dockerfile'): string {
    const stored = JSON.parse(readFileSync(storedReport('old'), 'utf8'));
    const [snapshot] = stored.snapshots;
    const [image] = stored.targets.filter(({ kind }: { kind: string }) => kind === 'image');
    stored.snapshots = images.map((one) => ({ ...snapshot, image: one }));
    stored.targets = images.map((one) => ({ ...image, name: one, dockerfile }));
    folder.write(`${name}.json`, JSON.stringify(stored));
    return storedReport(name);
  }

  const built = { members: ADDED, config: NEW_CONFIG };
  // The images have programs and no packages, which is a gap of its own.
  const ofChanges = ({ incomplete }: Report) =>
    incomplete.filter(({ check }) => check !== 'vulnerability');

  it('compares with the only image of the baseline whatever its name is', async () => {
    const report = await checkImage('renamed', built, storeAs('other', ['ghcr.io/acme/app:main']));
    expect(report.imageChanges?.[0]?.before.name).toBe('ghcr.io/acme/app:main');
    expect(changesOf(report)).toHaveLength(6);
    expect(findingsOf(report, 'new')).toHaveLength(5);
    expect(report.notes.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/app\.tar is compared with .*acme\/app, the only image of /),
    );
  });

  it.each([
    ['has other images', ['other:1', 'another:1'], undefined],
    ['has one image of another Dockerfile', ['other:1'], 'db/Dockerfile'],
  ])('says so when the baseline %s', async (_, images, dockerfile) => {
    const report = await checkImage('unknown', built, storeAs('others', images, dockerfile));
    expect(report.imageChanges).toBeUndefined();
    expect(report.notes.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/app\.tar is not compared: .* does not have this image/),
    );
    expect(ofChanges(report)).toEqual([]);
  });

  it.each([
    [
      'rules: [{ id: T-1, severity: high, message: m, when: finding.rule == "DIFF-SETUID" }]',
      'The rule T-1 cannot be applied',
    ],
    ['fail-on: { severity: low }', 'The gate severity: low cannot be applied'],
  ])('is incomplete then if the policy is about changes: %s', async (policy, reason) => {
    const baseline = storeAs('others', ['other:1', 'another:1']);
    const report = await checkImage('unknown', built, baseline, policy);
    const about = report.incomplete.filter(({ check }) => check === 'policy');
    expect(about.map((one) => one.reason)).toEqual([expect.stringContaining(reason)]);
    expect(ofChanges(await checkImage('known', {}, storedReport('old'), policy))).toEqual([]);
  });

  const GATE = 'fail-on: { severity: low }';
  const toFail = (report: Report) =>
    report.incomplete.filter(({ check }) => check === 'policy').map(({ reason }) => reason);

  it('is incomplete then even if another image is compared', async () => {
    const report: Report = JSON.parse(readFileSync(storedReport('old'), 'utf8'));
    const [now] = report.snapshots ?? [];
    const [target] = report.targets.filter(({ kind }) => kind === 'image');
    if (!now || !target) throw new Error('the stored report has no image');
    const image = (name: string) => ({ ...now, image: name });
    const inspection = {
      ...EMPTY_INSPECTION,
      snapshots: [image('dummy'), image('renamed')],
      targets: [
        { ...target, name: 'dummy' },
        { ...target, name: 'renamed' },
      ],
    };
    const images = { ...report, snapshots: [image('dummy'), image('app')] };
    const changes = await inspectImageChanges(inspection, { name: 'main', images }, host);
    expect(changes.imageChanges).toHaveLength(1);
    expect(changes.missingFacts).toEqual([
      { fact: 'image-changes', target: 'renamed', reason: expect.stringContaining('renamed') },
    ]);
  });

  it('is incomplete then if the baseline does not keep what its images contained', async () => {
    const { snapshots: _, ...report } = await checkImage('bare', {});
    folder.write('bare.json', JSON.stringify(report));
    const compared = await checkImage('later', { members: ADDED }, storedReport('bare'), GATE);
    expect(toFail(compared)).toEqual([expect.stringContaining('does not keep what it contained')]);
  });

  it('is incomplete then if what the image contains now was not kept', async () => {
    const report: Report = JSON.parse(readFileSync(storedReport('old'), 'utf8'));
    const { targets } = report;
    const inspection = { ...EMPTY_INSPECTION, targets };
    const changes = await inspectImageChanges(inspection, { name: 'main', images: report }, host);
    expect(changes.missingFacts).toHaveLength(1);
    expect(changes.notes).toHaveLength(1);
  });

  it.each([
    ['rules: [{ id: T-1, severity: high, message: m, when: finding.rule == "DIFF-SETUID" }]', 1],
    [GATE, 0],
  ])('cannot apply a rule when the baseline is an SBOM: %s', async (policy, count) => {
    const text = { bomFormat: 'CycloneDX', specVersion: '1.5', components: [] };
    const sbom = folder.write('sbom.json', JSON.stringify(text));
    expect(toFail(await checkImage('listed', built, sbom, policy))).toHaveLength(count);
  });

  it('says it once for several images', async () => {
    const report: Report = JSON.parse(readFileSync(storedReport('old'), 'utf8'));
    const [now] = report.snapshots ?? [];
    if (!now) throw new Error('the stored report has no image');
    const snapshots = ['a', 'b', 'c'].map((image) => ({ ...now, image }));
    const inspection = { ...EMPTY_INSPECTION, snapshots };
    const changes = await inspectImageChanges(inspection, { name: 'main', images: report }, host);
    expect(changes.notes.map(({ message }) => message)).toEqual([
      'a, b, c are not compared: main does not have these images',
    ]);
  });

  it('says once that a report does not keep what the image contained', async () => {
    const { snapshots: _, ...report } = await checkImage('plain', {});
    folder.write('plain.json', JSON.stringify(report));
    const compared = await checkImage('later', { members: ADDED }, storedReport('plain'));
    expect(compared.imageChanges).toBeUndefined();
    const about = compared.notes.filter(({ message }) => message.includes('not keep what'));
    expect(about).toHaveLength(1);
    expect(ofChanges(compared)).toEqual([]);
  });

  it('is incomplete when the list of files is not that of its digest', async () => {
    const report = await checkImage('whole', {});
    const damaged = JSON.parse(JSON.stringify(report));
    damaged.snapshots[0].files.sha256 = '0'.repeat(64);
    folder.write('damaged.json', JSON.stringify(damaged));
    const compared = await checkImage('after', { members: ADDED }, storedReport('damaged'));
    expect(compared.verdict.outcome).toBe('incomplete');
    expect(compared.incomplete[0]?.reason).toContain('its files do not match their digest');
  });
});

it('has no earlier images in a commit, also if what an image contains is not kept for it', async () => {
  const target = { name: 'app:2', kind: 'image', layers: [] } as const;
  const { missingFacts } = await inspectImageChanges(
    { ...EMPTY_INSPECTION, targets: [target, { name: 'Dockerfile', kind: 'dockerfile' }] },
    { name: 'main' },
    host,
  );
  expect(missingFacts).toEqual([
    { fact: 'earlier-images', target: 'app', reason: 'main has no images to compare with' },
  ]);
});

describe('portside diff', () => {
  const options = readOptions('diff', ['a', 'b'], { path: '', noColor: true }, now);

  it('compares reports and images in any combination', async () => {
    const [before, after] = [storedReport('old'), storedReport('new')];
    folder.write('old.tar', image({}));
    folder.write('new.tar', image({ members: ADDED, config: NEW_CONFIG }));
    const archive = (name: string) => join(folder.path, `${name}.tar`);
    const of = async (one: string, other: string) =>
      (await diffImages({ before: one, after: other }, options, host)).map(({ counts }) => counts);
    const counts = { high: 2, medium: 3, low: 0, info: 1 };
    expect(await of(before, after)).toEqual([counts]);
    expect(await of(before, archive('new'))).toEqual([counts]);
    expect(await of(archive('old'), after)).toEqual([counts]);
  });

  it('refuses a report that keeps no image', async () => {
    const sources = { before: storedReport('plain'), after: storedReport('new') };
    await expect(diffImages(sources, options, host)).rejects.toThrow(
      'the report does not keep what an image contains',
    );
  });

  it('refuses an SBOM, and says what to name', async () => {
    folder.write('app.cdx.json', '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}');
    const sources = { before: join(folder.path, 'app.cdx.json'), after: storedReport('new') };
    await expect(diffImages(sources, options, host)).rejects.toThrow('an SBOM does not keep');
  });
});
