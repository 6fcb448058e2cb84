import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import type { Origin } from '../core/origin.js';
import { ruleFinding } from '../core/rule-finding.js';
import type { Image } from '../image/image.js';
import { groupBy } from '../lib/group-by.js';
import { plainText, pluralize } from '../lib/text.js';
import type { Change } from './change.js';
import { integrityRules } from './rules/index.js';

/** The lines that created the layers, and where the layers come from. */
export interface LayerLines {
  layer(index: number): Location | undefined;
  origin(layer: number): Origin | undefined;
}

/** Findings of one rule and layer; more are counted in one. */
const MOST_FINDINGS = 500;
/** Paths in the details of the one that counts. */
const MOST_PATHS = 1_000;
const MAX_MESSAGE = 300;

/** The findings about these changes, with the lines of their layers. */
export function findingsOf(changes: readonly Change[], image: Image, lines: LayerLines): Finding[] {
  const found = changes.flatMap((change) => {
    for (const rule of integrityRules) {
      const message = rule.check(change);
      if (message !== undefined) return [{ rule, change, message }];
    }
    return [];
  });
  const findings: Finding[] = [];
  const [counted, others] = countedFolders(found);
  for (const one of counted) findings.push(findingOf(one, image, lines));
  for (const group of groupBy(
    others,
    ({ rule, change }) => `${rule.id} ${change.layer}`,
  ).values()) {
    const sorted = group.toSorted((a, b) => (a.change.path < b.change.path ? -1 : 1));
    for (const { rule, change, message } of sorted.slice(0, MOST_FINDINGS)) {
      findings.push(findingOf({ rule, change, message, details: detailsOf(change) }, image, lines));
    }
    const [first, ...others] = sorted.slice(MOST_FINDINGS);
    if (!first) continue;
    const message = `${pluralize(others.length + 1, 'more file')} of packages were changed: see ${first.rule.id}`;
    const paths = [first, ...others].slice(0, MOST_PATHS).map(({ change }) => change.path);
    const details = { count: others.length + 1, paths };
    findings.push(findingOf({ ...first, message, details }, image, lines));
  }
  return disambiguateFingerprints(findings);
}

function detailsOf(change: Change): Reported['details'] {
  const { kind, recorded, found, interpreter } = change;
  const { manager, name, version } = change.owner;
  if (kind === 'byte-code') return { name: found };
  if (kind === 'start' && name === '') return { interpreter };
  return { manager, package: name, version, recorded, found };
}

/** More packages of one folder of npm that one layer wrote have one cause: a folder of a workstation that was copied. */
const MOST_PACKAGES = 10;

/** One finding for each folder with many packages, and what is left to report on its own. */
function countedFolders(found: readonly Found[]): readonly [readonly Reported[], readonly Found[]] {
  const folderOf = ({ change }: Found) => `${change.layer} ${change.folder ?? ''}`;
  const counted: Reported[] = [];
  const others: Found[] = [];
  for (const group of groupBy(found, folderOf).values()) {
    const [first] = group;
    const folder = first?.change.folder;
    if (!first || folder === undefined || group.length <= MOST_PACKAGES) {
      others.push(...group);
      continue;
    }
    const paths = group.map(({ change }) => change.path).sort();
    counted.push({
      rule: first.rule,
      change: { ...first.change, path: folder },
      message: `/${folder} has ${group.length} packages that npm did not install there`,
      details: { manager: 'npm', count: group.length, paths: paths.slice(0, MOST_PATHS) },
    });
  }
  return [counted, others];
}

interface Found {
  readonly rule: (typeof integrityRules)[number];
  readonly change: Change;
  readonly message: string;
}

interface Reported extends Found {
  readonly details: Readonly<Record<string, unknown>>;
}

function findingOf(
  { rule, change, message, details }: Reported,
  { name }: Image,
  lines: LayerLines,
): Finding {
  const { layer, path } = change;
  const location = lines.layer(layer);
  const origin = lines.origin(layer);
  return {
    ...ruleFinding(rule, 'hardening'),
    severity: rule.severityOf?.(change) ?? rule.severity,
    message: plainText(message, MAX_MESSAGE),
    ...(location && { location }),
    subject: { image: name, layer, path },
    ...(origin && { origin }),
    fingerprint: fingerprint(rule.id, imageName(name), path),
    details,
  };
}
