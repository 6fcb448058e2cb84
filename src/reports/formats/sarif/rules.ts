import type { ReportingDescriptor } from 'sarif';
import { type Finding, originOf } from '../../../core/finding.js';
import type { RuleReference } from '../../../core/rule.js';
import { compareSeverity, type Severity } from '../../../core/severity.js';
import { pluralize } from '../../../lib/text.js';
import {
  escapeMarkdown,
  markdownCode,
  markdownCodeBlock,
  markdownLink,
  markdownWithCode,
  sanitize,
  shorten,
  toWebUrl,
} from '../../escape.js';
import {
  PLAN_TITLE,
  placeOfStep,
  type StepText,
  stepPlace,
  withoutCodeMarks,
} from '../../plan-text.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  remediationSentence,
  type VulnerabilityFacts,
  vulnerabilityFacts,
} from '../../vulnerability-facts.js';

/** GitHub's limits: characters of a rule's texts and the number of tags. `packages` is our own. */
const LIMITS = { name: 255, description: 1_024, help: 20_000, tags: 10, packages: 20 } as const;

/**
 * A rule as SARIF describes it: from the rule book, or for a vulnerability from all of its findings, since a CVE in
 * several packages is one rule. `findings` is not empty and has the worst first.
 */
export function describeRule(
  id: string,
  findings: readonly Finding[],
  rule: RuleReference | undefined,
  { packages, steps }: RuleContext,
): ReportingDescriptor {
  const plan = planSentence(findings, steps);
  const texts = rule ? textsFromRule(rule) : textsFromFindings(id, findings, packages);
  const severity = worstSeverity(findings);
  const lintOnly = rule?.practice === 'maintainability';
  const all = [...(lintOnly ? [] : ['security']), ...originTags(findings), ...texts.tags];
  const tags = [...new Set(all)].map(sanitize);
  return {
    id: sanitize(id),
    // A name must not repeat the id (SARIF1001).
    name: texts.name === id ? undefined : shorten(sanitize(texts.name), LIMITS.name),
    shortDescription: { text: shorten(sanitize(texts.title), LIMITS.description) },
    fullDescription: { text: shorten(sanitize(texts.why), LIMITS.description) },
    // Editors show it; GitHub does not.
    helpUri: texts.page,
    help: {
      text: shorten(sanitize(helpText(texts.remediation, withoutCodeMarks(plan))), LIMITS.help),
      markdown: shorten(texts.markdown, LIMITS.help - MAX_PLAN) + planParagraph(plan),
    },
    defaultConfiguration: { level: SARIF_LEVELS[severity] },
    properties: {
      tags: tags.slice(0, LIMITS.tags),
      precision: PRECISIONS[findings[0]?.confidence ?? 'high'],
      // One of the two keys: GitHub treats a rule with a security-severity as a security rule.
      ...(lintOnly
        ? { 'problem.severity': PROBLEM_SEVERITIES[severity] }
        : { 'security-severity': securitySeverity(severity, findings, packages) }),
    },
  };
}

/** The remediation and the plan as sentences: viewers show them in one line. A step often has the words of its rule. */
function helpText(remediation: string, plan: string): string {
  const plain = (text: string) => withoutCodeMarks(text).replace(/\.$/, '').toLowerCase();
  if (plain(plan).includes(plain(remediation))) return plan;
  const end = remediation === '' || /[.!?]$/.test(remediation) ? '' : '.';
  return `${remediation}${end} ${plan}`.trim();
}

/** What all rules of a run are described with. */
export interface RuleContext {
  readonly packages: PackagesByPurl;
  /** The step of the plan for each finding, by fingerprint. */
  readonly steps: ReadonlyMap<string, StepText>;
}

/** Steps that the help of a rule names. */
const MAX_STEPS = 3;
const MAX_PLAN = 2_000;

/** `What clears it: Rebuild without cache to update openssl (Dockerfile): clears 12 findings (…).` Empty without a step. */
function planSentence(findings: readonly Finding[], steps: ReadonlyMap<string, StepText>): string {
  const all = new Set(findings.flatMap(({ fingerprint }) => steps.get(fingerprint) ?? []));
  const named = [...all].slice(0, MAX_STEPS).map((step) => {
    const place = stepPlace(undefined, placeOfStep(step));
    return `${shorten(step.title, 200)}${shorten(place, 150)}: ${step.effect}`;
  });
  const more = all.size - named.length;
  const rest = more > 0 ? [`and ${pluralize(more, 'more step')}`] : [];
  if (all.size === 0) return '';
  const said = notesAbout(findings[0], [...all]);
  return [`${PLAN_TITLE}: ${[...named, ...rest].join('; ')}.`, ...said].join(' ');
}

/** What the notes of the steps say about a rule for manifests: on what its edit rests, or why none is offered. */
function notesAbout(finding: Finding | undefined, steps: readonly StepText[]): string[] {
  if (finding?.check !== 'manifest') return [];
  const all = steps.flatMap(({ notes }) =>
    notes.length === 1 ? notes : notes.filter((one) => one.startsWith(`${finding.rule}: `)),
  );
  return [...new Set(all)].slice(0, MAX_STEPS).map((note) => shorten(note, 300));
}

function planParagraph(sentence: string): string {
  return sentence === '' ? '' : `\n\n${markdownWithCode(sentence)}`;
}

