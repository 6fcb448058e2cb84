import type { Note } from '../../core/report.js';
import { baseName, folderOf } from '../../lib/paths.js';
import { plainText } from '../../lib/text.js';
import type { LocatedIgnore } from '../ignore-comments.js';
import { kubernetesObjects } from '../kubernetes/limited-objects.js';
import type { Manifest } from '../manifest.js';
import { isKustomization } from '../manifest-kind.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { type ReadRepositoryFile, siblingPath } from '../paths.js';
import { textOf, valueAt } from '../yaml-values.js';
import {
  kustomizationsIn,
  listedResources,
  patchFiles,
  unrenderedNote,
  unusedNotes,
} from './kustomization.js';
import { renderBudget } from './render/budget.js';
import { type RenderedKustomization, renderKustomization } from './render/render.js';
import { type DocumentSource, documentSource } from './render/sources.js';

/**
 * The manifests with each kustomization as it is applied to a cluster. Files that are only used by kustomizations that could
 * be rendered have no objects of their own: they are part of the rendered ones. Where rendering is not possible, files are
 * checked as they are written, and the kustomization has a note with the reason. A file of a generator that `.gitignore`
 * lists (`isIgnored`) is made elsewhere: its content is not known.
 */
export function renderKustomizations(
  manifests: readonly Manifest[],
  readFile: ReadRepositoryFile,
  isIgnored: (path: string) => boolean = () => false,
): readonly Manifest[] {
  const kustomizations = new Map(
    manifests.filter(isReadable).map((manifest) => [manifest.path, manifest]),
  );
  if (kustomizations.size === 0) return manifests;
  const plan = renderAll(kustomizations, documentSource(readFile, isIgnored));
  const ignores = new Map(manifests.map((manifest) => [manifest.path, manifest.ignores]));
  return manifests.flatMap((manifest) => {
    const { path } = manifest;
    const rendering = plan.rendered.get(path);
    const isUsed = plan.used.has(path) && !plan.written.has(path);
    const own = isUsed ? withoutObjects(manifest) : manifest;
    if (rendering) return [own, renderedManifest(path, rendering, ignores)];
    if (isUsed || !kustomizations.has(path)) return [own];
    const item = plan.unavailable.get(path);
    const reasons = isReported(item, path, ignores) ? [] : plan.gaps.get(path);
    const notes = reasons ? reasons.map(unrenderedNote) : unusedNotes(manifest.documents);
    return [{ ...own, notes: [...own.notes, ...notes] }];
  });
}

/** Whether a resource is reported by uncheckedResources, with its line: the kustomization itself names it. */
function isReported(
  item: ManifestNode | undefined,
  path: string,
  manifests: ReadonlyMap<string, unknown>,
): boolean {
  return item?.range.path === path && !manifests.has(siblingPath(path, textOf(item)));
}

function isReadable({ path, documents, templateCount, kind }: Manifest): boolean {
  const isTemplate = documents.length === 0 && templateCount > 0;
  return kind === 'kubernetes' && isKustomization(baseName(path)) && !isTemplate;
}

/** Steps for all kustomizations of a repository. docs/limits.md */
const MAX_STEPS = 40_000_000;
const NOT_RENDERED: RenderedKustomization = {
  objects: [],
  files: new Set(),
  outside: new Set(),
  gaps: ['the kustomizations of the repository take too many steps to render'],
};

interface RenderPlan {
  readonly rendered: Map<string, RenderedKustomization>;
  /** Why a kustomization was not rendered. */
  readonly gaps: Map<string, readonly string[]>;
  /** The resource that is not there, by the kustomization that was not rendered because of it. */
  readonly unavailable: Map<string, ManifestNode>;
  /** The files of the rendered ones. */
  readonly used: Set<string>;
  /** The files that are also checked as they are written. */
  readonly written: Set<string>;
}

/**
 * Renders those that no other one includes; if one cannot be rendered, those that it includes, also if they are part of
 * another one that was rendered: what that one corrects is not corrected in this one.
 */
