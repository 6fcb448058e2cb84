import type { AppliedException, Finding, Status } from '../../core/finding.js';
import { fingerprint } from '../../core/fingerprint.js';
import { compareSeverity } from '../../core/severity.js';
import { withVariants } from '../../core/variants.js';
import { addTo, groupBy } from '../../lib/group-by.js';
import { isObject } from '../../lib/json.js';
import { compareText } from '../../lib/text.js';
import { toAsciiJson } from '../escape.js';
import type { SerializedItem } from './serialized-report.js';

/**
 * The findings of several reports, each once, whatever the order of the reports. A finding is new if one report says so, in
 * each of its variants; it is fixed if no report has it. What one report joined into another finding is a part of it. Findings
 * of one fingerprint that differ in more than their status stay apart, with one status. Only these are parsed.
 */
export function mergeFindings(items: readonly SerializedItem[]): readonly SerializedItem[] {
  const rows = doubtful(items);
  if (rows.size === 0) return items;
  const parts = joinedParts([...rows.values()]);
  const groups = groupBy(rows, ([, finding]) => rootOf(finding));
  const resolved = new Map<SerializedItem, readonly SerializedItem[]>();
  for (const [root, group] of groups) {
    const kept = group.filter(([, finding]) => !parts.covered.has(finding));
    const left = kept.map(([, finding]) => finding);
    const joined = parts.of.get(root) ?? [];
    const isLeft = joined.length === 0 && isSettled(left);
    if (isLeft && kept.length === group.length) continue;
    for (const [item] of group) resolved.set(item, []);
    const result = isLeft ? kept.map(([item]) => item) : resolve(left, joined).map(serialized);
    const [first] = group;
    if (first) resolved.set(first[0], result);
  }
  return items.flatMap((item) => resolved.get(item) ?? [item]);
}

/** The findings of which more than one report, or one more than once, says something. */
function doubtful(items: readonly SerializedItem[]): ReadonlyMap<SerializedItem, Finding> {
  const parsed = new Map<SerializedItem, Finding>();
  const asked = new Set<string>();
  const seen = new Set<string>();
  for (const item of items) {
    if (seen.has(item.key)) asked.add(item.key);
    seen.add(item.key);
    if (!SEVERAL.test(item.text)) continue;
    const finding: Finding = JSON.parse(item.text);
    parsed.set(item, finding);
    for (const one of [finding.partOf ?? finding.fingerprint, ...namedIn(finding)]) asked.add(one);
  }
  for (const item of items)
    if (asked.has(item.key) && !parsed.has(item)) parsed.set(item, JSON.parse(item.text));
  return parsed;
}

/** Members that name other findings. */
const SEVERAL = /"(?:partOf|joined|includes)":/;

function namedIn({ joined, includes }: Finding): readonly string[] {
  return [...(joined ?? []), ...(includes ?? [])];
}

function rootOf({ partOf, fingerprint: own }: Finding): string {
  return partOf ?? own;
}

/** What of the findings is a part of another one. */
interface JoinedParts {
  /** These are no findings of their own. */
  readonly covered: ReadonlySet<Finding>;
  /** By the fingerprint of the finding that they are a part of. */
  readonly of: ReadonlyMap<string, readonly Finding[]>;
}

/**
 * A part stays a finding of its own if the other one is only in some variants: a later report may have it in more than these.
 */
function joinedParts(findings: readonly Finding[]): JoinedParts {
  const there = findings.filter(({ status }) => status !== 'fixed');
  const standsFor = new Set(there.flatMap(namedIn));
  const named = new Set(there.flatMap(({ joined = [] }) => joined));
  const byRoot = groupBy(there, rootOf);
  const wholes = [...byRoot]
    .filter(([root]) => !named.has(root))
    .toSorted(([a], [b]) => compareText(a, b));
  const wholeOf = new Map(
    wholes.flatMap(([root, rows]) =>
      rows.flatMap(({ joined = [] }) => joined.map((one) => [one, root] as const)),
    ),
  );
  const covered = new Set<Finding>();
  const of = new Map<string, Finding[]>();
  for (const finding of findings) {
    const root = rootOf(finding);
    if (finding.status === 'fixed' && standsFor.has(root)) covered.add(finding);
    const whole = wholeOf.get(root);
    if (whole === undefined || finding.status === 'fixed') continue;
    if (!byRoot.get(whole)?.some((one) => !one.variants)) continue;
    covered.add(finding);
    addTo(of, whole, finding);
  }
  return { covered, of };
}

/** Whether the findings say one thing of each variant. Those that differ in more than their status may have one fingerprint. */
function isSettled(findings: readonly Finding[]): boolean {
  if (findings.length < 2) return true;
  if (!findings.some((one) => one.variants))
    return (
      new Set(findings.map(({ status }) => status)).size === 1 &&
      new Set(findings.map(contentKey)).size === findings.length
    );
  const variants = findings.flatMap((one) => one.variants ?? []);
  return (
    findings.every((one) => one.variants) &&
    new Set(findings.map((one) => one.fingerprint)).size === findings.length &&
    new Set(variants).size === variants.length
  );
}

