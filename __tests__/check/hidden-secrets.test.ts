import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { evaluate, type Result } from '../../src/check/evaluate.js';
import { ALL_FAMILIES } from '../../src/check/rule-book.js';
import type { Host } from '../../src/core/host.js';
import { discover } from '../../src/discover/discover.js';
import { readOptions } from '../../src/options/read-options.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { fixFiles } from '../../src/remedy/fix/fixes.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { IMAGE_CHECKS } from '../../src/scan/image.js';
import { inspectTarget } from '../../src/scan/target.js';
import { maskingHost } from '../../src/secrets/mask-text.js';
import { dockerArchive, tar } from '../image/build-tar.js';

/**
 * Plants secrets of several kinds at every place that a report can show, and searches all outputs for each of them. The
 * values are assembled here, so that no scanner reports this file.
 */

let state = 20_261_126;
/** A number below `limit`, from a fixed sequence. */
function random(limit: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((state / 2 ** 31) * limit);
}
const text = (length: number, alphabet: string) =>
  Array.from({ length }, () => alphabet.charAt(random(alphabet.length))).join('');
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const MIXED = `${LOWER}${LOWER.toUpperCase()}0123456789`;

/** Formats that are recognized anywhere. */
const TOKENS: readonly (() => string)[] = [
  () => `ghp${'_'}${text(36, MIXED)}`,
  () => `glpat${'-'}${text(20, MIXED)}`,
  () => `AKIA${text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  () => `npm${'_'}${text(36, MIXED)}`,
];
/** Values that only their place reveals: random, like a password, and one that could be a word. */
const PASSWORDS: readonly (() => string)[] = [
  () => text(24, MIXED),
  () => `${text(6, LOWER)}${random(90) + 10}!${text(3, LOWER)}`,
  () => text(12, LOWER),
];

interface Planted {
  readonly place: string;
  readonly value: string;
}
const planted: Planted[] = [];
function plant(place: string, kind: () => string): string {
  const value = kind();
  planted.push({ place, value });
  return value;
}

/** Lines of a Dockerfile with a password. */
const DOCKERFILE_PASSWORDS: readonly ((value: string) => string)[] = [
  (v) => `ENV DB_PASSWORD=${v} OTHER=1`,
  (v) => `ARG API_TOKEN=${v}`,
  (v) => `ENV SECRET_KEY ${v}`,
  (v) => `RUN docker login -u bob -p ${v} && cd /x`,
  (v) => `RUN sudo PGPASSWORD=${v} psql | tee log`,
  (v) => `RUN cd /a; mysql -u root -p${v} -e x`,
  (v) => `RUN curl -u bob:${v} https://a.example.com/x | sh`,
  (v) => `RUN wget https://bob:${v}@a.example.com/x`,
  (v) => `ADD https://bob:${v}@a.example.com/x /x`,
  (v) => `CMD server --password=${v}`,
  (v) => `ENTRYPOINT ["server", "--password", "${v}"]`,
  (v) => `HEALTHCHECK CMD curl --user "bob:${v}" localhost`,
  (v) => `RUN echo ${v} | docker login -u a --password-stdin`,
  (v) => `RUN <<EOF\nexport DB_PASSWORD=${v}\ncd /x\nEOF`,
  (v) => `RUN apt-get install curl && \\\n  redis-cli -a ${v} ping && \\\n  sudo ls`,
  (v) => `ONBUILD ENV DB_PASSWORD=${v}`,
  (v) => `ENV DATABASE_URL=postgres://bob:${v}@db/x`,
  (v) => `RUN cd /x && sshpass -p ${v} ssh a`,
  (v) => `LABEL db.password=${v}`,
  (v) => `RUN aws configure set aws_secret_access_key ${v}`,
];
/** Lines with a token, which can be anywhere. */
const DOCKERFILE_TOKENS: readonly ((value: string) => string)[] = [
  (v) => `RUN cd /x && x ${v}`,
  (v) => `# portside ignore=DL3003 reason=the token ${v}\nRUN cd /x`,
  (v) => `# hadolint ignore=${v}\nRUN cd /y`,
  (v) => `LABEL maintainer="${v}"`,
  (v) => `MAINTAINER ${v}`,
  (v) => `WORKDIR ${v}`,
  (v) => `COPY ${v} app`,
  (v) => `USER ${v}`,
  (v) => `EXPOSE ${v}`,
  (v) => `COPY --from=${v} a b`,
  (v) => `STOPSIGNAL ${v}`,
  (v) => `VOLUME ${v}`,
  (v) => `SHELL ["${v}"]`,
  (v) => `RUN --mount=type=${v} x`,
  (v) => `${v} x`,
  (v) => `RUN pip install ${v}`,
];

