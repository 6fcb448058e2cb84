import type { Coverage } from '../core/coverage.js';
import type { Incomplete, Inspection } from '../core/report.js';
import { reason } from '../lib/errors.js';
import { TEMPLATE_ENDING } from '../lib/template-ending.js';
import { readInputManifest } from '../repository/input-text.js';
import type { ChartTemplates } from './charts.js';
import { helmChartOf } from './helm/chart.js';
import type { Manifest } from './manifest.js';
import type { ManifestKind } from './manifest-kind.js';
import { TemplateError } from './manifest-yaml.js';
import { readManifest, unreadManifest } from './read-manifest.js';
import { type TemplateComment, templateComment } from './template-comments.js';

/** A manifest file of the repository. */
export interface ManifestFile {
  readonly path: string;
  readonly kind: ManifestKind;
}

/** The files of the repository besides the manifests. */
export interface RepositoryTexts {
  /** Whether .gitignore excludes the path. */
  readonly ignored: (path: string) => boolean;
  /** The text of a file that is not ignored. */
  readonly readFile: (path: string) => string | undefined;
}

/** The manifests that could be read, and the gaps of the others. */
export interface ReadManifests extends Required<Pick<Inspection, 'incomplete' | 'coverage'>> {
  readonly manifests: readonly Manifest[];
  /** Those of Kubernetes that could not be read, without content: what they define is not known. */
  readonly unread: readonly Manifest[];
  /** By folder. */
  readonly charts: ReadonlyMap<string, ChartTemplates>;
}

/**
 * Reads the manifests. One that cannot be read is incomplete and stops no other; templates of a Helm chart belong to the gap
 * of their chart.
 */
export async function readManifests(
  root: string,
  files: readonly ManifestFile[],
  { readFile }: RepositoryTexts,
): Promise<ReadManifests> {
  const manifests: Manifest[] = [];
  const unread: Manifest[] = [];
  const incomplete: Incomplete[] = [];
  const coverage: Coverage[] = [];
  const charts = new Map<string, { count: number; readonly paths: Set<string> }>();
  const row = (target: string, gap: Gap) => coverage.push({ check: 'manifest', target, ...gap });
  const skip = (path: string, templates: number, gap: Gap) => {
    const chart = helmChartOf(path, readFile);
    if (chart === undefined) return row(path, gap);
    const known = charts.get(chart) ?? { count: 0, paths: new Set() };
    charts.set(chart, known);
    known.count += templates;
    known.paths.add(path);
  };
  const fail = (target: string, why: string) =>
    incomplete.push({ check: 'manifest', target, reason: why });
  // Files that are checked themselves report their own problems.
  const reported = new Set(files.map(({ path }) => path));
  for (const { path, kind } of files) {
    if (TEMPLATE_ENDING.test(path)) {
      unread.push(unreadManifest(path));
      skip(path, 1, TEMPLATE);
      continue;
    }
    try {
      const text = await readInputManifest(root, path);
      const manifest = readManifest(text, path, kind, readFile);
      const { templateCount, unreadable, documents } = manifest;
      const hasTemplates = templateCount > 0 || text.includes('{{');
      if (hasTemplates && helmChartOf(path, readFile) !== undefined) {
        // The gap of the chart stands for everything that is not known of its templates.
        manifests.push({ ...manifest, notes: [], withoutContainers: [] });
        skip(path, Math.max(templateCount, 1), TEMPLATE);
        continue;
      }
      manifests.push(manifest);
      row(path, { state: documents.length > 0 ? 'checked' : 'not-applicable' });
      for (const broken of unreadable.filter((one) => !reported.has(one.path))) {
        reported.add(broken.path);
        fail(broken.path, broken.reason);
      }
      if (templateCount > 0) row(path, { state: 'partial', reason: partReason(manifest) });
      const comment = templateComment(text);
      if (comment) row(path, { state: 'partial', reason: commentReason(comment) });
    } catch (error) {
      if (kind === 'kubernetes') unread.push(unreadManifest(path));
      if (error instanceof TemplateError) skip(path, 1, TEMPLATE);
      else fail(path, reason(error));
    }
  }
  return { manifests, unread, charts, incomplete, coverage };
}

function commentReason({ engine, line }: TemplateComment): string {
  return `Line ${line}: this is an unrendered ${engine} template. Render it, and check the result`;
}

type Gap = Pick<Coverage, 'state' | 'reason'>;

const TEMPLATE: Gap = {
  state: 'not-covered',
  reason: 'This is an unrendered template. Render it, and check the result',
};

function partReason({ templateCount, documents }: Manifest): string {
  const all = templateCount + documents.length;
  const what = templateCount === 1 ? 'is a template and was' : 'are templates and were';
  return `Of its ${all} documents ${templateCount} ${what} skipped. Render it, and check the result`;
}
