import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from '@jest/globals';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { MANIFEST_FILE } from '../../../src/vulnerabilities/database/format.js';
import { readDatabaseManifest } from '../../../src/vulnerabilities/database/manifest.js';
import { openDatabase } from '../../../src/vulnerabilities/database/open.js';
import { inspectVulnerabilities } from '../../../src/vulnerabilities/inspect.js';
import { feedRequests } from '../../../src/vulnerabilities/vendor-feeds/requests.js';
import { NOW } from '../../now.js';
import { pkg, query, quietHost, record, row, temporaryFolder } from '../fixtures.js';
import { zip } from '../sources/zips.js';

const now = new Date('2026-02-03T04:05:06Z');

async function build(feeds: readonly string[], dumps: readonly string[] = []) {
  const out = temporaryFolder();
  const vendor = { feeds: feedRequests(feeds, true), host: quietHost() };
  const { problems } = await buildDatabase(dumps, out, now, { vendor });
  return { out, problems, manifest: await readDatabaseManifest(out) };
}

function tracker(codename: string, more: object = {}): string {
  const release = { status: 'open', urgency: 'low', ...more };
  return JSON.stringify({ vim: { 'CVE-2026-1001': { releases: { [codename]: release } } } });
}

function vex(cve: string, name = 'vim'): string {
  return JSON.stringify({
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      tracking: { current_release_date: '2026-02-01T00:00:00Z' },
    },
    product_tree: {
      branches: [
        {
          product: {
            product_id: 'p',
            product_identification_helper: { cpe: 'cpe:/o:redhat:enterprise_linux:9' },
          },
        },
        {
          product: {
            product_id: 'c',
            product_identification_helper: { purl: `pkg:rpm/redhat/${name}` },
          },
        },
      ],
      relationships: [
        {
          full_product_name: { product_id: 'p:c' },
          product_reference: 'c',
          relates_to_product_reference: 'p',
        },
      ],
    },
    vulnerabilities: [{ cve, product_status: { known_affected: ['p:c'] } }],
  });
}

const write = (name: string, content: string | Uint8Array) => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
};

describe('a database with a vendor feed', () => {
  it('says which, of what date, for which releases', async () => {
    const { manifest, problems } = await build([
      `debian-tracker=${write('json', tracker('trixie'))}`,
    ]);
    expect(problems).toEqual([]);
    expect(manifest.feeds).toMatchObject([
      {
        feed: 'debian-tracker',
        name: 'Debian security tracker',
        ecosystem: 'Debian',
        releases: ['13'],
      },
    ]);
    expect(manifest.ecosystems.Debian).toMatchObject({
      records: 1,
      dumped: true,
      releases: ['13'],
    });
  });

  it('has the newer version of a record that OSV has too', async () => {
    const dump = (modified: string) => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'Debian'));
      const json = record('DEBIAN-CVE-2026-1001', [row('Debian:12', 'vim', [{ introduced: '0' }])]);
      writeFileSync(join(folder, 'Debian', 'a.json'), JSON.stringify({ ...json, modified }));
      return folder;
    };
    const feed = `debian-tracker=${write('json', tracker('trixie'))}`;
    const releases = async (modified: string) =>
      (await build([feed], [dump(modified)])).manifest.ecosystems.Debian?.releases;
    expect(await releases('2020-01-01T00:00:00Z')).toEqual(['13']);
    expect(await releases('2099-01-01T00:00:00Z')).toEqual(['12']);
  });

  it('shows the words of the vendor in its findings, and no limit that the feed removes', async () => {
    const path = write('a.json', vex('CVE-2026-1001'));
    const { out } = await build([`redhat-vex=${path}`]);
    const inspect = (purl: string) =>
      inspectVulnerabilities(
        [pkg(purl)],
        undefined,
        { database: out, offline: true, now },
        quietHost(),
      );
    const { findings, notes, coverage } = await inspect('rpm/redhat/vim@1-1?distro=rhel-9');
    expect(findings.map(({ message }) => message)).toEqual([
      'vim 1-1 is affected by CVE-2026-1001; no fix available (Red Hat: Affected)',
    ]);
    expect(notes.map(({ message }) => message).join()).not.toContain('unfixed vulnerabilities');
    expect(coverage[0]?.state).toBe('checked');
    // The advisories of AlmaLinux itself are missing.
    const alma = await inspect('rpm/almalinux/vim@1-1?distro=almalinux-9');
    expect(alma.findings).toHaveLength(1);
    expect(alma.coverage[0]?.state).toBe('not-covered');
  });

  it('is searched for what AlmaLinux inherits', async () => {
    const { out } = await build([`redhat-vex=${write('a.json', vex('CVE-2026-1001'))}`]);
    const { find } = await openDatabase(out, NOW);
    const { advisories, coverage } = await find([
      query('rpm/almalinux/vim@1-1?distro=almalinux-9'),
    ]);
    expect(advisories.map(({ id }) => id)).toEqual(['REDHAT-CVE-2026-1001']);
    expect(coverage.feeds?.map(({ feed }) => feed)).toEqual(['redhat-vex']);
  });
});

