#!/usr/bin/env node
/**
 * Processor time and memory of the command line on files that are written to keep a scanner busy, each of at most 1 MB,
 * and on the larger Dockerfiles of an audit:
 *
 *   node bench/bombs.mjs [NAME…]
 *
 * PORTSIDE names another program than dist/cli/index.js. Linux only: GNU time measures peak memory and the CPU seconds of
 * all threads and programs. Exits with 1 if an input takes more than 5 s or 300 MB, or ends in another way than with a
 * verdict or a usage error. The bounds themselves are counts, which the tests assert: docs/limits.md.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';

const SECONDS = 5;
const MEGABYTES = 300;
const SIZE = 1_000_000;

const cli = resolve(process.env.PORTSIDE ?? 'dist/cli/index.js');
const times = (count, part) => Array.from({ length: count }, (_, i) => part(i)).join('');
/** The part repeated to one megabyte. */
const fill = (part) => part.repeat(Math.floor(SIZE / part.length));

const lint = (text, name = 'Dockerfile') => ({ files: { [name]: text }, args: ['lint', name] });
const check = (files, ...args) => ({ files, args: ['check', '.', '--offline', ...args] });
const from = (text) => lint(`FROM debian:13\n${text}\n`);
const expanding = (keyword) =>
  `${keyword} A0=xxxxxxxxxx\n${times(13, (i) => `${keyword} A${i + 1}=${`$A${i}`.repeat(10)}\n`)}`;
