import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import {
  isImageTarget,
  type Outcome,
  type Report,
  type Target,
  uncheckedTargets,
} from '../../core/report.js';
import { isExploited } from '../../core/urgency.js';
import { openFindings } from '../finding-lists.js';
import { countSeverities } from '../severity-counts.js';
import type { FleetMember, FleetPoint, FleetVulnerability, NewestReport } from './fleet.js';
import { isTime } from './history.js';

/** A member with the result of one report. */
export interface ReportedMember extends FleetMember {
  readonly newest: NewestReport;
}

/**
 * The images and SBOMs of a report, and the repository if it is about files or about nothing else. `name` is that of the
 * repository: a report does not name it. All members of a report have its verdict, but what no check looked at has not passed.
 * A layer that was made after `latest`, ISO 8601, says nothing about the age of an image.
 */
export function membersOfReport(report: Report, name: string, latest: string): ReportedMember[] {
  const open = openFindings(report.findings);
  const images = uniqueImages(report.targets);
  const repository = report.repositories?.toSorted().join(', ') || undefined;
  const hasFiles = report.targets.some((target) => !isImageTarget(target));
  const names = new Set(images.map((target) => target.name));
  const unchecked = uncheckedTargets(report);
  const { outcome } = report.verdict;
  const outcomeOf = (isUnchecked: boolean): Outcome =>
    isUnchecked && outcome === 'pass' ? 'incomplete' : outcome;
  const isOf = (target: Target, image: string | undefined) =>
    image === target.name || (images.length === 1 && !hasFiles && image === undefined);
  const members = images.map((target) =>
    member(report, {
      kind: target.kind === 'sbom' ? 'sbom' : 'image',
      name: rowName(target),
      source: repository ?? name,
      outcome: outcomeOf(unchecked.includes(target)),
      findings: open.filter(({ subject }) => isOf(target, subject?.image)),
      newest: {
        ...builtOf(target, latest),
        packages: report.packages.filter(({ image }) => isOf(target, image)).map(shortPackage),
      },
    }),
  );
  if (images.length > 0 && !hasFiles) return members;
  const others = open.filter(({ subject }) => !names.has(subject?.image ?? ''));
  return [
    ...members,
    member(report, {
      kind: 'repository',
      name,
      source: repository,
      outcome: outcomeOf(unchecked.some((target) => !isImageTarget(target))),
      findings: others,
      newest: { packages: [] },
    }),
  ];
}

interface MemberParts extends Pick<FleetMember, 'kind' | 'name'>, Pick<FleetPoint, 'outcome'> {
  readonly source: string | undefined;
  readonly findings: readonly Finding[];
  readonly newest: Omit<NewestReport, 'vulnerabilities'>;
}

function member(
  { created }: Report,
  { kind, name, source, outcome, findings, newest }: MemberParts,
): ReportedMember {
  const { total: _, ...severities } = countSeverities(findings);
  const time = created !== undefined && isTime(created) ? created : '';
  const counts = { ...severities, exploited: findings.filter(isExploited).length };
  return {
    kind,
    name,
    ...(source !== undefined && { source }),
    points: [{ time, outcome, counts }],
    newest: { ...newest, vulnerabilities: findings.flatMap(vulnerabilityOf) },
  };
}

/** Several releases of one image have SBOMs of the same name: only the file tells them apart, and stays when it is written again. */
function rowName({ name, describes }: Target): string {
  return describes === undefined || describes === name ? name : `${describes} (${name})`;
}

/** A merged report may have an image twice, with different facts. */
function uniqueImages(targets: readonly Target[]): Target[] {
  const images = targets.filter(isImageTarget);
  return [...new Map(images.map((target) => [target.name, target])).values()];
}

function builtOf({ layers = [] }: Target, latest: string): Pick<NewestReport, 'built'> {
  const times = layers.flatMap(({ created = '' }) =>
    Number.isNaN(Date.parse(created)) || created > latest ? [] : created,
  );
  const built = times.toSorted().at(-1);
  return built === undefined ? {} : { built };
}

function vulnerabilityOf(finding: Finding): FleetVulnerability[] {
  if (finding.check !== 'vulnerability' && finding.check !== 'malware') return [];
  const { rule, aliases, severity } = finding;
  const named: unknown = vulnerabilityDetails(finding)?.package;
  return [{ id: rule, aliases, severity, package: typeof named === 'string' ? named : '' }];
}

function shortPackage({ type, name, version }: Report['packages'][number]) {
  return { type, name, version };
}
