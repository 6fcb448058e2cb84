import { isObject, number, text, texts } from '../lib/json.js';
import type { AffectedPackage } from './details.js';
import type { Finding } from './finding.js';

/**
 * The packages that a vulnerability or malware finding is about, the main one first; none for other findings. Stored
 * reports may hold anything in `details`: what is not a package is left out.
 */
export function affectedPackages({ check, subject, details }: Finding): readonly AffectedPackage[] {
  if (check !== 'vulnerability' && check !== 'malware') return [];
  const stored: Readonly<Record<string, unknown>> = isObject(details) ? details : {};
  const listed = Array.isArray(stored.packages) ? stored.packages.flatMap(toPackage) : [];
  if (listed.length > 0) return listed;
  const name = text(stored.package);
  if (subject?.purl === undefined && name === undefined) return [];
  return [
    {
      name: name ?? '',
      installed: text(stored.installed) ?? '',
      purl: subject?.purl ?? '',
      paths: subject?.paths ?? (subject?.path === undefined ? [] : [subject.path]),
      ...(subject?.layer !== undefined && { layer: subject.layer }),
    },
  ];
}

function toPackage(value: unknown): AffectedPackage[] {
  if (!isObject(value)) return [];
  const [name, purl, fixed, layer] = [
    text(value.name),
    text(value.purl),
    text(value.fixed),
    number(value.layer),
  ];
  if (name === undefined || purl === undefined) return [];
  return [
    {
      name,
      installed: text(value.installed) ?? '',
      purl,
      paths: texts(value.paths),
      ...(fixed !== undefined && { fixed }),
      ...(layer !== undefined && { layer }),
    },
  ];
}

/** The package URLs of the packages that a finding is about, each once, the main one first. */
export function affectedPurls(finding: Finding): readonly string[] {
  const purls = affectedPackages(finding).map(({ purl }) => purl);
  return [...new Set([...(finding.subject?.purl ? [finding.subject.purl] : []), ...purls])].filter(
    (purl) => purl !== '',
  );
}
