import type { Finding } from '../../core/finding.js';
import { fixMayBreak } from '../../core/fixable.js';
import type { Location } from '../../core/location.js';
import type { RuleBook } from '../../core/report.js';
import { compareSeverity } from '../../core/severity.js';
import { object } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import { type Candidate, NO_NOTES, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import { packageOf } from './package-of.js';

/**
 * The step that a rule advises: its fix, or what its page says. One for each rule and line; rules that make the same edit,
 * and those about one place of a manifest, are one step.
 */
export function ruleAdvice(found: Finding, { rules, sameFix, rulesAt }: PlanContext): Candidate {
  const finding = sameFix(found);
  const { rule, location, subject } = finding;
  const clearedBy = rules.get(rule)?.clearedBy;
  if (clearedBy === 'non-root-user') return addUser(finding);
  if (clearedBy === 'minimal-image') return minimalImage(finding);
  if (isPinnable(finding)) return pinDigests(finding);
  const ended = endedRelease(finding);
  if (ended !== undefined) return supportedRelease(finding, ended);
  const remedy = isFile(finding) || clearedBy === 'removal' ? 'remove' : 'edit';
  const isGroup = rulesAt(finding) > 1;
  const what = isGroup ? (finding.fix ? 'settings' : 'settings by hand') : rule;
  const place = isLineEdit(finding) ? location?.path : placeOf(finding);
  // A line where the edit may break a build is another step than one where it is safe.
  const choice = finding.fix?.mayBreak ? ' by choice' : '';
  const kind = isLineEdit(finding) ? ` ${finding.fix?.description}${choice}` : '';
  return {
    id: `${remedy} ${place ?? `in ${subject?.image}`} ${what}${kind}`,
    remedy,
    title: (findings) =>
      isGroup
        ? settingsTitle(findings, rules)
        : finding.check === 'secret'
          ? secretsTitle(findings)
          : `${ownTitle(findings.find(({ fix }) => fix) ?? finding, rules)}${editCount(findings)}`,
    rule: isAdvice(finding) && !isGroup ? rule : undefined,
    ...pathAndLine(finding),
    risk: finding.fix && !mayBreak(finding, rules) ? 'none' : 'unknown',
    ...(clearedBy === 'removal' && { savedBytes: bytesOf(finding) }),
    notes: (findings) =>
      isGroup
        ? settingsNotes(findings, rules)
        : findings.flatMap((one) => ownAdvice(one) ?? restOf(one) ?? []),
    change: (findings) =>
      location && findings.some(({ fix }) => fix)
        ? { kind: 'rule-fix', path: location.path, rule, ...fixedLines(findings, location) }
        : undefined,
  };
}

/** Each secret is revoked, also where one line of the Dockerfile brought several. */
function secretsTitle(findings: readonly Finding[]): string {
  const sentences = [...new Set(findings.map(({ message }) => message.replace(/[.\s]+$/, '')))];
  const [first = ''] = sentences;
  return sentences.length < 2
    ? `revoke and remove the secret: ${first}`
    : `revoke and remove ${sentences.length} secrets: ${first} and ${sentences.length - 1} more`;
}

/** Whether the same edit in other lines of the Dockerfile is the same step. */
function isLineEdit({ check, fix, location }: Finding): boolean {
  return check === 'lint' && fix !== undefined && location !== undefined;
}

/** ` in 2 lines`, if several lines get the edit. */
function editCount(findings: readonly Finding[]): string {
  const lines = linesOf(findings.filter(isLineEdit));
  return lines.length > 1 ? ` in ${lines.length} lines` : '';
}

function fixedLines(
  findings: readonly Finding[],
  { startLine }: Location,
): { readonly line: number; readonly lines?: readonly number[] } {
  const [line = startLine, ...lines] = linesOf(findings.filter(isLineEdit));
  return { line, ...(lines.length > 0 && { lines }) };
}

function linesOf(findings: readonly Finding[]): readonly number[] {
  const lines = new Set(findings.flatMap(({ location }) => location?.startLine ?? []));
  return [...lines].sort((a, b) => a - b);
}

/** Settings that a title names. */
const MAX_SETTINGS = 2;

/** `disallow privilege escalation, drop all capabilities and 3 more settings of service "web"` */
function settingsTitle(findings: readonly Finding[], rules: RuleBook): string {
  const titles = new Set(bySeverity(findings).map((one) => clauseOf(titleOf(one, rules))));
  const more = titles.size - MAX_SETTINGS;
  const shown = [...titles].slice(0, MAX_SETTINGS).join(', ');
  const [owner] = findings.flatMap(({ message }) => OWNER.exec(message)?.[0].toLowerCase() ?? []);
  const rest = more > 0 ? ` and ${pluralize(more, 'more setting')}` : '';
  return `${shown}${rest}${owner === undefined ? '' : ` of ${owner}`}`;
}

/** `service "web"` */
const OWNER = /\b(?:service|container|pod) "[^"]{1,100}"/i;

