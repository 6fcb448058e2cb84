import type { Finding } from '../../../core/finding.js';
import type { Location } from '../../../core/location.js';
import type { Report, Target } from '../../../core/report.js';
import { compareText } from '../../../lib/text.js';

/** Where things of the report stand on the page: files that are shown, images that have layers. */
export interface PageAnchors {
  /** Files with lines to show, each with its text. */
  readonly files: ReadonlyMap<string, { readonly id: string; readonly text: string }>;
  readonly images: readonly Target[];
  /** The anchor of a line that is shown. */
  anchor(at: Location | undefined): string | undefined;
  /** `0-3`: the layer of an image, for the filter. */
  layer(image: string | undefined, index: number | undefined): string | undefined;
}

/** Files that are shown in full; of many only the first. */
const FILES = 40;

export function createPageAnchors(
  report: Report,
  source: ((path: string) => string | undefined) | undefined,
): PageAnchors {
  const paths = [...new Set(report.findings.flatMap(({ location }) => location?.path ?? []))];
  const files = new Map<string, { id: string; text: string }>();
  for (const path of paths.sort(compareText).slice(0, FILES)) {
    const text = source?.(path);
    if (text !== undefined) files.set(path, { id: `f${files.size}`, text });
  }
  const images = report.targets.filter(({ layers }) => layers && layers.length > 0);
  const numbers = new Map(images.map(({ name }, i) => [name, i]));
  return {
    files,
    images,
    anchor: (at) => {
      const file = at && files.get(at.path);
      return file && `${file.id}-${at.startLine}`;
    },
    layer: (image, index) => {
      const number = image === undefined ? undefined : numbers.get(image);
      return number === undefined || index === undefined ? undefined : `${number}-${index}`;
    },
  };
}

/** Findings by the line that they start on. */
export function findingsByLine(findings: readonly Finding[], path: string): Map<number, Finding[]> {
  const lines = new Map<number, Finding[]>();
  for (const finding of findings) {
    if (finding.location?.path !== path) continue;
    const line = finding.location.startLine;
    const known = lines.get(line);
    if (known) known.push(finding);
    else lines.set(line, [finding]);
  }
  return lines;
}
