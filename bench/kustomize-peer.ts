/** Renders the same kustomization with Portside and with the installed Kustomize, and compares. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { renderKustomization } from '../src/manifests/kustomize/render/render.js';
import { documentSource } from '../src/manifests/kustomize/render/sources.js';
import { KUSTOMIZATION_NAMES } from '../src/manifests/manifest-kind.js';
import { type ManifestNode, readManifestYaml } from '../src/manifests/manifest-yaml.js';

export type Files = Readonly<Record<string, string>>;

/** A gap is what only Portside does not render. */
export const RESULTS = [
  'equal',
  'both refuse',
  'gap',
  'only Kustomize refuses',
  'differs',
] as const;

export interface Comparison {
  readonly result: (typeof RESULTS)[number];
  readonly ours: string;
  readonly theirs: string;
}

/** Renders `folder` of the files with both. */
export function compareWithKustomize(
  files: Files,
  folder: string,
  command: readonly string[] = ['kustomize', 'build'],
): Comparison {
  const output = kustomizeOutput(files, folder, command);
  return comparedWith(output, (path) => files[path], rootIn(files, folder));
}

/** The kustomization in a folder; empty if there is none. */
export function rootIn(files: Files, folder: string): string {
  const names = KUSTOMIZATION_NAMES.map((name) => posix.join(folder, name));
  return names.find((name) => files[name] !== undefined) ?? '';
}

/** Compares what Portside renders from the kustomization `root` with a text, or with the error with which Kustomize refuses. */
export function comparedWith(
  { text, error }: { readonly text?: string; readonly error?: string },
  readFile: (path: string) => string | undefined,
  root: string,
): Comparison {
  const { objects, gaps, outside } = renderKustomization(root, documentSource(readFile));
  const isGap = gaps.length > 0;
  const ours = isGap ? gaps.join() : canonical(objects);
  if (text === undefined)
    // A note of the report names such files.
    return {
      result: isGap || outside.size > 0 ? 'both refuse' : 'only Kustomize refuses',
      ours,
      theirs: error ?? '',
    };
  const theirs = canonical(readManifestYaml(text, 'theirs.yaml'));
  if (isGap) return { result: 'gap', ours, theirs };
  return { result: ours === theirs ? 'equal' : 'differs', ours, theirs };
}

function kustomizeOutput(files: Files, folder: string, command: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), 'portside-kustomize-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const [program = '', ...args] = [...command, join(root, folder)];
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (error) throw error;
    return status === 0 ? { text: stdout } : { error: stderr };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The objects without what docs/manifests.md says is not rendered: their order, definitions, marks of `buildMetadata`. */
function canonical(objects: readonly ManifestNode[]): string {
  return objects
    .filter((node) => node.entries.get('kind')?.scalar !== 'CustomResourceDefinition')
    .map((node) => JSON.stringify(withoutMarks(plain(node))))
    .sort()
    .join('\n');
}

function plain(node: ManifestNode): unknown {
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'scalar') return node.scalar;
  const entries = [...node.entries].map(([key, value]) => [key, plain(value)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const MARKS = {
  annotations: ['config.kubernetes.io/origin', 'alpha.config.kubernetes.io/transformations'],
  labels: ['app.kubernetes.io/managed-by'],
};

function withoutMarks(object: unknown): unknown {
  const metadata = (object as { metadata?: Record<string, Record<string, unknown> | undefined> })
    ?.metadata;
  for (const [key, marks] of Object.entries(MARKS)) {
    const map = metadata?.[key];
    if (!metadata || !map || !marks.some((mark) => mark in map)) continue;
    for (const mark of marks) delete map[mark];
    if (Object.keys(map).length === 0) delete metadata[key];
  }
  return object;
}