/** `origin:base-image` if all findings of the rule are in base images: code scanning filters by the tags of rules. */
function originTags(findings: readonly Finding[]): string[] {
  const [kind, ...others] = new Set(findings.map((finding) => originOf(finding)?.kind));
  return kind === undefined || others.length > 0 ? [] : [`origin:${kind}`];
}

interface RuleTexts {
  readonly name: string;
  readonly title: string;
  readonly why: string;
  readonly remediation: string;
  readonly markdown: string;
  readonly tags: readonly string[];
  /** A web address about the rule. */
  readonly page: string | undefined;
}

function textsFromRule(rule: RuleReference): RuleTexts {
  const references = (rule.references ?? []).map((r) => `- ${markdownLink(escapeMarkdown(r), r)}`);
  return {
    name: rule.name || rule.id,
    title: rule.title || rule.id,
    why: rule.why || rule.title || rule.id,
    remediation: rule.remediation || rule.title || rule.id,
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
    page: firstWebUrl(rule.references),
    markdown: [
      `**${escapeMarkdown(rule.title)}**`,
      escapeMarkdown(rule.why),
      `**How to fix:** ${escapeMarkdown(rule.remediation)}`,
      ...(rule.wrong ? [`Bad:\n${example(rule, rule.wrong)}`] : []),
      ...(rule.right ? [`Good:\n${example(rule, rule.right)}`] : []),
      ...(references.length > 0 ? [references.join('\n')] : []),
    ].join('\n\n'),
  };
}

function firstWebUrl(references: readonly string[] | undefined): string | undefined {
  return references?.map(toWebUrl).find((address) => address !== undefined);
}

function example({ check }: RuleReference, text: string): string {
  return markdownCodeBlock(
    check === 'manifest' ? 'yaml' : 'dockerfile',
    text.trimEnd().split('\n').map(sanitize),
  );
}

function textsFromFindings(
  id: string,
  findings: readonly Finding[],
  packages: PackagesByPurl,
): RuleTexts {
  const first = findings[0];
  const message = first?.message || id;
  if (first && isAboutPackage(first)) {
    const facts = findings.map((f) => vulnerabilityFacts(f, packages));
    return textsFromVulnerability(id, first, facts);
  }
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

function textsFromVulnerability(
  id: string,
  first: Finding,
  facts: readonly VulnerabilityFacts[],
): RuleTexts {
  const summary = facts.find((f) => f.summary)?.summary;
  const names = [...new Set(facts.map((f) => f.package))];
  const title = `${id} in ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}`;
  const fixes = [...new Set(facts.map(remediationSentence))].slice(0, LIMITS.packages);
  const references = [...new Set(facts.flatMap((f) => f.references))].slice(0, 10);
  const scored = facts.find((f) => f.score !== undefined);
  const exploited = facts.some((f) => f.exploited);
  const blocks = [
    `**${escapeMarkdown(title)}**`,
    summary ? escapeMarkdown(shorten(summary, LIMITS.description)) : '',
    packageTable(facts),
    [
      ...(scored ? [`CVSS ${scored.score}${scored.vector ? ` ${cell(scored.vector)}` : ''}`] : []),
      ...(exploited ? ['known to be exploited'] : []),
    ].join(' · '),
    references.map((r) => `- ${markdownLink(escapeMarkdown(shorten(r, 200)), r)}`).join('\n'),
  ];
  return {
    name: id,
    title,
    why: summary ?? (first.message || id),
    remediation: fixes.join(' '),
    markdown: blocks.filter((block) => block !== '').join('\n\n'),
    page: firstWebUrl(references),
    tags: [first.check, ...(exploited ? ['exploited'] : []), ...first.tags],
  };
}

function packageTable(facts: readonly VulnerabilityFacts[]): string {
  const rows = facts
    .flatMap(({ packages, fixed, willNotFix }) =>
      packages.map((one) => ({ fixed, willNotFix, ...one })),
    )
    .slice(0, LIMITS.packages)
    .map(
      ({ name, installed, fixed, willNotFix }) =>
        `| ${cell(name)} | ${cell(installed)} | ${fixed ? cell(fixed) : willNotFix ? 'will not be fixed' : 'none yet'} |`,
    );
  return ['| Package | Installed | Fixed in |', '|---|---|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return markdownCode(shorten(text, 200));
}

function worstSeverity(findings: readonly Finding[]): Severity {
  return findings.reduce<Severity>(
    (severity, f) => (compareSeverity(f.severity, severity) < 0 ? f.severity : severity),
    'info',
  );
}

/**
 * The number by which GitHub rates a security rule, as a string: the CVSS score if GitHub rates it as our severity, else
 * the middle of our severity's range.
 */
function securitySeverity(
  severity: Severity,
  findings: readonly Finding[],
  packages: PackagesByPurl,
): string {
  const scores = findings.flatMap((f) => vulnerabilityFacts(f, packages).score ?? []);
  const score = scores.reduce((most, s) => Math.max(most, s), 0);
  return scores.length > 0 && githubSeverity(score) === severity
    ? score.toFixed(1)
    : MIDDLE_SCORES[severity];
}

/** GitHub's ranges: critical over 9.0, high from 7.0, medium from 4.0, low from 0.1. */
function githubSeverity(score: number): Severity {
  if (score > 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score >= 0.1 ? 'low' : 'info';
}

const MIDDLE_SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.0',
};

/** SARIF's level for each severity. */
export const SARIF_LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
} as const;
const PROBLEM_SEVERITIES = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'recommendation',
  info: 'recommendation',
} as const;
const PRECISIONS = { high: 'very-high', medium: 'high', low: 'medium' } as const;