describe('the path of a feed', () => {
  const files = { 'cve-2026-1001.json': vex('CVE-2026-1001'), 'b.json': vex('CVE-2026-1002') };
  const records = async (path: string) => {
    const { manifest, problems } = await build([`redhat-vex=${path}`]);
    expect(problems).toEqual([]);
    return manifest.ecosystems['Red Hat']?.records;
  };
  const folder = () => {
    const path = temporaryFolder();
    mkdirSync(join(path, '2026'));
    writeFileSync(join(path, '2026', 'a.json'), files['b.json']);
    writeFileSync(join(path, 'b.json.gz'), gzipSync(files['cve-2026-1001.json']));
    writeFileSync(join(path, 'changes.csv'), 'x');
    return path;
  };

  it('may be a file, a folder with folders, a zip, or a compressed tar', async () => {
    expect(await records(write('a.json', files['b.json']))).toBe(1);
    expect(await records(folder())).toBe(2);
    expect(await records(write('all.zip', zip(files)))).toBe(2);
    const { stdout } = spawnSync('tar', ['-cz', '-C', folder(), '.'], { maxBuffer: 1 << 24 });
    expect(await records(write('csaf_vex.tar.gz', stdout))).toBe(2);
  });

  test.each([
    ['an empty folder', temporaryFolder, 'the folder has no JSON or XML files'],
    ['a missing file', () => '/nowhere/a.json', 'there is no such file or folder'],
    ['a device', () => '/dev/zero', 'it is a device, not a file'],
    ['another document', () => write('a.json', '{}'), 'it is not a CSAF VEX document'],
    ['a damaged zip', () => write('a.zip', 'PKxxxx'), 'a.zip'],
    [
      'a tar that is cut short',
      () => {
        const { stdout } = spawnSync('tar', ['-c', '-C', folder(), '.'], { maxBuffer: 1 << 24 });
        return write('a.tar', stdout.subarray(0, stdout.lastIndexOf('csaf_vex') + 20));
      },
      'a.tar',
    ],
    ['damaged gzip data', () => write('a.gz', Buffer.from('1f8b0800', 'hex')), 'gzip'],
  ])('that is %s is a problem, and the feed is not covered', async (_, make, message) => {
    const dump = temporaryFolder();
    writeFileSync(
      join(dump, 'A.json'),
      JSON.stringify(record('A', [row('npm', 'x', [{ introduced: '0' }])])),
    );
    const { problems, manifest } = await build([`redhat-vex=${make()}`], [dump]);
    expect(problems.join()).toContain(message);
    expect(manifest.feeds).toEqual([]);
    expect(manifest.ecosystems['Red Hat']).toBeUndefined();
  });

  it('of a feed with several files needs their names', async () => {
    const built = build([`azure-oval=${write('x.xml', '<oval_definitions/>')}`]);
    await expect(built).rejects.toThrow('the feed has no such file, but azurelinux-3.0-oval.xml');
  });
});

