import { posix } from 'node:path';
import type { Finding } from '../core/finding.js';
import type { Location } from '../core/location.js';
import { PortsideError, reason } from '../lib/errors.js';
import type { Range } from '../lib/lines.js';
import { plainText } from '../lib/text.js';
import { runningImages } from './deployed-references.js';
import { renderedTemplates } from './helm/rendered-templates.js';
import { templateLines } from './helm/template-lines.js';

import { holdersIn, type NamedHolder } from './holders.js';
import { lintManifests } from './lint.js';
import type { Manifest } from './manifest.js';
import { TemplateError } from './manifest-yaml.js';
import { readManifest } from './read-manifest.js';
import type { ManifestRuleContext } from './rule.js';
import type { DeployedImage } from './select.js';

/** A chart that helm rendered with a values file. */
export interface RenderedChart {
  /** Its folder in the repository. */
  readonly chart: string;
  readonly text: string;
}

/** What the check of a rendered chart needs of the repository. */
export interface RepositoryContext {
  readonly readFile: (path: string) => string | undefined;
  /** Files that are checked as they are, also templates that are plain YAML. */
  readonly plain: ReadonlySet<string>;
  readonly context: ManifestRuleContext;
}

export interface RenderedFindings {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly images: readonly DeployedImage[];
  /** What could not be read, one sentence each. */
  readonly gaps: readonly string[];
  /** The templates that it renders to something, below the chart. */
  readonly rendered: readonly string[];
  /** What was checked of them. */
  readonly manifests: readonly Manifest[];
  readonly holders: readonly NamedHolder[];
}

/** A place in a file of the repository, for a line of the rendered text. */
type Place = (range: Range) => { readonly location: Location; readonly isKnown: boolean };

/** The findings in a rendered chart, each in its template. Templates that are checked as manifests have none here. */
export function lintRendered(
  { chart, text }: RenderedChart,
  { readFile, plain, context }: RepositoryContext,
): RenderedFindings {
  const manifests: Manifest[] = [];
  const places = new Map<string, Place>();
  const gaps: string[] = [];
  const { templates, hasMore } = renderedTemplates(text);
  if (hasMore) gaps.push(LEFT);
  const own = new Set<Manifest>();
  for (const template of templates) {
    const path = posix.join(chart, template.path);
    try {
      const manifest = readManifest(template.text, path, 'kubernetes');
      manifests.push(manifest);
      if (!plain.has(path) || !isCopyOf(readFile(path), template.text)) own.add(manifest);
      places.set(path, placesIn({ chart, path, rendered: template.text }, readFile));
    } catch (error) {
      if (!(error instanceof TemplateError) && !(error instanceof PortsideError)) throw error;
      const why = error instanceof TemplateError ? 'it is not valid YAML' : reason(error);
      gaps.push(`What ${plainText(template.path, 200)} renders to cannot be read: ${why}`);
    }
  }
  const suppressed: Finding[] = [];
  const holders = holdersIn(manifests);
  const all = { ...context, allManifests: manifests, holders };
  const findings = lintManifests([...own], all, undefined, (finding) => suppressed.push(finding));
  const inTemplate = (finding: Finding) => placeFinding(finding, places);
  return {
    findings: findings.map(inTemplate),
    suppressed: suppressed.map(inTemplate),
    images: [...own].flatMap((manifest) =>
      runningImages(manifest).flatMap(({ reference, at, place, isComplete }): DeployedImage[] => {
        const location = places.get(manifest.path)?.(at.range).location;
        const unknown = !isComplete && { isUnknown: true };
        return location ? [{ reference, path: location.path, place, location, ...unknown }] : [];
      }),
    ),
    gaps,
    rendered: templates.map(({ path }) => path),
    manifests: [...own],
    holders: [...own].flatMap((manifest) => holders(manifest).holders),
  };
}

const LEFT =
  'A part of what helm template writes belongs to none of its templates, and was not checked. Run helm template, and check the result';

/**
 * Whether all documents that a template renders to are in it as they are. Others are not checked with the template: they may
 * come from another one that writes its name.
 */
function isCopyOf(template: string | undefined, rendered: string): boolean {
  const linesOf = (text: string) => text.split(/\r?\n/).map((line) => line.trimEnd());
  const own = new Set(linesOf(template ?? ''));
  return linesOf(rendered).every(
    (line) => own.has(line) || line === '' || line === '---' || line.startsWith('# Source: '),
  );
}

/** The template, or the Chart.yaml of the chart if the template is in an archive. */
function placesIn(
  { chart, path, rendered }: { chart: string; path: string; rendered: string },
  readFile: (path: string) => string | undefined,
): Place {
  const template = readFile(path);
  if (template === undefined) {
    const location = { path: posix.join(chart, 'Chart.yaml'), ...FIRST };
    return () => ({ location, isKnown: false });
  }
  const lineOf = templateLines(template, rendered);
  return ({ startLine }) => {
    const { range, isKnown } = lineOf(startLine);
    return { location: { path, ...range }, isKnown };
  };
}

const FIRST: Range = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/** The finding in its template. A fix would edit the rendered text, so there is none. */
function placeFinding(
  { fix: _, related = [], ...finding }: Finding,
  places: ReadonlyMap<string, Place>,
): Finding {
  const placed = (location: Location) => places.get(location.path)?.(location);
  const place = finding.location && placed(finding.location);
  const others = related.flatMap(({ location, message }) => {
    const other = placed(location);
    return other?.isKnown ? [{ location: other.location, message }] : [];
  });
  const inside = place && !place.isKnown ? ' (in the rendered template)' : '';
  return {
    ...finding,
    ...(place && { location: place.location }),
    ...(others.length > 0 && { related: others }),
    message: `${finding.message}${inside}`,
  } as Finding;
}
