import type { Finding } from '../../core/finding.js';
import { UNKNOWN_RULE, UNUSED_IGNORE } from '../../core/suppression.js';
import { addTo } from '../../lib/group-by.js';
import { object, objects, text } from '../../lib/json.js';
import { packageOf } from './package-of.js';

/** The rule that recommends another base image; its details hold the recommendation. */
export const BASE_IMAGE_ID = 'BASE-IMAGE';

/** Findings that one act clears together, although they are several. */
export interface RelatedFindings {
  /** The finding that comes first of those whose fixes make the same edits. */
  readonly sameFix: (finding: Finding) => Finding;
  /** The finding that a custom rule of the policy matched; undefined for every other finding. */
  readonly matched: (finding: Finding) => Finding | undefined;
  /** The finding that the distribution of the image has ended. */
  readonly ended: (finding: Finding) => Finding | undefined;
  /** How many rules about manifests say something about one place, and have a fix for it as this finding has. */
  readonly rulesAt: (finding: Finding) => number;
  /** The open advice about the base image at a place, such as `Dockerfile:1`. */
  readonly adviceAt: (place: string | undefined) => Finding | undefined;
  /** The lines of a file that get the same base image by the advice about them, in order. */
  readonly linesOfMove: (advice: Finding) => readonly number[];
}

/** Reads the findings once: a report may have many. */
export function relateFindings(findings: readonly Finding[]): RelatedFindings {
  const fixes = new Map<string, Finding>();
  const ends = new Map<string, Finding>();
  const rules = new Map<string, Set<string>>();
  const policies: Finding[] = [];
  const open: Finding[] = [];
  const advice = new Map<string, Finding>();
  for (const finding of findings) {
    const image = imageOfEnd(finding);
    if (image !== undefined) addFirst(ends, image, finding);
    if (finding.status !== 'new' && finding.status !== 'existing') continue;
    if (finding.check === 'policy') policies.push(finding);
    else open.push(finding);
    const edits = editsOf(finding);
    if (edits !== undefined) addFirst(fixes, edits, finding);
    const key = placeKey(finding);
    if (key !== undefined) rules.set(key, (rules.get(key) ?? new Set()).add(finding.rule));
    addAdvice(advice, finding);
  }
  // Most plans are made without custom rules.
  const about = policies.length > 0 ? byAbout(open) : undefined;
  const moves = new Map<string, number[]>();
  for (const one of advice.values()) addTo(moves, moveKey(one), one.location?.startLine ?? 0);
  return {
    sameFix: (finding) => fixes.get(editsOf(finding) ?? '') ?? finding,
    matched: (finding) =>
      about && finding.check === 'policy' ? about.get(matchedKey(finding)) : undefined,
    ended: ({ subject }) => ends.get(subject?.image ?? ''),
    rulesAt: (finding) => rules.get(placeKey(finding) ?? '')?.size ?? 0,
    adviceAt: (place) => (place === undefined ? undefined : advice.get(place)),
    linesOfMove: (one) => (moves.get(moveKey(one)) ?? []).toSorted((a, b) => a - b),
  };
}

function addFirst(first: Map<string, Finding>, key: string, finding: Finding): void {
  if (!first.has(key)) first.set(key, finding);
}

/** The image of a finding that the distribution of an image has ended. */
function imageOfEnd({ check, status, details, subject }: Finding): string | undefined {
  return check === 'vulnerability' &&
    status !== 'fixed' &&
    subject?.purl === undefined &&
    details &&
    'endOfLife' in details
    ? subject?.image
    : undefined;
}

function byAbout(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const first = new Map<string, Finding>();
  for (const finding of findings)
    addFirst(first, aboutKey(finding, finding.rule, packageOf(finding).name), finding);
  return first;
}

/** What a custom rule matched, as the details of its finding say it. */
function matchedKey(finding: Finding): string {
  const { about, package: name } = object(finding.details);
  return aboutKey(finding, text(about) ?? '', text(name) ?? '');
}

function editsOf({ fix, location }: Finding): string | undefined {
  if (!fix || !location || fix.edits.length === 0) return undefined;
  const edits = fix.edits.map((one) => [
    ...[one.startLine, one.startColumn, one.endLine, one.endColumn],
    one.text,
  ]);
  return JSON.stringify([location.path, edits]);
}

function aboutKey({ location, subject }: Finding, rule: string, name: string): string {
  const { path, startLine, startColumn } = location ?? {};
  return JSON.stringify([rule, name, path, startLine, startColumn, subject?.image, subject?.path]);
}

/** Findings with a fix and those without are not done in the same way. Those about a comment are about no setting. */
function placeKey({ check, location, fix, rule }: Finding): string | undefined {
  return check === 'manifest' && location && rule !== UNKNOWN_RULE.id && rule !== UNUSED_IGNORE.id
    ? `${location.path}:${location.startLine} ${fix !== undefined}`
    : undefined;
}

/** Keeps the advice about base images by place. Of several at one place, that which recommends something. */
function addAdvice(advice: Map<string, Finding>, finding: Finding): void {
  const { rule, location } = finding;
  if (rule !== BASE_IMAGE_ID || !location || !recommends(finding)) return;
  const place = `${location.path}:${location.startLine}`;
  const known = advice.get(place);
  if (!known || finding.fingerprint < known.fingerprint) advice.set(place, finding);
}

function recommends({ details }: Finding): boolean {
  const [first] = objects(object(details).options);
  return typeof first?.reference === 'string';
}

/** Equal for stages of one file that are built on the same image, and should be built on the same other one. */
function moveKey({ location, details, fix }: Finding): string {
  const { base, options } = object(details);
  const references = objects(options).map(({ reference }) => reference);
  return JSON.stringify([location?.path, base, references, fix?.edits[0]?.text]);
}
