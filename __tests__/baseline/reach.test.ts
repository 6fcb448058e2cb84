import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GitStory, gitStory } from './git-story.js';

/** A problem that reaches more than before, in whole runs. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const pod = (ofB: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: a
          image: acme/a:1
          volumeMounts: [{ name: v, mountPath: /run/docker.sock }]
        - name: b
          image: acme/b:1
          ${ofB}
      volumes:
        - name: v
          hostPath: { path: /run/docker.sock }
`;
const BEFORE = pod('tty: true');
const AFTER = pod('volumeMounts: [{ name: v, mountPath: /s, readOnly: true }]');

const rows = async (rule: string, words: readonly string[] = []) => {
  const { findings } = await story.run(words);
  return findings.flatMap((one) =>
    one.rule === rule ? `${one.status} ${one.variants ?? ''} ${one.message}` : [],
  );
};

describe('a socket that another container mounts', () => {
  const NEW =
    'new  Deployment "web" mounts the container engine socket, now also for container "b"';

  it('is new, and not fixed', async () => {
    story.base({ 'pod.yaml': BEFORE });
    story.commit({ 'pod.yaml': AFTER });
    expect(await rows('DEP-SOCK')).toEqual([NEW]);
  });

  it('is new compared with a stored report', async () => {
    story.base({ 'pod.yaml': BEFORE });
    const stored = await story.store();
    story.commit({ 'pod.yaml': AFTER });
    expect(await rows('DEP-SOCK', ['--baseline', stored])).toEqual([NEW]);
  });

  it('is existing when the container gives it up', async () => {
    story.base({ 'pod.yaml': AFTER });
    story.commit({ 'pod.yaml': BEFORE });
    expect(await rows('DEP-SOCK')).toEqual([
      'existing  Deployment "web" mounts the container engine socket',
    ]);
  });
});

describe('what a service mounts, and another one has from there', () => {
  const compose = (path: string, ofB: string, ofC = '') => ({
    'compose.yaml': `services:
  a:
    image: acme/a:1
    volumes: ["${path}:/x"]
  b:
    image: acme/b:1
    ${ofB}
  c:
    image: acme/c:1
    ${ofC}
`,
  });

  it.each([
    ['DEP-SOCK', '/run/docker.sock', 'service "b"'],
    ['DEP-HOSTPATH-SENS', '/etc', 'service "b" and writes of service "b"'],
  ])('is new: %s', async (rule, path, who) => {
    story.base(compose(path, 'tty: true'));
    story.commit(compose(path, 'volumes_from: [a]'));
    const [found = '', ...others] = await rows(rule);
    expect(others).toEqual([]);
    expect(found).toMatch(/^new /);
    expect(found.endsWith(`, now also for ${who}`)).toBe(true);
  });

  it('is new if it can write now, and for one that has it through another', async () => {
    story.base(compose('/etc', 'volumes_from: ["a:ro"]'));
    story.commit(compose('/etc', 'volumes_from: [a]'));
    expect(await rows('DEP-HOSTPATH-SENS')).toEqual([
      'new  Service "a" mounts /etc of the host, now also for writes of service "b"',
    ]);
    story.commit(compose('/etc', 'volumes_from: ["a:ro"]', 'volumes_from: ["b:rw"]'));
    expect(await rows('DEP-HOSTPATH-SENS')).toEqual([
      'new  Service "a" mounts /etc of the host, now also for service "c"',
    ]);
  });

  it('is existing if nothing about it changes, also for services that have it from each other', async () => {
    const circle = compose('/etc', 'volumes_from: [a, c]', 'volumes_from: [b]');
    story.base(circle);
    story.commit({ 'README.md': 'text' });
    expect(await rows('DEP-HOSTPATH-SENS')).toEqual([
      'existing  Service "a" mounts /etc of the host',
    ]);
  });
});

describe('a role that another one takes over', () => {
  const part = (labels: string) => `kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: part, labels: { ${labels} } }
rules: [{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create] }]
`;
  const whole = `kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: whole }
aggregationRule: { clusterRoleSelectors: [{ matchLabels: { of: whole } }] }
`;
  const binding = (role: string, ...names: readonly string[]) => `kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: people }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects:
${names.map((name) => `  - { kind: User, name: ${name} }\n`).join('')}`;
  const message = 'ClusterRole "part" can create tokens of all service accounts of the cluster';

  it.each([
    ['of: whole', 'whole'],
    ['rbac.authorization.k8s.io/aggregate-to-edit: "true"', 'edit'],
  ])('is new for another subject of it (%s)', async (labels, role) => {
    story.base({ 'a.yaml': part(labels), 'b.yaml': whole, 'c.yaml': binding(role, 'ann') });
    story.commit({ 'c.yaml': binding(role, 'ann', 'bob') });
    expect(await rows('DEP-RBAC-SATOKEN')).toEqual([`new  ${message}, now also for User "bob"`]);
  });

  it('is new when it takes it over, and existing before', async () => {
    story.base({ 'a.yaml': part('of: other'), 'b.yaml': whole, 'c.yaml': binding('whole', 'ann') });
    story.commit({ 'c.yaml': binding('whole', 'ann', 'bob') });
    expect(await rows('DEP-RBAC-SATOKEN')).toEqual([`existing  ${message}`]);
    story.commit({ 'a.yaml': part('of: whole') });
    expect(await rows('DEP-RBAC-SATOKEN')).toEqual([
      `new  ${message}, now also for User "ann" and User "bob"`,
    ]);
  });
});

describe('a role that is taken over by expressions, or through another one', () => {
  const roleWith = (name: string, labels: string, rest: string) => `kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: ${name}, labels: { ${labels} } }
${rest}
`;
  const rules = 'rules: [{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create] }]';
  const by = (selector: string) => `aggregationRule: { clusterRoleSelectors: [${selector}] }`;
  const bound = `kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: people }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: whole }
subjects: [{ kind: User, name: ann }]
`;
  const inList = (values: string) =>
    by(`{ matchExpressions: [{ key: of, operator: In, values: [${values}] }] }`);
  const exists = by('{ matchExpressions: [{ key: of, operator: Exists }] }');
  const rbac = (part: string, whole: string, between = '') =>
    [part, between, whole, bound].filter((one) => one !== '').join('---\n');

  it.each([
    [
      'a value that is added',
      rbac(roleWith('part', 'of: x', rules), roleWith('whole', '', inList('z'))),
      rbac(roleWith('part', 'of: x', rules), roleWith('whole', '', inList('z, x'))),
    ],
    [
      'a label that is added',
      rbac(roleWith('part', 'a: b', rules), roleWith('whole', '', exists)),
      rbac(roleWith('part', 'a: b, of: x', rules), roleWith('whole', '', exists)),
    ],
    [
      'a role between them',
      rbac(
        roleWith('part', 'of: mid', rules),
        roleWith('whole', '', by('{ matchLabels: { to: whole } }')),
        roleWith('mid', 'a: b', by('{ matchLabels: { of: mid } }')),
      ),
      rbac(
        roleWith('part', 'of: mid', rules),
        roleWith('whole', '', by('{ matchLabels: { to: whole } }')),
        roleWith('mid', 'to: whole', by('{ matchLabels: { of: mid } }')),
      ),
    ],
  ])('is new with %s', async (_, before, after) => {
    story.base({ 'a.yaml': before });
    story.commit({ 'a.yaml': after });
    const found = await rows('DEP-RBAC-SATOKEN');
    expect(found).toEqual([expect.stringMatching(/^new .*now also for User "ann"$/)]);
  });

  it('is existing where two take over each other', async () => {
    const circle = rbac(
      roleWith('part', 'of: mid, to: whole', rules),
      roleWith('whole', 'of: mid', by('{ matchLabels: { to: whole } }')),
      roleWith('mid', 'to: whole', by('{ matchLabels: { of: mid } }')),
    );
    story.base({ 'a.yaml': circle });
    story.commit({ 'README.md': 'text' });
    expect(await rows('DEP-RBAC-SATOKEN')).toEqual([expect.stringMatching(/^existing /)]);
  });
});

describe('with overlays', () => {
  const role = `kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: app }
rules: [{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create] }]
`;
  const binding = (...names: readonly string[]) => `kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: app }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: app }
subjects:
${names.map((name) => `  - { kind: User, name: ${name} }\n`).join('')}`;
  const base = {
    'base/role.yaml': role,
    'base/kustomization.yaml': 'resources: [role.yaml]\n',
    'dev/kustomization.yaml': 'resources: [../base, binding.yaml]\n',
    'dev/binding.yaml': binding('ann', 'bob'),
    'prod/kustomization.yaml': 'resources: [../base, binding.yaml]\n',
    'prod/binding.yaml': binding('ann'),
  };

  it('a subject that another overlay has is new in its own', async () => {
    story.base(base);
    story.commit({ 'prod/binding.yaml': binding('ann', 'bob') });
    const found = await rows('DEP-RBAC-SATOKEN');
    expect(found.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'existing dev',
      'new prod',
    ]);
  });

  it('nothing is new if nothing about them changes', async () => {
    story.base(base);
    story.commit({ 'README.md': 'text' });
    const found = await rows('DEP-RBAC-SATOKEN');
    expect(found.map((one) => one.split(' ')[0])).toEqual(['existing', 'existing']);
  });
});

describe('with several Compose files', () => {
  const web = '  web: { image: "acme/web:1" }\n';
  const tool = 'services:\n  tool:\n    image: "acme/tool:1"\n    privileged: true\n';

  it.each(['dev/compose.yaml', 'compose.test.yaml'])(
    'a service of %s is new when a file for production includes it',
    async (path) => {
      const file = `services:\n${web}`;
      story.base({ 'compose.yaml': file, [path]: tool });
      story.commit({ 'compose.yaml': `include: [${path}]\n${file}` });
      expect(await rows('DEP-PRIV')).toEqual(['new  Service "tool" runs privileged']);
    },
  );

  it('a service for tests is new when one for production extends it', async () => {
    story.base({ 'compose.yaml': `services:\n${web}`, 'compose.test.yaml': tool });
    story.commit({
      'compose.yaml': `services:\n${web}  tool: { extends: { file: compose.test.yaml, service: tool } }\n`,
    });
    expect(await rows('DEP-PRIV')).toEqual([
      'new  Service "tool" runs privileged, now also for service "tool" of compose.yaml',
    ]);
  });

  it('what moves to a file that the service extends is the same', async () => {
    story.base({ 'compose.yaml': tool });
    story.commit({
      'compose.yaml': 'services:\n  tool: { extends: { file: common.yaml, service: tool } }\n',
      'common.yaml': tool,
    });
    expect(await rows('DEP-PRIV')).toEqual(['existing  Service "tool" runs privileged']);
  });
});

describe('a path of the host in a persistent volume', () => {
  const volume = (reserved: string) =>
    `apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: host }\nspec:\n  hostPath: { path: /etc }\n${reserved}`;
  const claim = (name: string) =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: ${name}, namespace: shop }\nspec: { volumeName: ${name} }\n`;
  const user = (namespace: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: ${namespace} }\nspec:\n  containers:\n    - name: app\n      image: acme/a:1\n      volumeMounts: [{ name: v, mountPath: /host }]\n  volumes:\n    - name: v\n      persistentVolumeClaim: { claimName: host }\n`;
  const WRITES =
    'new  PersistentVolume "host" mounts /etc of the host, now also for container "app" and writes of container "app"';

  it.each<[string, string, string]>([
    ['whose claim names the volume', '', 'host'],
    ['whose claim the volume names', '  claimRef: { name: host, namespace: shop }\n', 'other'],
  ])('is new for a pod %s', async (_, reserved, bound) => {
    story.base({ 'volume.yaml': volume(reserved), 'claim.yaml': claim(bound) });
    story.commit({ 'pod.yaml': user('shop') });
    expect(await rows('DEP-HOSTPATH-SENS')).toEqual([WRITES]);
  });

  it('is not new for a pod of another namespace', async () => {
    story.base({ 'volume.yaml': volume(''), 'claim.yaml': claim('host') });
    story.commit({ 'pod.yaml': user('other') });
    expect(await rows('DEP-HOSTPATH-SENS')).toEqual([
      'existing  PersistentVolume "host" mounts /etc of the host',
    ]);
  });
});

describe('the token of a job', () => {
  const PATH = '.github/workflows/ci.yml';
  const job = (name: string, permissions: string) => `  ${name}:
    runs-on: ubuntu-24.04
    permissions: ${permissions}
    steps:
      - uses: actions/checkout@v4
      - run: docker build -t app .
`;
  const on = (events: string, jobs: string) => ({ [PATH]: `on: ${events}\njobs:\n${jobs}` });
  const [ALL, READ] = ['write-all', '{ contents: read }'];

  it.each<[string, string, string, string[]]>([
    [
      'an event of other people',
      '[push]',
      '[push, pull_request_target]',
      ['new  The token of job a may write everything, now also for pull_request_target'],
    ],
    [
      'an event of its own',
      '[push]',
      '[push, workflow_dispatch]',
      ['existing  The token of job a may write everything'],
    ],
  ])('counts %s', async (_, before, after, found) => {
    story.base(on(before, job('a', ALL)));
    story.commit(on(after, job('a', ALL)));
    expect(await rows('GHA-TOKEN')).toEqual(found);
  });

  it('is new where a job that moves gets an event of other people', async () => {
    const other = '.github/workflows/other.yml';
    const apart = on('pull_request_target', job('b', READ));
    story.base({ ...on('push', job('a', ALL)), [other]: apart[PATH] });
    const both = on('pull_request_target', job('b', READ) + job('a', ALL));
    story.commit({ [PATH]: undefined, [other]: both[PATH] });
    expect(await rows('GHA-TOKEN')).toEqual(['new  The token of job a may write everything']);
  });

  it('is existing for a renamed job, and new for another one', async () => {
    story.base(on('push', job('a', ALL)));
    story.commit(on('push', job('b', ALL) + job('c', ALL)));
    expect(await rows('GHA-TOKEN')).toEqual([
      'existing  The token of job b may write everything',
      'new  The token of job c may write everything',
    ]);
  });

  it('is new in the folder that is built if it may do more', async () => {
    story.base(on('push', job('a', READ)));
    story.commit(on('push', job('b', '{ contents: write }')));
    expect(await rows('GHA-CREDENTIALS')).toEqual([
      'new  The token of job b is in .git/config when the image is built',
    ]);
  });
});
