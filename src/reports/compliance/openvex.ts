import { affectedPackages } from '../../core/affected-packages.js';
import type { AppliedException, Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import { compareText } from '../../lib/text.js';
import { sanitize, toJson } from '../escape.js';
import type { ReportContext } from '../format.js';
import { contentUuid, sbomSubject } from '../sbom.js';
import {
  isAboutPackage,
  packagesByPurl,
  remediationSentence,
  vulnerabilityFacts,
} from '../vulnerability-facts.js';
import { subjectPurl } from './subject-purl.js';

/**
 * An OpenVEX document about the vulnerabilities that somebody or something has assessed; undefined if there are none:
 * OpenVEX needs a statement. Open findings have none: that a package is installed in a vulnerable version is in the
 * vulnerability attestation, and whether the product is affected is not known.
 * Source: github.com/openvex/spec, OPENVEX-SPEC.md, version 0.2.0.
 */
export function renderOpenVex(report: Report, context: ReportContext): string | undefined {
  const product = subjectPurl(sbomSubject(report));
  const packages = packagesByPurl(report);
  const statements = report.findings.flatMap((finding) => {
    const { exception } = finding;
    if (finding.status !== 'excepted' || !exception || !isAboutPackage(finding)) return [];
    const facts = vulnerabilityFacts(finding, packages);
    const advice = remediationSentence(facts);
    return [{ ...aboutFinding(finding, product), ...assessment(exception, advice) }];
  });
  return openVexDocument(statements, report, context);
}

/** An OpenVEX document of these statements, each once and in an order of their own; undefined for none. */
export function openVexDocument(
  unsorted: readonly object[],
  { tool }: Report,
  { ended }: ReportContext,
): string | undefined {
  const byContent = new Map(unsorted.map((one) => [JSON.stringify(one), one]));
  const statements = [...byContent]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, statement]) => statement);
  if (statements.length === 0) return undefined;
  const timestamp = ended.toISOString();
  const id = contentUuid(timestamp, JSON.stringify(statements));
  return `${toJson(
    {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': `urn:uuid:${id}`,
      // The signature of the document says who stands by it.
      author: 'Unknown Author',
      timestamp,
      version: 1,
      tooling: `portside/${tool.version}`,
      statements,
    },
    2,
  )}\n`;
}

/** The members of a statement that say what it is about: the vulnerability, the product and its packages. */
export function aboutFinding(finding: Finding, product: string) {
  const { rule, aliases } = finding;
  const purls = [...new Set(affectedPackages(finding).map(({ purl }) => purl))].filter(Boolean);
  return {
    vulnerability: {
      name: sanitize(rule),
      ...(aliases.length > 0 && { aliases: aliases.map(sanitize) }),
    },
    products: [
      {
        '@id': product,
        ...(purls.length > 0 && {
          subcomponents: purls.sort(compareText).map((purl) => ({ '@id': sanitize(purl) })),
        }),
      },
    ],
  };
}

/**
 * What an exception says about the product. Only proof, or the statement of another VEX document, says that it is not
 * affected. Somebody who accepts a risk says that it is: the action is what the exception and the advisory say.
 */
function assessment(exception: AppliedException, advice: string) {
  if (exception.source === 'evidence') return provedNotAffected(exception.reason);
  if (exception.source === 'vex') {
    const status = exception.status === 'fixed' ? 'fixed' : 'not_affected';
    return {
      status,
      status_notes: sanitize(`Stated by ${exception.document}`),
      ...(status === 'not_affected' && notAffected(exception)),
    };
  }
  const { reason, owner, until, policy, line } = exception;
  const by = owner === undefined ? '' : ` by ${owner}`;
  const end = until === undefined ? '' : ` until ${until}`;
  return {
    status: 'affected',
    status_notes: sanitize(`Exception at ${policy}:${line}`),
    action_statement: sanitize(`The risk is accepted${by}${end}: ${reason}. ${advice}`),
  };
}

/** The label of OpenVEX and CSAF at the beginning of a reason, and what the document says besides. */
const JUSTIFICATION =
  /^(component_not_present|vulnerable_code_(?:not_present|not_in_execute_path|cannot_be_controlled_by_adversary)|inline_mitigations_already_exist)(?:: (.*))?$/s;

function notAffected({ reason, document }: AppliedException & { readonly source: 'vex' }) {
  const [, justification, statement = ''] = JUSTIFICATION.exec(reason) ?? [];
  if (justification === undefined)
    return { impact_statement: sanitize(reason || `Stated by ${document}`) };
  return { justification, ...(statement && { impact_statement: sanitize(statement) }) };
}

/** The members of a statement that say that the product does not contain the vulnerable code, and how that is known. */
export function provedNotAffected(reason: string) {
  return {
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    impact_statement: sanitize(reason),
  };
}
