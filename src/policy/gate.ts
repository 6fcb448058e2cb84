import { SEVERITIES } from '../core/severity.js';
import { type Field, field, flag, number, oneOf, type Read } from './schema.js';

/** The keys of a gate in the policy. A new key is added here, used in verdict.ts and described in docs/policy.md. */
export const GATE_KEYS = {
  severity: field(oneOf([...SEVERITIES, 'none'] as const), 'Fail from this severity on.'),
  fixable: field(flag, 'Only findings that have a fix fail.'),
  new: field(flag, 'Only findings that the base branch does not have fail.'),
  'known-exploited': field(flag, 'Exploited vulnerabilities fail at any severity.'),
  epss: field(
    number(0, 1, 'number'),
    'Vulnerabilities with this probability of exploitation within 30 days (EPSS) fail at any severity.',
  ),
  'grace-days': field(
    number(0, 3650, 'integer'),
    'Vulnerabilities do not fail for this many days after the publication of their advisory.',
  ),
};

type GateKeys = typeof GATE_KEYS;
type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;
type ValueOf<F> = F extends Field<infer T> ? T : never;

/** The keys that one place of the policy has, in camel case. */
export type PartialGate = {
  readonly [K in keyof GateKeys as CamelCase<K>]?: ValueOf<GateKeys[K]>;
};

/** Which findings fail: those of a severity, and those that another trigger matches. Presets have the required keys. */
export type Gate = PartialGate &
  Required<Pick<PartialGate, 'severity' | 'fixable' | 'new' | 'knownExploited' | 'graceDays'>>;

/** The gate in values of the policy, without the keys that it does not have. */
export function readGate(values: Read<GateKeys>): PartialGate {
  const names = Object.keys(GATE_KEYS) as (keyof GateKeys)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [[camelCase(name), value]];
    }),
  );
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