describe('a database with a small feed', () => {
  const secdb = (release: string, name: string, secfixes: object) =>
    JSON.stringify({ distroversion: release, packages: [{ pkg: { name, secfixes } }] });
  /** A folder with the files of two releases, of which v3.21 lacks one. */
  const folder = () => {
    const path = temporaryFolder();
    const files = {
      'alpine-v3.22-main.json': secdb('v3.22', 'busybox', {
        '2-r0': ['CVE-2026-1001'],
        0: ['CVE-2026-1002'],
      }),
      'alpine-v3.22-community.json': secdb('v3.22', 'firefox', { '99-r0': ['CVE-2026-1003'] }),
      'alpine-v3.21-main.json': secdb('v3.21', 'busybox', { '2-r0': ['CVE-2026-1001'] }),
      'arch-linux-all.json': JSON.stringify([
        {
          name: 'AVG-1',
          packages: ['vim'],
          affected: '1-1',
          fixed: '2-1',
          issues: ['CVE-2026-1004'],
          status: 'Fixed',
        },
      ]),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
    return path;
  };
  const dump = () => {
    const path = temporaryFolder();
    mkdirSync(join(path, 'Alpine'));
    const write = (id: string, more: object = {}) => {
      const json = record(id, [row('Alpine:v3.22', 'busybox', [{ introduced: '0' }])], more);
      writeFileSync(join(path, 'Alpine', `${id}.json`), JSON.stringify(json));
    };
    write('ALPINE-CVE-2026-1002', { upstream: ['CVE-2026-1002'] });
    write('ALPINE-CVE-2026-1009', { upstream: ['CVE-2026-1009'] });
    return path;
  };
  const scan = async (database: string, purl: string) => {
    const options = { database, offline: true, now };
    const { findings, coverage, notes } = await inspectVulnerabilities(
      [pkg(purl)],
      undefined,
      options,
      quietHost(),
    );
    const rules = findings.map(({ rule }) => rule).filter((rule) => rule !== 'end-of-life');
    return {
      rules: rules.sort(),
      coverage: coverage[0],
      notes: notes.map(({ message }) => message).join(),
    };
  };

  it('covers the system offline, with what the vendor says to be not affected', async () => {
    const { out, manifest, problems } = await build([`alpine-secdb=${folder()}`], [dump()]);
    expect(problems).toEqual([
      expect.stringContaining('alpine-v3.21-community.json is missing, so that v3.21 is left out'),
    ]);
    expect(manifest.feeds).toMatchObject([{ feed: 'alpine-secdb', releases: ['v3.22'] }]);
    const busybox = await scan(out, 'apk/alpine/busybox@1-r0?distro=alpine-3.22.1');
    expect(busybox.rules).toEqual(['CVE-2026-1001', 'CVE-2026-1009']);
    expect(busybox.coverage?.state).toBe('checked');
    expect(busybox.notes).toContain('Alpine’s secdb lists fixed vulnerabilities only');
    expect(busybox.notes).not.toContain('main repository only');
    const firefox = await scan(out, 'apk/alpine/firefox@1-r0?distro=alpine-3.22.1');
    expect(firefox.rules).toEqual(['CVE-2026-1003']);
  });

  it('does not cover a release of which a file is missing', async () => {
    const { out } = await build([`alpine-secdb=${folder()}`]);
    const { rules, coverage } = await scan(out, 'apk/alpine/busybox@1-r0?distro=alpine-3.21.1');
    expect(rules).toEqual([]);
    expect(coverage).toMatchObject({
      state: 'not-covered',
      reason: expect.stringContaining('no advisories for Alpine v3.21'),
    });
  });

  it('covers a system without releases', async () => {
    const feed = `arch-linux=${folder()}`;
    const { out, problems } = await build([feed]);
    expect(problems).toEqual([]);
    const { rules, coverage } = await scan(out, 'alpm/arch/vim@1-1?distro=arch');
    expect(rules).toEqual(['CVE-2026-1004']);
    expect(coverage?.state).toBe('checked');
  });

  it('may have its only file under any name', async () => {
    const all = readFileSync(join(folder(), 'arch-linux-all.json'));
    const { problems } = await build([`arch-linux=${write('all.json', all)}`]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['cut short', 'alpine-v3.22-main.json', '{"packages":[', 'it is not JSON'],
    ['of another release', 'alpine-v3.22-main.json', secdb('v3.1', 'a', {}), 'it is about Alpine'],
    ['of another name', 'main.json', secdb('v3.22', 'a', {}), 'has no file of this name'],
    ['of a hostile name', 'alpine-v3.22\u202e-main.json', '{}', 'has no file of this name'],
  ])('has nothing of a file that is %s', async (_, name, content, message) => {
    const path = temporaryFolder();
    writeFileSync(join(path, name), content);
    await expect(build([`alpine-secdb=${path}`])).rejects.toThrow(message);
  });
});

describe('--feed', () => {
  test.each([
    ['nope', '"nope" is not a vendor feed'],
    ['redhat-vx', 'do you mean redhat-vex?'],
    ['=a', 'is not a vendor feed'],
    ['toString', 'is not a vendor feed'],
  ])('%s is refused with the list', (text, message) => {
    expect(() => feedRequests([text], false)).toThrow(message);
    expect(() => feedRequests([text], false)).toThrow('redhat-vex, suse-oval');
  });

  it('needs a path with --offline', () => {
    expect(() => feedRequests(['redhat-vex'], true)).toThrow('--feed redhat-vex=PATH');
    expect(feedRequests(['redhat-vex=a=b'], true)).toMatchObject([{ path: 'a=b' }]);
    expect(feedRequests(['redhat-vex'], false)).toMatchObject([{ path: undefined }]);
  });
});

describe('a build', () => {
  const dumpOf = (...ecosystems: readonly string[]) => {
    const path = temporaryFolder();
    const rows = ecosystems.map((one) => row(one, 'x', [{ introduced: '0' }]));
    writeFileSync(join(path, 'A.json'), JSON.stringify(record('A', rows)));
    return path;
  };

  test.each<[string, string[], string[]]>([
    ['a feed whose files are not in the folder', ['photon'], []],
    ['an empty file of a feed', ['arch-linux'], []],
    ['a dump without records', [], ['']],
  ])('of %s is an error, and writes nothing', async (_, feeds, dumps) => {
    const path = write('arch-linux-all.json', '[]');
    const at = feeds.includes('photon') ? dumpOf('npm') : path;
    const out = join(temporaryFolder(), 'database');
    const vendor = {
      feeds: feedRequests(
        feeds.map((f) => `${f}=${at}`),
        true,
      ),
      host: quietHost(),
    };
    const from = dumps.map(() => temporaryFolder());
    await expect(buildDatabase(from, out, now, { vendor })).rejects.toThrow(/advisor|OSV records/);
    expect(existsSync(out)).toBe(false);
  });

  it('without one of its feeds leaves an earlier database as it was', async () => {
    const out = temporaryFolder();
    await buildDatabase([dumpOf('npm')], out, now);
    const before = readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8'));
    const vendor = { feeds: feedRequests(['photon=/nowhere'], true), host: quietHost() };
    const later = new Date('2026-02-04');
    const { isKept } = await buildDatabase([dumpOf('PyPI')], out, later, { vendor });
    expect(isKept).toBe(true);
    expect(readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8'))).toEqual(before);
  });

  it('replaces the files of an earlier database, and no others', async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, 'notes.txt'), 'mine');
    await buildDatabase([dumpOf('npm', 'PyPI')], out, now);
    const { isKept, earlier } = await buildDatabase([dumpOf('npm')], out, new Date('2026-02-04'));
    expect([isKept, earlier?.built]).toEqual([false, now.toISOString()]);
    expect(readdirSync(out).sort()).toEqual([MANIFEST_FILE, 'notes.txt', 'npm.advisories'].sort());
  });
});