const scan = (files, target, ...args) => ({ files, args: ['scan', target, '--offline', ...args] });
const policy = (text) => ({
  files: { 'policy.yml': text, Dockerfile: 'FROM debian\nRUN cd /x\n' },
  args: ['check', '.', '--offline', '--policy', 'policy.yml'],
});
const pod = (part) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: a\n      image: a:1\n${part}`;

/** A docker archive with one layer. `stored` is the compressed layer. */
function archive(layer, { stored = layer, ...config } = {}) {
  const hash = createHash('sha256').update(layer).digest('hex');
  const rootfs = { type: 'layers', diff_ids: [`sha256:${hash}`] };
  const manifest = [{ Config: 'config.json', RepoTags: ['a:1'], Layers: ['layer.tar'] }];
  return tar([
    ['layer.tar', stored],
    ['config.json', JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs, ...config })],
    ['manifest.json', JSON.stringify(manifest)],
  ]);
}

/** The same with a compressed layer. */
function compressed(layer) {
  return archive(layer, { stored: gzipSync(layer) });
}

function tar(members) {
  const blocks = members.map(([name, body]) => tarMember(name, Buffer.from(body)));
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function tarMember(name, body) {
  const header = Buffer.alloc(512);
  header.write(name.slice(0, 100));
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** A ZIP archive whose entries all have the same compressed data. */
function zip(names, content) {
  const data = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(content.length, 22);
  const entries = names.map((name) => {
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.write(name, 46);
    return entry;
  });
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length & 0xffff, 8);
  end.writeUInt16LE(names.length & 0xffff, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length + data.length, 16);
  return Buffer.concat([local, data, directory, end]);
}

/** An ELF file that claims as many sections as its size allows. */
function elf() {
  const file = Buffer.alloc(SIZE);
  file.write('\x7fELF', 0, 'latin1');
  file.set([2, 1, 1], 4);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(62, 18);
  file.writeBigUInt64LE(64n, 32);
  file.writeBigUInt64LE(64n, 40);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(0xffff, 56);
  file.writeUInt16LE(64, 58);
  file.writeUInt16LE(0xffff, 60);
  for (let at = 1024; at < SIZE - 32; at += 32)
    file.write('\xff Go buildinf:\x08\x02', at, 'latin1');
  return file;
}

const components = (count, component) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: Array.from({ length: count }, (_, i) => component(i)),
  });
const nested = (open, close, depth = SIZE / 4) => open.repeat(depth) + close.repeat(depth);

/** The inputs of the audit, and others. */
const BOMBS = {
  'audit: ARG that expands to 10^14 characters': () =>
    from(`${expanding('ARG')}RUN echo $A13\nWORKDIR $A13`),
  'audit: ENV that expands to 10^14 characters': () =>
    from(`${expanding('ENV')}LABEL x=$A13\nWORKDIR $A13`),
  'audit: global ARG that expands': () => lint(`${expanding('ARG')}FROM $A13\nRUN x\n`),
  'audit: RUN of 30,000 {': () => from(`RUN ${'{ '.repeat(30_000)}`),
  'audit: RUN of 20,000 nested $(': () =>
    from(`RUN echo ${'$('.repeat(20_000)}x${')'.repeat(20_000)}`),
  'audit: RUN of 1 MB a && a': () => from(`RUN a${fill(' && \\\n a')}`),
  'audit: RUN of 4,000 echo a &&': () => from(`RUN ${'echo a && '.repeat(4_000)}b`),
  'audit: 50,000 heredocs': () =>
    from(`RUN cat ${times(50_000, (i) => `<<E${i} `)}\n${times(50_000, (i) => `E${i}\n`)}`),
  'audit: 20,000 stages': () =>
    lint(`FROM a AS s0\n${times(20_000, (i) => `FROM s${i} AS s${i + 1}\nRUN a\n`)}`),
  'audit: 8 MB of RUN': () =>
    from(fill('RUN apt-get update && apt-get install -y foo bar | tee x\n').repeat(8)),
  'audit: 5 MB Dockerfile': () =>
    from(
      times(
        65_000,
        (i) =>
          `ENV V${i}=$V${i - 1}\nCOPY f${i} /app/\nRUN apt-get install -y p${i} | tee l\nLABEL a.b${i}=c\n`,
      ),
    ),
  'Dockerfile: patterns in variables': () =>
    from(
      `ENV V=${'a'.repeat(60_000)}\n${fill(`LABEL x=\${V#*a*a*a*b} y=\${V//*ab/c}\n`).slice(0, 900_000)}`,
    ),
  'Dockerfile: chain of parents, each with ENV': () =>
    lint(
      `FROM a AS s0\n${times(900, (i) => `FROM s${i} AS s${i + 1}\n${times(10, (j) => `ENV V${j}=$V${j}x$W${i}\nLABEL l${j}=$V${j}\n`)}`)}`,
    ),
  'Dockerfile: suppression comments': () =>
    from(fill('# portside ignore=DL3008,DL3003,DL3009,SC2086 reason=x\nRUN cd /x\n')),
  'Dockerfile: one LABEL of 1 MB': () =>
    from(`LABEL ${times(60_000, (i) => `a.b${i}="c d" \\\n`)}x=y`),
  'Dockerfile: COPY of 300,000 files': () => from(`COPY ${fill('a/\\\n')} b/`),
  'Dockerfile: candidates for secrets': () =>
    from(fill('ENV API_TOKEN=aQ~,token=c --password=x curl -u a:b https://a:b@c\n')),
  'Dockerfile: scripts for ShellCheck': () =>
    from(
      times(
        500,
        (i) =>
          `RUN for i in ${i} a; do case $i in a) echo "$(cat $i)" | grep [a-z] > $b;; esac; done && ${'[ $a = b ] && '.repeat(10)}c\n`,
      ),
    ),
  'Dockerfile: nested quotes, groups and case for ShellCheck': () =>
    from(times(40, (i) => `RUN ${'( case a in b) '.repeat(60)}${i}${';; esac )'.repeat(60)}\n`)),
  'YAML: aliases of aliases in Compose': () =>
    lint(
      `x0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${times(12, (i) => `x${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]\n`)}services: { a: { image: b, command: *a12 } }\n`,
      'compose.yaml',
    ),
  'YAML: merge keys in Compose': () =>
    lint(
      `x0: &a0 { a: 1 }\n${times(20, (i) => `x${i + 1}: &a${i + 1} { <<: [${`*a${i}, `.repeat(10)}] }\n`)}services: { a: { image: b, environment: *a20 } }\n`,
      'compose.yaml',
    ),
  'YAML: nested lists': () =>
    lint(`services: { a: { image: b, command: ${nested('[', ']')} } }\n`, 'compose.yaml'),
  'YAML: 20,000 services': () =>
    lint(
      `services:\n${times(20_000, (i) => `  s${i}:\n    image: a:\${V:-\${W:-1}}\n`)}`,
      'compose.yaml',
    ),
  'YAML: 9,800 documents': () => lint(fill(`${pod('')}---\n`), 'pods.yaml'),
  'YAML: one document that is not valid': () =>
    lint(`${pod('')}${fill('      a: "b\n')}`, 'pod.yaml'),
  'YAML: templates between documents': () =>
    lint(fill(`${pod('')}---\n{{ if a }}\n---\n`), 'pods.yaml'),
  'JSON: nested report': () => ({
    files: { 'report.json': nested('[', ']', SIZE / 2) },
    args: ['merge', 'report.json'],
  }),
  'JSON: SBOM with nested components': () =>
    scan(
      {
        'a.cdx.json': `{"bomFormat":"CycloneDX","specVersion":"1.6","components":${nested('[{"components":', '}]', 45_000).replace('}]', '[]}]')}}`,
      },
      'a.cdx.json',
    ),
  'JSON: SBOM of 9,000 components': () =>
    scan(
      {
        'a.cdx.json': components(9_000, (i) => ({
          type: 'library',
          name: `p${i}`,
          version: '1',
          purl: `pkg:npm/p${i}@1`,
        })),
      },
      'a.cdx.json',
    ),
  'JSON: SBOM of one component with 20,000 properties': () =>
    scan(
      {
        'a.cdx.json': components(1, () => ({
          type: 'library',
          name: 'p',
          version: '1',
          purl: 'pkg:npm/p@1',
          properties: Array.from({ length: 20_000 }, (_, i) => ({ name: `n${i}`, value: 'v' })),
        })),
      },
      'a.cdx.json',
    ),
  'JSON: SBOM and advisory with a long version': () =>
    scan(
      {
        'a.cdx.json': components(1, () => ({
          type: 'library',
          name: 'p',
          version: '1.'.repeat(SIZE / 4),
          purl: `pkg:npm/p@${'1.'.repeat(SIZE / 4)}1`,
        })),
      },
      'a.cdx.json',
    ),
  'JSON: VEX of 4,000 statements': () =>
    scan(
      {
        'a.cdx.json': components(3_000, (i) => ({
          type: 'library',
          name: `p${i}`,
          version: '1',
          purl: `pkg:npm/p${i}@1`,
        })),
        'vex.json': JSON.stringify({
          '@context': 'https://openvex.dev/ns/v0.2.0',
          statements: Array.from({ length: 4_000 }, (_, i) => ({
            vulnerability: { name: `CVE-2024-${i}` },
            products: [{ '@id': `pkg:npm/p${i}@1` }],
            status: 'not_affected',
            justification: 'component_not_present',
          })),
        }),
      },
      'a.cdx.json',
      '--vex',
      'vex.json',
    ),
  'JSON: package-lock.json in an image': () =>
    scan(
      {
        'a.tar': archive(
          tar([
            [
              'app/package-lock.json',
              `{"lockfileVersion":1,"dependencies":${nested('{"a":{"version":"1","dependencies":', '}}', 14_000).replace('}}', '{}}}')}}`,
            ],
          ]),
        ),
      },
      'docker-archive:a.tar',
    ),
  'tar: 1 MB of gzip that inflates to 1 GB': () =>
    scan(
      { 'a.tar': compressed(tar([['big', Buffer.alloc(1_000_000_000)]])) },
      'docker-archive:a.tar',
    ),
  'tar: gzip with 300,000 members': () =>
    scan(
      {
        'a.tar': compressed(
          tar(Array.from({ length: 300_000 }, (_, i) => [`a/${i % 1000}/${i}`, ''])),
        ),
      },
      'docker-archive:a.tar',
    ),
  'tar: long PAX records': () =>
    scan({ 'a.tar': archive(fill('9 path=a\n')) }, 'docker-archive:a.tar'),
  'tar: history of 1 MB': () =>
    scan(
      {
        'a.tar': archive(tar([['a', 'b']]), {
          history: Array.from({ length: 9_000 }, (_, i) => ({
            created_by: `RUN |1 A_TOKEN=${i} /bin/sh -c ${'a && '.repeat(10)}b`,
            empty_layer: true,
          })),
        }),
      },
      'docker-archive:a.tar',
    ),
  'zip: a jar with 12,000 entries of the same 100 MB': () =>
    scan(
      {
        'a.tar': archive(
          tar([
            [
              'a.jar',
              zip(
                Array.from({ length: 12_000 }, (_, i) => `META-INF/maven/g/a${i}/pom.properties`),
                Buffer.alloc(100_000_000),
              ),
            ],
          ]),
        ),
      },
      'docker-archive:a.tar',
    ),
  'zip: jars in jars': () =>
    scan({ 'a.tar': archive(tar([['a.jar', nestedJar(12)]])) }, 'docker-archive:a.tar'),
  'ELF: all headers claimed': () =>
    scan({ 'a.tar': archive(tar([['usr/bin/a', elf()]])) }, 'docker-archive:a.tar'),
  'dpkg: status of 1 MB': () =>
    scan(
      {
        'a.tar': archive(
          tar([
            ['etc/os-release', 'ID=debian\nVERSION_ID=12\n'],
            [
              'var/lib/dpkg/status',
              fill(
                'Package: a\nStatus: install ok installed\nVersion: 1\nDepends: a, b | c, d\n\n',
              ),
            ],
          ]),
        ),
      },
      'docker-archive:a.tar',
    ),
  'secrets: a file of keywords': () =>
    scan(
      { 'a.tar': archive(tar([['srv/a.txt', fill('token=aQ~,password: eyJ-')]])) },
      'docker-archive:a.tar',
    ),
  'JSON: advisory with 9,000 ranges': () =>
    scan(
      {
        'a.cdx.json': components(1, () => ({
          type: 'library',
          name: 'p',
          version: '5',
          purl: 'pkg:npm/p@5',
        })),
        'osv/npm/GHSA-1.json': JSON.stringify({
          id: 'GHSA-1',
          modified: '2026-01-01T00:00:00Z',
          affected: [
            {
              package: { ecosystem: 'npm', name: 'p' },
              ranges: Array.from({ length: 9_000 }, (_, j) => ({
                type: 'SEMVER',
                events: [{ introduced: `${j}.0.0` }, { fixed: `${j}.0.1` }],
              })),
            },
          ],
        }),
      },
      'a.cdx.json',
      '--advisories',
      'osv',
    ),
  'JSON: external report of 6,000 results': () =>
    scan(
      {
        'a.cdx.json': components(1, () => ({
          type: 'library',
          name: 'p',
          version: '5',
          purl: 'pkg:npm/p@5',
        })),
        'trivy.json': JSON.stringify({
          SchemaVersion: 2,
          Results: [
            {
              Target: 'a',
              Vulnerabilities: Array.from({ length: 6_000 }, (_, i) => ({
                VulnerabilityID: `CVE-2024-${i}`,
                PkgName: `p${i}`,
                InstalledVersion: '1',
                Severity: 'HIGH',
              })),
            },
          ],
        }),
      },
      'a.cdx.json',
      '--import',
      'trivy.json',
    ),
  'policy: a regular expression with nested stars': () =>
    policy(
      `rules:\n${times(100, (i) => `  - { id: ORG-${i}, severity: low, message: a, when: 'finding.message.matches("((a*)*)*(b?){50}$")' }\n`)}`,
    ),
  'policy: globs with many stars': () =>
    policy(
      `exceptions:\n${times(2_000, (i) => `  - { rule: DL3003, path: "${'*a'.repeat(40)}${i}*/**", reason: x, until: 2099-01-01 }\n`)}`,
    ),
  'policy: 1 MB of exceptions': () =>
    policy(
      `exceptions:\n${times(11_000, (i) => `  - { rule: DL${i}, path: "a/**/b${i}", reason: x, owner: y, until: 2099-01-01 }\n`)}`,
    ),
  'policy: aliases of aliases': () =>
    policy(`x: &a0 [x, x]\n${times(12, (i) => `y${i}: &a${i + 1} [${`*a${i}, `.repeat(10)}]\n`)}`),
  'policy: nested CEL': () =>
    policy(
      `rules:\n  - { id: ORG-1, severity: low, message: a, when: "${nested('(', ')', 200_000)}" }\n`,
    ),
  'policy: CEL loops': () =>
    policy(
      `rules:\n${times(50, (i) => `  - { id: ORG-${i}, severity: low, message: a, when: "[${'1,'.repeat(100)}1].all(x, [${'1,'.repeat(100)}1].all(y, [${'1,'.repeat(50)}1].all(z, x == y || z > 0)))" }\n`)}`,
    ),
  'policy: regular expressions in CEL': () =>
    policy(
      `rules:\n${times(100, (i) => `  - { id: ORG-${i}, severity: low, message: a, when: 'finding.message.matches("((a*)*)*${'(x{1,500}){1,500}'}$")' }\n`)}`,
    ),
  '.gitignore: 100,000 patterns': () =>
    check({
      '.gitignore': fill('**/a*b*c*/\n'),
      Dockerfile: 'FROM a:1\n',
      [`${'a'.repeat(100)}/Dockerfile`]: 'FROM a:1\n',
    }),
  '.dockerignore: patterns with many stars': () =>
    check({
      '.dockerignore': fill('**/*a*a*a*a*b\n'),
      Dockerfile: 'FROM a:1\nCOPY . .\n',
      ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${'a'.repeat(60)}${i}`, 'x'])),
    }),
  '.hadolint.yaml: aliases of aliases': () => ({
    files: {
      Dockerfile: 'FROM a:1\n',
      '.hadolint.yaml': `x: &a0 [x, x]\n${times(12, (i) => `y${i}: &a${i + 1} [${`*a${i}, `.repeat(10)}]\n`)}ignored: *a12\n`,
    },
    args: ['lint', 'Dockerfile'],
  }),
  'workflow: builds': () =>
    check({
      '.github/workflows/a.yml': fill(
        '      - run: docker build -f a/Dockerfile build docker build -f\n',
      ),
      Dockerfile: 'FROM a:1\n',
    }),
};

