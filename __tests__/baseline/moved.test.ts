import { readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { sample } from '../sample.js';
import { type GitStory, gitStory } from './git-story.js';

/** Renamed, moved and reordered things, and what must not pass for them. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

type Files = Readonly<Record<string, string | undefined>>;

/** The new and fixed findings of critical and high severity, or all of them. */
async function changed(before: Files, after: Files, all = true): Promise<string[]> {
  story.base(before);
  story.commit(after);
  const { findings } = await story.run();
  return findings
    .filter(({ status }) => status === 'new' || status === 'fixed')
    .filter(({ severity }) => all || severity === 'critical' || severity === 'high')
    .map(
      ({ rule, status, location }) => `${status} ${rule} ${location?.path}:${location?.startLine}`,
    );
}

const service = (name: string, more = '') => `  ${name}:
    image: registry.example/shop:1
    command: [serve, --port, "8080"]
    privileged: true
    volumes: ["/srv/data:/data"]
${more}`;
const COMPOSE = `services:\n${service('web')}  db:\n    image: postgres:17\n    volumes: ["db:/var/lib/postgresql"]\n`;

const deployment = (name: string, container: string, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: ${container}
          image: registry.example/shop:1
          args: [serve]
          securityContext: { privileged: true }
${more}`;
const WORKER = deployment('worker', 'app').replace('[serve]', '[work, --queue, mail]');

const JOB = `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: docker build -t app .
`;

describe('nothing is new or fixed', () => {
  it.each<[string, Files, Files]>(
    sample(
      [
        [
          'for a renamed service',
          { 'compose.yaml': COMPOSE },
          { 'compose.yaml': COMPOSE.replace('web:', 'frontend:') },
        ],
        [
          'for a service in another file',
          { 'compose.yaml': COMPOSE, 'more/compose.yaml': 'services:\n  a: { image: "b:1" }\n' },
          {
            'compose.yaml': COMPOSE.replace(service('web'), ''),
            'more/compose.yaml': `services:\n  a: { image: "b:1" }\n${service('web')}`,
          },
        ],
        [
          'for a renamed container',
          { 'a.yaml': deployment('web', 'app') },
          { 'a.yaml': deployment('web', 'main') },
        ],
        [
          'for a renamed workload',
          { 'a.yaml': deployment('web', 'app') },
          { 'a.yaml': deployment('shop', 'app') },
        ],
        [
          'for a split file',
          { 'a.yaml': `${deployment('web', 'app')}---\n${WORKER}` },
          { 'a.yaml': deployment('web', 'app'), 'worker.yaml': WORKER },
        ],
        [
          'for joined files in another order',
          { 'a.yaml': deployment('web', 'app'), 'worker.yaml': WORKER },
          { 'a.yaml': `${WORKER}---\n${deployment('web', 'app')}`, 'worker.yaml': undefined },
        ],
        [
          'for a renamed job',
          { '.github/workflows/ci.yml': JOB },
          { '.github/workflows/ci.yml': JOB.replace('build:', 'image:') },
        ],
        [
          'for a renamed job of one step on another runner',
          { '.github/workflows/ci.yml': JOB.replace(/.*checkout.*\n/, '') },
          {
            '.github/workflows/ci.yml': JOB.replace(/.*checkout.*\n/, '')
              .replace('build:', 'image:')
              .replace('ubuntu-latest', 'ubuntu-24.04'),
          },
        ],
      ],
      2,
      ([name]) => name,
    ),
  )('%s', async (_, before, after) => {
    expect(await changed(before, after)).toEqual([]);
  });
});

describe('it is new', () => {
  it('where a secret is copied to a second file that was there', async () => {
    // Joined at run time, so that secret scanners do not report this file.
    const token = `ghp_${'1aZ9bY8cX7dW6eV5fU4g'.repeat(2).slice(0, 36)}`;
    const files = (other: string) => ({
      'compose.yaml': `services:\n  web: { image: "a:1", environment: { API: "${token}" } }\n`,
      'prod/compose.yaml': `services:\n  db: { image: "b:1", environment: { API: "${other}" } }\n`,
      Dockerfile: `FROM debian:12.5\nENV API=${token}\nUSER 1000\n`,
      'prod/Dockerfile': `FROM debian:12.5\nENV API=${other}\nUSER 1000\n`,
    });
    const found = await changed(files('x'), files(token), false);
    expect(found.filter((one) => one.startsWith('new'))).toEqual([
      'new PS0015 prod/Dockerfile:2',
      'new DEP-ENVSECRET prod/compose.yaml:2',
    ]);
  });

  it.each<[string, Files, Files]>(
    sample(
      [
        [
          'two services',
          {
            'compose.yaml': `services:\n${service('web').replace('true', 'false')}${service('test-web')}`,
          },
          {
            'compose.yaml': `services:\n${service('test-web').replace('true', 'false')}${service('web')}`,
          },
        ],
        [
          'two services and what they extend',
          {
            'compose.yaml': `services:\n  web: { extends: { service: a } }\n  dev: { extends: { service: b } }\n${service('a').replace('true', 'false')}${service('b')}`,
          },
          {
            'compose.yaml': `services:\n  dev: { extends: { service: a } }\n  web: { extends: { service: b } }\n${service('a').replace('true', 'false')}${service('b')}`,
          },
        ],
        [
          'two workloads',
          {
            'a.yaml': `${deployment('web', 'app').replace('true', 'false')}---\n${deployment('test', 'app')}`,
          },
          {
            'a.yaml': `${deployment('test', 'app').replace('true', 'false')}---\n${deployment('web', 'app')}`,
          },
        ],
        [
          'two containers',
          {
            'a.yaml': `${deployment('web', 'app')}        - { name: debug, image: registry.example/shop:1 }\n`,
          },
          {
            'a.yaml': `${deployment('web', 'debug')}        - { name: app, image: registry.example/shop:1 }\n`,
          },
        ],
        [
          'two files',
          {
            'prod/a.yaml': deployment('web', 'app').replace('true', 'false'),
            'test/a.yaml': deployment('web', 'app'),
          },
          {
            'test/a.yaml': deployment('web', 'app').replace('true', 'false'),
            'prod/a.yaml': deployment('web', 'app'),
          },
        ],
      ],
      2,
      ([name]) => name,
    ),
  )('where %s swap their names', async (_, before, after) => {
    const found = await changed(before, after, false);
    expect(found.filter((one) => one.startsWith('new DEP-PRIV'))).toHaveLength(1);
  });

  it('where another service becomes privileged, and the one before is no more', async () => {
    const two = `services:\n${service('a')}${service('b').replace('true', 'false')}`;
    const swapped = `services:\n${service('a').replace('true', 'false')}${service('b')}`;
    expect(await changed({ 'compose.yaml': two }, { 'compose.yaml': swapped }, false)).toEqual([
      'new DEP-PRIV compose.yaml:10',
      'fixed DEP-PRIV compose.yaml:5',
    ]);
  });

  it('where another workload of the file becomes privileged, whose container has the same name', async () => {
    const files = (a: boolean) => {
      const [one, two] = [deployment('web', 'app'), WORKER];
      const off = (text: string) => text.replace('privileged: true', 'privileged: false');
      return { 'a.yaml': a ? `${one}---\n${off(two)}` : `${off(one)}---\n${two}` };
    };
    expect(await changed(files(true), files(false), false)).toEqual([
      'new DEP-PRIV a.yaml:27',
      'fixed DEP-PRIV a.yaml:13',
    ]);
  });

  it('where a privileged service for tests goes and one for production comes', async () => {
    const found = await changed(
      { 'compose.yaml': `services:\n${service('web-test')}` },
      { 'compose.yaml': `services:\n${service('web')}` },
      false,
    );
    expect(found).toContain('new DEP-PRIV compose.yaml:5');
  });

  it.each([
    ['compose.yaml', COMPOSE, 'DEP-PRIV'],
    ['Dockerfile', 'FROM debian:13\nRUN curl -sS https://a.example/x | bash\nUSER 1\n', 'PS0023'],
  ])('where a %s moves from a folder for development to another one', async (name, text, rule) => {
    const found = await changed(
      { [`dev/${name}`]: text },
      { [`dev/${name}`]: undefined, [`live/${name}`]: text },
      false,
    );
    expect(found.map((one) => one.split(':')[0])).toContain(`new ${rule} live/${name}`);
  });

  it.each<[string, string, string, string]>([
    [
      'a profile for tests is gone',
      service('web', '    profiles: [test]\n'),
      service('web'),
      'DEP-PRIV',
    ],
    [
      'a service that runs another program takes its place',
      '  agent: { image: "acme/agent:latest", privileged: true }\n',
      '  miner: { image: "evil/xmrig:latest", privileged: true }\n',
      'DEP-PRIV',
    ],
    [
      'a service is called like its capability',
      '  SYS_ADMIN: { image: "a:1", cap_add: [SYS_ADMIN] }\n',
      '  ALL: { image: "a:1", cap_add: [ALL] }\n',
      'DEP-CAPADD',
    ],
  ])('where %s', async (_, before, after, rule) => {
    const found = await changed(
      { 'compose.yaml': `services:\n${before}` },
      { 'compose.yaml': `services:\n${after}` },
      false,
    );
    expect(found.map((one) => one.split(' ').slice(0, 2).join(' '))).toContain(`new ${rule}`);
  });

  it('where two objects with generated names swap what they may do', async () => {
    const job = (image: string, isPrivileged: boolean) =>
      `apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: run- }\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: ${image}\n          securityContext: { privileged: ${isPrivileged} }\n`;
    const both = (a: boolean) => `${job('acme/build:1', a)}---\n${job('acme/public:7', !a)}`;
    expect(await changed({ 'a.yaml': both(true) }, { 'a.yaml': both(false) }, false)).toEqual([
      'new DEP-PRIV a.yaml:21',
      'fixed DEP-PRIV a.yaml:10',
    ]);
  });

  it('where a service is renamed and publishes a port', async () => {
    const found = await changed(
      { 'compose.yaml': COMPOSE },
      { 'compose.yaml': `services:\n${service('shop', '    ports: ["8080:8080"]\n')}` },
      false,
    );
    expect(found).toContain('new DEP-PRIV compose.yaml:5');
  });

  it('where a workload is renamed and gets a load balancer', async () => {
    const balancer = `---\napiVersion: v1\nkind: Service\nmetadata: { name: shop }\nspec: { type: LoadBalancer, selector: { app: shop } }\n`;
    const found = await changed(
      { 'a.yaml': deployment('web', 'app') },
      { 'a.yaml': deployment('shop', 'app', balancer) },
      false,
    );
    expect(found).toContain('new DEP-PRIV a.yaml:13');
  });

  it('where something else takes the place of a privileged service', async () => {
    const other =
      '  api:\n    build: ./api\n    command: [run]\n    environment: [A=1]\n    privileged: true\n';
    const found = await changed(
      { 'compose.yaml': COMPOSE },
      { 'compose.yaml': `services:\n${other}` },
      false,
    );
    expect(found).toContain('new DEP-PRIV compose.yaml:6');
  });
});

describe('with kustomizations', () => {
  const overlays = (patched: boolean): Files => ({
    'base/web.yaml': deployment('web', 'app'),
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'dev/kustomization.yaml': 'resources: [../base]\n',
    'prod/kustomization.yaml': patched
      ? 'resources: [../base]\npatches: [{ path: patch.yaml }]\n'
      : 'resources: [../base]\n',
    'prod/patch.yaml': patched
      ? deployment('web', 'app').replace('privileged: true', 'privileged: false')
      : undefined,
  });

  it('a lost patch of one overlay is new there, though another one has the same line', async () => {
    story.base(overlays(true));
    story.commit(overlays(false));
    const { findings, verdict } = await story.run();
    const rows = findings.filter(({ rule }) => rule === 'DEP-PRIV');
    expect(rows.map(({ status, variants }) => [status, variants])).toEqual([
      ['existing', ['dev']],
      ['new', ['prod']],
    ]);
    expect(new Set(rows.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(rows[1]?.message).toBe('Container "app" runs privileged, in prod');
    expect(verdict.outcome).toBe('fail');
  });

  it('a report that has the two parts is a baseline for both', async () => {
    story.base(overlays(false));
    const stored = await story.store();
    story.commit({ 'README.md': 'a\n' });
    const { findings, baseline } = await story.run(['--baseline', stored]);
    expect(baseline?.with).toEqual([stored]);
    expect(findings.filter(({ status }) => status === 'new')).toEqual([]);
  });

  it('a corrected overlay has its part fixed', async () => {
    story.base(overlays(false));
    story.commit(overlays(true));
    const { findings } = await story.run();
    const rows = findings.filter(({ rule }) => rule === 'DEP-PRIV');
    expect(rows.map(({ status, variants }) => [status, variants])).toEqual([
      ['existing', ['dev']],
      ['fixed', ['prod']],
    ]);
  });

  it('a renamed overlay, and the first overlay of a base, have nothing new', async () => {
    const { 'dev/kustomization.yaml': dev, ...rest } = overlays(false);
    story.base({ ...overlays(false), 'prod/patch.yaml': '' });
    story.commit({
      ...rest,
      'dev/kustomization.yaml': undefined,
      'staging/kustomization.yaml': dev,
    });
    const { findings } = await story.run();
    expect(findings.filter(({ status }) => status !== 'existing')).toEqual([]);
  });

  it('a file that gets its first kustomization has nothing new', async () => {
    const found = await changed(
      { 'base/web.yaml': deployment('web', 'app') },
      { 'base/kustomization.yaml': 'resources: [web.yaml]\n' },
    );
    expect(found).toEqual([]);
  });
});

describe('where folders of kustomizations move', () => {
  const web = deployment('web', 'app', '      hostPID: true\n');
  const off =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { hostPID: false } } }\n';
  const overlay = (base: string, namespace: string, isPatched: boolean) =>
    `resources: [../../${base}]\nnamespace: ${namespace}\n${isPatched ? 'patches: [{ path: off.yaml }]\n' : ''}`;
  const tree = (base: string, overlays: string, isPatched = true): Files => ({
    [`${base}/kustomization.yaml`]: 'resources: [web.yaml]\n',
    [`${base}/web.yaml`]: web,
    [`${overlays}/stage/kustomization.yaml`]: overlay(posix.basename(base), 'stage', false),
    [`${overlays}/prod/kustomization.yaml`]: overlay(posix.basename(base), 'prod', isPatched),
    ...(isPatched && { [`${overlays}/prod/off.yaml`]: off }),
  });
  const removed = (files: Files): Files =>
    Object.fromEntries(Object.keys(files).map((path) => [path, undefined]));

  it.each([
    ['all together', 'deploy/kube/base', 'deploy/kube/overlays'],
    ['each under another name', 'k8s/core', 'k8s/envs'],
  ])('nothing is new: %s', async (_, base, overlays) => {
    const before = tree('k8s/base', 'k8s/overlays');
    expect(await changed(before, { ...removed(before), ...tree(base, overlays) })).toEqual([]);
  });

  it('a patch that is lost on the way is new in its overlay only', async () => {
    const before = tree('k8s/base', 'k8s/overlays');
    story.base(before);
    story.commit({ ...removed(before), ...tree('kube/base', 'kube/overlays', false) });
    const { findings } = await story.run();
    expect(
      findings
        .filter(({ status }) => status === 'new')
        .map(({ rule, variants }) => [rule, variants]),
    ).toEqual([['DEP-HOSTPID', ['kube/overlays/prod']]]);
  });
});

describe('where a file moves, and a password goes from one service to another', () => {
  const PASSWORD = ['Xk9', 'vR2q', 'Lw7z'].join('');
  const one = (name: string, password?: string) =>
    `  ${name}:\n    image: registry.example/${name}:1\n    command: [${name}]\n${
      password === undefined ? '' : `    environment:\n      POSTGRES_PASSWORD: ${password}\n`
    }`;
  const services = (...all: string[]) => `services:\n${all.join('')}`;
  const before = services(one('web'), one('db', PASSWORD));

  it.each([
    ['that keeps nothing', services(one('web', PASSWORD), one('db'))],
    ['that is removed', services(one('web', PASSWORD))],
  ])('it is new, from one %s', async (_, after) => {
    const found = await changed(
      { 'compose.yaml': before },
      { 'compose.yaml': undefined, 'deploy/compose.yaml': after },
    );
    expect(found).toContain('new DEP-ENVSECRET deploy/compose.yaml:6');
  });

  it('nothing is new where each keeps its own', async () => {
    const found = await changed(
      { 'compose.yaml': before },
      { 'compose.yaml': undefined, 'deploy/compose.yaml': before },
    );
    expect(found).toEqual([]);
  });
});

describe('with overlays that set a namespace', () => {
  const overlay = (namespace: string, patch = '') =>
    `namespace: ${namespace}\nresources: [../base]\n${patch}`;
  const PATCHED = `patches:\n  - patch: |-\n      ${deployment('web', 'app')
    .replace('privileged: true', 'privileged: false')
    .trimEnd()
    .replaceAll('\n', '\n      ')}\n`;
  const base: Files = {
    'base/web.yaml': deployment('web', 'app'),
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'dev/kustomization.yaml': overlay('dev'),
    'prod/kustomization.yaml': overlay('prod'),
  };
  const rows = async (change: Files) => {
    story.base(base);
    story.commit(change);
    const { findings } = await story.run();
    return findings.flatMap(({ rule, status, variants }) =>
      status === 'existing' ? [] : `${status} ${rule} ${variants}`,
    );
  };

  it.each<[string, string, Files]>([
    [
      'fixed DEP-PRIV dev',
      'the first one corrects something',
      { 'dev/kustomization.yaml': overlay('dev', PATCHED) },
    ],
    [
      'fixed DEP-PRIV prod',
      'the last one corrects something',
      { 'prod/kustomization.yaml': overlay('prod', PATCHED) },
    ],
  ])('%s, where %s', async (expected, _, change) => {
    expect(await rows(change)).toEqual([expected]);
  });

  it('has nothing new where the first one is removed or gets a name that sorts last', async () => {
    const dev = base['dev/kustomization.yaml'];
    const removed = await rows({ 'dev/kustomization.yaml': undefined });
    expect(removed.filter((one) => !/^fixed \S+ dev$/.test(one))).toEqual([]);
    story.remove();
    story = gitStory();
    const renamed = await rows({
      'dev/kustomization.yaml': undefined,
      'test/kustomization.yaml': dev,
    });
    expect(renamed).toEqual([]);
  });

  it('has the findings of an added one there only, wherever its name sorts', async () => {
    const added = await rows({ 'aaa/kustomization.yaml': overlay('aaa') });
    expect(added.filter((one) => !/^new \S+ aaa$/.test(one))).toEqual([]);
    expect(added).toContain('new DEP-PRIV aaa');
  });
});

it('a setting that moves from the base into all overlays, and back, is existing', async () => {
  const patch = deployment('web', 'app');
  const off = patch.replace('          securityContext: { privileged: true }\n', '');
  const overlay = 'resources: [../base]\npatches: [{ path: patch.yaml }]\n';
  const inBase: Files = {
    'base/web.yaml': patch,
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'dev/kustomization.yaml': overlay,
    'dev/patch.yaml': off,
    'prod/kustomization.yaml': overlay,
    'prod/patch.yaml': off,
  };
  const inPatches: Files = {
    'base/web.yaml': off,
    'dev/patch.yaml': patch,
    'prod/patch.yaml': patch,
  };
  story.base(inBase);
  story.commit(inPatches);
  const there = await story.run();
  expect(
    there.findings.filter(({ status, rule }) => rule === 'DEP-PRIV' && status !== 'existing'),
  ).toEqual([]);
  story.git('branch', '-f', 'main');
  story.commit({ 'base/web.yaml': patch, 'dev/patch.yaml': off, 'prod/patch.yaml': off });
  const back = await story.run();
  expect(
    back.findings.filter(({ status, rule }) => rule === 'DEP-PRIV' && status !== 'existing'),
  ).toEqual([]);
});

describe('a report of a version that made other fingerprints', () => {
  const stored = async () => {
    story.base({ 'compose.yaml': COMPOSE, 'a.yaml': deployment('web', 'app') });
    const file = await story.store();
    const { holders: _, ...report } = JSON.parse(readFileSync(file, 'utf8'));
    const findings = (report.findings as Finding[]).map(({ identity: __, ...finding }, index) => ({
      ...finding,
      fingerprint: String(index).padStart(32, '0'),
      subjectId: String(index).padStart(32, '0'),
    }));
    writeFileSync(file, JSON.stringify({ ...report, findings }));
    return file;
  };

  it('is a baseline', async () => {
    const file = await stored();
    story.commit({ README: '' });
    const { findings, notes } = await story.run(['--baseline', file]);
    expect(findings.filter(({ status }) => status !== 'existing')).toEqual([]);
    expect(notes.filter(({ message }) => /new identity/.test(message))).toEqual([]);
  });

  it('says what could not be paired', async () => {
    const file = await stored();
    story.commit({ 'compose.yaml': COMPOSE.replaceAll('web', 'shop') });
    const { notes } = await story.run(['--baseline', file]);
    expect(notes.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^Compared by the new identity with a report of an earlier version: \d+ findings could not/,
      ),
    );
  });
});
