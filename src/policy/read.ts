import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { PortsideError } from '../findings/errors.js';
import { CHECKS, type Check } from '../findings/finding.js';
import { isSeverity, SEVERITIES } from '../findings/severity.js';
import { nearest } from './nearest.js';
import {
  DEFAULT_POLICY,
  type Exception,
  type Gate,
  type Policy,
  type ProvenanceRequirement,
  type TrustRequirement,
} from './policy.js';

const MAX_BYTES = 1024 * 1024;

/**
 * The policy in a YAML text; `path` is named in messages. Throws PortsideError (usage) with the line of what is wrong:
 * unknown keys and wrong types are errors, never ignored, for a misspelt gate must not open it.
 */
export function readPolicy(text: string, path: string): Policy {
  if (text.length > MAX_BYTES) fail(path, undefined, 'it is larger than 1 MiB');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (node: Node | undefined) => (node?.range ? lines.linePos(node.range[0]).line : 1);
  const broken = document.errors[0];
  if (broken) fail(path, lines.linePos(broken.pos[0]).line, firstLine(broken.message));
  if (document.contents === null) return { ...DEFAULT_POLICY, path };
  const reader: Reader = { path, at };
  const top = fields(reader, document.contents, 'the policy', [
    'fail-on',
    'allow-incomplete',
    'image',
    'images',
    'advisories',
    'registries',
    'trust',
    'exceptions',
  ]);
  const image = optional(top.get('image'), (n) => text_(reader, n, 'image'));
  const images = optional(top.get('images'), (n) => texts(reader, n, 'images')) ?? [];
  const advisories = optional(top.get('advisories'), (n) => text_(reader, n, 'advisories'));
  const registries = optional(top.get('registries'), (n) => texts(reader, n, 'registries'));
  return {
    path,
    failOn: optional(top.get('fail-on'), (n) => gate(reader, n)) ?? DEFAULT_POLICY.failOn,
    allowIncomplete: optional(top.get('allow-incomplete'), (n) => checks(reader, n)) ?? [],
    images: image === undefined ? images : [image, ...images],
    ...(advisories === undefined ? {} : { advisories }),
    ...(registries === undefined ? {} : { registries }),
    trust:
      optional(top.get('trust'), (n) => items(reader, n, 'trust').map((i) => trust(reader, i))) ??
      [],
    exceptions:
      optional(top.get('exceptions'), (n) =>
        items(reader, n, 'exceptions').map((i) => exception(reader, i)),
      ) ?? [],
  };
}

interface Reader {
  readonly path: string;
  at(node: Node | undefined): number;
}

function gate(reader: Reader, node: Node): Gate {
  const map = fields(reader, node, 'fail-on', ['severity', 'fixable', 'new']);
  const base = DEFAULT_POLICY.failOn;
  return {
    severity: optional(map.get('severity'), (n) => severity(reader, n)) ?? base.severity,
    fixable: optional(map.get('fixable'), (n) => flag(reader, n, 'fixable')) ?? base.fixable,
    new: optional(map.get('new'), (n) => flag(reader, n, 'new')) ?? base.new,
  };
}

function severity(reader: Reader, node: Node) {
  const value = text_(reader, node, 'severity');
  if (isSeverity(value)) return value;
  return fail(reader.path, reader.at(node), `severity is ${SEVERITIES.join(', ')}, not "${value}"`);
}

function checks(reader: Reader, node: Node): Check[] {
  return items(reader, node, 'allow-incomplete').map((item) => {
    const value = text_(reader, item, 'allow-incomplete');
    const check = CHECKS.find((c) => c === value);
    return (
      check ?? fail(reader.path, reader.at(item), `"${value}" is no check: ${CHECKS.join(', ')}`)
    );
  });
}

function trust(reader: Reader, node: Node): TrustRequirement {
  const known = ['images', 'signed-by', 'provenance', 'trusted-root'];
  const map = fields(reader, node, 'trust', known);
  const signer = optional(map.get('signed-by'), (n) => signedBy(reader, n));
  const built = optional(map.get('provenance'), (n) => provenance(reader, n));
  if (!signer && !built) fail(reader.path, reader.at(node), 'it needs signed-by or provenance');
  if (!signer && built?.source === undefined)
    fail(reader.path, reader.at(node), 'without signed-by, provenance needs a source');
  const root = optional(map.get('trusted-root'), (n) => text_(reader, n, 'trusted-root'));
  return {
    images: text_(reader, required(reader, node, map, 'images'), 'images'),
    ...signer,
    ...(built ? { provenance: built } : {}),
    ...(root === undefined ? {} : { trustedRoot: root }),
  };
}

