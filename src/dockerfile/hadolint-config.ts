import { loadAll, YAMLException } from 'js-yaml';
import type { Severity } from '../core/severity.js';
import { PortsideError } from '../lib/errors.js';
import type { LabelType, LintConfig } from './lint-config.js';

/** Where a project keeps its hadolint settings; the first that is there counts. */
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

/** hadolint's severities, worst first: where `override` names a rule twice the worst counts. */
const SEVERITIES: Readonly<Record<string, Severity>> = {
  error: 'high',
  warning: 'medium',
  info: 'low',
  style: 'info',
};

/** Keys about hadolint's own output, which have no meaning here. */
const OUTPUT_KEYS = new Set(['format', 'formats', 'no-color', 'no-fail', 'verbose', 'output']);

/**
 * The settings in a `.hadolint.yaml` (notes/dockerfile.md, "Config"). Throws PortsideError (usage) with the line where
 * it is malformed, and for unknown keys and values: hadolint itself goes on with an empty configuration.
 */
export function parseHadolintConfig(text: string, path: string): Partial<LintConfig> {
  const config = parse(text, path);
  const refuse = (why: string): never => {
    throw new PortsideError('PSE3000', `Cannot read ${path}: ${why}`, 'Fix the file');
  };
  if (config === null || config === undefined) return {};
  if (!isMap(config)) return refuse('it is not a map of settings');
  const known = new Set([...Object.keys(READERS), ...OUTPUT_KEYS]);
  const unknown = Object.keys(config).find((key) => !known.has(key));
  if (unknown !== undefined) return refuse(`unknown key "${unknown}"`);
  return Object.assign(
    {},
    ...Object.entries(READERS).map(([key, read]) =>
      config[key] === undefined || config[key] === null ? {} : read(config[key], refuse),
    ),
  );
}

type Refuse = (why: string) => never;

const READERS: Readonly<Record<string, (value: unknown, refuse: Refuse) => Partial<LintConfig>>> = {
  ignored: (value, refuse) => ({ ignored: new Set(texts(value, 'ignored', refuse)) }),
  override: (value, refuse) => ({ severities: overrides(value, refuse) }),
  trustedRegistries: (value, refuse) => ({
    // One may stand without a list.
    trustedRegistries: texts(
      typeof value === 'string' ? [value] : value,
      'trustedRegistries',
      refuse,
    ),
  }),
  'label-schema': (value, refuse) => ({ labelSchema: labelSchema(value, refuse) }),
  'strict-labels': (value, refuse) => ({ strictLabels: flag(value, 'strict-labels', refuse) }),
  'disable-ignore-pragma': (value, refuse) => ({
    disableIgnorePragma: flag(value, 'disable-ignore-pragma', refuse),
  }),
  'failure-threshold': (value, refuse) => ({ failureThreshold: threshold(value, refuse) }),
};

function parse(text: string, path: string): unknown {
  try {
    return loadAll(text, { filename: path })[0];
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = (error.mark?.line ?? 0) + 1;
    throw new PortsideError(
      'PSE3000',
      `Cannot read ${path}:${line}: ${error.reason}`,
      'Fix the YAML',
      error,
    );
  }
}

function overrides(value: unknown, refuse: Refuse): Map<string, Severity> {
  if (!isMap(value)) return refuse('override is a map of error, warning, info and style');
  const unknown = Object.keys(value).find((key) => SEVERITIES[key] === undefined);
  if (unknown !== undefined)
    return refuse(`override knows ${Object.keys(SEVERITIES).join(', ')}, not "${unknown}"`);
  const severities = new Map<string, Severity>();
  for (const [key, severity] of Object.entries(SEVERITIES))
    for (const rule of texts(value[key] ?? [], `override.${key}`, refuse))
      if (!severities.has(rule)) severities.set(rule, severity);
  return severities;
}

function labelSchema(value: unknown, refuse: Refuse): Map<string, LabelType> {
  if (!isMap(value)) return refuse('label-schema is a map of labels and their types');
  return new Map(
    Object.entries(value).map(([label, type]) => {
      const known = LABEL_TYPES.find((t) => t === type || (type === 'rawtext' && t === 'text'));
      return [
        label,
        known ?? refuse(`label-schema: "${String(type)}" is none of ${LABEL_TYPES.join(', ')}`),
      ];
    }),
  );
}

function threshold(value: unknown, refuse: Refuse): LintConfig['failureThreshold'] {
  if (value === 'none' || value === 'ignore') return 'none';
  return (
    SEVERITIES[String(value)] ??
    refuse(`failure-threshold is error, warning, info, style, ignore or none`)
  );
}

function texts(value: unknown, what: string, refuse: Refuse): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return refuse(`${what} is a list of texts`);
}

function flag(value: unknown, what: string, refuse: Refuse): boolean {
  return typeof value === 'boolean' ? value : refuse(`${what} is true or false`);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
