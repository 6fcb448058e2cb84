import { affectedPackages } from '../core/affected-packages.js';
import type { VulnerabilityDetails } from '../core/details.js';
import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import { fixedVersion, isFixable } from '../core/fixable.js';
import type { Package } from '../core/package.js';
import type { Target } from '../core/report.js';
import { isExploited } from '../core/urgency.js';
import { DAY } from '../lib/dates.js';
import { formatLicense, licensesIn, parseLicense } from '../licenses/license.js';

/**
 * The variables of a policy's expressions. Unknown strings are empty, unknown numbers are 0, and an unknown age is -1, so
 * that an expression never fails on a missing value.
 */
export type ExpressionVariables = Readonly<Record<'finding' | 'subject' | 'target', object>>;

/** Longer strings and lists are truncated, so that the time of an expression is bounded. */
const MAX_LENGTH = 4096;
const MAX_ITEMS = 100;

/** The packages and targets of the findings. */
export interface ExpressionContext {
  readonly packages: ReadonlyMap<string, Package>;
  readonly targets: ReadonlyMap<string, Target>;
  readonly now: Date;
}

/** The variables of a finding: once for each package that it is about. */
export function expressionVariables(
  finding: Finding,
  context: ExpressionContext,
): readonly ExpressionVariables[] {
  const [first, ...others] = affectedPackages(finding);
  const main = variablesOf(finding, context);
  if (first === undefined || others.length === 0) return [main];
  return [
    main,
    ...others.map(({ name, installed, purl, paths: [path], layer, fixed }) => {
      const { paths: _, ...subject } = { ...finding.subject, purl, path, layer };
      const details = { ...finding.details, package: name, installed, ...(fixed && { fixed }) };
      return variablesOf({ ...finding, subject, details } as Finding, context);
    }),
  ];
}

function variablesOf(
  finding: Finding,
  { packages, targets, now }: ExpressionContext,
): ExpressionVariables {
  const { subject = {}, location } = finding;
  const details: Partial<VulnerabilityDetails> = vulnerabilityDetails(finding) ?? {};
  const customRule = finding.check === 'policy' ? finding.details : undefined;
  const pkg = subject.purl === undefined ? undefined : packages.get(subject.purl);
  const target = targets.get(subject.image ?? location?.path ?? '');
  const age =
    typeof details.published === 'string'
      ? now.getTime() - Date.parse(details.published)
      : Number.NaN;
  return {
    finding: {
      rule: text(finding.rule),
      aliases: texts(finding.aliases),
      check: finding.check,
      severity: finding.severity,
      confidence: finding.confidence,
      tags: texts(finding.tags),
      message: text(finding.message),
      status: finding.status,
      path: text(location?.path),
      line: integer(location?.startLine),
      fixable: isFixable(finding),
      fixed: text(fixedVersion(finding)),
      exploited: isExploited(finding),
      epss: number(details.epss),
      cvss: number(score(details.cvss)),
      age: Number.isFinite(age) ? integer(age / DAY) : -1n,
    },
    subject: {
      image: text(subject.image),
      layer: integer(subject.layer),
      path: text(subject.path),
      purl: text(subject.purl),
      package: text(details.package ?? customRule?.package ?? pkg?.name),
      version: text(details.installed ?? pkg?.version),
      type: text(pkg?.type),
      license: text(pkg?.license),
      licenses: licenseNames(pkg?.license),
    },
    target: targetVariables(target, subject.platforms),
  };
}

/** The variables of a rule about packages, which reads no field of a finding. */
export function packageVariables(
  { image, layer, paths, purl, name, version, type, license, platforms }: Package,
  { targets }: ExpressionContext,
): ExpressionVariables {
  return {
    finding: {},
    subject: {
      image: text(image),
      layer: integer(layer?.index),
      path: text(paths[0]),
      purl: text(purl),
      package: text(name),
      version: text(version),
      type: text(type),
      license: text(license),
      licenses: licenseNames(license),
    },
    target: targetVariables(targets.get(image ?? ''), platforms),
  };
}

/** `platforms` are those that have the finding or package, if several were inspected. */
function targetVariables(target: Target | undefined, platforms?: readonly string[]): object {
  return {
    kind: text(target?.kind),
    name: text(target?.name),
    digest: text(target?.digest),
    platform: text(platforms?.join(',') ?? target?.platform),
    dockerfile: text(target?.dockerfile),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_LENGTH) : '';
}

function texts(values: readonly string[]): string[] {
  return values.slice(0, MAX_ITEMS).map(text);
}

/** The licenses in an expression without its operators; a text that is none alone. */
function licenseNames(license: string | undefined): string[] {
  if (!license) return [];
  const expression = parseLicense(license);
  return texts(expression ? licensesIn(expression).map(formatLicense) : [license]);
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** CEL has integers and doubles; the library represents integers by BigInt. */
function integer(value: unknown): bigint {
  return BigInt(Math.trunc(number(value)));
}

function score(cvss: unknown): unknown {
  return typeof cvss === 'object' && cvss !== null && 'score' in cvss ? cvss.score : cvss;
}
