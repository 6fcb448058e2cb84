import type { UnlicensedPackage } from '../core/details.js';
import type { Finding, FindingOf, Subject } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import { groupBy } from '../lib/group-by.js';
import { unknownLicense } from './policy-rules.js';

/** Packages that the message names. */
const MAX_NAMED = 3;
/** In this order they get the fingerprint of their line: the base branch has the existing ones, too. */
const STATUSES = ['existing', 'new', 'fixed', 'excepted'] as const;

/**
 * The findings, with one for all packages with an unknown license that one line brought. New and existing packages stay
 * apart, and so do those of different exceptions, because each package was evaluated before. The fingerprint is that of the
 * line: it stays the same when packages are added or removed.
 */
export function groupUnknownLicenses(findings: readonly Finding[]): Finding[] {
  const groups = groupBy(findings.filter(isUnknownLicense), groupKey);
  const grouped = [...groups.values()].flatMap(groupFinding).sort(byStatusAndLayer);
  return [
    ...findings.filter((finding) => !isUnknownLicense(finding)),
    ...disambiguateFingerprints(grouped),
  ];
}

type PolicyFinding = FindingOf<'policy'>;

function isUnknownLicense(finding: Finding): finding is PolicyFinding {
  return finding.check === 'policy' && finding.rule === unknownLicense.id;
}

function groupKey({ subject, location, status, exception }: PolicyFinding): string {
  const place = location ? [location.path, location.startLine] : [subject?.layer];
  return JSON.stringify([subject?.image, place, status, exception]);
}

function groupFinding(findings: readonly PolicyFinding[]): PolicyFinding[] {
  const [first] = findings;
  if (!first) return [];
  const { rule, origin, subject, location } = first;
  const image = subject?.image;
  const identity = fingerprint(
    rule,
    image === undefined ? undefined : imageName(image),
    location?.path,
    origin?.kind,
    origin?.stage,
  );
  if (findings.length === 1) return [{ ...first, fingerprint: identity }];
  const packages = findings.flatMap(({ details }) => details?.packages ?? []);
  const licenses = new Set(findings.flatMap(({ details }) => details?.licenses ?? []));
  return [
    {
      ...first,
      message: messageOf(packages),
      subject: commonSubject(findings),
      fingerprint: identity,
      details: { about: image ?? '', packages, licenses: [...licenses] },
    },
  ];
}

function messageOf(packages: readonly UnlicensedPackage[]): string {
  const named = packages.slice(0, MAX_NAMED).map(({ name, version }) => `${name} ${version}`);
  const more = packages.length - named.length;
  const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  return `The licenses of ${packages.length} packages are not known: ${list}`;
}

/** The image, the layer if all packages are in the same one, and the platforms that have one of them. */
function commonSubject(findings: readonly PolicyFinding[]): Subject {
  const subjects = findings.map(({ subject }) => subject ?? {});
  const [image, layer] = [subjects[0]?.image, subjects[0]?.layer];
  const platforms = new Set(subjects.flatMap((subject) => subject.platforms ?? []));
  return {
    ...(image !== undefined && { image }),
    ...(subjects.every((subject) => subject.layer === layer) && { layer }),
    ...(platforms.size > 0 && { platforms: [...platforms].sort() }),
  };
}

function byStatusAndLayer(a: Finding, b: Finding): number {
  return (
    STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
    (a.subject?.layer ?? 0) - (b.subject?.layer ?? 0)
  );
}