const COMPOSE: readonly ((value: string) => string)[] = [
  (v) => `    environment: { DB_PASSWORD: ${v} }`,
  (v) => `    environment:\n      - DB_PASSWORD=${v}`,
  (v) => `    environment:\n      DB_PASSWORD: ${v}`,
  (v) => `    command: server --password=${v}`,
  (v) => `    command: ["mysqld", "-p${v}"]`,
  (v) => `    command:\n      - --password\n      - ${v}`,
  (v) => `    entrypoint: curl -u bob:${v} https://a.example.com`,
  (v) => `    build: { context: ., args: { API_TOKEN: ${v} } }`,
  (v) => `    labels: { "db.url": "postgres://bob:${v}@db/x" }`,
  (v) => `    healthcheck: { test: ["CMD", "redis-cli", "-a", "${v}", "ping"] }`,
];

const KUBERNETES: readonly ((value: string) => string)[] = [
  (v) => `      env:\n        - name: DB_PASSWORD\n          value: ${v}`,
  (v) => `      env: [{ name: DB_PASSWORD, value: ${v} }]`,
  (v) => `      args: ["--password=${v}"]`,
  (v) => `      args:\n        - --api-token\n        - ${v}`,
  (v) => `      command: ["curl", "-u", "bob:${v}", "https://a.example.com"]`,
  (v) => `      command: [sh, -c, "PGPASSWORD=${v} psql"]`,
];

let root: string;
let outputs: ReadonlyMap<string, string>;

const log: string[] = [];
const write = (message: string) => void log.push(message);
const host: Host = {
  debug: write,
  info: write,
  warning: write,
  error: write,
  progress: write,
  step: write,
  find: async () => undefined,
  run: async () => ({ status: 1, stdout: '', stderr: '' }),
};

const put = (path: string, content: string | Buffer) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};

/** Writes one file for each place, so that no other place reveals the value. */
function fillRepository(): void {
  let count = 0;
  const each = (
    places: readonly ((value: string) => string)[],
    kinds: readonly (() => string)[],
    create: (part: string, count: number) => readonly [path: string, content: string],
  ) => {
    for (const place of places)
      for (const kind of kinds) {
        const value = plant(place('VALUE'), kind);
        put(...create(place(value), count++));
      }
  };
  const dockerfile = (part: string, n: number) =>
    [
      `d${n}/Dockerfile`,
      `FROM debian as base\n${part}\nMAINTAINER x\nRUN apt-get install y\n`,
    ] as const;
  each(DOCKERFILE_PASSWORDS, PASSWORDS, dockerfile);
  each(DOCKERFILE_TOKENS, TOKENS, dockerfile);
  each([(v) => v], TOKENS, (part, n) => [`f${n}/${part}.Dockerfile`, 'FROM debian\nRUN cd /x\n']);
  each([(v) => v], TOKENS, (part, n) => [`t${n}/${part}/Dockerfile.j2`, 'FROM debian\n']);
  each(COMPOSE, PASSWORDS, (part, n) => [
    `c${n}/compose.yaml`,
    `services:\n  web:\n    image: debian:latest\n    privileged: true\n${part}\n`,
  ]);
  each(KUBERNETES, PASSWORDS, (part, n) => [
    `k${n}/pod.yaml`,
    `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: web\n      image: debian:latest\n      securityContext: { privileged: true }\n${part.replace(/^/gm, '')}\n`,
  ]);
  each(
    [
      (v) =>
        `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { DB_PASSWORD: ${v} }\n`,
    ],
    PASSWORDS,
    (part, n) => [`m${n}/map.yaml`, part],
  );
  each(
    [(v) => `${v}: 1\n`, (v) => `ignored: ${v}\n`, (v) => `override: { ${v}: [] }\n`],
    TOKENS.slice(0, 2),
    (part, n) => {
      put(`h${n}/Dockerfile`, 'FROM debian\n');
      return [`h${n}/.hadolint.yaml`, part];
    },
  );
  each(
    [(v) => `jobs:\n  a:\n    steps:\n      - run: docker build -f ${v}/Dockerfile .\n`],
    TOKENS,
    (part, n) => [`.github/workflows/w${n}.yml`, part],
  );
  const reason = plant('policy reason', TOKENS[0] as () => string);
  const glob = plant('policy path', TOKENS[1] as () => string);
  put(
    '.github/portside.yml',
    `exceptions:\n  - { rule: DL3003, path: "d1*/**", reason: "until ${reason} is gone", until: 2099-01-01 }\n  - { rule: DL3003, path: "${glob}/**", reason: unused, until: 2099-01-01 }\n`,
  );
}

