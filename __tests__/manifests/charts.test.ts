import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { compareWithBaseline } from '../../src/baseline/compare.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { CHECKS } from '../../src/core/finding.js';
import type { UntrustedFiles } from '../../src/core/host.js';
import { discover } from '../../src/discover/discover.js';
import { inspectManifests } from '../../src/manifests/manifests.js';
import { temporaryFolder } from '../image/build-tar.js';
import { NOW } from '../now.js';

/**
 * Helm charts. No helm can be installed on the machines that run these tests: a stand-in writes down its arguments and
 * environment, and replays the output in `out/NAME.yaml` next to it, where NAME is that of the values file.
 */

const STAND_IN = `#!/bin/sh
log="$(dirname "$0")/log"
{ printf 'arg %s\\n' "$@"; env | sed 's/^/env /'; } >> "$log"
out="$(dirname "$0")/out"; export chart="$3"; name=default
while [ $# -gt 0 ]; do [ "$1" = --values ] && name=$(basename "$2"); shift; done
if [ -f "$out/$name.sh" ]; then exec /bin/sh "$out/$name.sh"; fi
exec cat "$out/$name.yaml"
`;

const folder = temporaryFolder();
afterAll(() => folder.remove());
let root: string;
let count = 0;
beforeEach(() => {
  root = `repo${++count}`;
  chmodSync(folder.write(`${root}/bin/helm`, STAND_IN), 0o755);
});

const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n';
const TEMPLATE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  selector: { matchLabels: { app: a } }
  template:
    metadata: { labels: { app: a } }
    spec:
      containers:
        - name: web
          image: {{ .Values.image }}
          securityContext:
            privileged: {{ .Values.privileged }}
