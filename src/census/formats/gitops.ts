import { DATA_FILE, type FileFormat } from '../format.js';
import { at, hasAll, hasAny, members, textBelow } from '../values.js';

/** Objects and files of tools that deploy to a cluster, and change on the way what the files of the repository say. */
export const GITOPS_FORMATS: readonly FileFormat[] = [
  {
    kind: 'Flux or Argo CD deployment',
    source: 'https://fluxcd.io/flux/components/',
    path: DATA_FILE,
    words: [
      ['toolkit.fluxcd.io/', 'fluxcd.controlplane.io/', 'argoproj.io/'],
      ['Kustomization', 'HelmRelease', 'ResourceSet', 'Application'],
    ],
    inManifests: true,
    usualName: DATA_FILE,
    data: (it) => objectsIn(it).some(changesOutput),
  },
  {
    kind: 'Chart of K3s or RKE2',
    source: 'https://docs.k3s.io/helm',
    path: DATA_FILE,
    words: ['helm.cattle.io/', 'HelmChart'],
    inManifests: true,
    usualName: DATA_FILE,
    data: (it) =>
      objectsIn(it).some(
        (one) =>
          groupOf(one) === 'helm.cattle.io' &&
          /^HelmChart(?:Config)?$/.test(textBelow(one, 'kind')),
      ),
  },
  {
    kind: 'Fleet bundle',
    source: 'https://fleet.rancher.io/ref-fleet-yaml',
    path: /(?:^|\/)fleet\.ya?ml$/i,
    words: [['helm:', 'kustomize:', 'targetCustomizations:']],
    usualName: /fleet\.ya?ml$/i,
    data: (it) => hasAny(it, 'helm', 'kustomize', 'targetCustomizations'),
  },
  {
    kind: 'Carvel app or package',
    source: 'https://carvel.dev/kapp-controller/docs/latest/app-spec/',
    path: DATA_FILE,
    words: [['kappctrl.k14s.io/', 'packaging.carvel.dev/']],
    inManifests: true,
    usualName: DATA_FILE,
    data: (it) =>
      objectsIn(it).some(
        (one) =>
          /^(?:kappctrl\.k14s\.io|(?:data\.)?packaging\.carvel\.dev)$/.test(groupOf(one)) &&
          /^(?:App|Package|PackageInstall|PackageRepository)$/.test(textBelow(one, 'kind')),
      ),
  },
  {
    kind: 'Helm release of Crossplane',
    source: 'https://github.com/crossplane-contrib/provider-helm',
    path: DATA_FILE,
    words: ['helm.crossplane.io/', 'Release'],
    inManifests: true,
    usualName: DATA_FILE,
    data: (it) =>
      objectsIn(it).some(
        (one) =>
          /^helm\.(?:m\.)?crossplane\.io$/.test(groupOf(one)) &&
          textBelow(one, 'kind') === 'Release',
      ),
  },
  {
    kind: 'Helmfile',
    source: 'https://helmfile.readthedocs.io/en/latest/',
    path: /(?:^|\/)(?:helmfile[^/]*|helmfile\.d\/[^/]+)\.ya?ml$/i,
    words: ['releases:', 'chart:'],
    usualName: /helmfile/i,
    data: (it) => members(at(it, 'releases')).some((one) => hasAll(one, 'chart')),
  },
  {
    kind: 'Kluctl deployment',
    source: 'https://kluctl.io/docs/kluctl/deployments/deployment-yml/',
    path: /(?:^|\/)deployment\.ya?ml$/i,
    words: ['deployments:'],
    usualName: /^$/,
    data: (it) =>
      !hasAny(it, 'apiVersion', 'kind') &&
      members(at(it, 'deployments')).some((one) =>
        hasAny(one, 'path', 'include', 'git', 'oci', 'message', 'barrier'),
      ),
  },
];

/** The object, or those of a list of Kubernetes. */
function objectsIn(document: unknown): readonly unknown[] {
  const isList = textBelow(document, 'kind').endsWith('List');
  return isList ? members(at(document, 'items')) : [document];
}

function groupOf(object: unknown): string {
  return textBelow(object, 'apiVersion').split('/', 1)[0] ?? '';
}

/** What makes Flux deploy something else than the files at the path. */
const CHANGES = 'components images patches patchesJson6902 patchesStrategicMerge postBuild'.split(
  ' ',
);

/** Whether what a tool deploys differs from the files of the repository: it renders a chart, patches them, or takes others. */
function changesOutput(object: unknown): boolean {
  const group = groupOf(object);
  const kind = textBelow(object, 'kind');
  if (group === 'argoproj.io') return /^Application(?:Set)?$/.test(kind);
  if (group === 'helm.toolkit.fluxcd.io') return kind === 'HelmRelease';
  if (group === 'fluxcd.controlplane.io')
    return kind === 'ResourceSet' && hasAny(at(object, 'spec'), 'resourcesTemplate', 'inputsFrom');
  if (group !== 'kustomize.toolkit.fluxcd.io') return false;
  const source = textBelow(object, 'spec', 'sourceRef', 'kind');
  return hasAny(at(object, 'spec'), ...CHANGES) || !/^(?:GitRepository)?$/.test(source);
}
