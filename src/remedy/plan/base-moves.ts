import type { Finding } from '../../core/finding.js';
import type { PlanChange, PlanRisk } from '../../core/plan.js';
import { splitReference, withoutDigest } from '../../core/reference.js';
import { isObject, object, objects, text } from '../../lib/json.js';
import { baseName } from '../../lib/paths.js';
import { type Candidate, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import type { BaseFacts, NewerImage } from './facts.js';

/** A recommendation in the details of a finding about a base image. */
interface Advice {
  readonly base: string;
  readonly reference: string;
  /** A kind of src/base-images/recommendation.ts. */
  readonly kind: string;
  readonly isEnded: boolean;
  readonly before: unknown;
  readonly option: Readonly<Record<string, unknown>>;
  /** The fix of the finding is about the first recommendation. */
  readonly isFirst: boolean;
}

function adviceOf(finding: Finding, chosen?: string): Advice | undefined {
  const { options: listed, base, before, ended } = object(finding.details);
  const options = objects(listed);
  const option = options.find((one) => one.reference === chosen) ?? options[0];
  const reference = text(option?.reference);
  if (!option || reference === undefined) return undefined;
  return {
    base: text(base) ?? '',
    reference,
    kind: text(option.kind) ?? '',
    isEnded: ended !== undefined,
    before,
    option,
    isFirst: option === options[0],
  };
}

/**
 * The move of a base image to the tag that a finding recommends; undefined without a recommendation. All stages of the file
 * on the same image move together.
 */
export function tagMove(finding: Finding, context: PlanContext): Candidate | undefined {
  const { moves } = context;
  if (!moves.has(finding)) moves.set(finding, createTagMove(finding, context));
  return moves.get(finding);
}

function createTagMove(finding: Finding, context: PlanContext): Candidate | undefined {
  const { baseAt, adviceAt, linesOfMove } = context;
  const [first, ...lines] = linesOfMove(finding);
  const lead =
    (first === undefined ? undefined : adviceAt(`${finding.location?.path}:${first}`)) ?? finding;
  const move = baseAt(placeOf(lead))?.move;
  const advice = adviceOf(lead, move?.reference);
  if (!advice) return undefined;
  const { base, reference } = advice;
  const place = pathAndLine(lead);
  const change =
    move?.heldBack === undefined
      ? imageChange({ ...place, lines }, base, movedReference(lead, advice))
      : undefined;
  const risk = tagRisk(advice);
  const pins = risk === 'patch' ? [] : pinNotes(place.path, context);
  return {
    // The next advice about the same line is another edit.
    id: `move-tag ${placeOf(lead) ?? base} ${reference}`,
    remedy: 'move-tag',
    title: () => `use base image ${reference}`,
    ...place,
    risk,
    isUnsure: pins.length > 0,
    savedBytes: savedBy(advice),
    notes: () => [
      ...(lines.length > 0
        ? [
            `It is the base image of ${lines.length + 1} stages: lines ${[first, ...lines].join(', ')}.`,
          ]
        : []),
      ...pins,
      ...moveNotes(advice),
      ...(move ? imageNotes(move) : []),
    ],
    ...(change && { change: () => change }),
  };
}

/** Packages that a note names. */
const MAX_PINS = 3;

/** The versions of the distribution's packages that the Dockerfile fixes: another release has others. */
function pinNotes(path: string | undefined, { targets, facts }: PlanContext): readonly string[] {
  const images = targets.flatMap(({ name, dockerfile }) => (dockerfile === path ? name : []));
  const pinned = new Set(
    images
      .flatMap((name) => facts.layers?.get(name) ?? [])
      .flatMap(({ pins }) => [...(pins?.keys() ?? [])]),
  );
  if (path === undefined || pinned.size === 0) return [];
  const more = pinned.size > MAX_PINS ? ` and ${pinned.size - MAX_PINS} more` : '';
  const names = `${[...pinned].slice(0, MAX_PINS).join(', ')}${more}`;
  return [`${path} fixes versions of ${names}, which the other release may not have: change both.`];
}

/** The new reference, as exact as the old one; undefined if that is not known. */
function movedReference(
  { fix }: Finding,
  { base, reference, isFirst }: Advice,
): string | undefined {
  const edited = isFirst ? fix?.edits[0]?.text : undefined;
  return edited ?? (base.includes('@') ? undefined : reference);
}

function imageChange(
  {
    path,
    line,
    lines = [],
  }: { readonly path?: string; readonly line?: number; readonly lines?: readonly number[] },
  from: string,
  to: string | undefined,
): PlanChange | undefined {
  if (path === undefined || line === undefined || from === '' || to === undefined) return undefined;
  return { kind: 'image', path, line, ...(lines.length > 0 && { lines }), from, to };
}

/** Whether the recommended image has other packages, and not only newer ones. */
export function isVariant(finding: Finding): boolean {
  const advice = adviceOf(finding);
  return advice !== undefined && !advice.isEnded && !NEWER.has(advice.kind);
}

/** Kinds of the same image in a newer version. Advice without a kind is about a newer one. */
const NEWER: ReadonlySet<string> = new Set(['', 'patch', 'line', 'successor']);

export function isEndedBase(finding: Finding | undefined): boolean {
  return finding !== undefined && adviceOf(finding)?.isEnded === true;
}

/** What may break. The kind decides: another C library, fewer packages, or another version. */
function tagRisk({ kind, base, reference }: Advice): PlanRisk {
  const isAlpine = (name: string) => /alpine/.test(name);
  if (kind === 'alpine' || isAlpine(base) !== isAlpine(reference)) return 'libc';
  if (kind === 'slim' || kind === 'distroless' || kind === 'hardened') return 'removal';
  if (releaseOf(base) !== undefined && releaseOf(reference) !== undefined)
    if (releaseOf(base) !== releaseOf(reference)) return 'major';
  if (kind === 'patch') return 'patch';
  return versionRisk(tagOf(base), tagOf(reference));
}

/** The release of the distribution in a tag: a code name as in `3.9-bullseye`, or a version of two parts as in `alpine:3.18`. */
function releaseOf(reference: string): string | undefined {
  const { path, tag = '' } = splitReference(reference);
  const name = baseName(path);
  const version = /^(?:alpine|ubuntu|leap)$/.test(name)
    ? /^\d+\.\d+/.exec(tag)
    : /(?<=\b(?:alpine|ubuntu)-?)\d+\.\d+/.exec(tag);
  return RELEASES.exec(tag)?.[0] ?? version?.[0];
}

/** Sources: wiki.debian.org, "DebianReleases"; wiki.ubuntu.com, "Releases". */
const RELEASES =
  /\b(?:jessie|stretch|buster|bullseye|bookworm|trixie|forky|xenial|bionic|focal|jammy|noble|resolute)\b/;

function tagOf(reference: string): string | undefined {
  return splitReference(reference).tag;
}

/**
 * The part of the version that changes: `1.2.3` and `1.4.0` differ in the minor version. A new minor version of `0.x` may
 * break what a major one may. Source: Semantic Versioning, item 4.
 */
export function versionRisk(from: string | undefined, to: string | undefined): PlanRisk {
  const [old, fresh] = [numbersOf(from), numbersOf(to)];
  if (!old || !fresh) return 'unknown';
  if (old[0] !== fresh[0]) return 'major';
  if (old[1] === fresh[1]) return 'patch';
  return old[0] === '0' ? 'major' : 'minor';
}

/** Major and minor version: an epoch before a colon is none, and a missing part counts as 0. */
function numbersOf(version: string | undefined): readonly [string, string] | undefined {
  const match = /^(?:\d{1,9}:)?v?(\d{1,9})(?:\.(\d{1,9}))?/.exec(version ?? '');
  return match ? [match[1] ?? '', match[2] ?? '0'] : undefined;
}

function moveNotes({ base, reference, before, option }: Advice): string[] {
  const figures = [figure(withoutDigest(base), object(before)), figure(reference, option)].filter(
    (one) => one !== undefined,
  );
  const { caution, until } = option;
  return [
    ...(figures.length > 0 ? [`${figures.join('; ')}.`] : []),
    ...(typeof until === 'string' ? [`${reference} is supported until ${until}.`] : []),
    ...(typeof caution === 'string' ? [`${reference}: ${caution}.`] : []),
  ];
}

/** `node:24 has 40 known vulnerabilities and 402 MB`; undefined if it was not measured. */
function figure(name: string, facts: Readonly<Record<string, unknown>>): string | undefined {
  const { bytes, vulnerabilities } = facts;
  const counts = isObject(vulnerabilities) ? Object.values(vulnerabilities) : undefined;
  const total = counts?.reduce<number>(
    (sum, n) => sum + (Number.isSafeInteger(n) ? Number(n) : 0),
    0,
  );
  const parts = [
    ...(total === undefined
      ? []
      : [`${total} known ${total === 1 ? 'vulnerability' : 'vulnerabilities'}`]),
    ...(typeof bytes === 'number' ? [`${Math.round(bytes / 1e6)} MB`] : []),
  ];
  return parts.length === 0 ? undefined : `${name} has ${parts.join(' and ')}`;
}

/** The bytes that the move saves, if both images were measured and it saves any. */
function savedBy({ before, option }: Advice): number | undefined {
  const [old, fresh] = [object(before).bytes, option.bytes];
  if (typeof old !== 'number' || typeof fresh !== 'number' || !(old > fresh)) return undefined;
  return Math.round(old - fresh);
}

/** Who signed an image, its age, and why it is not proposed. */
function imageNotes({ notes = [], heldBack }: Pick<NewerImage, 'notes' | 'heldBack'>): string[] {
  return [
    ...notes,
    ...(heldBack === undefined ? [] : [`It is not proposed yet: it is ${heldBack}.`]),
  ];
}

/** The move of a base image that is pinned by digest to the digest that its tag has now. */
export function digestMove(base: BaseFacts, newer: NewerImage): Candidate {
  const { location, reference } = base;
  const place = { path: location.path, line: location.startLine };
  const name = withoutDigest(reference);
  const held = newer.heldBack;
  const notes = [
    ...(newer.created === undefined ? [] : [`${name} was built on ${newer.created.slice(0, 10)}.`]),
    ...imageNotes(newer),
  ];
  const change =
    held === undefined ? imageChange(place, reference, `${name}@${newer.digest}`) : undefined;
  return {
    id: `move-digest ${place.path}:${place.line}`,
    remedy: 'move-digest',
    title: () => `use the newer digest of ${name}`,
    ...place,
    risk: 'patch',
    notes: () => notes,
    ...(change && { change: () => change }),
  };
}

/** The move of a base image that is pinned by digest, if the newer digest is not known. */
export function unknownDigestMove(
  finding: Finding,
  reference: string,
  notes: readonly string[] = [],
): Candidate {
  const name = withoutDigest(reference);
  return {
    id: `move-digest ${placeOf(finding) ?? name}`,
    remedy: 'move-digest',
    title: () => `use the newer digest of ${name}`,
    ...pathAndLine(finding),
    risk: 'patch',
    notes: () => notes,
  };
}