`;
const rendered = (privileged: boolean, image = 'ghcr.io/acme/shop:1') =>
  `---\n# Source: shop/templates/app.yaml\n${TEMPLATE.replace('{{ .Release.Name }}', 'release')
    .replace('{{ .Values.image }}', image)
    .replace('{{ .Values.privileged }}', String(privileged))}`;

/** A chart with a template; files below it replace or add. */
function chart(files: Readonly<Record<string, string>> = {}): void {
  const all = {
    'Chart.yaml': CHART,
    'values.yaml': 'privileged: true\n',
    'templates/app.yaml': TEMPLATE,
    'out/default.yaml': rendered(true),
    ...files,
  };
  for (const [path, text] of Object.entries(all))
    folder.write(`${root}/${path.startsWith('out/') ? 'bin' : 'code/shop'}/${path}`, text);
}

interface Run {
  readonly untrusted?: UntrustedFiles;
  readonly path?: string;
}

async function run({ untrusted, path = `${folder.path}/${root}/bin` }: Run = {}) {
  const code = `${folder.path}/${root}/code`;
  const host = terminalHost({ quiet: true, path, stderr: process.stderr });
  const { manifests } = await discover(code);
  return inspectManifests(code, manifests, { now: NOW, renderer: { ...host, untrusted } });
}

const log = () => readFileSync(`${folder.path}/${root}/bin/log`, 'utf8').split('\n');
const privileged = ({ findings }: Awaited<ReturnType<typeof run>>) =>
  findings.flatMap(({ rule, message, location }) =>
    rule === 'DEP-PRIV' ? [`${location?.path}:${location?.startLine} ${message}`] : [],
  );
const rows = ({ coverage = [], incomplete }: Awaited<ReturnType<typeof run>>) => [
  ...coverage.map(({ target, state, reason = '' }) => `${target} ${state} ${reason}`.trim()),
  ...incomplete.map(({ target, reason }) => `${target} failed ${reason}`),
];

describe('a chart that helm renders', () => {
  it('has its findings on the lines of the template, and is checked', async () => {
    chart();
    const found = await run();
    expect(privileged(found)).toEqual([
      'shop/templates/app.yaml:14 Container "web" runs privileged',
    ]);
    expect(rows(found)).toEqual(['shop checked']);
    expect(found.findings.filter(({ fix }) => fix)).toEqual([]);
    expect(found.images.map(({ reference, location }) => [reference, location.startLine])).toEqual([
      ['ghcr.io/acme/shop:1', 12],
    ]);
  });

  it('has the kinds without rules of what it renders in the note', async () => {
    const certificate =
      '---\n# Source: shop/templates/c.yaml\napiVersion: cert-manager.io/v1\nkind: Certificate\n';
    chart({ 'templates/c.yaml': '{{ x }}\n', 'out/default.yaml': rendered(true) + certificate });
    const { notes } = await run();
    expect(notes.map(({ message }) => message)).toEqual([
      '1 object is of a kind without rules of its own: Certificate (1, in shop/templates/c.yaml)',
    ]);
  });

  it('is rendered once for the commit of a pull request and its base, unless a file of it differs', async () => {
    chart();
    const path = `${folder.path}/${root}/bin`;
    const renderer = terminalHost({ quiet: true, path, stderr: process.stderr });
    const calls = async () => {
      const code = `${folder.path}/${root}/code`;
      const found = await inspectManifests(code, (await discover(code)).manifests, {
        now: NOW,
        renderer,
      });
      expect(privileged(found)).toHaveLength(1);
      return log().filter((line) => line === 'arg template').length;
    };
    expect(await calls()).toBe(1);
    expect(await calls()).toBe(1);
    folder.write(`${root}/code/shop/templates/_names.tpl`, '');
    expect(await calls()).toBe(2);
  });

  it('is rendered without the settings, plugins, tokens and network of the user', async () => {
    process.env.GITHUB_TOKEN = 'secret';
    chart();
    await run();
    delete process.env.GITHUB_TOKEN;
    const words = log().flatMap((line) => (line.startsWith('arg ') ? line.slice(4) : []));
    expect(words).toEqual([
      'template',
      'release',
      `${folder.path}/${root}/code/shop`,
      '--namespace',
      'default',
      '--skip-tests',
    ]);
    const names = log().flatMap((line) => /^env (\w+)=/.exec(line)?.[1] ?? []);
    expect(names.filter((name) => !/^(_|PWD|SHLVL|OLDPWD)$/.test(name)).sort()).toEqual([
      'GOMEMLIMIT',
      'HELM_CACHE_HOME',
      'HELM_CONFIG_HOME',
      'HELM_DATA_HOME',
      'HELM_NO_PLUGINS',
      'HELM_PLUGINS',
      'HELM_REGISTRY_CONFIG',
      'HELM_REPOSITORY_CACHE',
      'HELM_REPOSITORY_CONFIG',
      'HOME',
      'KUBECONFIG',
      'PATH',
      'TMPDIR',
    ]);
    expect(log()).toContain('env PATH=/usr/bin:/bin');
  });

  it('is rendered with each values file, and what only one shows names it', async () => {
    chart({
      'out/default.yaml': rendered(false),
      'ci/debug-values.yaml': 'privileged: true\n',
      'out/debug-values.yaml.yaml': rendered(true),
      'values-prod.yaml': 'privileged: true\n',
      'out/values-prod.yaml.yaml': rendered(true),
    });
    const found = await run();
    expect(privileged(found)).toEqual([
      'shop/templates/app.yaml:14 Container "web" runs privileged, in shop/ci/debug-values.yaml and shop/values-prod.yaml',
    ]);
    expect(rows(found)).toEqual(['shop checked']);
    expect(log().filter((line) => line === 'arg --values')).toHaveLength(2);
  });

  it('has a finding of its own for each values file', async () => {
    const values = (isPrivileged: boolean) =>
      chart({
        'out/default.yaml': rendered(false),
        'ci/debug-values.yaml': 'privileged: true\n',
        'out/debug-values.yaml.yaml': rendered(true),
        'values-prod.yaml': `privileged: ${isPrivileged}\n`,
        'out/values-prod.yaml.yaml': rendered(isPrivileged),
      });
    values(false);
    const before = await run();
    values(true);
    const now = await run();
    const { findings } = compareWithBaseline(
      now.findings,
      {
        name: 'main',
        checks: new Set(CHECKS),
        findings: before.findings,
        holders: before.holders ?? [],
      },
      { targets: now.targets, incomplete: [], holders: now.holders ?? [], wholeRepository: true },
    );
    const rows = findings.filter(({ rule }) => rule === 'DEP-PRIV');
    expect(rows.map(({ status, variants }) => [status, variants])).toEqual([
      ['existing', ['shop/ci/debug-values.yaml']],
      ['new', ['shop/values-prod.yaml']],
    ]);
  });

  it('says how many values files are left out', async () => {
    const files = [1, 2, 3, 4, 5, 6].flatMap((n) => [
      [`values-${n}.yaml`, 'a: 1\n'],
      [`out/values-${n}.yaml.yaml`, rendered(false)],
    ]);
    chart(Object.fromEntries(files));
    expect(rows(await run())).toContain(
      'shop partial It was not rendered with 2 more values files',
    );
  });

  it('puts what a template of an archive has on Chart.yaml', async () => {
    chart({
      'Chart.yaml': `${CHART}dependencies:\n  - { name: db, version: 1.0.0, repository: "https://a.example" }\n`,
      'charts/db-1.0.0.tgz': 'x',
      'out/default.yaml': rendered(true).replace('shop/templates', 'shop/charts/db/templates'),
    });
    expect(privileged(await run())).toEqual([
      'shop/Chart.yaml:1 Container "web" runs privileged (in the rendered template)',
    ]);
  });

  it('leaves templates that are plain YAML to the check of manifests', async () => {
    chart({
      'templates/plain.yaml': rendered(true).split('\n').slice(2).join('\n'),
      'out/default.yaml': `${rendered(false)}${rendered(true).replace('app.yaml', 'plain.yaml')}`,
    });
    expect(privileged(await run())).toEqual([
      'shop/templates/plain.yaml:14 Container "web" runs privileged',
    ]);
  });

  it('checks what another template writes in the name of one that is plain YAML', async () => {
    const plain = rendered(false).split('\n').slice(2).join('\n');
    chart({
      'templates/plain.yaml': plain,
      'out/default.yaml': `${rendered(false)}${rendered(true).replace('app.yaml', 'plain.yaml')}`,
    });
    expect(privileged(await run())).toEqual([
      'shop/templates/plain.yaml:14 Container "web" runs privileged',
    ]);
  });

  it('names the templates that its values switch off', async () => {
    chart({
      'templates/job.yaml': TEMPLATE,
      'charts/db/Chart.yaml': CHART,
      'charts/db/templates/db.yaml': TEMPLATE,
    });
    const found = await run();
    const advice = 'Add values to ci/NAME-values.yaml with which they render';
    expect(rows(found)).toEqual([
      'shop checked',
      `shop partial Its values render nothing of templates/job.yaml. ${advice}`,
      `shop/charts/db partial Its values render nothing of shop/charts/db/templates/db.yaml. ${advice}`,
    ]);
    const gaps = found.coverage?.filter(({ state }) => state === 'partial') ?? [];
    expect(gaps.map(({ informational }) => informational)).toEqual([true, true]);
  });

  it('applies comments in templates', async () => {
    const comment = '# portside ignore=DEP-PRIV reason=needed\n            privileged:';
    chart({
      'templates/app.yaml': TEMPLATE.replace('privileged:', comment),
      'out/default.yaml': rendered(true).replace('privileged:', comment),
    });
    const found = await run();
    expect(privileged(found)).toEqual([]);
    expect(found.suppressed?.map(({ rule, location }) => [rule, location?.startLine])).toEqual([
      ['DEP-PRIV', 15],
    ]);
  });
});

describe('the values files of a chart', () => {
  const token = `ghp_${'x4Kq9ZbT7Lm2Vw8Rn5Yc3Hd6Jf1Gs0Pa'}1234`;
  const inValues = ({ findings }: Awaited<ReturnType<typeof run>>) =>
    findings.flatMap(({ rule, location }) =>
      location?.path.includes('values') ? [`${rule} ${location.path}:${location.startLine}`] : [],
    );

  it.each([
    ['that is rendered', 'bin'],
    ['without helm', 'none'],
  ])('are searched for tokens: a chart %s', async (_, bin) => {
    chart({
      'values.yaml': `privileged: true\nauth:\n  existingSecret: my-secret\n  key: ${token}\n`,
      'ci/a-values.yaml': `list: [a, ${token}]\n# portside ignore=DEP-CONFIGMAP-SECRET reason=revoked\nb: ${token}\n`,
      'out/a-values.yaml': rendered(true),
    });
    const found = await run({ path: `${folder.path}/${root}/${bin}` });
    const own = 'DEP-CONFIGMAP-SECRET shop/values.yaml:4';
    const other = 'DEP-CONFIGMAP-SECRET shop/ci/a-values.yaml:1';
    expect(inValues(found)).toEqual(bin === 'bin' ? [own, other] : [own]);
    expect(JSON.stringify(found.findings)).not.toContain(token);
  });

  it.each([
    ['of more than 1 MiB', `a: ${'x'.repeat(1024 * 1024)}`, 'It is larger than 1 MiB, and was not'],
    ['with many values', `a: [${'1,'.repeat(10_001)}]`, 'It has more than 10000 values, and only'],
  ])('are a gap if they are not searched: one %s', async (_, values, reason) => {
    chart({ 'values.yaml': values });
    expect(rows(await run())).toEqual([
      expect.stringContaining(`shop/values.yaml partial ${reason}`),
      'shop checked',
    ]);
  });
});