function renderAll(
  kustomizations: ReadonlyMap<string, Manifest>,
  source: DocumentSource,
): RenderPlan {
  const plan: RenderPlan = {
    rendered: new Map(),
    gaps: new Map(),
    unavailable: new Map(),
    used: new Set(),
    written: new Set(),
  };
  const included = new Set(
    [...kustomizations.values()].flatMap((one) => includedBy(one, kustomizations)),
  );
  const tried = new Set<string>();
  const done = new Set<string>();
  let left = MAX_STEPS;
  const render = (roots: readonly string[]) => {
    const pending = [...roots];
    for (const path of pending) {
      const manifest = kustomizations.get(path);
      if (tried.has(path) || !manifest) continue;
      if (isComponent(manifest) && roots.includes(path)) continue;
      tried.add(path);
      if (isComponent(manifest)) {
        for (const file of filesOf(manifest)) plan.written.add(file);
        pending.push(...includedBy(manifest, kustomizations));
        continue;
      }
      done.add(path);
      const budget = renderBudget();
      const before = budget.steps;
      const rendering = left > 0 ? renderKustomization(path, source, budget) : NOT_RENDERED;
      left -= before - budget.steps;
      if (rendering.gaps.length === 0) {
        plan.rendered.set(path, rendering);
        for (const file of rendering.files) plan.used.add(file);
        for (const file of rendering.files) if (kustomizations.has(file)) done.add(file);
        continue;
      }
      plan.gaps.set(path, rendering.gaps);
      if (rendering.unavailable) plan.unavailable.set(path, rendering.unavailable);
      for (const file of filesOf(manifest)) plan.written.add(file);
      pending.push(...includedBy(manifest, kustomizations));
    }
  };
  render([...kustomizations.keys()].filter((path) => !included.has(path)));
  // Those that only include each other.
  render([...kustomizations.keys()].filter((path) => !done.has(path)));
  return plan;
}

function isComponent({ documents }: Manifest): boolean {
  return documents.some((document) => textOf(valueAt(document, 'kind')) === 'Component');
}

function includedBy(
  { path, documents }: Manifest,
  kustomizations: ReadonlyMap<string, Manifest>,
): string[] {
  return listedResources(documents).flatMap((item) =>
    kustomizationsIn(siblingPath(path, textOf(item))).filter((one) => kustomizations.has(one)),
  );
}

/** The files that a kustomization names itself. */
function filesOf(manifest: Manifest): string[] {
  const { path, documents } = manifest;
  const listed = listedResources(documents).map((item) => siblingPath(path, textOf(item)));
  return [...listed, ...patchFiles(manifest)];
}

/** The manifest without its objects, except data that can contain a secret: a patch does not make it unwritten. */
function withoutObjects(manifest: Manifest): Manifest {
  const resources = manifest.resources.filter(
    ({ kind }) => kind === 'ConfigMap' || kind === 'Secret',
  );
  return {
    ...manifest,
    resources,
    pods: [],
    containers: [],
    withoutContainers: [],
    isReplaced: true,
  };
}

/** A rendered kustomization as a manifest with the path of its file. */
function renderedManifest(
  path: string,
  { objects, files, outside }: RenderedKustomization,
  ignores: ReadonlyMap<string, readonly LocatedIgnore[]>,
): Manifest {
  return {
    path,
    kind: 'kubernetes',
    documents: [],
    templateCount: 0,
    ...kubernetesObjects(objects),
    ignores: [...files].flatMap((file) => ignores.get(file) ?? []),
    rendering: {
      folder: folderOf(path) || '.',
      files,
      outside,
      writtenNames: writtenNames(objects),
    },
    services: [],
    envFiles: [],
    generatedValues: [],
    unreadable: [],
    missing: [],
  };
}

/** The names as they are written in the files, by those that kustomizations give them. */
function writtenNames(objects: readonly ManifestNode[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const object of objects) {
    const name = valueAt(object, 'metadata', 'name');
    if (name?.writtenText !== undefined) names.set(textOf(name), name.writtenText);
  }
  return names;
}

/** A note about files that Kustomize does not read by default; none if no kustomization names one. */
export function outsideNotes(manifests: readonly Manifest[]): Note[] {
  const named = manifests.flatMap(({ path, rendering }) =>
    rendering && rendering.outside.size > 0 ? [`${path} (${[...rendering.outside][0]})`] : [],
  );
  const [first] = named;
  if (first === undefined) return [];
  const more = named.length > 1 ? ` and ${named.length - 1} more` : '';
  return [
    {
      check: 'manifest',
      message: `Rendered with files outside of its folder, which Kustomize reads with --load-restrictor LoadRestrictionsNone only: ${plainText(first, MAX_NAMES)}${more}`,
    },
  ];
}

/** Characters of names in a note. */
const MAX_NAMES = 200;
