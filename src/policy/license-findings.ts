import type { UnlicensedPackage } from '../core/details.js';
import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import type { Package } from '../core/package.js';
import type { Incomplete, Target } from '../core/report.js';
import type { RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import { groupBy } from '../lib/group-by.js';
import { plainText } from '../lib/text.js';
import {
  type LicensePolicy,
  type LicenseResult,
  licenseEvaluator,
  worstOf,
} from '../licenses/license-evaluation.js';
import { packageOrigins } from './package-origins.js';
import { deniedLicense, unknownLicense } from './policy-rules.js';

/** Milliseconds for all packages: the licenses are texts of the image. */
const TIMEOUT_MS = 5_000;
const MAX_TEXT = 120;
/** Licenses that one message names. */
const MAX_NAMED = 3;

/** What the licenses are compared with. */
export interface LicensedPackages {
  /** Their layers tell the origin of packages. */
  readonly targets: readonly Target[];
  readonly packages: readonly Package[];
  /** The packages of the baseline; undefined without one. */
  readonly packagesBefore?: readonly Package[] | undefined;
}

/**
 * A finding for each package of an image whose license the policy denies or does not know, at the line that brought the
 * package. It is existing if the baseline has the package, in any version, with the same problem. If it takes too long,
 * the result is incomplete, and the findings up to then count.
 */
export function licenseFindings(
  policy: LicensePolicy | undefined,
  { targets, packages, packagesBefore = [] }: LicensedPackages,
): { readonly findings: readonly Finding[]; readonly incomplete: readonly Incomplete[] } {
  if (!policy) return { findings: [], incomplete: [] };
  const evaluate = licenseEvaluator(policy);
  const deadline = performance.now() + TIMEOUT_MS;
  let isComplete = true;
  const problems = (all: readonly Package[]): readonly Problem[] => {
    const found: Problem[] = [];
    for (const places of groupBy(all, ({ image, purl }) => `${image}\n${purl}`).values()) {
      if (performance.now() > deadline) isComplete = false;
      if (!isComplete) break;
      const problem = worstPlace(places, evaluate);
      if (problem && isProblem(problem.outcome, policy)) found.push(problem);
    }
    return found;
  };
  const now = problems(packages);
  const known = new Set(problems(packagesBefore).map(keyOf));
  const originOf = packageOrigins(targets);
  const findings = now.map((problem): Finding => {
    const status = known.has(keyOf(problem)) ? 'existing' : 'new';
    const origin = originOf(problem.pkg);
    return { ...findingOf(problem, policy, status), ...(origin && { origin }) };
  });
  const seconds = TIMEOUT_MS / 1000;
  const reason = `Comparing the licenses of all packages took more than ${seconds} seconds`;
  return {
    findings: disambiguateFingerprints(findings),
    incomplete: isComplete ? [] : [{ check: 'policy', target: 'licenses', reason }],
  };
}

/** The package at the place with the worst license. A place without a license says nothing about the others. */
function worstPlace(
  places: readonly Package[],
  evaluate: (license: string | undefined) => LicenseResult,
): Problem | undefined {
  const licensed = places.filter(({ license }) => license);
  const results = (licensed.length > 0 ? licensed : places.slice(0, 1)).map((pkg) => ({
    pkg,
    outcome: evaluate(pkg.license),
  }));
  const outcome = worstOf(results.map((one) => one.outcome));
  const worst = results.find((one) => one.outcome.result === outcome.result);
  return worst && { pkg: worst.pkg, places, outcome };
}

interface Problem {
  /** At the first place that has the problem. */
  readonly pkg: Package;
  /** The package at all its places. */
  readonly places: readonly Package[];
  readonly outcome: LicenseResult;
}

function isProblem({ result }: LicenseResult, { unknown }: LicensePolicy): boolean {
  return result === 'denied' || (result === 'unknown' && unknown !== 'allow');
}

/** The same package in another version has the same problem. */
function keyOf({ pkg: { image, type, name }, outcome }: Problem): string {
  return [image, type, name, outcome.result, ...outcome.licenses].join('\n');
}

function findingOf(
  { pkg, places, outcome }: Problem,
  policy: LicensePolicy,
  status: Finding['status'],
): Finding {
  const isDenied = outcome.result === 'denied';
  const rule: RuleDescription = isDenied ? deniedLicense : unknownLicense;
  const { image, layer, purl, name, type, location, platforms, license, claimed } = pkg;
  const licenses = outcome.licenses.map((one) => plainText(one, 4 * MAX_TEXT));
  const paths = [...new Set(places.flatMap((one) => one.paths))];
  const [path] = paths;
  return {
    ...ruleFinding(rule, 'policy'),
    severity: isDenied || policy.unknown === 'deny' ? deniedLicense.severity : rule.severity,
    message: `${isDenied ? deniedMessage(pkg, outcome) : unknownMessage(pkg, outcome)}${claimOf(pkg)}`,
    location,
    subject: {
      image,
      layer: layer?.index,
      purl,
      path,
      ...(paths.length > 1 && { paths }),
      ...(platforms && { platforms }),
    },
    fingerprint: fingerprint(rule.id, type, name, image && imageName(image)),
    status,
    details: {
      about: purl,
      package: name,
      ...(claimed && { claimed }),
      ...(license && { license: plainText(license, 4 * MAX_TEXT) }),
      licenses,
      ...(!isDenied && { packages: [unlicensed(pkg, licenses)] }),
    },
  };
}

function unlicensed(
  { name, version, purl, claimed }: Package,
  licenses: readonly string[],
): UnlicensedPackage {
  return {
    name: plainText(name, MAX_TEXT),
    version: plainText(version, MAX_TEXT),
    purl,
    licenses: licenses.map((one) => plainText(one, MAX_TEXT)),
    ...(claimed && { claimed }),
  };
}

function deniedMessage(pkg: Package, { licenses }: LicenseResult): string {
  const whole = plainText(pkg.license ?? '', MAX_TEXT);
  const named = namesOf(licenses);
  const of = whole === named ? '' : ` (its license is ${whole})`;
  return `${packageName(pkg)} is under ${named}, which the policy does not accept${of}`;
}

function unknownMessage(pkg: Package, { licenses }: LicenseResult): string {
  const subject = packageName(pkg);
  if (licenses.length === 0) return `The license of ${subject} is not known`;
  const named = namesOf(licenses);
  return `The license of ${subject} is not on SPDX's list: ${named}`;
}

/** ` (only app/bom.json lists the package)`: nothing else in the image shows that it has it. */
function claimOf({ claimed, paths: [path = 'an SBOM'] }: Package): string {
  return claimed ? ` (only ${plainText(path, MAX_TEXT)} lists the package)` : '';
}

function packageName({ name, version }: Package): string {
  return plainText(`${name} ${version}`.trim(), MAX_TEXT);
}

function namesOf(licenses: readonly string[]): string {
  const named = licenses.slice(0, MAX_NAMED).map((one) => plainText(one, MAX_TEXT));
  const more = licenses.length - named.length;
  return `${named.join(' and ')}${more > 0 ? ` and ${more} more` : ''}`;
}
