import type { Location } from '../../../core/location.js';
import type { Report, Target } from '../../../core/report.js';
import { compareText } from '../../../lib/text.js';
import { type FindingPlaces, findingPlaces } from '../../finding-places.js';

/** The parts of the page that other parts link to, source lines and layers, and the places of findings. */
export interface PageAnchors {
  /** Files that the page shows, each with its text. */
  readonly files: ReadonlyMap<string, { readonly id: string; readonly text: string }>;
  readonly places: FindingPlaces;
  /** Images that the page shows with their layers. */
  readonly images: readonly Target[];
  /** The anchor of a source line; undefined when the page does not show its file. */
  lineAnchor(at: Location | undefined): string | undefined;
  /** `0-3`: image and layer, for the filter by layer. */
  layerKey(image: string | undefined, index: number | undefined): string | undefined;
}

const MAX_FILES = 40;

export function createPageAnchors(
  report: Report,
  source: ((path: string) => string | undefined) | undefined,
): PageAnchors {
  const paths = [...new Set(report.findings.flatMap(({ location }) => location?.path ?? []))];
  const files = new Map<string, { id: string; text: string }>();
  for (const path of paths.sort(compareText).slice(0, MAX_FILES)) {
    const text = source?.(path);
    if (text !== undefined) files.set(path, { id: `f${files.size}`, text });
  }
  const images = report.targets.filter(({ layers }) => layers && layers.length > 0);
  const numbers = new Map(images.map(({ name }, i) => [name, i]));
  return {
    files,
    images,
    places: findingPlaces(report),
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
