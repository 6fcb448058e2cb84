import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import type { ImageChange, ImageDifference, SettingChange } from '../core/image-difference.js';
import type { Origin } from '../core/origin.js';
import { ruleFinding } from '../core/rule-finding.js';
import { groupBy } from '../lib/group-by.js';
import type { DifferenceRule } from './rule.js';
import { differenceRules } from './rules/index.js';

/** What the origin of a change is told by. */
export interface ComparedLayers {
  /** The layer that has the file. */
  layerOf(path: string): number | undefined;
  readonly baseLayers: number;
  readonly baseImage?: string;
}

/** Paths that one finding lists in its details, and in its message. */
const MAX_PATHS = 50;
const MOST_NAMED = 3;

/** What the rules report about a difference. The files of one line are one finding. */
export function differenceFindings(difference: ImageDifference, layers: ComparedLayers): Finding[] {
  const findings = differenceRules.flatMap((rule) => {
    const matched = difference.changes.filter((change) => rule.matches(change));
    const groups = groupBy(matched, (change) =>
      change.kind === 'file' ? JSON.stringify(change.location) : change.message,
    );
    return [...groups.values()].map((changes) => findingOf(rule, changes, { difference, layers }));
  });
  return disambiguateFingerprints(findings);
}

function findingOf(
  rule: DifferenceRule,
  changes: readonly ImageChange[],
  { difference, layers }: { readonly difference: ImageDifference; readonly layers: ComparedLayers },
): Finding {
  const paths = changes.flatMap((change) => (change.kind === 'file' ? change.path : [])).sort();
  const [first] = changes;
  const path = first?.kind === 'setting' ? first.path : paths[0];
  const layer = path === undefined ? undefined : layers.layerOf(path);
  const { platform, after } = difference;
  const about = first?.kind === 'setting' ? nameOf(first) : path;
  return {
    ...ruleFinding(rule, 'hardening'),
    message: messageOf(rule, changes, paths),
    ...(first?.location && { location: first.location }),
    subject: {
      image: after.name,
      ...(layer !== undefined && { layer }),
      ...(path !== undefined && { path }),
      ...(platform !== undefined && { platforms: [platform] }),
    },
    origin: originOf(layer, layers),
    fingerprint: fingerprint(rule.id, imageName(after.name), about),
    ...(paths.length > 0 && { details: { count: paths.length, paths: paths.slice(0, MAX_PATHS) } }),
  };
}

/** Of a port its number, of a host its file; of the user and the like what does not change with the value. */
function nameOf({ setting, path, after }: SettingChange): string {
  if (path !== undefined) return path;
  return setting === 'port' || setting === 'host' ? (after ?? setting) : setting;
}

function messageOf(
  { files = 'new files' }: DifferenceRule,
  changes: readonly ImageChange[],
  paths: readonly string[],
): string {
  const [first] = changes;
  if (first && paths.length <= 1) return first.message;
  const named = paths.slice(0, MOST_NAMED).map((path) => `/${path}`);
  const more = paths.length - named.length;
  return `Image has ${paths.length} ${files}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function originOf(layer: number | undefined, { baseLayers, baseImage }: ComparedLayers): Origin {
  if (layer === undefined || layer >= baseLayers) return { kind: 'own-layer' };
  return { kind: 'base-image', ...(baseImage !== undefined && { image: baseImage }) };
}
