import { baseName, folderOf } from '../../lib/paths.js';
import { isLikeDeployment } from '../kubernetes/embedded-pods.js';
import type { Manifest } from '../manifest.js';
import { isKustomization } from '../manifest-kind.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { listedFiles } from './image-overrides.js';
import { listedResources, uncheckedResources } from './kustomization.js';

/** Keys with which a kustomization adds objects, or changes their names and labels. */
const CHANGING_KEYS = [
  'components',
  'generators',
  'helmCharts',
  'helmChartInflationGenerator',
  'patches',
  'patchesJson6902',
  'patchesStrategicMerge',
  'replacements',
  'transformers',
  'vars',
];

/** Keys that rename the objects that other folders refer to. */
const RENAMING_KEYS = ['namePrefix', 'nameSuffix'];

/** API groups whose objects create no pods, services or accounts that their own text does not show. Those of Kubernetes end in `.k8s.io` or have no dot. */
const PASSIVE_GROUPS: ReadonlySet<string> = new Set([
  'apps.openshift.io',
  'bitnami.com',
  'build.openshift.io',
  'cert-manager.io',
  'external-secrets.io',
  'image.openshift.io',
  'keda.sh',
  'monitoring.coreos.com',
  'networking.istio.io',
  'route.openshift.io',
  'security.istio.io',
  'traefik.containo.us',
  'traefik.io',
]);

/** Kinds of these groups that an operator makes pods of. */
const ACTIVE_KINDS: ReadonlySet<string> = new Set(['Alertmanager', 'Prometheus', 'ThanosRuler']);

/**
 * The folders whose objects are not all known from their files: templates, files that could not be read completely, custom
 * objects that an operator makes others of, and kustomizations that change objects or add some from elsewhere.
 */
export function openFolders(manifests: readonly Manifest[]): ReadonlySet<string> {
  const read = manifests.filter((manifest) => !isUnread(manifest));
  const byPath = new Map(read.map((manifest) => [manifest.path, manifest]));
  const folders = new Set<string>();
  for (const manifest of manifests) {
    const { path, resources, documents } = manifest;
    const isListing = isKustomization(baseName(path));
    if (hasGaps(manifest) || /(?:^|\/)templates\//.test(path) || resources.some(isOperated))
      folders.add(folderOf(path));
    if (!isListing || manifest.isReplaced) continue;
    const uses = (keys: readonly string[]) =>
      documents.some((document) => keys.some((key) => isSet(valueAt(document, key))));
    if (uses(RENAMING_KEYS)) folders.add(folderOf(path));
    const isManifest = (listed: string) => byPath.has(listed);
    const missing = uncheckedResources(manifest, { isManifest, exists: isManifest });
    if (!uses(CHANGING_KEYS) && missing.length === 0) continue;
    folders.add(folderOf(path));
    if (listedResources(documents).length === 0) continue;
    for (const listed of listedFiles(manifest, byPath)) folders.add(folderOf(listed));
  }
  return folders;
}

function isOperated({ kind, node }: Manifest['resources'][number]): boolean {
  const [group = '', version] = textOf(valueAt(node, 'apiVersion')).split('/');
  if (version === undefined || !group.includes('.') || group.endsWith('.k8s.io')) return false;
  if (isLikeDeployment({ node })) return false;
  return !PASSIVE_GROUPS.has(group) || ACTIVE_KINDS.has(kind);
}

/** Whether some of a file could not be read. */
export function hasGaps({ templateCount, isCut = false }: Manifest): boolean {
  return templateCount > 0 || isCut;
}

/** Whether a manifest stands for a file that could not be read at all. */
function isUnread({ templateCount, documents }: Manifest): boolean {
  return templateCount > 0 && documents.length === 0;
}