/** What comes after it is in a note. Code is not cut. */
function clauseOf(title: string): string {
  return /^(?:`[^`]*`|[^;,:.`]|[.](?!\s|$))+/.exec(title)?.[0] ?? title;
}

/** The title of a step with one setting. What the fix of a manifest rests on is in a note. */
function ownTitle(finding: Finding, rules: RuleBook): string {
  const title = titleOf(finding, rules);
  return restOf(finding) === undefined ? title : clauseOf(title);
}

/** What the fix of a manifest does and rests on, as a sentence, if its title is not all of it. */
function restOf({ check, fix }: Finding): string | undefined {
  if (check !== 'manifest' || !fix || !/: |[.] /.test(fix.description)) return undefined;
  return `${fix.description.replace(/[.\s]+$/, '')}.`;
}

function settingsNotes(findings: readonly Finding[], rules: RuleBook): string[] {
  return [
    ...new Set(
      bySeverity(findings).map(
        (one) => `${one.rule}: ${ownAdvice(one) ?? `${withoutCode(titleOf(one, rules))}.`}`,
      ),
    ),
  ];
}

/** The advice of the finding itself, as a sentence: why no edit is offered. */
function ownAdvice({ advice }: Finding): string | undefined {
  return advice === undefined ? undefined : `${advice.replace(/[.\s]+$/, '')}.`;
}

function withoutCode(title: string): string {
  return title.replaceAll('`', '');
}

function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => compareSeverity(a.severity, b.severity));
}

/** One image without a shell and package managers clears the findings about both. */
function minimalImage(finding: Finding): Candidate {
  return {
    id: `edit ${placeOf(finding) ?? `in ${finding.subject?.image}`} minimal image`,
    remedy: 'edit',
    title: () =>
      'copy the program into an image without a shell and package managers, such as distroless or scratch',
    ...pathAndLine(finding),
    risk: 'unknown',
    notes: NO_NOTES,
  };
}

/** One run of the linter adds the digests of all images and downloads of a Dockerfile that it can look up. */
function pinDigests({ location }: Finding): Candidate {
  const path = location?.path ?? '';
  return {
    id: `edit ${path} lint --pin`,
    remedy: 'edit',
    title: ({ length }) => `add ${pluralize(length, 'digest')} with portside lint --fix --pin`,
    path,
    risk: 'none',
    notes: () => [
      'It looks up the digests that the images and downloads have now: compare them with those of the publishers.',
    ],
  };
}

function isPinnable({ details, fix, location }: Finding): boolean {
  return details !== undefined && 'pinnable' in details && !fix && location !== undefined;
}

/** One move of the base image clears the findings of all rules about the end of its support. */
function supportedRelease(finding: Finding, ended: string): Candidate {
  return {
    id: `move-tag ${placeOf(finding) ?? `in ${finding.subject?.image}`} supported`,
    remedy: 'move-tag',
    title: () => `use a supported release instead of ${ended}`,
    ...pathAndLine(finding),
    risk: 'unknown',
    notes: () => ['No more fixes are published for the old release.'],
  };
}

