import { loadAll, YAMLException } from 'js-yaml';
import type { Severity } from '../core/severity.js';
import { PortsideError } from '../lib/errors.js';
import { isObject } from '../lib/json.js';
import type { LabelType, LintConfig } from './lint-config.js';

/** The names of hadolint's configuration file; the first one that exists is read. */
export const HADOLINT_FILES = ['.hadolint.yaml', '.hadolint.yml'] as const;

const LABEL_TYPES: readonly LabelType[] = [
  'text',
  'url',
  'semver',
  'hash',
  'rfc3339',
  'spdx',
  'email',
];

/** hadolint's severities, most severe first: `override` uses the first one that lists a rule. */
const SEVERITIES: ReadonlyMap<string, Severity> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
  ['style', 'info'],
]);

const SEVERITY_NAMES = [...SEVERITIES.keys()].join(', ');

/**
 * Reads a `.hadolint.yaml`. Throws PortsideError (usage) for invalid YAML, unknown keys and invalid values, where
 * hadolint itself continues with an empty configuration. Source: hadolint's README, "Configure".
 */
export function parseHadolintConfig(text: string, path: string): Partial<LintConfig> {
  const config = parseYaml(text, path);
  const reject: Reject = (why) => {
    throw new PortsideError('PSE3002', `Cannot read ${path}: ${why}`, 'Correct the file');
  };
  if (config === null || config === undefined) return {};
  if (!isObject(config)) return reject('it is not a map of settings');
  const settings = Object.entries(config).map(([key, value]): Partial<LintConfig> => {
    const read = READERS.get(key);
    if (!read) return OUTPUT_KEYS.has(key) ? {} : reject(`unknown key "${key}"`);
    return value === undefined || value === null ? {} : read(value, reject);
  });
  return Object.assign({}, ...settings);
}

function parseYaml(text: string, path: string): unknown {
  try {
    return loadAll(text, { filename: path })[0];
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = (error.mark?.line ?? 0) + 1;
    const message = `Cannot read ${path}:${line}: ${error.reason}`;
    throw new PortsideError('PSE3001', message, 'Correct the YAML', error);
  }
}

/** Throws an error with the reason. */
type Reject = (why: string) => never;

type Reader = (value: unknown, reject: Reject) => Partial<LintConfig>;

/** The reader of each key. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['ignored', (value, reject) => ({ ignored: new Set(readStrings(value, 'ignored', reject)) })],
  ['override', (value, reject) => ({ severities: readOverrides(value, reject) })],
  [
    'trustedRegistries',
    (value, reject) => {
      // A single registry may be written without a list.
      const list = typeof value === 'string' ? [value] : value;
      return { trustedRegistries: readStrings(list, 'trustedRegistries', reject) };
    },
  ],
  ['label-schema', (value, reject) => ({ labelSchema: readLabelSchema(value, reject) })],
  [
    'strict-labels',
    (value, reject) => ({ strictLabels: readBoolean(value, 'strict-labels', reject) }),
  ],
  [
    'disable-ignore-pragma',
    (value, reject) => ({
      disableIgnorePragma: readBoolean(value, 'disable-ignore-pragma', reject),
    }),
  ],
  ['failure-threshold', (value, reject) => ({ failureThreshold: readThreshold(value, reject) })],
]);

/** Keys for the output of hadolint, which have no meaning here. */
const OUTPUT_KEYS: ReadonlySet<string> = new Set([
  'format',
  'formats',
  'no-color',
  'no-fail',
  'verbose',
  'output',
]);

function readOverrides(value: unknown, reject: Reject): Map<string, Severity> {
  if (!isObject(value)) return reject(`override must be a map with the keys ${SEVERITY_NAMES}`);
  const unknown = Object.keys(value).find((key) => !SEVERITIES.has(key));
  if (unknown !== undefined)
    return reject(`unknown key "${unknown}" in override; the keys are ${SEVERITY_NAMES}`);
  const severities = new Map<string, Severity>();
  for (const [key, severity] of SEVERITIES)
    for (const rule of readStrings(value[key] ?? [], `override.${key}`, reject))
      if (!severities.has(rule)) severities.set(rule, severity);
  return severities;
}

function readLabelSchema(value: unknown, reject: Reject): Map<string, LabelType> {
  if (!isObject(value)) return reject('label-schema must be a map from labels to their types');
  return new Map(
    Object.entries(value).map(([label, name]) => {
      const type = LABEL_TYPES.find((t) => t === name || (name === 'rawtext' && t === 'text'));
      const types = LABEL_TYPES.join(', ');
      return [
        label,
        type ?? reject(`unknown type "${String(name)}" in label-schema; the types are ${types}`),
      ];
    }),
  );
}

function readThreshold(value: unknown, reject: Reject): LintConfig['failureThreshold'] {
  if (value === 'none' || value === 'ignore') return 'none';
  return (
    SEVERITIES.get(String(value)) ??
    reject(`failure-threshold must be one of ${SEVERITY_NAMES}, ignore, none`)
  );
}

function readStrings(value: unknown, name: string, reject: Reject): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return reject(`${name} must be a list of strings`);
}

function readBoolean(value: unknown, name: string, reject: Reject): boolean {
  return typeof value === 'boolean' ? value : reject(`${name} must be true or false`);
}
