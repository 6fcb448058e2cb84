import type { Finding } from '../../core/finding.js';
import type { Location } from '../../core/location.js';
import type { Report, RuleBook } from '../../core/report.js';
import { SEVERITIES, type Severity } from '../../core/severity.js';
import { isExploited, isMalicious } from '../../core/urgency.js';
import { groupBy } from '../../lib/group-by.js';
import { capitalize, lowerFirst, pluralize } from '../../lib/text.js';
import { shorten } from '../escape.js';
import { findingNote } from '../finding-note.js';
import type { FindingPlaces } from '../finding-places.js';
import { groupByPackage } from '../package-groups.js';
import { groupTitle, packageFix } from '../package-texts.js';
import { stepsByFinding } from '../plan-text.js';
import { useText } from '../use-text.js';
import { isAboutPackage, remediationSentence, vulnerabilityFacts } from '../vulnerability-facts.js';
import { OBJECT, type ProblemRow, type RowFacts } from './problem-rows.js';
import { differingNames, splitNames } from './sentence-names.js';

/** A row in words. Nothing is escaped; code is between backticks in `advice` only. */
export interface RowText {
  /** The worst one of its findings. */
  readonly severity: Severity;
  /**
   * `malicious`, `exploited`; `fails` if a row that is as severe does not fail the policy; `existing` among rows of new
   * findings.
   */
  readonly marks: readonly string[];
  /** `Service "web" runs privileged`, without what to do about it. */
  readonly what: string;
  /** The objects that it is about, if there are several: they follow `what`. */
  readonly names: readonly string[];
  /** What the objects lack: `no memory limit`, with a finding each. They follow the rest, and are linked instead of `ids`. */
  readonly settings: readonly { readonly title: string; readonly finding: Finding }[];
  /** One finding of each rule or vulnerability, the most urgent first. */
  readonly ids: readonly Finding[];
  /** The lines, each once. */
  readonly places: readonly Location[];
  /** The images, if it is at no line. */
  readonly images: readonly string[];
  /** What to do, in a short sentence without a full stop; empty if the step of an earlier row does it. */
  readonly advice: string;
}

export interface RowContext extends RowFacts {
  readonly report: Report;
  readonly places: FindingPlaces;
}

/** The rows in words, in their order. A step that clears several rows is said at the first of them. */
export function describeRows(rows: readonly ProblemRow[], context: RowContext): RowText[] {
  const steps = stepsByFinding(context.report);
  const stepOf = ({ findings }: ProblemRow) => {
    const ids = new Set(findings.map(({ fingerprint }) => steps.get(fingerprint)?.id));
    const step = steps.get(findings[0].fingerprint);
    return ids.size === 1 && step && step.effect.startsWith('clears') ? step : undefined;
  };
  const byStep = groupBy(rows, (row) => stepOf(row)?.id ?? row);
  const marksOf = marker(rows, context);
  return rows.map((row) => {
    const text = { ...describeRow(row, context), marks: marksOf(row) };
    const step = stepOf(row);
    const same = step ? (byStep.get(step.id) ?? []) : [];
    if (!step || same.length < 2) return text;
    if (same[0] !== row) return { ...text, advice: '' };
    const others = new Set(
      same
        .slice(1)
        .flatMap(({ kind, findings }) =>
          findings.map((one) =>
            kind === 'package' ? vulnerabilityFacts(one, context.packages).package : one.rule,
          ),
        ),
    );
    for (const { rule } of row.findings) others.delete(rule);
    const named = [...others].slice(0, MAX_ALSO).join(', ');
    const more = others.size > MAX_ALSO ? ` and ${others.size - MAX_ALSO} more` : '';
    const also = named === '' ? '' : `; it also clears ${named}${more}`;
    return { ...text, advice: `${shorten(step.title, 120)}${also}` };
  });
}

/** Rules of other rows that a step clears, which are named. */
const MAX_ALSO = 3;

/** What distinguishes a row from the others. */
function marker(
  rows: readonly ProblemRow[],
  { fails = () => false }: RowContext,
): (row: ProblemRow) => readonly string[] {
  const statuses = new Set(rows.map(({ findings }) => findings[0].status));
  const passing = new Set(
    rows.flatMap((row) => (row.findings.some(fails) ? [] : SEVERITIES.indexOf(severityOf(row)))),
  );
  return (row) => {
    const { findings } = row;
    const severity = SEVERITIES.indexOf(severityOf(row));
    const isUnlikeOthers = [...passing].some((other) => other <= severity);
    return [
      ...(isUnlikeOthers && findings.some(fails) ? ['fails'] : []),
      ...(findings.some(isMalicious) ? ['malicious'] : []),
      ...(findings.some(isExploited) ? ['exploited'] : []),
      ...(statuses.size > 1 && findings[0].status === 'existing' ? ['existing'] : []),
    ];
  };
}

