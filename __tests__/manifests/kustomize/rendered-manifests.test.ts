import { describe, expect, it } from '@jest/globals';
import {
  outsideNotes,
  renderKustomizations,
} from '../../../src/manifests/kustomize/rendered-manifests.js';
import { lintManifests } from '../../../src/manifests/lint.js';
import { manifestKind } from '../../../src/manifests/manifest-kind.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { textOf, valueAt } from '../../../src/manifests/yaml-values.js';
import { NOW } from '../../now.js';

type Files = Readonly<Record<string, string>>;

const POD = (name = 'web', container = '') => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
    - name: web
      image: nginx:1
${container}`;
const PRIVILEGED = '      securityContext:\n        privileged: true\n';
const BASE: Files = {
  'base/kustomization.yaml': 'resources: [pod.yaml]\n',
  'base/pod.yaml': POD('web', PRIVILEGED),
};
const CURE = `patches:
  - target: { kind: Pod }
    patch: |-
      - op: replace
        path: /spec/containers/0/securityContext/privileged
        value: false
`;

function manifestsOf(files: Files) {
  const read = Object.entries(files).flatMap(([path, text]) => {
    const kind = manifestKind(path, text);
    return kind ? [readManifest(text, path, kind, (name) => files[name])] : [];
  });
  return renderKustomizations(read, (path) => files[path]);
}

/** `PATH:LINE message` of the findings of a rule. */
function findingsOf(rule: string, files: Files): string[] {
  return lintManifests(manifestsOf(files), { now: NOW })
    .filter((finding) => finding.rule === rule)
    .map(({ location, message }) => `${location?.path}:${location?.startLine} ${message}`);
}

describe('the findings in a rendered kustomization', () => {
  it('are on the line of the base, with the overlay named', () => {
    const files = { ...BASE, 'prod/kustomization.yaml': 'resources: [../base]\n' };
    expect(findingsOf('DEP-PRIV', files)).toEqual([
      'base/pod.yaml:10 Container "web" runs privileged, in prod',
    ]);
  });

  it('are in the namespace that keeps its name under a prefix', () => {
    const files = {
      'o/kustomization.yaml': 'resources: [p.yaml]\nnamePrefix: dev-\nnameSuffix: -x\n',
      'o/p.yaml': `${['apiVersion: v1', 'kind: Namespace', 'metadata: { name: shop }'].join('\n')}\n---\n${POD()}`,
    };
    const names = manifestsOf(files)
      .filter(({ rendering }) => rendering)
      .flatMap(({ resources }) =>
        resources.map(({ node }) => textOf(valueAt(node, 'metadata', 'name'))),
      );
    expect(names.sort()).toEqual(['dev-web-x', 'shop']);
  });

  it('name the number of objects that a patch changes', () => {
    const files = {
      'o/kustomization.yaml':
        'resources: [p.yaml]\npatches:\n  - target: { kind: Pod }\n    patch: |-\n      - { op: add, path: /spec/hostPID, value: true }\n',
      'o/p.yaml': ['a', 'b', 'c'].map((name) => POD(name)).join('---\n'),
    };
    expect(findingsOf('DEP-HOSTPID', files)).toEqual([
      'o/kustomization.yaml:5 Pod "a" shares the host’s PID namespace, as do 2 more objects',
    ]);
  });

  it('are one finding for all overlays that have it', () => {
    const overlay = (name: string) => `resources: [../base]\nnamePrefix: ${name}-\n`;
    const files = {
      ...BASE,
      'a/kustomization.yaml': overlay('a'),
      'b/kustomization.yaml': overlay('b'),
      'c/kustomization.yaml': overlay('c'),
    };
    expect(findingsOf('DEP-PRIV', files)).toEqual([
      'base/pod.yaml:10 Container "web" runs privileged, in a and 2 more',
    ]);
    expect(findingsOf('DEP-SATOKEN', files)).toHaveLength(1);
  });

  it('do not contain what an overlay cures, but what is left in another one', () => {
    const cured = { ...BASE, 'prod/kustomization.yaml': `resources: [../base]\n${CURE}` };
    expect(findingsOf('DEP-PRIV', cured)).toEqual([]);
    const both = { ...cured, 'dev/kustomization.yaml': 'resources: [../base]\n' };
    expect(findingsOf('DEP-PRIV', both)).toEqual([
      'base/pod.yaml:10 Container "web" runs privileged, in dev',
    ]);
  });

  it('are on the line of a patch in the kustomization that sets the value', () => {
    const files = {
      ...BASE,
      'prod/kustomization.yaml':
        'resources: [../base]\npatches:\n  - patch: |-\n      apiVersion: v1\n      kind: Pod\n      metadata: { name: web }\n      spec:\n        hostPID: true\n',
    };
    expect(findingsOf('DEP-HOSTPID', files)).toEqual([
      'prod/kustomization.yaml:8 Pod "web" shares the host’s PID namespace',
    ]);
  });

  it('keep the fingerprint that they have without overlays', () => {
    const fingerprints = (files: Files) =>
      new Set(
        lintManifests(manifestsOf(files), { now: NOW }).map(({ fingerprint }) => fingerprint),
      );
    const overlay = 'resources: [../base]\nnamePrefix: prod-\n';
    expect(fingerprints({ ...BASE, 'prod/kustomization.yaml': overlay })).toEqual(
      fingerprints({ 'base/pod.yaml': BASE['base/pod.yaml'] ?? '' }),
    );
  });

  it('are suppressed by a comment in the file that sets the value', () => {
    const comment = '        # portside ignore=DEP-PRIV reason=it formats disks\n';
    const pod = POD('web', PRIVILEGED.replace('        priv', `${comment}        priv`));
    const files = {
      ...BASE,
      'base/pod.yaml': pod,
      'prod/kustomization.yaml': 'resources: [../base]\n',
    };
    expect(findingsOf('DEP-PRIV', files)).toEqual([]);
    expect(findingsOf('unused-ignore', files)).toEqual([]);
  });

  it('have the edits of the file that sets the value', () => {
    const files = {
      ...BASE,
      'base/pod.yaml': POD('web', PRIVILEGED.replace('true', 'false')),
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: p.yaml }]\n',
      'prod/p.yaml':
        'kind: Pod\napiVersion: v1\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web\n      securityContext:\n        allowPrivilegeEscalation: true\n',
    };
    const [finding] = lintManifests(manifestsOf(files), {
      now: NOW,
      leastPrivilege: 'propose',
    }).filter(({ rule }) => rule === 'DEP-NNP');
    expect(finding?.location).toMatchObject({ path: 'prod/p.yaml', startLine: 8 });
    expect(finding?.fix?.edits).toMatchObject([{ startLine: 8, text: 'false' }]);
  });
});

describe('a kustomization with files outside of its folder', () => {
  const files = {
    ...BASE,
    'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: ../shared/p.yaml }]\n',
    'shared/p.yaml':
      'kind: Pod\napiVersion: v1\nmetadata: { name: web }\nspec: { hostPID: true }\n',
  };

  it('is rendered, and a note says that Kustomize refuses them by default', () => {
    expect(findingsOf('DEP-HOSTPID', files)).toHaveLength(1);
    expect(outsideNotes(manifestsOf(files))).toEqual([
      {
        check: 'manifest',
        message:
          'Rendered with files outside of its folder, which Kustomize reads with --load-restrictor LoadRestrictionsNone only: prod/kustomization.yaml (shared/p.yaml)',
      },
    ]);
  });

  it('is no note if all are inside or are folders', () => {
    const inside = { ...BASE, 'prod/kustomization.yaml': 'resources: [../base]\n' };
    expect(outsideNotes(manifestsOf(inside))).toEqual([]);
  });
});

describe('a kustomization that cannot be rendered', () => {
  const notesOf = (files: Files, path: string) =>
    manifestsOf(files)
      .filter((manifest) => manifest.path === path)
      .flatMap(({ notes }) => notes);

  it.each([
    ['resources: [../prod]\n', 'because prod/kustomization.yaml includes itself'],
    [
      'resources: [../base]\nhelmCharts: [{ name: a }]\n',
      'prod/kustomization.yaml uses helmCharts',
    ],
    ['resources: [../base, ../base]\n', 'Pod "web" is in it more than once'],
    [
      'resources: [../base]\npatches:\n  - patch: "{ kind: Pod, metadata: { name: x } }"\n',
      'the patch in prod/kustomization.yaml:3 matches no object: Pod "x"',
    ],
  ])('says why: %j', (text, reason) => {
    const files = { ...BASE, 'prod/kustomization.yaml': text };
    expect(notesOf(files, 'prod/kustomization.yaml').join('\n')).toContain(reason);
    expect(findingsOf('DEP-PRIV', files)[0]).toMatch(/^base\/pod.yaml:10 /);
  });

  it.each(['https://example.com/a.yaml', 'missing.yaml'])(
    'does not say twice that it lacks %s',
    (name) => {
      const files = { ...BASE, 'prod/kustomization.yaml': `resources: [../base, "${name}"]\n` };
      expect(notesOf(files, 'prod/kustomization.yaml')).toEqual([]);
    },
  );

  it.each([
    ['https://example.com/a.yaml', 'is remote'],
    ['missing.yaml', 'is no file of at most 8 MiB and no kustomization of the repository'],
  ])('names the base that lacks %s', (name, why) => {
    const files = {
      'prod/kustomization.yaml': 'resources: [../base]\n',
      'base/kustomization.yaml': `resources: ["${name}"]\n`,
    };
    expect(notesOf(files, 'prod/kustomization.yaml').join()).toContain(
      `because ${name} in line 1 of base/kustomization.yaml ${why}. `,
    );
    expect(notesOf(files, 'base/kustomization.yaml')).toEqual([]);
  });

  it.each([
    ['transformers: [t.yaml]', 'kind: Custom', 'uses the plugin Custom'],
    ['transformers: [t.yaml]', 'kind: ConfigMapGenerator', 'are other plugins'],
    [
      'generators: [t.yaml]',
      'kind: SecretGenerator\nliterals: 1',
      'literals in line 4 of a/t.yaml is not a list',
    ],
    ['generators: [plugins]', '', 'plugins in line 2 of a/kustomization.yaml is no file'],
    ['configurations: [t.yaml]', 'templateLabels: [{ path: a }]', 'sets templateLabels'],
    [
      'configurations: [t.yaml]',
      'prefixes: []',
      'the key "prefixes" in line 1 of a/t.yaml is unknown',
    ],
    [
      'configurations: [t.yaml]',
      'images: [{ path: a, create: true }, { path: a }]',
      'set create of a to true and to false',
    ],
  ])('names what it does not render of %s: %s', (key, text, reason) => {
    const head = key.startsWith('conf') ? '' : 'apiVersion: builtin\nmetadata: { name: a }\n';
    const files = {
      'a/kustomization.yaml': `resources: [pod.yaml]\n${key}\n`,
      'a/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n',
      'a/t.yaml': `${head}${text}\n`,
    };
    expect(notesOf(files, 'a/kustomization.yaml').join()).toContain(reason);
  });

  it('says that Kustomize refuses a base in a folder around it', () => {
    const files = { ...BASE, 'base/prod/kustomization.yaml': `resources: [..]\n${CURE}` };
    expect(notesOf(files, 'base/prod/kustomization.yaml').join()).toContain(
      'base/prod/kustomization.yaml includes base/kustomization.yaml, which is in a folder around its own',
    );
    expect(findingsOf('DEP-PRIV', files)).toEqual([
      'base/pod.yaml:10 Container "web" runs privileged',
    ]);
  });

  it.each(['a', 'z'])('does not hide its base behind an overlay that cures it: %s', (dev) => {
    const files = {
      ...BASE,
      'prod/kustomization.yaml': `resources: [../base]\n${CURE}`,
      [`${dev}/kustomization.yaml`]: 'resources: [../base]\nhelmCharts: [{ name: a }]\n',
    };
    expect(findingsOf('DEP-PRIV', files)).toEqual([
      'base/pod.yaml:10 Container "web" runs privileged',
    ]);
  });

  it('does not hide the files of its component behind an overlay that cures them', () => {
    const overlay = 'resources: [../base]\ncomponents: [../more]\n';
    const files = {
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': POD(),
      'more/kustomization.yaml': 'kind: Component\nresources: [pod.yaml]\n',
      'more/pod.yaml': POD('other', PRIVILEGED),
      'prod/kustomization.yaml': `${overlay}${CURE.replace('Pod', 'Pod, name: other')}`,
      'dev/kustomization.yaml': `${overlay}helmCharts: [{ name: a }]\n`,
    };
    expect(findingsOf('DEP-PRIV', files)).toEqual([
      'more/pod.yaml:10 Container "web" runs privileged',
    ]);
  });

  it.each([
    '',
    '# later\n',
    '---\n',
    'kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\n',
    'resources:\n',
  ])('says that Kustomize refuses an empty one: %j', (text) => {
    expect(notesOf({ 'a/kustomization.yaml': text }, 'a/kustomization.yaml')).toEqual([
      expect.stringContaining('because a/kustomization.yaml is empty, which Kustomize refuses'),
    ]);
    const used = { 'a/kustomization.yaml': text, 'b/kustomization.yaml': 'resources: [../a]\n' };
    expect(notesOf(used, 'b/kustomization.yaml').join()).toContain('a/kustomization.yaml is empty');
  });

  it('has a base at the root of the repository', () => {
    const files = {
      'kustomization.yaml': 'resources: []\n',
      'a/kustomization.yaml': 'resources: [..]\n',
    };
    expect(notesOf(files, 'a/kustomization.yaml').join()).toContain('includes kustomization.yaml');
  });

  it('says that a folder has two of them', () => {
    const files = { ...BASE, 'base/kustomization.yml': 'resources: [pod.yaml]\n' };
    for (const path of ['base/kustomization.yaml', 'base/kustomization.yml'])
      expect(notesOf(files, path).join()).toContain(
        'base/kustomization.yaml and base/kustomization.yml are in one folder',
      );
    expect(findingsOf('DEP-PRIV', files)[0]).toMatch(/^base\/pod.yaml:10 /);
  });
});