describe('what a feed has and is not read', () => {
  const folderWith = (name: string, make: (path: string) => void) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.json'), vex('CVE-2026-1001'));
    mkdirSync(join(folder, name, '..'), { recursive: true });
    make(join(folder, name));
    return folder;
  };
  const second = (path: string) => writeFileSync(path, vex('CVE-2026-1002'));

  test.each<[string, string, (path: string) => void]>([
    ['a link', 'b.json', (path) => symlinkSync('/nowhere/b.json', path)],
    ['a name in capital letters', 'b.JSON', second],
    ['another compression', 'b.json.xz', second],
    ['a file in too many folders', '1/2/3/4/5/6/7/8/9/b.json', second],
  ])('is a problem: %s', async (_, name, make) => {
    const { problems } = await build([`redhat-vex=${folderWith(name, make)}`]);
    expect(problems).toHaveLength(1);
  });

  it('is no problem when it is another kind of file', async () => {
    const { problems } = await build([`redhat-vex=${folderWith('changes.csv', second)}`]);
    expect(problems).toEqual([]);
  });

  it('is a problem in a zip, too', async () => {
    const content = { 'a.json': vex('CVE-2026-1001'), 'b.JSON': vex('CVE-2026-1002') };
    const { problems } = await build([`redhat-vex=${write('a.zip', zip(content))}`]);
    expect(problems.join()).toContain('b.JSON');
  });

  const secdb = (reponame: string) =>
    JSON.stringify({ distroversion: 'v3.20', reponame, packages: [] });

  it('is a file of another repository of Alpine', async () => {
    const folder = temporaryFolder();
    for (const name of ['main', 'community'])
      writeFileSync(join(folder, `alpine-v3.20-${name}.json`), secdb('community'));
    await expect(build([`alpine-secdb=${folder}`])).rejects.toThrow('the repository "community"');
  });

  it('is the second file of one name', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'arch-linux-all.json'), '[]');
    writeFileSync(join(folder, 'arch-linux-all.json.gz'), gzipSync('[]'));
    await expect(build([`arch-linux=${folder}`])).rejects.toThrow('read before');
  });

  it('is what an archive had after the place where it was cut', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.json'), vex('CVE-2026-1001'));
    const tar = spawnSync('tar', ['-cf', '-', 'a.json'], { cwd: folder }).stdout;
    const whole = await build([`redhat-vex=${write('a.tar', tar)}`]);
    expect(whole.problems).toEqual([]);
    const last = tar.findLastIndex((byte) => byte !== 0);
    const cut = tar.subarray(0, (Math.floor(last / 512) + 1) * 512);
    await expect(build([`redhat-vex=${write('b.tar', cut)}`])).rejects.toThrow('it is cut short');
  });
});
