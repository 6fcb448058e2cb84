import { SEVERITIES } from '../core/severity.js';
import { type CamelCase, camelCase } from '../lib/camel-case.js';
import { booleanValue, type Field, field, type MapValue, numberValue, oneOf } from './schema.js';

/** The keys of a gate in the policy. A new key is added here, used in verdict.ts and described in docs/policy.md. */
export const GATE_KEYS = {
  severity: field(
    oneOf([...SEVERITIES, 'none'] as const),
    'Findings of this severity or higher fail.',
  ),
  fixable: field(
    booleanValue,
    'Only vulnerabilities with a fix fail. Other findings fail with and without one.',
  ),
  new: field(booleanValue, 'Only findings that are not on the base branch fail.'),
  'known-exploited': field(
    booleanValue,
    'Vulnerabilities that are known to be exploited fail at any severity.',
  ),
  epss: field(
    numberValue(0, 1, 'number'),
    'Vulnerabilities with at least this EPSS score (probability of exploitation within 30 days) fail at any severity.',
  ),
  'grace-days': field(
    numberValue(0, 3650, 'integer'),
    'Days after the publication of an advisory before its vulnerabilities fail.',
  ),
};

type GateKeys = typeof GATE_KEYS;
type ValueOf<F> = F extends Field<infer T> ? T : never;

/** The keys that one part of the policy has, in camel case. */
export type PartialGate = {
  readonly [K in keyof GateKeys as CamelCase<K>]?: ValueOf<GateKeys[K]>;
};

/**
 * Which findings fail: those at or above a severity, and those that another trigger matches. Presets have the required
 * keys.
 */
export type Gate = Omit<PartialGate, 'knownExploited'> &
  Required<Pick<PartialGate, 'severity' | 'fixable' | 'new' | 'graceDays'>> & {
    /** `if-known`: without the data about exploitation, the gate does not apply, and the result is not incomplete. */
    readonly knownExploited: boolean | 'if-known';
  };

/** The gate in a part of the policy, with the keys that the part has. */
export function readGate(values: MapValue<GateKeys>): PartialGate {
  const names = Object.keys(GATE_KEYS) as (keyof GateKeys)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [[camelCase(name), value]];
    }),
  );
}
