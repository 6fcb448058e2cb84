#!/usr/bin/env node
/**
 * Finds changed files of packages, and compares the verdicts with those of other programs:
 *
 *   mmdebstrap --variant=apt --include=python3,curl,perl trixie root.tar
 *   node bench/integrity.mjs root.tar
 *
 * 125 files each are changed in a layer above a root of dpkg (root.tar), rpm (packages built here), pip (the wheels that Python brings)
 * and apk (a database written here, because Debian has no apk). Then the verdicts on the whole clean and the whole changed
 * tree are compared with those of debsums, rpm -V, and Python's hashlib on RECORD. Needs the Debian packages rpm and debsums,
 * and root for the roots. PORTSIDE names another program than dist/cli/index.js.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const FILES = 125;
const cli = resolve(process.env.PORTSIDE ?? 'dist/cli/index.js');
const work = fs.mkdtempSync(join(tmpdir(), 'integrity-'));

function run(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28, ...options });
  if (result.error) throw result.error;
  return result.stdout;
}

function write(path, content, mode = 0o644) {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, content, { mode });
}

function dpkgRoot() {
  const root = join(work, 'dpkg');
  fs.mkdirSync(root);
  run('tar', ['-C', root, '-xpf', resolve(process.argv[2] ?? 'root.tar')]);
  const info = join(root, 'var/lib/dpkg/info');
  const conffiles = new Set(
    [
      ...fs
        .readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8')
        .matchAll(/^ \/(\S+) [0-9a-f]{32}/gm),
    ].map(([, path]) => path),
  );
  const files = fs
    .readdirSync(info)
    .filter((name) => name.endsWith('.md5sums'))
    .flatMap((name) => fs.readFileSync(join(info, name), 'utf8').trim().split('\n'))
    .map((line) => line.slice(34))
    .filter((path) => path && !conffiles.has(path));
  const changed = () =>
    verdictLines('debsums', ['-r', root, '-s'], /^debsums: changed file (\S+)/).map((path) =>
      path.slice(root.length + 1),
    );
  return { root, files, changed };
}

function rpmRoot() {
  const root = join(work, 'rpm');
  const top = join(work, 'rpmbuild');
  for (const name of ['one', 'two', 'three']) {
    const source = join(work, 'source', name);
    for (let i = 0; i < 60; i++)
      write(join(source, `usr/bin/${name}-${i}`), `#!/bin/sh\necho ${i}\n`, 0o755);
    for (let i = 0; i < 20; i++) write(join(source, `usr/share/${name}/${i}`), `data ${i}\n`);
    fs.symlinkSync(`${name}-1`, join(source, `usr/bin/${name}-link`));
    write(join(source, `etc/${name}.conf`), 'setting\n');
    const spec = join(work, `${name}.spec`);
    write(
      spec,
      `Name: ${name}\nVersion: 1\nRelease: 1\nSummary: x\nLicense: MIT\nBuildArch: noarch\n%description\nx\n%install\ncp -a ${source}/. %{buildroot}/\n%files\n/usr/bin/*\n/usr/share/${name}\n%config /etc/${name}.conf\n`,
    );
    run('rpmbuild', ['-bb', '--define', `_topdir ${top}`, spec]);
  }
  const packages = run('find', [top, '-name', '*.rpm']).trim().split('\n');
  fs.mkdirSync(root);
  run('rpm', ['--root', root, '--dbpath', '/var/lib/rpm', '--nodeps', '-i', ...packages]);
  const files = run('rpm', ['--root', root, '--dbpath', '/var/lib/rpm', '-qal'])
    .trim()
    .split('\n')
    .filter((path) => /^\/usr\/(?:bin|share\/\w+)\/./.test(path))
    .map((path) => path.slice(1));
  const args = ['--root', root, '--dbpath', '/var/lib/rpm', '-Va', '--nodeps'];
  const changed = () => verdictLines('rpm', args, /^(?:..5|....L)\S* +(?:[a-bd-z] +)?\/(\S+)/);
  return { root, files, changed };
}

const HASHES = `
import csv, base64, hashlib, os, sys
for record in sys.argv[2:]:
    site = os.path.dirname(os.path.dirname(record))
    for path, digest, _ in csv.reader(open(record)):
        full = os.path.normpath(os.path.join(site, path))
        if digest.startswith('sha256=') and os.path.exists(full):
            actual = base64.urlsafe_b64encode(hashlib.sha256(open(full, 'rb').read()).digest()).rstrip(b'=').decode()
            if sys.argv[1] == 'list' or actual != digest[7:]: print(full)
`;

function pipRoot() {
  const root = join(work, 'pip');
  const find =
    'import ensurepip, glob; print(*glob.glob(ensurepip.__path__[0] + "/_bundled/*.whl"))';
  const wheels = run('python3', ['-c', find]).trim().split(' ');
  const options = ['--no-index', '--no-deps', '--ignore-installed', '--no-compile'];
  const place = ['--root', root, '--prefix', '/usr'];
  run('python3', ['-m', 'pip', 'install', '--quiet', ...options, ...place, ...wheels]);
  const records = run('find', [root, '-name', 'RECORD']).trim().split('\n');
  const hashes = (what) =>
    run('python3', ['-c', HASHES, what, ...records])
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((path) => path.slice(root.length + 1));
  // Metadata are in RECORD, too; without them the package would not be recognized.
  const files = hashes('list').filter((path) => !path.includes('.dist-info/'));
  return { root, files, changed: () => hashes('changed') };
}

function apkRoot() {
  const root = join(work, 'apk');
  const files = [];
  let database = '';
  const checksum = (text) => `Q1${createHash('sha1').update(text).digest('base64')}`;
  for (const name of ['one', 'two', 'three']) {
    database += `P:${name}\nV:1-r0\nA:noarch\nF:usr/bin\n`;
    for (let i = 0; i < 60; i++) {
      const text = `#!/bin/sh\necho ${name} ${i}\n`;
      write(join(root, `usr/bin/${name}-${i}`), text, 0o755);
      database += `R:${name}-${i}\na:0:0:755\nZ:${checksum(text)}\n`;
      files.push(`usr/bin/${name}-${i}`);
    }
    fs.symlinkSync(`${name}-1`, join(root, `usr/bin/${name}-link`));
    database += `R:${name}-link\na:0:0:777\nZ:${checksum(`${name}-1`)}\n\n`;
    files.push(`usr/bin/${name}-link`);
  }
  write(join(root, 'lib/apk/db/installed'), database);
  return { root, files, changed: undefined };
}

function verdictLines(program, args, pattern) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return `${stdout}\n${stderr}`.split('\n').flatMap((line) => pattern.exec(line)?.[1] ?? []);
}

/** Changes every n-th file into the folder of a layer: one byte, the end, the length, everything, or the target of a link. */
function tamper({ root, files }, layer) {
  const existing = files.filter((path) => fs.existsSync(join(root, path))).sort();
  const step = existing.length / FILES;
  const chosen = Array.from({ length: FILES }, (_, i) => existing[Math.floor(i * step)]);
  for (const [i, path] of chosen.entries()) {
    const from = join(root, path);
    const stat = fs.lstatSync(from);
    fs.mkdirSync(dirname(join(layer, path)), { recursive: true });
    if (stat.isSymbolicLink()) {
      fs.symlinkSync('/tmp/evil', join(layer, path));
      continue;
    }
    const bytes = fs.readFileSync(from);
    if (bytes.length > 0) bytes[Math.floor(bytes.length / 2)] ^= 1;
    const ways = [
      bytes,
      Buffer.concat([bytes, Buffer.from('\n')]),
      bytes.subarray(1),
      Buffer.from('#!/bin/evil\n'),
    ];
    fs.writeFileSync(join(layer, path), bytes.length === 0 ? 'x' : ways[i % 4], {
      mode: stat.mode,
    });
  }
  return chosen;
}

