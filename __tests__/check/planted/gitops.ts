import { type Files, planted, type Spot, TOKEN } from './spot.js';

/** Objects of GitOps tools that change what is deployed, each with the same without effect. */

const FLUX = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n';
const object = (version: string, kind: string, spec: string) =>
  `apiVersion: ${version}\nkind: ${kind}\nmetadata: { name: a }\nspec: ${spec}\n`;
const PLAIN = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n';
const POD =
  '{ apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { containers: [{ name: c, image: "a:1", securityContext: { privileged: FLAG } }] } }';
const PATCHES =
  '[{ patch: "[{op: add, path: /spec/template/spec/hostPID, value: true}]", target: { kind: Deployment } }]';
const OWN =
  'interval: 1m, prune: true, path: ./apps, sourceRef: { kind: GitRepository, name: flux-system }';

/** A file that is a named gap, and is none with a plain object in its place. */
const gap = (name: string, by: RegExp, text: string, path = 'a.yaml'): Spot => ({
  name,
  by,
  files: { [path]: text },
  fine: {
    [path]: path.endsWith('.json')
      ? '{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "a" } }'
      : PLAIN,
  },
  onlyAdded: true,
});
const privileged = (name: string, text: (pod: string) => string): Spot =>
  planted(
    name,
    /DEP-PRIV|ManifestWork|Object|ClusterResourceSet|SyncSet|ResourceSet/,
    (flag) => ({ 'a.yaml': text(POD.replace('FLAG', flag)) }),
    ['true', 'false'],
  );
const json = (text: object): string => JSON.stringify(text, undefined, 2);
const app = (source: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'a' },
  spec: { project: 'p', destination: { server: 's' }, source },
});
const REPOSITORY = { repoURL: 'https://a.example/b', path: 'apps', targetRevision: 'main' };

