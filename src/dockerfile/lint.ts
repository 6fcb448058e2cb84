import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import { compareRanges } from '../core/location.js';
import type { Observation, RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import { compareSeverity } from '../core/severity.js';
import { suppressed } from '../core/suppression.js';
import { reason } from '../lib/errors.js';
import { compareText } from '../lib/text.js';
import { isEditable } from './build-errors.js';
import type { ShellCheckFinding } from './commands/shellcheck.js';
import { engineRules, RULE_FAILED } from './engine-rules.js';
import { identityReader } from './finding-identity.js';
import { joinSecrets } from './join-secrets.js';
import { parseCheckDirective } from './lint-comments.js';
import { defaultConfig, type LintConfig, type LintFacts } from './lint-config.js';
import { mergeFamilies } from './merge-families.js';
import type { Dockerfile } from './parser/model.js';
import type { DockerfileRule, LintSubject } from './rule.js';
import { dockerfileRules } from './rules/index.js';
import { builderStages, stageIdentity } from './stages.js';
import { applySuppressionComments } from './suppression-comments.js';
import { templateReason } from './template.js';

/** All rules that a finding in a Dockerfile can name, except those of ShellCheck. */
export const allDockerfileRules: readonly DockerfileRule[] = [...dockerfileRules, ...engineRules];

export interface LintOptions {
  /** All Dockerfile rules by default. */
  readonly rules?: readonly DockerfileRule[];
  readonly shellFindings?: readonly ShellCheckFinding[] | undefined;
  /** Gets each finding that a comment suppresses. */
  readonly onSuppressed?: (finding: Finding) => void;
}

/**
 * The findings of a Dockerfile, in order of position: of the rules and of ShellCheck, merged where rules of different
 * families report the same problem, without those that a comment suppresses. Never throws: a rule that throws an error
 * is reported as a finding. A file that cannot be built has no fixes: an edit could destroy it.
 */
export function lintDockerfile(
  dockerfile: Dockerfile,
  config: LintFacts,
  { rules = dockerfileRules, shellFindings = [], onSuppressed = () => {} }: LintOptions = {},
): Finding[] {
  const subject: FindingSubject = {
    ...dockerfile,
    config: { ...defaultConfig(config.now), ...config },
    identity: identityReader(dockerfile),
    stageAt: stageReader(dockerfile),
  };
  const active = rules.filter((rule) => isActive(rule, subject));
  const ofShell = shellFindings.filter(({ rule }) => !subject.config.ignored.has(rule.id));
  const found = [
    ...active.flatMap((rule) => runRule(rule, subject)),
    ...ofShell
      .filter(({ disabledBy }) => disabledBy === undefined)
      .map(({ rule, observation }) => toFinding(rule, observation, subject)),
  ];
  const merged = joinSecrets(mergeFamilies(found, rules), dockerfile);
  const withStage = stageMarker(subject, rules);
  const staged = merged.map(withStage);
  const rated = failsOnChecks(subject) ? staged.map(raiseSeverity) : staged;
  const comments = applySuppressionComments(subject, rated, active);
  const { findings, observations } = comments;
  const disabled = ofShell.flatMap((finding) => disabledFinding(finding, subject));
  for (const finding of [...comments.suppressed, ...disabled.map(withStage)]) onSuppressed(finding);
  const aboutComments = observations.map(({ rule, observation }) =>
    toFinding(rule, observation, subject),
  );
  const all = [...findings, ...aboutComments].sort(compareFindings);
  const fixable = isEditable(dockerfile) && templateReason(dockerfile) === undefined;
  return disambiguateFingerprints(fixable ? all : all.map(withoutFix));
}

/** What rules check, with the text that identifies a finding in a range. */
interface FindingSubject extends LintSubject {
  readonly identity: ReturnType<typeof identityReader>;
  readonly stageAt: (line: number) => string;
}

/** The stage of a line: findings of all rules about it have the same text. */
function stageReader(dockerfile: Dockerfile): (line: number) => string {
  const first = fingerprint('stage', '');
  const stages = dockerfile.stages.map((stage) => ({
    line: stage.from.startLine,
    id: fingerprint('stage', stageIdentity(dockerfile, stage)),
  }));
  return (line) => stages.findLast((stage) => stage.line <= line)?.id ?? first;
}

function isActive(rule: DockerfileRule, subject: LintSubject): boolean {
  const { config } = subject;
  if (config.ignored.has(rule.id)) return false;
  if (!rule.optIn || config.severities.has(rule.id)) return true;
  return checkOptions(subject).some(
    ({ key, value }) =>
      key === 'experimental' &&
      value.split(',').some((name) => [rule.id, 'all'].includes(name.trim())),
  );
}

function checkOptions({ directives }: LintSubject) {
  return parseCheckDirective(directives.find(({ name }) => name === 'check')?.value ?? '');
}

function runRule(rule: DockerfileRule, subject: FindingSubject): Finding[] {
  const findings: Finding[] = [];
  try {
    rule.check(subject, (observation) => findings.push(toFinding(rule, observation, subject)));
  } catch (error) {
    const message = `Rule ${rule.id} failed: ${reason(error)}`;
    findings.push(toFinding(RULE_FAILED, { at: subject.source.range(0, 0), message }, subject));
  }
  return findings;
}

function toFinding(
  rule: RuleDescription & Pick<DockerfileRule, 'optIn'>,
  observation: Observation,
  subject: FindingSubject,
): Finding {
  const { at, message, fix, related, details } = observation;
  const { path, config } = subject;
  const parts = partsOf(observation, subject);
  const { about = parts?.join(' '), identifiedBy } = observation;
  const identity = about ?? subject.identity(at, identifiedBy, observation.folder);
  return {
    ...ruleFinding(rule, 'lint'),
    ...(observation.aliases && { aliases: observation.aliases }),
    severity: config.severities.get(rule.id) ?? observation.severity ?? rule.severity,
    ...setOf(rule, observation, config),
    confidence: observation.confidence ?? 'high',
    message,
    location: { path, ...at },
    related,
    fingerprint: fingerprint(rule.id, path, identity),
    ...(parts && { parts: parts.map((part) => fingerprint(rule.id, path, part)) }),
    subjectId: fingerprint(rule.id, identity),
    stage: subject.stageAt(at.startLine),
    fix,
    details,
  };
}

/** The rule set of the finding, if it is another one than that of the rule. */
function setOf(
  rule: RuleDescription & Pick<DockerfileRule, 'optIn'>,
  { ruleSet }: Observation,
  config: LintConfig,
): Pick<Finding, 'ruleSet'> {
  if (isAskedFor(rule, config)) return rule.ruleSet ? { ruleSet: 'recommended' } : {};
  return ruleSet ? { ruleSet } : {};
}

/** Who gives a rule a severity, or turns it on, wants to see it. */
function isAskedFor(
  { id, optIn = false }: Pick<DockerfileRule, 'id' | 'optIn'>,
  { severities }: LintConfig,
): boolean {
  return optIn || severities.has(id);
}

/** The texts of the parts of a list, each once, in order. */
function partsOf({ parts }: Observation, { identity }: FindingSubject): string[] | undefined {
  const texts = parts?.map((part) => (typeof part === 'string' ? part : identity(part)));
  return texts && [...new Set(texts)].sort(compareText);
}

/** The finding that a comment of ShellCheck suppresses; none if there is no such comment. */
function disabledFinding(
  { rule, observation, disabledBy: line }: ShellCheckFinding,
  subject: FindingSubject,
): Finding[] {
  if (line === undefined) return [];
  const finding = toFinding(rule, observation, subject);
  return [suppressed(finding, { path: subject.path, line, rule: rule.id })];
}

/** `# check=error=true`: the build fails if one of BuildKit's checks reports a problem. */
function failsOnChecks(subject: LintSubject): boolean {
  return checkOptions(subject).some(
    ({ key, value }) => key === 'error' && /^(?:1|t|true)$/i.test(value),
  );
}

/** Makes a finding of a BuildKit check high. The names of BuildKit's checks consist of letters. */
function raiseSeverity(finding: Finding): Finding {
  const isCheck = [finding.rule, ...finding.aliases].some((name) => /^[A-Za-z]+$/.test(name));
  if (!isCheck || compareSeverity(finding.severity, 'high') <= 0) return finding;
  return { ...finding, severity: 'high' };
}

/** Marks the findings in builder stages, except those of rules that affect the build. */
function stageMarker(
  dockerfile: Dockerfile,
  rules: readonly DockerfileRule[],
): (finding: Finding) => Finding {
  const stages = builderStages(dockerfile);
  if (stages.length === 0) return (finding) => finding;
  const unmarked = new Set(rules.flatMap((rule) => (rule.affectsBuild ? [rule.id] : [])));
  return (finding) => {
    const line = finding.location?.startLine ?? 0;
    const stage = stages.find(({ startLine, endLine }) => startLine <= line && line <= endLine);
    return stage && !unmarked.has(finding.rule)
      ? { ...finding, builderStage: stage.name }
      : finding;
  };
}

/** A file that cannot be built, or is a template, is not edited. */
function withoutFix({ fix: _, ...finding }: Finding): Finding {
  return finding;
}

function compareFindings(a: Finding, b: Finding): number {
  const byPosition = a.location && b.location ? compareRanges(a.location, b.location) : 0;
  return byPosition || compareText(a.rule, b.rule);
}