/** Whether the fix of a finding may break a build or a program. Those of manifests change how containers run. */
function mayBreak(finding: Finding, rules: RuleBook): boolean {
  return finding.check === 'manifest' || fixMayBreak(finding, rules);
}

/** The bytes in the layer, if the rule counts them. */
function bytesOf({ details }: Finding): number | undefined {
  const { bytes } = object(details);
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Whether the title does not say what the finding is about. */
function isAdvice(finding: Finding): boolean {
  const isNamed = finding.check === 'secret' || finding.fix !== undefined;
  return !isNamed && !finding.message.startsWith(BUILD_ERROR);
}

const BUILD_ERROR = 'The build fails: ';

/** A file that a malware scanner recognized. */
function isFile({ check }: Finding): boolean {
  return check === 'malware';
}

/** One USER instruction clears the findings of all rules about root in one file. */
function addUser(finding: Finding): Candidate {
  const path = finding.location?.path;
  // A Compose file may have several Dockerfiles in it.
  const file = path !== undefined && /\.ya?ml$/i.test(path) ? placeOf(finding) : path;
  return {
    id: `edit ${file ?? `in ${finding.subject?.image}`} USER`,
    remedy: 'edit',
    title: () => 'add a non-root USER',
    ...pathAndLine(finding),
    risk: 'unknown',
    notes: NO_NOTES,
  };
}

/** A malicious package is removed, since there is no version to upgrade to. */
export function packageRemoval(finding: Finding): Candidate {
  const { name: bare, installed } = packageOf(finding);
  const name = [bare, installed].filter((part) => part !== '').join(' ');
  return {
    id: `remove ${placeOf(finding) ?? `in ${finding.subject?.image}`} ${name}`,
    remedy: 'remove',
    title: () => `remove malicious package ${name}`,
    ...pathAndLine(finding),
    risk: 'removal',
    notes: NO_NOTES,
  };
}

function titleOf(finding: Finding, rules: RuleBook): string {
  const { rule } = finding;
  if (finding.fix) return uncapitalize(finding.fix.description);
  const message = finding.message.replace(/[.\s]+$/, '');
  if (message.startsWith(BUILD_ERROR))
    return `fix the build error: ${message.slice(BUILD_ERROR.length)}`;
  const unpinned = unpinnedPackages(finding);
  if (unpinned !== undefined) return `pin ${unpinned}`;
  const advice = rules.get(rule)?.remediation;
  return advice === undefined
    ? `fix ${rule}: ${message}`
    : uncapitalize(ofManifest(advice, message).replace(/[.\s]+$/, ''));
}

/** Advice for Kubernetes and Compose is cut to what the finding is about. */
function ofManifest(advice: string, message: string): string {
  const part = message.startsWith('Service "') ? '$3' : '$2';
  return advice.replace(/^(\w+) (.+?) \(Kubernetes\) or (.+?) \(Compose\)/, `$1 ${part}`);
}

/** The release whose end of life the finding is about, such as `alpine 3.20`. */
function endedRelease({ details }: Finding): string | undefined {
  if (details === undefined || !('endOfLife' in details)) return undefined;
  const { distribution, product }: { distribution?: unknown; product?: unknown } = details;
  return [distribution, product].find((name) => typeof name === 'string');
}

/** Packages that a step names. */
const MAX_PINNED = 3;

/** `the versions of curl, git, vim and 2 more`, if the finding is about packages without a version. */
function unpinnedPackages({ details }: Finding): string | undefined {
  if (details === undefined || !('unpinned' in details)) return undefined;
  const { unpinned }: { unpinned?: unknown } = details;
  const names = Array.isArray(unpinned) ? unpinned.filter((name) => typeof name === 'string') : [];
  if (names.length === 0) return undefined;
  const more = names.length - MAX_PINNED;
  const shown = names.slice(0, MAX_PINNED).join(', ');
  const list = more > 0 ? `${shown} and ${more} more` : shown;
  return `the ${names.length === 1 ? 'version' : 'versions'} of ${list}`;
}

/** The description of a fix is an imperative; a title continues a sentence. */
function uncapitalize(text: string): string {
  return text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