export const GITOPS: readonly Spot[] = [
  gap(
    'patches of Flux',
    /Flux/,
    `${FLUX}metadata: { name: a }\nspec: { ${OWN}, patches: ${PATCHES} }\n`,
  ),
  gap(
    'images of Flux',
    /Flux/,
    `${FLUX}metadata: { name: a }\nspec: { ${OWN}, images: [{ name: a, newName: evil }] }\n`,
  ),
  gap(
    'substitutions of Flux',
    /Flux/,
    `${FLUX}metadata: { name: a }\nspec: { ${OWN}, postBuild: { substitute: { a: b } } }\n`,
  ),
  gap(
    'components of Flux',
    /Flux/,
    `${FLUX}metadata: { name: a }\nspec: { ${OWN}, components: [../x] }\n`,
  ),
  gap(
    'patches of Flux in JSON',
    /Flux/,
    json({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'a' },
      spec: {
        path: './apps',
        sourceRef: { kind: 'GitRepository', name: 'f' },
        patches: [{ patch: 'x' }],
      },
    }),
    'a.json',
  ),
  gap(
    'patches of Flux in a second document',
    /Flux/,
    `${PLAIN}---\n${FLUX}metadata: { name: a }\nspec: { ${OWN}, patches: ${PATCHES} }\n`,
  ),
  gap(
    'patches of Flux in a list',
    /Flux/,
    `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: kustomize.toolkit.fluxcd.io/v1\n    kind: Kustomization\n    metadata: { name: a }\n    spec: { ${OWN}, patches: ${PATCHES} }\n`,
  ),
  gap(
    'manifests of Flux from elsewhere',
    /Flux/,
    `${FLUX}metadata: { name: a }\nspec: { interval: 1m, path: ./apps, sourceRef: { kind: OCIRepository, name: elsewhere } }\n`,
  ),
  gap(
    'a release of Flux',
    /Flux/,
    object(
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      '{ interval: 1m, chart: { spec: { chart: a, sourceRef: { kind: HelmRepository, name: b } } } }',
    ),
  ),
  gap(
    'a release of Flux in JSON',
    /Flux/,
    json({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'a' },
      spec: { interval: '1m', chartRef: { kind: 'OCIRepository', name: 'b' } },
    }),
    'a.json',
  ),
  gap(
    'renderers of a release of Flux',
    /Flux/,
    object(
      'helm.toolkit.fluxcd.io/v2',
      'HelmRelease',
      `{ interval: 1m, chartRef: { kind: OCIRepository, name: b }, postRenderers: [{ kustomize: { patches: ${PATCHES} } }] }`,
    ),
  ),
  gap(
    'a set of resources of Flux',
    /Flux|ResourceSet/,
    object(
      'fluxcd.controlplane.io/v1',
      'ResourceSet',
      '{ inputs: [{ a: b }], resourcesTemplate: "apiVersion: v1" }',
    ),
  ),
  gap(
    'an application of Argo CD',
    /Argo/,
    json(app({ ...REPOSITORY, kustomize: { images: ['a=evil'] } })),
    'a.json',
  ),
  gap(
    'patches of Argo CD',
    /Argo/,
    json(app({ ...REPOSITORY, kustomize: { patches: [{ patch: 'x' }] } })),
    'a.yaml',
  ),
  gap(
    'a list with an application of Argo CD',
    /Argo/,
    json({ apiVersion: 'v1', kind: 'List', items: [app(REPOSITORY)] }),
    'a.yaml',
  ),
  gap(
    'a list of applications of Argo CD',
    /Argo/,
    json({ apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationList', items: [app(REPOSITORY)] }),
    'a.yaml',
  ),
  gap(
    'a set of applications of Argo CD',
    /Argo/,
    object(
      'argoproj.io/v1alpha1',
      'ApplicationSet',
      '{ generators: [], template: { metadata: { name: a }, spec: {} } }',
    ),
  ),
  gap(
    'a chart of K3s',
    /K3s|HelmChart/,
    object(
      'helm.cattle.io/v1',
      'HelmChart',
      '{ chart: a, repo: "https://a.example", valuesContent: "privileged: true" }',
    ),
  ),
  gap(
    'values for a chart of K3s',
    /K3s|HelmChart/,
    object('helm.cattle.io/v1', 'HelmChartConfig', '{ valuesContent: "privileged: true" }'),
  ),
  gap(
    'Fleet',
    /Fleet/,
    'defaultNamespace: a\nhelm: { chart: a, repo: "https://a.example", values: { a: b } }\n',
    'fleet.yaml',
  ),
  gap(
    'an App of Carvel',
    /Carvel|kapp/,
    object(
      'kappctrl.k14s.io/v1alpha1',
      'App',
      '{ fetch: [{ git: { url: "https://a.example", ref: main } }], template: [{ ytt: {} }], deploy: [{ kapp: {} }] }',
    ),
  ),
  gap(
    'a package of Carvel',
    /Carvel|kapp|Package/,
    object(
      'packaging.carvel.dev/v1alpha1',
      'PackageInstall',
      '{ packageRef: { refName: a.example } }',
    ),
  ),
  gap(
    'Helmfile',
    /Helmfile/,
    'releases: [{ name: a, chart: b/c, values: [{ privileged: true }] }]\n',
    'helmfile.yaml',
  ),
  gap(
    'Kluctl',
    /Kluctl/,
    'deployments: [{ path: a }]\ncommonLabels: { a: b }\n',
    'deployment.yaml',
  ),
  gap(
    'a release of Crossplane',
    /Crossplane/,
    object(
      'helm.crossplane.io/v1beta1',
      'Release',
      '{ forProvider: { chart: { name: a, repository: "https://a.example" }, values: {} } }',
    ),
  ),
  privileged('an object of Crossplane', (pod) =>
    object('kubernetes.crossplane.io/v1alpha2', 'Object', `{ forProvider: { manifest: ${pod} } }`),
  ),
  privileged('the work of Open Cluster Management', (pod) =>
    object(
      'work.open-cluster-management.io/v1',
      'ManifestWork',
      `{ workload: { manifests: [${pod}] } }`,
    ),
  ),
  privileged('a policy of Open Cluster Management', (pod) =>
    object(
      'policy.open-cluster-management.io/v1',
      'ConfigurationPolicy',
      `{ object-templates: [{ complianceType: musthave, objectDefinition: ${pod} }] }`,
    ),
  ),
  privileged('resources of Hive', (pod) =>
    object('hive.openshift.io/v1', 'SelectorSyncSet', `{ resources: [${pod}] }`),
  ),
  privileged(
    'a template of OpenShift',
    (pod) =>
      `apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: { name: a }\nobjects: [${pod}]\n`,
  ),
  privileged('resources in a set of Flux', (pod) =>
    object('fluxcd.controlplane.io/v1', 'ResourceSet', `{ resources: [${pod}] }`),
  ),
  planted(
    'a token in the values of a chart of K3s',
    /GitHub|github-token/,
    (value): Files => ({
      'a.yaml': object(
        'helm.cattle.io/v1',
        'HelmChartConfig',
        `{ valuesContent: "auth: ${value}" }`,
      ),
    }),
    [TOKEN, 'a'],
  ),
  planted(
    'a token in a patch of Flux',
    /GitHub|github-token/,
    (value): Files => ({
      'a.yaml': `${FLUX}metadata: { name: a }\nspec: { ${OWN}, patches: [{ patch: "value: ${value}" }] }\n`,
    }),
    [TOKEN, 'a'],
  ),
];