/** The worst one. */
function severityOf({ findings }: ProblemRow): Severity {
  return SEVERITIES.find((one) => findings.some(({ severity }) => severity === one)) ?? 'info';
}

function describeRow(row: ProblemRow, context: RowContext): Omit<RowText, 'marks'> {
  const { findings } = row;
  const places = new Map(
    findings.flatMap(({ location: at }) => (at ? [[`${at.path}:${at.startLine}`, at]] : [])),
  );
  const images = new Set(
    findings.flatMap(({ location, subject }) =>
      location ? [] : (subject?.image ?? subject?.path ?? []),
    ),
  );
  const ids = idsOf(findings, context.rules);
  const common = {
    severity: severityOf(row),
    names: [],
    settings: [],
    ids,
    places: [...places.values()],
    images: [...images],
    advice: '',
  };
  switch (row.kind) {
    case 'package':
      return { ...common, ...packageText(row, context) };
    case 'settings':
      return { ...common, ...settingsText(row, context.rules) };
    case 'base-image':
      return { ...common, ids: [], what: baseImageText(row) };
    case 'problem':
      return { ...common, ...problemText(row, context.rules) };
  }
}

/** One finding of each rule, also of the rules whose findings were joined to others. */
function idsOf(findings: readonly Finding[], rules: RuleBook): Finding[] {
  const ids = new Map<string, Finding>();
  for (const finding of findings) if (!ids.has(finding.rule)) ids.set(finding.rule, finding);
  for (const finding of findings)
    for (const alias of finding.aliases)
      if (rules.has(alias) && !ids.has(alias)) ids.set(alias, { ...finding, rule: alias });
  return [...ids.values()];
}

type Words = Pick<RowText, 'what' | 'advice'> & Partial<RowText>;

/** `lodash 4.17.15: prototype pollution, and 1 more` */
function packageText({ findings }: ProblemRow, { packages, places }: RowContext): Words {
  const all = groupByPackage(findings, packages);
  const [group] = all;
  const [worst] = findings;
  if (!group) return { what: worst.message, advice: '' };
  const versions = [...new Set(all.flatMap(({ facts }) => facts.installed ?? []))];
  const others =
    versions.length > 1 ? ` and ${pluralize(versions.length - 1, 'other version')}` : '';
  const name = `${group.facts.package} ${shorten(versions[0] ?? '', 80)}`.trim();
  const title = groupTitle({ ...group, rules: [...new Set(findings.map(({ rule }) => rule))] });
  const fixes = new Set(all.map(packageFix));
  return {
    what: `${name}${others}${shorten(places(worst), 200)}${title === '' ? '' : `: ${title.replace(/\.$/, '')}`}`,
    advice: [
      fixes.size > 1 ? 'The fix depends on the installed version' : packageFix(group),
      shorten(useText(worst) ?? '', 160),
    ]
      .filter((part) => part !== '')
      .join('; '),
  };
}

/** `Service "web"`, and what it lacks. */
function settingsText({ findings }: ProblemRow, rules: RuleBook): Words {
  const objects = [...new Set(findings.map(({ message }) => objectOf(message)))];
  const kinds = new Set(objects.map((object) => object.split(' ', 1)[0] ?? ''));
  const kind = kinds.size === 1 ? [...kinds][0] : 'object';
  const firsts = [...groupBy(findings, ({ rule }) => rule).values()].flatMap(([one]) => one ?? []);
  const [only = ''] = objects;
  return {
    what: objects.length > 1 ? pluralize(objects.length, kind ?? 'object') : capitalize(only),
    names: objects.length > 1 ? objects.map((object) => quotedOf(object)) : [],
    ids: [],
    settings: firsts.map((finding) => ({
      title: lowerFirst(rules.get(finding.rule)?.title ?? finding.message),
      finding,
    })),
    advice: '',
  };
}

/** `app / web` of `container "app" of Deployment "web"` */
function quotedOf(object: string): string {
  return [...object.matchAll(/"([^"]*)"/g)].map(([, name]) => name).join(' / ') || object;
}

/** `service "web"` of `Log of service "web" has no size limit`; the sentence if it names nothing. */
function objectOf(sentence: string): string {
  return lowerFirst(OBJECT.exec(sentence)?.[0] ?? sentence);
}