/** A docker archive of these folders as layers. */
function image(name, folders) {
  const out = join(work, `${name}.image`);
  fs.mkdirSync(out);
  const layers = folders.map((folder, i) => {
    run('tar', ['-C', folder, '--owner=0', '--group=0', '-cf', join(out, `${i}.tar`), '.']);
    return `${i}.tar`;
  });
  const diffIds = layers.map(
    (file) => `sha256:${run('sha256sum', [join(out, file)]).slice(0, 64)}`,
  );
  const config = {
    os: 'linux',
    architecture: 'amd64',
    config: {},
    rootfs: { type: 'layers', diff_ids: diffIds },
  };
  write(join(out, 'config.json'), JSON.stringify(config));
  write(
    join(out, 'manifest.json'),
    JSON.stringify([{ Config: 'config.json', RepoTags: ['a:1'], Layers: layers }]),
  );
  run('tar', ['-C', out, '-cf', `${out}.tar`, '.']);
  return `${out}.tar`;
}

/** The changed files that a scan reports. */
function scan(target, ...options) {
  const report = run('node', [
    cli,
    'scan',
    target,
    '--offline',
    '--only',
    'hardening',
    '--format',
    'json',
    ...options,
  ]);
  const { findings, incomplete } = JSON.parse(report);
  for (const one of incomplete.filter(({ check }) => check === 'hardening'))
    console.error(one.reason);
  return findings
    .filter(({ rule }) => /^INT-(?:PROGRAM|LIBRARY|FILE)$/.test(rule))
    .map(({ subject }) => subject.path);
}

/** With a merged /usr, paths of the same file differ by the first folder. */
const same = (path) => path.replace(/^usr\/(?=s?bin\/|lib)/, '');
const setOf = (paths) => new Set(paths.map(same));

function compare(name, root) {
  const layer = join(work, `${name}.layer`);
  const clean = {
    ours: setOf(scan(`dir:${root.root}`, '--verify-files')),
    theirs: setOf(root.changed?.() ?? []),
  };
  const chosen = tamper(root, layer);
  const found = setOf(scan(image(name, [root.root, layer])));
  const quiet = setOf(scan(image(`${name}-clean`, [root.root, root.root])));
  run('cp', ['-a', `${layer}/.`, root.root]);
  const ours = setOf(scan(`dir:${root.root}`, '--verify-files'));
  const theirs = root.changed ? setOf(root.changed()) : setOf(chosen);
  const missed = chosen.filter((path) => !found.has(same(path)));
  const others = [...ours, ...theirs].filter((path) => !ours.has(path) || !theirs.has(path));
  console.log(
    `${name}: ${chosen.length - missed.length} of ${chosen.length} found, ${found.size - chosen.length + missed.length} others; clean: ${quiet.size} in a layer that copies all files, ${clean.ours.size} and ${clean.theirs.size} (theirs) in the tree; changed tree: ${ours.size} and ${theirs.size} (theirs), ${others.length} differ`,
  );
  if (missed.length > 0) console.log('  missed:', missed.slice(0, 5).join(' '));
  if (others.length > 0) console.log('  differ:', others.slice(0, 5).join(' '));
}

const ROOTS = { dpkg: dpkgRoot, rpm: rpmRoot, pip: pipRoot, apk: apkRoot };

try {
  for (const [name, root] of Object.entries(ROOTS)) compare(name, root());
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
