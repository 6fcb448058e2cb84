import { afterLines, withYamlBreaks } from '../lib/lines.js';
import { baseName } from '../lib/paths.js';
import { TEMPLATE_ENDING } from '../lib/template-ending.js';
import { isComposeFileName } from './compose/file-name.js';
import { isComposeKey } from './compose-keys.js';
import { isEngineFile } from './engine/engine-file.js';
import { isJsonObject, isJsonText } from './json-objects.js';
import { type ManifestNode, readManifestYaml } from './manifest-yaml.js';
import { isWorkflowPath } from './workflow/workflow.js';
import { valueAt } from './yaml-values.js';

/** `engine`: settings of a container engine that name registries. */
export type ManifestKind = 'compose' | 'kubernetes' | 'workflow' | 'engine';

/**
 * The kind of deployment manifest that a YAML file is; undefined for other files. Compose files and kustomizations have
 * fixed names. Other Kubernetes manifests have `apiVersion` and `kind` at the top level of a document; other Compose
 * files, which are passed with `docker compose -f`, have `services` with an image or a build. A file of JSON by its name
 * and text is one only if it has both keys, and no kind that says nothing about what runs, such as a definition. The own
 * files of a Helm chart are not manifests. Settings of a container engine have fixed names. Workflows of GitHub are in a
 * folder of their own. Objects of Kubernetes are such under any name: kubectl reads them under any name.
 * Source: Compose Specification, "Compose file"; Kustomize, "kustomization.yaml".
 */
export function manifestKind(path: string, content: string): ManifestKind | undefined {
  const text = plainSyntax(content);
  if (isEngineFile(path, text)) return isKubernetesObject(text) ? 'kubernetes' : 'engine';
  if (isJsonText(path, text) && isJsonObject(text) === true) return 'kubernetes';
  if (isJsonText(path, text)) return isComposeText(path, text) ? 'compose' : undefined;
  if (isWorkflowPath(path)) return 'workflow';
  // A template of a manifest is found too, to be reported as not covered.
  const name = baseName(path).replace(TEMPLATE_ENDING, '');
  if (isComposeFileName(name)) return isOnlyKubernetes(text) ? 'kubernetes' : 'compose';
  if (isKustomization(name)) return 'kubernetes';
  if (CHART_FILE.test(name) && !hasTopLevelKey(text, 'metadata')) return undefined;
  if (isKubernetesObject(text)) return 'kubernetes';
  return isComposeText(path, text) ? 'compose' : undefined;
}

/**
 * Whether the first document of a file can be an object of Kubernetes or a Compose file, by the beginning of its text,
 * whatever its name is. A text that has such a document inside, such as a page of documentation, is none.
 */
