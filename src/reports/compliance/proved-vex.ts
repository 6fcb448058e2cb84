import { affectedPurls } from '../../core/affected-packages.js';
import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import type { ReportContext } from '../format.js';
import { aboutFinding, openVexDocument, provedNotAffected } from './openvex.js';
import { subjectPurl } from './subject-purl.js';

/**
 * An OpenVEX document of what the images of a report prove: the vulnerable functions of a Go module are in none of their
 * programs. Undefined if nothing is proved. An image that does not load a package proves nothing, and what a policy or
 * another VEX document says is not repeated.
 */
export function renderProvedVex(report: Report, context: ReportContext): string | undefined {
  const images = new Map(
    report.targets.flatMap((one) => (one.kind === 'image' ? [[one.name, one] as const] : [])),
  );
  const current = report.findings.filter(
    ({ check, status }) => check === 'vulnerability' && status !== 'fixed',
  );
  const open = new Set(current.filter((one) => proofOf(one) === undefined).flatMap(keysOf));
  const statements = current.flatMap((finding) => {
    const proof = proofOf(finding);
    const image = images.get(finding.subject?.image ?? '');
    const keys = keysOf(finding);
    // A statement without a package, or about one that is affected elsewhere in the image, would say too much.
    if (!proof || !image || keys.length === 0 || keys.some((key) => open.has(key))) return [];
    return [{ ...aboutFinding(finding, subjectPurl(image)), ...provedNotAffected(proof) }];
  });
  return openVexDocument(statements, report, context);
}

/** Why the image does not contain the vulnerable code; undefined without proof. */
function proofOf(finding: Finding): string | undefined {
  const evidence = vulnerabilityDetails(finding)?.evidence;
  return evidence?.result === 'not-linked' ? evidence.reason : undefined;
}

/** Each vulnerability id with each package of the finding, in its image. */
function keysOf(finding: Finding): readonly string[] {
  const purls = affectedPurls(finding);
  return [finding.rule, ...finding.aliases].flatMap((id) =>
    purls.map((purl) => JSON.stringify([finding.subject?.image, id, purl])),
  );
}