function nestedJar(depth) {
  let jar = zip(['a.class'], Buffer.alloc(1000));
  for (let i = 0; i < depth; i++)
    jar = zip(
      Array.from({ length: 20 }, (_, j) => `${j}.jar`),
      jar,
    );
  return jar;
}

function measure({ files, args }) {
  const folder = mkdtempSync(join(tmpdir(), 'portside-bomb-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const command = [
      '-f',
      'peak %M %U %S',
      'timeout',
      '-s',
      'KILL',
      '120',
      process.execPath,
      cli,
      ...args,
    ];
    const run = spawnSync('/usr/bin/time', [...command, '--quiet'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    const [, peak, user, system] = /peak (\d+) ([\d.]+) ([\d.]+)\s*$/.exec(run.stderr) ?? [];
    const bytes = Object.values(files).reduce((sum, content) => sum + content.length, 0);
    return {
      bytes,
      status: run.status,
      cpu: Number(user) + Number(system),
      megabytes: Number(peak) / 1024,
      error: run.stderr,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2);
console.log('| input | size | status | CPU | peak memory |\n|---|---|---|---|---|');
for (const [name, create] of Object.entries(BOMBS)) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  const { bytes, status, cpu, megabytes, error } = measure(create());
  const isOver = cpu > SECONDS || megabytes > MEGABYTES || ![0, 1, 2, 3].includes(status);
  if (isOver) process.exitCode = 1;
  console.log(
    `| ${name} | ${(bytes / 1e6).toFixed(2)} MB | ${status} | ${cpu.toFixed(2)} s | ${megabytes.toFixed(0)} MB |${isOver ? ' **over**' : ''}`,
  );
  if (/Portside failed|RangeError|heap/.test(error)) console.log(error.slice(0, 500));
}