function baseImageText({ base, findings }: ProblemRow): string {
  const name =
    base?.name === undefined ? 'the base image' : `base image ${shorten(base.name, 120)}`;
  return `${pluralize(findings.length, 'finding')} from ${name}: ${base?.summary ?? ''}`;
}

/** The message of one finding. Of several, the title of the rule, and the names by which they differ. */
function problemText({ findings }: ProblemRow, rules: RuleBook): Words {
  const [worst] = findings;
  const same = findings.filter(({ rule }) => rule === worst.rule);
  const sentences = new Set(same.map(({ message }) => message));
  const names = namesOf([...sentences]);
  const title = rules.get(worst.rule)?.title;
  const isOne = sentences.size === 1 || title === undefined;
  return {
    what: `${isOne ? worst.message.replace(/\.$/, '') : title}${noteOf(same)}`,
    names,
    advice: [rowAdvice(findings, rules), ...policyMessages(findings, worst)]
      .filter((part) => part !== '')
      .join('. '),
  };
}

/** The note that all findings of a row have; of several reasons for one severity, what it was lowered from. */
function noteOf([first, ...others]: readonly Finding[]): string {
  if (!first) return '';
  const note = findingNote(first);
  if (others.every((one) => findingNote(one) === note)) return note;
  const from = first.lowered?.from;
  return from !== undefined && others.every(({ lowered }) => lowered?.from === from)
    ? ` (lowered from ${from})`
    : '';
}

/**
 * What to do at each place: a finding says it better than the advice of a rule, which names nothing. Where the places need
 * different edits, such as other base images, the advice of the rule is about all of them.
 */
function rowAdvice(findings: ProblemRow['findings'], rules: RuleBook): string {
  const [worst] = findings;
  const placeOf = ({ location }: Finding) => `${location?.path}:${location?.startLine}`;
  const exact = [...groupBy(findings, placeOf).values()].map((some) =>
    some.find(({ advice, fix }) => advice !== undefined || fix),
  );
  const said = new Set(exact.map((one) => one && adviceOf(one, rules)));
  const [only] = exact;
  if (said.size === 1) return adviceOf(only ?? worst, rules);
  return shortAdvice(rules.get(worst.rule)?.remediation ?? '') || adviceOf(worst, rules);
}

/** Messages of rules of the policy that a row repeats. */
const MAX_MESSAGES = 2;

/** What the rules of the policy say about the problem: `SHOP-1: no service may be privileged`. */
function policyMessages(findings: readonly Finding[], { rule }: Finding): string[] {
  const own = findings.filter((one) => one.check === 'policy' && one.rule !== rule);
  const said = new Set(
    own.map((one) => `${one.rule}: ${shorten(one.message.replaceAll('`', ''), 160)}`),
  );
  const more = said.size - MAX_MESSAGES;
  return [
    ...[...said].slice(0, MAX_MESSAGES),
    ...(more > 0 ? [`And ${pluralize(more, 'more rule')} of the policy`] : []),
  ];
}

/** The names by which the sentences differ; of sentences with a bare word as the name, that word. */
function namesOf(sentences: readonly string[]): string[] {
  const names = differingNames(sentences.map(splitNames));
  if (names.length > 0 || sentences.length < 2) return names;
  const words = sentences.map((sentence) => sentence.split(' '));
  const at = words[0]?.findIndex((word, i) => words.some((other) => other[i] !== word)) ?? -1;
  return at < 0 ? [] : [...new Set(words.flatMap((some) => some[at] ?? []))];
}

/** What to do about one finding, in a short sentence without a full stop. Not escaped; code is between backticks. */
export function adviceOf(finding: Finding, rules: RuleBook): string {
  if (isAboutPackage(finding))
    return remediationSentence(vulnerabilityFacts(finding, new Map())).replace(/\.$/, '');
  const { advice, fix, rule } = finding;
  return shortAdvice(advice ?? fix?.description ?? rules.get(rule)?.remediation ?? '');
}

/** Characters of what to do. */
const MAX_ADVICE = 120;

/** The first clause, if the whole is too long for a row: the page of the rule has the rest. */
function shortAdvice(advice: string): string {
  const text = advice.replace(/\.$/, '');
  if (text.length <= MAX_ADVICE) return text;
  const [first = ''] = text.split(/(?:[.;:]|, (?:and|or|such)) /);
  return first.length <= MAX_ADVICE ? first : shorten(first, MAX_ADVICE).replace(/\s+\S*$/, '…');
}