export function mayBeManifest(beginning: string): boolean {
  const text = plainSyntax(beginning);
  if (/^\s*\{\s*"/.test(text)) return isObjectText(text);
  const isBefore = (line: string) => /^(?:\s*(?:#|$)|%|---\s*(?:#|$))/.test(line);
  const [first = ''] = afterLines(text, isBefore).split(/^---/m, 1);
  const has = (key: string) => hasTopLevelKey(first, key);
  const hasKeys =
    (has('apiVersion') && has('kind')) || (has('services') && /\b(?:image|build):/.test(first));
  // The last line can be cut off.
  return hasKeys && first.split(/\r?\n/).slice(0, -1).every(isLineOfMap);
}

/** Whether a text in braces has the keys of an object of Kubernetes or of a Compose file, quoted. */
function isObjectText(text: string): boolean {
  const has = (key: string) => text.includes(`"${key}"`);
  return (has('apiVersion') && has('kind')) || (has('services') && (has('image') || has('build')));
}

/** A text without byte order mark, line breaks that only parsers see, escapes of ASCII characters, and content in the line that begins a document. */
function plainSyntax(text: string): string {
  return withYamlBreaks(text)
    .replace(/^\ufeff/, '')
    .replace(/\\(?:u00|x)([2-7][0-9a-f])/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/^---[ \t]+(?=[^\s#])/gm, '---\n');
}

/** Whether a line can be in a map of YAML: indented, a comment, a key, an item, or the end of a list or map in braces. */
function isLineOfMap(line: string): boolean {
  return /^(?:\s|$|#|%|-(?:\s|$)|[{}\]]|["']?[\w./$-]+["']?[ \t]*:(?:\s|$))/.test(line);
}

function isOnlyKubernetes(text: string): boolean {
  return isKubernetesObject(text) && !hasTopLevelKey(text, 'services');
}

/** A pod or workload that lacks one of the two keys is found too: it is checked, or reported as not checked. */
function isKubernetesObject(text: string): boolean {
  const [hasVersion, hasKind] = [hasTopLevelKey(text, 'apiVersion'), hasTopLevelKey(text, 'kind')];
  if (hasVersion && hasKind) return true;
  const isWorkload = hasVersion || (hasKind && WORKLOAD_KIND.test(text));
  return isWorkload && hasTopLevelKey(text, 'spec') && CONTAINERS.test(text);
}

const WORKLOAD_KIND =
  /\bkind["']?\s*:\s*["']?(?:Pod|Deployment|ReplicaSet|ReplicationController|StatefulSet|DaemonSet|Job|CronJob)\b/;
const CONTAINERS = /(?:^[ \t-]*|[{,][ \t]*)["']?containers["']?[ \t]*:/m;

/** Keys can be quoted, all lines can be indented, and a document can be in braces, as JSON is. */
function hasTopLevelKey(text: string, key: string): boolean {
  const rest = afterLines(text, (line) => /^(?:\s*(?:#|$)|%|---)/.test(line));
  const [, indent = '', brace = ''] = /^( *)(\{(?!\{))?/.exec(rest) ?? [];
  if (indent.length > MAX_INDENT) return false;
  const before = brace === '' ? `^(?:${indent})?` : '(?:^|[{,])\\s*';
  return new RegExp(`${before}(["']?)${key}\\1\\s*:`, 'm').test(text);
}

/** Spaces in front of all lines of a document. */
const MAX_INDENT = 1_000;

/** The file names that Kustomize looks for. */
export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export function isKustomization(name: string): boolean {
  return KUSTOMIZATION_NAMES.includes(name);
}

/** The metadata of a Helm chart and the values for its templates. */
const CHART_FILE = /^chart\.ya?ml$|^values([._-].*)?\.ya?ml$|[._-]values\.ya?ml$/i;

function isComposeText(path: string, text: string): boolean {
  if (!SERVICES.test(text) || !/image|build/.test(text)) return false;
  try {
    return readManifestYaml(text, path).some(isComposeDocument);
  } catch {
    // Found too, to be reported as not checked.
    return hasServices(text) && hasOnlyComposeKeys(text);
  }
}

/** The key as people write it: quoted, in braces, with an anchor after it. */
const SERVICES = /(?:^|[{,])[ \t]*(["']?)services\1[ \t]*:/m;

function isComposeDocument(document: ManifestNode): boolean {
  const services = [...(valueAt(document, 'services')?.entries.values() ?? [])];
  return (
    services.some(({ entries }) => entries.has('image') || entries.has('build')) &&
    [...document.entries.keys()].every(isComposeKey)
  );
}

function hasOnlyComposeKeys(text: string): boolean {
  const keys = text.matchAll(/^([A-Za-z_][\w.-]*)[ \t]*:(?=\s|$)/gm);
  return [...keys].every(([, key = '']) => isComposeKey(key));
}

/** Whether a service, one level below `services`, has an image or a build, one level below itself. */
function hasServices(text: string): boolean {
  const start = /^services[ \t]*:[ \t]*(?:#.*)?$/m.exec(text);
  if (!start) return false;
  let [serviceIndent, keyIndent] = [0, 0];
  for (const line of text.slice(start.index + start[0].length).split('\n', MAX_LINES)) {
    const [, spaces = '', key] = /^( *)([^\s#].*)?/.exec(line) ?? [];
    if (key === undefined) continue;
    const indent = spaces.length;
    if (indent === 0 || (serviceIndent === 0 && key.startsWith('- '))) return false;
    if (serviceIndent === 0) serviceIndent = indent;
    if (indent <= serviceIndent) keyIndent = 0;
    else if (keyIndent === 0) keyIndent = indent;
    if (indent === keyIndent && /^(?:image|build)[ \t]*:(?:[ \t]|$)/.test(key.trimEnd()))
      return true;
  }
  return false;
}

/** The first service of a Compose file is within these lines. */
const MAX_LINES = 2000;
