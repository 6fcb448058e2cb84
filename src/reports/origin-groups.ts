import { type Finding, originOf } from '../core/finding.js';
import type { SingleOrigin } from '../core/origin.js';
import type { Report } from '../core/report.js';
import { isExploited } from '../core/urgency.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import { shorten } from './escape.js';
import { formatSeverityCounts, openFindings, withStatus } from './finding-lists.js';
import { isAboutPackage, vulnerabilityFacts } from './vulnerability-facts.js';

/** Findings of one base image, which a newer one would resolve together. */
export interface BaseImageGroup {
  readonly findings: readonly [Finding, ...Finding[]];
  /** The name of the base image if it is known. Not escaped. */
  readonly name: string | undefined;
  /** `2 high, 10 low; a newer base image fixes 4 of 12 vulnerabilities` */
  readonly summary: string;
}

/**
 * Separates what the owner of the image can change from what a newer base image changes. Exploited vulnerabilities, malware,
 * secrets and other findings of medium severity or worse are never left to the base image.
 */
export function splitBaseImages(findings: readonly Finding[]): {
  readonly own: Finding[];
  readonly bases: BaseImageGroup[];
} {
  const isBase = new Set(findings.filter(isLeftToBaseImage));
  const groups = groupBy([...isBase], (finding) =>
    JSON.stringify([
      finding.status,
      finding.subject?.image,
      originOf(finding)?.image,
      finding.location,
    ]),
  );
  return {
    own: findings.filter((finding) => !isBase.has(finding)),
    bases: [...groups.values()].flatMap(([first, ...others]) =>
      first ? [baseImageGroup([first, ...others])] : [],
    ),
  };
}

function isLeftToBaseImage(finding: Finding): boolean {
  if (originOf(finding)?.kind !== 'base-image' || finding.fix) return false;
  const { check, severity } = finding;
  if (check === 'hardening') return severity === 'low' || severity === 'info';
  return check === 'vulnerability' && isAboutPackage(finding) && !isExploited(finding);
}

function baseImageGroup(findings: BaseImageGroup['findings']): BaseImageGroup {
  const vulnerabilities = findings.filter(isAboutPackage);
  const fixed = vulnerabilities.filter((f) => vulnerabilityFacts(f, new Map()).fixed).length;
  return {
    findings,
    name: originOf(findings[0])?.image,
    summary: `${formatSeverityCounts(findings)}${remedy(fixed, vulnerabilities.length, findings.length)}`,
  };
}

/** What a newer base image fixes of `of` vulnerabilities among `total` findings. */
function remedy(fixed: number, of: number, total: number): string {
  if (of === 0) return '';
  const all = pluralize(of, 'vulnerability', 'vulnerabilities');
  if (fixed === 0) {
    const which = of < total ? `${of} of them ` : total > 1 ? 'all ' : '';
    return `, ${which}${of === 1 ? 'a vulnerability' : 'vulnerabilities'} without a fix`;
  }
  return `; a newer base image fixes ${fixed === of ? all : `${fixed} of ${all}`}`;
}

/** How many open findings of an image come from where. */
export interface ImageOrigins {
  readonly image: string;
  readonly hasDockerfile: boolean;
  /** ` (built by ko)`, or empty. Not escaped. */
  readonly builtBy: string;
  /** Own layers first, then builder stages, then the base image. */
  readonly origins: readonly {
    readonly origin: SingleOrigin | undefined;
    readonly findings: readonly Finding[];
  }[];
}

/** The origins of the open findings of each image. Without those of images whose findings have none. */
export function imageOrigins(report: Report): ImageOrigins[] {
  const targets = new Map(report.targets.map((target) => [target.name, target]));
  const inside = openFindings(report.findings).filter(isInsideImage);
  const images = groupBy(inside, ({ subject }) => subject?.image ?? '');
  return [...images].flatMap(([image, findings]) => {
    if (!findings.some(originOf)) return [];
    const byOrigin = groupBy(findings, (finding) => {
      const { kind, stage, image } = originOf(finding) ?? {};
      return JSON.stringify([kind, stage, image]);
    });
    const origins = [...byOrigin.values()].map((group) => ({
      origin: group[0] && originOf(group[0]),
      findings: group,
    }));
    origins.sort((a, b) => KINDS.indexOf(a.origin?.kind) - KINDS.indexOf(b.origin?.kind));
    const { dockerfile, builder } = targets.get(image) ?? {};
    const builtBy = builder === undefined ? '' : ` (built by ${shorten(builder, 40)})`;
    return [{ image, hasDockerfile: dockerfile !== undefined, builtBy, origins }];
  });
}

const KINDS: readonly (SingleOrigin['kind'] | undefined)[] = [
  'own-layer',
  'builder-stage',
  'base-image',
  undefined,
];

/** Whether a finding is about the content or configuration of an image; one about its signature is not. */
function isInsideImage({ check, subject }: Finding): boolean {
  const checks: readonly string[] = ['vulnerability', 'malware', 'secret', 'hardening'];
  return subject?.image !== undefined && checks.includes(check);
}

/** `your lines`, `builder stage build`, `node:24-slim`. `show` escapes the names, which are untrusted. */
export function originName(
  origin: SingleOrigin,
  own: string,
  show: (name: string) => string,
): string {
  const { kind, stage = '', image } = origin;
  if (kind === 'own-layer') return own;
  if (kind === 'base-image') return image === undefined ? 'the base image' : show(image);
  return `${stage === image ? 'image' : 'builder stage'} ${show(stage)}`;
}

/** `2 from your lines (1 new), 12 from node:24-slim`. With `isCompared`, there is a baseline. `show` escapes names. */
export function formatOrigins(
  { origins, hasDockerfile }: ImageOrigins,
  isCompared: boolean,
  show: (name: string) => string,
): string {
  const own = hasDockerfile ? 'your lines' : 'own layers';
  const parts = origins.slice(0, MAX_ORIGINS).map(({ origin, findings }) => {
    const added = withStatus(findings, 'new').length;
    const counts = isCompared ? ` (${statusCounts(added, findings.length - added)})` : '';
    const from = origin ? `from ${originName(origin, own, show)}` : 'of unknown origin';
    return `${findings.length} ${from}${counts}`;
  });
  const others = origins.slice(MAX_ORIGINS).reduce((sum, { findings }) => sum + findings.length, 0);
  return [...parts, ...(others > 0 ? [`${others} from elsewhere`] : [])].join(', ');
}

/** Origins that are named. A Dockerfile may copy from many stages. */
const MAX_ORIGINS = 6;

function statusCounts(added: number, existing: number): string {
  if (added === 0) return 'existing';
  return existing === 0 ? 'new' : `${added} new, ${existing} existing`;
}