function signedBy(
  reader: Reader,
  node: Node,
): Pick<TrustRequirement, 'key' | 'issuer' | 'subject'> {
  const found = words(reader, node, 'signed-by', ['key', 'issuer', 'subject']);
  const { key, issuer, subject } = found;
  if ((key === undefined) === (issuer === undefined || subject === undefined))
    fail(reader.path, reader.at(node), 'signed-by needs either key, or issuer and subject');
  return found;
}

function provenance(reader: Reader, node: Node): ProvenanceRequirement {
  const known = ['slsa-level', 'source', 'builder', 'branch', 'tag'];
  const { 'slsa-level': level, ...rest } = words(reader, node, 'provenance', known);
  if (level === undefined) return rest;
  if (level === '1' || level === '2' || level === '3')
    return { ...rest, level: level === '1' ? 1 : level === '2' ? 2 : 3 };
  return fail(reader.path, reader.at(node), `slsa-level is 1, 2 or 3, not "${level}"`);
}

/** A map whose values are texts; only those that are there. */
function words(
  reader: Reader,
  node: Node,
  what: string,
  known: readonly string[],
): Partial<Record<string, string>> {
  const map = fields(reader, node, what, known);
  return Object.fromEntries([...map].map(([name, value]) => [name, text_(reader, value, name)]));
}

function exception(reader: Reader, node: Node): Exception {
  const map = fields(reader, node, 'exceptions', [
    'rule',
    'package',
    'path',
    'reason',
    'owner',
    'until',
  ]);
  const word = (name: string) => optional(map.get(name), (n) => text_(reader, n, name));
  const until = optional(map.get('until'), (n) => date(reader, n));
  const narrowing = { package: word('package'), path: word('path'), owner: word('owner'), until };
  return {
    rule: text_(reader, required(reader, node, map, 'rule'), 'rule'),
    reason: text_(reader, required(reader, node, map, 'reason'), 'reason'),
    line: reader.at(node),
    ...Object.fromEntries(Object.entries(narrowing).filter(([, value]) => value !== undefined)),
  };
}

function date(reader: Reader, node: Node): string {
  const value = text_(reader, node, 'until');
  const parsed = Date.parse(`${value}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(parsed).toISOString().startsWith(value))
    return value;
  return fail(reader.path, reader.at(node), `until is a day, YYYY-MM-DD, not "${value}"`);
}

/** The entries of a map, by name; a name that is not in `known` is an error that suggests the nearest. */
function fields(
  reader: Reader,
  node: Node,
  what: string,
  known: readonly string[],
): Map<string, Node> {
  if (!isMap(node))
    return fail(reader.path, reader.at(node), `${what} is a map of ${known.join(', ')}`);
  const found = new Map<string, Node>();
  for (const pair of (node as YAMLMap<Node, Node | null>).items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    if (!known.includes(name)) {
      const close = nearest(name, known);
      const advice = close ? `did you mean "${close}"?` : `it may have ${known.join(', ')}`;
      fail(reader.path, reader.at(pair.key), `unknown key "${name}" in ${what}: ${advice}`);
    }
    if (pair.value !== null && !(isScalar(pair.value) && pair.value.value === null))
      found.set(name, pair.value);
  }
  return found;
}

function required(reader: Reader, node: Node, map: ReadonlyMap<string, Node>, name: string): Node {
  return map.get(name) ?? fail(reader.path, reader.at(node), `"${name}" is missing`);
}

function items(reader: Reader, node: Node, what: string): Node[] {
  if (!isSeq(node)) return fail(reader.path, reader.at(node), `${what} is a list`);
  return node.items as Node[];
}

function texts(reader: Reader, node: Node, what: string): string[] {
  return items(reader, node, what).map((item) => text_(reader, item, what));
}

function text_(reader: Reader, node: Node, what: string): string {
  // A bare 2027-01-31 or 1.0 is text here: the source tells, not YAML's types.
  if (isScalar(node) && ['string', 'number'].includes(typeof node.value))
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  return fail(reader.path, reader.at(node), `${what} is a text`);
}

function flag(reader: Reader, node: Node, what: string): boolean {
  if (isScalar(node) && typeof node.value === 'boolean') return node.value;
  return fail(reader.path, reader.at(node), `${what} is true or false`);
}

function optional<T>(node: Node | undefined, read: (node: Node) => T): T | undefined {
  return node === undefined ? undefined : read(node);
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}

function fail(path: string, line: number | undefined, why: string): never {
  const place = line === undefined ? path : `${path}:${line}`;
  throw new PortsideError(
    'usage',
    `Cannot read the policy ${place}: ${why}`,
    'Mend the policy file',
  );
}