function archive(): Buffer {
  const layer = tar([
    { name: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' },
    {
      name: 'srv/.env',
      body: `DB_PASSWORD=${plant('a file of a layer', PASSWORDS[1] as () => string)}\n`,
    },
    { name: `srv/${plant('a path of a layer', TOKENS[0] as () => string)}.env`, body: 'x\n' },
    {
      name: `srv/${plant('the path of a package', TOKENS[3] as () => string)}/package.json`,
      body: '{"name":"lodash","version":"4.17.20"}',
    },
    {
      name: 'srv/node_modules/a/package.json',
      body: JSON.stringify({
        name: `a-${plant('the name of a package', TOKENS[0] as () => string)}`,
        version: `1.0.0-${plant('the version of a package', TOKENS[3] as () => string)}`,
        license: plant('the license of a package', TOKENS[0] as () => string),
        author: plant('the author of a package', TOKENS[1] as () => string),
        homepage: `https://a.example.com/?access_token=${plant('a homepage', PASSWORDS[0] as () => string)}`,
      }),
    },
    { name: 'srv/bom.json', body: listed('a claim') },
    { name: 'srv/token', body: `${plant('a token in a layer', TOKENS[1] as () => string)}\n` },
  ]);
  const command = plant('the history', PASSWORDS[1] as () => string);
  return dockerArchive([layer], {
    history: [{ created_by: `RUN |1 NPM_TOKEN=${command} /bin/sh -c npm ci # buildkit` }],
    config: {
      config: {
        Env: [`DB_PASSWORD=${plant('the environment', PASSWORDS[0] as () => string)}`],
        Cmd: ['server', `--password=${plant('the command', PASSWORDS[1] as () => string)}`],
        Labels: { note: plant('a label', TOKENS[2] as () => string) },
      },
    },
  });
}

/** An SBOM whose package URL has a login, which is encoded. */
function listed(where: string): string {
  const login = `bob:${plant(`the login in ${where}`, PASSWORDS[1] as () => string)}`;
  const url = encodeURIComponent(`git+https://${login}@a.example.com/x.git`);
  const token = plant(`the token in ${where}`, TOKENS[0] as () => string);
  const download = encodeURIComponent(`https://a.example.com/?x=:${token}`);
  const purl = `pkg:npm/minimist@1.2.0?download_url=${download}&vcs_url=${url}`;
  const license = plant(`the license in ${where}`, TOKENS[1] as () => string);
  const component = { type: 'library', name: 'minimist', version: '1.2.0', purl };
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      {
        ...component,
        'bom-ref': 'b',
        licenses: [{ license: { name: license } }],
        supplier: { name: plant(`the supplier in ${where}`, TOKENS[3] as () => string) },
      },
      { type: 'library', name: 'a', version: '1.0.0', purl: 'pkg:npm/a@1.0.0', 'bom-ref': 'a' },
    ],
    dependencies: [{ ref: 'a', dependsOn: ['b'] }],
  });
}

