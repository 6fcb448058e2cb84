import { createHash } from 'node:crypto';
import type { Finding } from '../../../core/finding.js';
import type { Location } from '../../../core/location.js';
import type { Report, Target } from '../../../core/report.js';
import { compareText } from '../../../lib/text.js';
import { type FindingPlaces, findingPlaces } from '../../finding-places.js';

/** The parts of the page that links lead to, and the places of findings. Anchors are the same in the next report. */
export interface PageAnchors {
  /** Files that the page shows, each with its text. */
  readonly files: ReadonlyMap<string, { readonly id: string; readonly text: string }>;
  readonly places: FindingPlaces;
  /** Images that the page shows with their layers. */
  readonly images: readonly Target[];
  /** `f-468aecc3aa8d`: the first digits of the fingerprint; undefined when the page does not show the finding. */
  findingAnchor(finding: Finding): string | undefined;
  /** The anchor of a source line; undefined when the page does not show its file. */
  lineAnchor(at: Location | undefined): string | undefined;
  /** `0-3`: image and layer, for the filter by layer. */
  layerKey(image: string | undefined, index: number | undefined): string | undefined;
}

const MAX_FILES = 40;

/** `findings` are those that the page shows. */
export function createPageAnchors(
  report: Report,
  findings: readonly Finding[],
  source: ((path: string) => string | undefined) | undefined,
): PageAnchors {
  const paths = [...new Set(report.findings.flatMap(({ location }) => location?.path ?? []))];
  const files = new Map<string, { id: string; text: string }>();
  for (const path of paths.sort(compareText).slice(0, MAX_FILES)) {
    const text = source?.(path);
    if (text !== undefined) files.set(path, { id: `l-${digits(path)}`, text });
  }
  const images = report.targets.filter(({ layers }) => layers && layers.length > 0);
  const numbers = new Map(images.map(({ name }, i) => [name, i]));
  const anchors = findingAnchors(findings);
  return {
    files,
    images,
    places: findingPlaces(report),
    findingAnchor: (finding) => anchors.get(finding),
    lineAnchor: (at) => {
      const file = at && files.get(at.path);
      return file && `${file.id}-${at.startLine}`;
    },
    layerKey: (image, index) => {
      const number = image === undefined ? undefined : numbers.get(image);
      return number === undefined || index === undefined ? undefined : `${number}-${index}`;
    },
  };
}

/** Findings of merged reports may share a fingerprint: the second gets `-2`. */
function findingAnchors(findings: readonly Finding[]): ReadonlyMap<Finding, string> {
  const uses = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const { fingerprint } = finding;
      // A stored report may hold any text as fingerprint.
      const start = /^[0-9a-f]{12}/.exec(String(fingerprint))?.[0] ?? digits(String(fingerprint));
      const use = (uses.get(start) ?? 0) + 1;
      uses.set(start, use);
      return [finding, `f-${start}${use === 1 ? '' : `-${use}`}`];
    }),
  );
}

function digits(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