/** The worst first. */
const WORST_FIRST: readonly Status[] = ['new', 'existing', 'excepted', 'fixed'];

/** The part with the first of these statuses keeps the fingerprint, as in a comparison with a baseline. */
const KEEPS_FINGERPRINT: readonly Status[] = ['existing', 'excepted', 'new', 'fixed'];

/** Stands for all variants of a finding of which a report does not say where it holds. */
const EVERYWHERE = '';

/** What the reports together say of a finding in a variant. */
interface Decision {
  readonly status: Status;
  readonly exception?: AppliedException | undefined;
}

/**
 * The findings of one fingerprint, whole or in parts, with the worst status in each variant. Where one is still there, no
 * other is fixed.
 */
function resolve(findings: readonly Finding[], joined: readonly Finding[]): readonly Finding[] {
  const open = findings.filter(({ status }) => status !== 'fixed');
  const isEverywhere = open.some((one) => !one.variants);
  const variantsOf = ({ variants }: Finding) =>
    isEverywhere || !variants ? [EVERYWHERE] : variants;
  const decisions = new Map<string, Decision>();
  for (const finding of [...findings, ...joined])
    for (const variant of variantsOf(finding))
      decisions.set(variant, worse(finding, decisions.get(variant)));
  const stillHas = (finding: Finding, variant: string) =>
    finding.status !== 'fixed' ||
    open.length === 0 ||
    (variant !== EVERYWHERE && decisions.get(variant)?.status === 'fixed');
  const kind = (finding: Finding) =>
    `${variantsOf(finding).includes(EVERYWHERE)} ${contentKey(finding)}`;
  return [...groupBy(findings, kind).values()].flatMap((same) => {
    const variants = same.flatMap((one) => variantsOf(one).filter((each) => stillHas(one, each)));
    return divide(contentOfAll(same), [...new Set(variants)].sort(), decisions);
  });
}

/** The worse status; of several exceptions always the same. */
function worse({ status, exception }: Finding, known: Decision | undefined): Decision {
  const order = known ? WORST_FIRST.indexOf(status) - WORST_FIRST.indexOf(known.status) : -1;
  const isFirst = order === 0 && compareText(textOf(exception), textOf(known?.exception)) < 0;
  return !known || order < 0 || isFirst ? { status, exception } : known;
}

function textOf(exception: AppliedException | undefined): string {
  return exception ? stableText(exception) : '';
}

/** One finding for each status and exception, with its variants. */
function divide(
  content: Finding,
  variants: readonly string[],
  decisions: ReadonlyMap<string, Decision>,
): readonly Finding[] {
  const root = content.fingerprint;
  const rank = (variant: string) => {
    const { status = 'fixed', exception } = decisions.get(variant) ?? {};
    return `${KEEPS_FINGERPRINT.indexOf(status)} ${textOf(exception)}`;
  };
  const divided = [...groupBy(variants, rank)].toSorted(([a], [b]) => compareText(a, b));
  return divided.map(([, own], i): Finding => {
    const { status = 'fixed', exception } = decisions.get(own[0] ?? EVERYWHERE) ?? {};
    return {
      ...(own.includes(EVERYWHERE) ? content : withVariants(content, own)),
      ...(i > 0 && { fingerprint: fingerprint(root, ...own), partOf: root }),
      status,
      ...(exception && { exception }),
    };
  });
}

/** The finding without what the reports together decide. */
function contentOf(finding: Finding): Finding {
  const { variants: _, partOf: __, exception: ___, ...rest } = withVariants(finding, []);
  return { ...rest, fingerprint: rootOf(finding), status: 'new' } as Finding;
}

/** What findings of one fingerprint have in common if they are one. */
function contentKey(finding: Finding): string {
  const { rule, message, location, subject } = contentOf(finding);
  return stableText({ rule, message, location, subject });
}

/** The content of findings that are one: that of the most severe, and of equally severe ones always the same. */
function contentOfAll(findings: readonly Finding[]): Finding {
  const open = findings.filter(({ status }) => status !== 'fixed');
  const all = (open.length > 0 ? open : findings).map((finding) => {
    const { joined = [], includes = [], ...content } = contentOf(finding);
    return { joined, includes, content, text: stableText(content) };
  });
  const [first] = all.toSorted(
    (a, b) =>
      compareSeverity(a.content.severity, b.content.severity) || compareText(a.text, b.text),
  );
  if (!first) throw new TypeError('there is no finding');
  const joined = [...new Set(all.flatMap((one) => one.joined))].sort();
  const includes = [...new Set(all.flatMap((one) => one.includes))].sort();
  return {
    ...first.content,
    ...(joined.length > 0 && { joined }),
    ...(includes.length > 0 && { includes }),
  } as Finding;
}

/** JSON with the members of each object in sorted order. */
function stableText(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b)))
      : part,
  );
}

function serialized(finding: Finding): SerializedItem {
  return { key: finding.fingerprint, text: toAsciiJson(finding) };
}