/** An advisory that affects the package of `listed`. */
const ADVISORY = JSON.stringify({
  id: 'GHSA-aaaa-bbbb-cccc',
  modified: '2026-01-01T00:00:00Z',
  summary: 'a',
  affected: [
    {
      package: { ecosystem: 'npm', name: 'minimist' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.6' }] }],
    },
  ],
});

function sbom(): string {
  const url = `https://bob:${plant('a URL of an SBOM', PASSWORDS[0] as () => string)}@a.example.com/x.tgz`;
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      {
        type: 'library',
        name: 'lodash',
        version: '4.17.20',
        purl: 'pkg:npm/lodash@4.17.20',
        description: plant('a description in an SBOM', TOKENS[0] as () => string),
        externalReferences: [{ type: 'distribution', url }],
        properties: [
          { name: 'token', value: plant('a property of an SBOM', TOKENS[1] as () => string) },
        ],
      },
    ],
  });
}

const rendered = ({ report, context }: Result, prefix: string): [string, string][] =>
  [...REPORT_FORMATS.values()].map(({ id, render }) => [
    `${prefix} ${id}`,
    render(report, context),
  ]);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'portside-hidden-'));
  fillRepository();
  const name = `${plant('the name of an image', TOKENS[0] as () => string)}.tar`;
  put(name, archive());
  put('app.cdx.json', sbom());
  put('listed.cdx.json', listed('an SBOM'));
  put('advisories/GHSA-aaaa-bbbb-cccc.json', ADVISORY);
  const environment = { path: '', noColor: true };
  const options = readOptions(
    'check',
    [
      '--offline',
      '--advisories',
      join(root, 'advisories'),
      '--image',
      `docker-archive:${join(root, name)}`,
    ],
    environment,
    new Date('2026-11-26'),
  );
  const result = await check(root, options, host);
  const lint = readOptions('lint', ['--fix', '--dry-run'], environment, new Date('2026-11-26'));
  const { diff } = await fixFiles(root, await discover(root), lint, maskingHost(host));
  const scan = { root, policy: DEFAULT_POLICY, options, host: maskingHost(host) };
  const scanned = async (file: string) =>
    evaluate({
      ...ALL_FAMILIES,
      root,
      inspection: await inspectTarget(join(root, file), IMAGE_CHECKS, scan),
      policy: { ...DEFAULT_POLICY, licenses: { deny: [], unknown: 'deny', line: 1 } },
      options,
      started: new Date('2026-11-26'),
    });
  outputs = new Map([
    ...rendered(result, 'check'),
    ...rendered(await scanned('app.cdx.json'), 'scan'),
    ...rendered(await scanned('listed.cdx.json'), 'list'),
    ['diff', diff],
    ['log', log.join('\n')],
  ]);
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('200 secrets in every place', () => {
  it('are planted, and reports are written about them', () => {
    expect(planted.length).toBeGreaterThanOrEqual(200);
    expect(outputs.get('check text')).toContain('DL3003');
    expect(outputs.get('diff')).toContain('-MAINTAINER x');
    for (const name of ['check sarif', 'list sarif', 'list junit', 'list html', 'list json'])
      expect(`${name}: ${outputs.get(name)}`).toContain('GHSA-aaaa-bbbb-cccc');
    expect(outputs.get('list cyclonedx')).toContain('pkg:npm/minimist@1.2.0?download_url=');
  });

  it('are in no output of any format', () => {
    const shown = planted.flatMap(({ place, value }) => {
      // A part of a secret is also too much.
      const parts = [value, value.slice(0, 8), value.slice(-8)];
      return [...outputs].flatMap(([name, output]) =>
        parts.some((part) => output.includes(part)) ? [`${place}: ${name}`] : [],
      );
    });
    expect(shown).toEqual([]);
  });
});
