import type { ReportingDescriptor } from 'sarif';
import type { Finding } from '../../../core/finding.js';
import type { RuleReference } from '../../../core/rule.js';
import { compareSeverity, type Severity } from '../../../core/severity.js';
import {
  escapeMarkdown,
  markdownCode,
  markdownCodeBlock,
  markdownLink,
  sanitize,
  shorten,
  toWebUrl,
} from '../../escape.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  vulnerabilityFacts,
} from '../../vulnerability-facts.js';

/** GitHub's limits on a rule's texts, in characters, and the tags that it keeps. */
const LIMITS = { name: 255, description: 1_024, help: 20_000, tags: 10, packages: 20 } as const;

/**
 * How SARIF describes a rule: from the rule book, or for a vulnerability from all findings of it together, since one
 * CVE in several packages is one rule. `findings` is not empty and has the worst first.
 */
export function describeRule(
  id: string,
  findings: readonly Finding[],
  rule: RuleReference | undefined,
  packages: PackagesByPurl,
): ReportingDescriptor {
  const about = rule ? fromBook(rule) : fromFindings(id, findings, packages);
  const severity = worst(findings);
  const lintOnly = rule?.practice === 'maintainability';
  const tags = [...new Set([...(lintOnly ? [] : ['security']), ...about.tags])].map(sanitize);
  return {
    id: sanitize(id),
    // A name that only repeats the id is none (SARIF1001).
    ...(about.name === id ? {} : { name: shorten(sanitize(about.name), LIMITS.name) }),
    shortDescription: { text: shorten(sanitize(about.title), LIMITS.description) },
    fullDescription: { text: shorten(sanitize(about.why), LIMITS.description) },
    // Not read by GitHub, but by editors.
    ...(about.page === undefined ? {} : { helpUri: about.page }),
    help: {
      text: shorten(sanitize(about.remediation), LIMITS.help),
      markdown: shorten(about.markdown, LIMITS.help),
    },
    defaultConfiguration: { level: SARIF_LEVELS[severity] },
    properties: {
      tags: tags.slice(0, LIMITS.tags),
      precision: PRECISIONS[findings[0]?.confidence ?? 'high'],
      // Either key: GitHub reads a rule with a security-severity as a security rule.
      ...(lintOnly
        ? { 'problem.severity': PROBLEMS[severity] }
        : { 'security-severity': securitySeverity(severity, findings, packages) }),
    },
  };
}

interface About {
  readonly name: string;
  readonly title: string;
  readonly why: string;
  readonly remediation: string;
  readonly markdown: string;
  readonly tags: readonly string[];
  /** A web address about the rule. */
  readonly page: string | undefined;
}

function fromBook(rule: RuleReference): About {
  const references = (rule.references ?? []).map((r) => `- ${markdownLink(escapeMarkdown(r), r)}`);
  return {
    name: rule.name || rule.id,
    title: rule.title || rule.id,
    why: rule.why || rule.title || rule.id,
    remediation: rule.remediation || rule.title || rule.id,
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
    page: firstPage(rule.references),
    markdown: [
      `**${escapeMarkdown(rule.title)}**`,
      escapeMarkdown(rule.why),
      `**What to do:** ${escapeMarkdown(rule.remediation)}`,
      ...(rule.wrong ? [`Wrong:\n${example(rule, rule.wrong)}`] : []),
      ...(rule.right ? [`Right:\n${example(rule, rule.right)}`] : []),
      ...(references.length > 0 ? [references.join('\n')] : []),
    ].join('\n\n'),
  };
}

function firstPage(references: readonly string[] | undefined): string | undefined {
  return references?.map(toWebUrl).find((address) => address !== undefined);
}

function example({ check }: RuleReference, text: string): string {
  return markdownCodeBlock(
    check === 'manifest' ? 'yaml' : 'dockerfile',
    text.trimEnd().split('\n').map(sanitize),
  );
}

function fromFindings(id: string, findings: readonly Finding[], packages: PackagesByPurl): About {
  const first = findings[0];
  const message = first?.message || id;
  if (!first || !isAboutPackage(first)) {
    const fix = first?.fix?.description ?? message;
    return {
      name: id,
      title: message,
      why: message,
      remediation: fix,
      markdown: `${escapeMarkdown(message)}\n\n${escapeMarkdown(fix)}`,
      tags: first?.tags ?? [],
      page: undefined,
    };
  }
  const facts = findings.map((f) => vulnerabilityFacts(f, packages));
  const summary = facts.find((f) => f.summary)?.summary;
  const named = [...new Set(facts.map((f) => f.package))];
  const title = `${id} in ${named.slice(0, 5).join(', ')}${named.length > 5 ? ' and others' : ''}`;
  const fixes = [...new Set(facts.map(remediationOf))].slice(0, LIMITS.packages);
  const rows = facts
    .slice(0, LIMITS.packages)
    .map(
      (f) =>
        `| ${cell(f.package)} | ${cell(f.installed ?? '')} | ${f.fixed ? cell(f.fixed) : 'none yet'} |`,
    );
  const references = [...new Set(facts.flatMap((f) => f.references))].slice(0, 10);
  const scored = facts.find((f) => f.score !== undefined);
  const lines = [
    `**${escapeMarkdown(title)}**`,
    ...(summary ? [escapeMarkdown(shorten(summary, LIMITS.description))] : []),
    ['| package | installed | fixed in |', '|---|---|---|', ...rows].join('\n'),
    [
      ...(scored ? [`CVSS ${scored.score}${scored.vector ? ` ${cell(scored.vector)}` : ''}`] : []),
      ...(facts.some((f) => f.exploited) ? ['known to be exploited'] : []),
    ].join(' · '),
    references.map((r) => `- ${markdownLink(escapeMarkdown(shorten(r, 200)), r)}`).join('\n'),
  ];
  return {
    name: id,
    title,
    why: summary ?? message,
    remediation: fixes.join(' '),
    markdown: lines.filter((line) => line !== '').join('\n\n'),
    page: firstPage(references),
    tags: [first.check, ...(facts.some((f) => f.exploited) ? ['exploited'] : []), ...first.tags],
  };
}

function cell(text: string): string {
  return markdownCode(shorten(text, 200));
}

function remediationOf(fact: { readonly package: string; readonly fixed?: string }): string {
  return fact.fixed
    ? `Update ${fact.package} to ${fact.fixed} or later.`
    : `${fact.package} has no fixed version yet.`;
}

function worst(findings: readonly Finding[]): Severity {
  return findings.reduce<Severity>(
    (severity, f) => (compareSeverity(f.severity, severity) < 0 ? f.severity : severity),
    'info',
  );
}

/** A string, as GitHub wants it: the CVSS score where it says the same as the severity, else the severity's middle. */
function securitySeverity(
  severity: Severity,
  findings: readonly Finding[],
  packages: PackagesByPurl,
): string {
  const scores = findings.flatMap((f) => vulnerabilityFacts(f, packages).score ?? []);
  const score = scores.reduce((most, s) => Math.max(most, s), 0);
  return scores.length > 0 && bucket(score) === severity ? score.toFixed(1) : MIDDLES[severity];
}

/** GitHub's own reading: over 9.0 critical, 7.0 high, 4.0 medium, 0.1 low. */
function bucket(score: number): Severity {
  if (score > 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score >= 0.1 ? 'low' : 'info';
}

const MIDDLES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.0',
};

/** SARIF's level of a severity. */
export const SARIF_LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
} as const;
const PROBLEMS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'recommendation',
  info: 'recommendation',
} as const;
const PRECISIONS = { high: 'very-high', medium: 'high', low: 'medium' } as const;