describe('a chart that is not rendered says why', () => {
  it.each<[string, Run, Readonly<Record<string, string>>, string]>([
    ['without helm', { path: '' }, {}, 'Install helm'],
    [
      'of a fork',
      { untrusted: { cause: 'the pull request comes from a fork', isAnybody: true } },
      {},
      'the pull request comes from a fork',
    ],
    [
      'without a dependency',
      {},
      { 'Chart.yaml': `${CHART}dependencies: [{ name: redis, version: 1.0.0 }]\n` },
      'its dependency redis is not in its folder charts/. Run helm dependency build',
    ],
  ])('%s', async (_, how, files, why) => {
    chart(files);
    const found = await run(how);
    expect(rows(found)).toEqual([expect.stringMatching(/^shop not-covered /)]);
    expect(rows(found)[0]).toContain(why);
    expect(existsSync(`${folder.path}/${root}/bin/log`)).toBe(false);
  });

  it('with a link out of the repository', async () => {
    chart();
    symlinkSync('/etc/passwd', `${folder.path}/${root}/code/shop/secret.txt`);
    expect(rows(await run())).toEqual([
      'shop not-covered It was not rendered: secret.txt is a symbolic link out of the repository',
    ]);
  });

  it('that renders to nothing', async () => {
    chart({ 'out/default.yaml': '' });
    expect(rows(await run())).toEqual([
      'shop not-covered helm template writes nothing that comes from its templates, so they were not checked. Add values to ci/NAME-values.yaml with which they render',
    ]);
  });

  it.each([
    ['is no list of manifests', 'U\u0001\uFFFD garbage\n'],
    ['does not name its templates', rendered(true).replace(/^# Source.*\n/m, '')],
    ['names a template out of the chart', rendered(true).replace('templates', '../templates')],
  ])('whose output %s', async (_, text) => {
    chart({ 'out/default.yaml': text });
    expect(rows(await run())).toContain(
      'shop partial A part of what helm template writes belongs to none of its templates, and was not checked. Run helm template, and check the result',
    );
  });

  it('a library chart has nothing to render', async () => {
    chart({ 'Chart.yaml': `${CHART}type: library\n` });
    expect(rows(await run())).toEqual([
      'shop not-applicable It is a library chart, which renders nothing',
    ]);
  });
});

describe('a chart that helm cannot render', () => {
  const failing = (text: string) => `printf '%s\\n' '${text}' >&2; exit 1\n`;

  it('is incomplete with the message of helm, without the path of the checkout or control characters', async () => {
    chart({
      'out/default.sh': `printf 'walk.go:74: found\\nError: execution error at (%s/x:1:2): \\033[31mimage is required\\n' "$chart" >&2; exit 1\n`,
    });
    const [row = ''] = rows(await run());
    expect(row).toMatch(/^shop failed helm template fails: execution error at /);
    expect(row).toContain('image is required. Add values to ci/NAME-values.yaml');
    expect(row).not.toContain('\u001b');
    expect(row).not.toContain(folder.path);
  });

  it('may fail with its own values if it renders with those of its tests', async () => {
    chart({
      'out/default.sh': failing('Error: image is required'),
      'ci/a-values.yaml': 'image: a\n',
      'out/a-values.yaml.yaml': rendered(true),
    });
    expect(rows(await run())).toEqual(['shop checked']);
  });

  it('is incomplete if it fails with one of several values files', async () => {
    chart({ 'values-b.yaml': 'a: 1\n', 'out/values-b.yaml.sh': failing('Error: bad') });
    const found = await run();
    expect(privileged(found)).toHaveLength(1);
    expect(rows(found)).toEqual([
      'shop checked',
      'shop failed helm template fails: bad (with values-b.yaml). Add values to ci/NAME-values.yaml with which it renders',
    ]);
  });

  it('is not rendered with other values after one has no end', async () => {
    chart({
      'out/default.sh': 'head -c 11000000 /dev/zero | tr "\\\\0" a\n',
      'values-b.yaml': 'a: 1\n',
      'out/values-b.yaml.yaml': rendered(true),
    });
    expect(rows(await run())).toEqual([
      'shop failed helm template writes more than 10 MiB. Run helm template to see why',
    ]);
    expect(log().filter((line) => line === 'arg template')).toHaveLength(1);
  });

  it('is partial if it renders to what is not YAML', async () => {
    chart({
      'out/default.sh': "printf '%s\\n' --- '# Source: shop/templates/app.yaml' 'a: [' \n",
    });
    expect(rows(await run())).toEqual([
      expect.stringContaining('What templates/app.yaml renders to cannot be read'),
      'shop checked',
    ]);
  });
});
