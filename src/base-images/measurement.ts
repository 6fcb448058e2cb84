import { SEVERITIES, type Severity } from '../core/severity.js';

/** What is in an image, as the registry's has it now. */
export interface Measurement {
  /** Of the manifest or index behind the tag. */
  readonly digest: string;
  /** Bytes as they are pulled. */
  readonly bytes: number;
  /** Known vulnerabilities by severity; undefined where they could not be looked up. */
  readonly vulnerabilities: Readonly<Partial<Record<Severity, number>>> | undefined;
}

/** Measurements by reference, as words and as facts. */
export interface Measurements {
  readonly digests: ReadonlyMap<string, string>;
  /** For `details`. */
  facts(reference: string): Readonly<Record<string, unknown>>;
  /** `40 vulnerabilities`, `74 MB`. */
  summary(reference: string): string[];
  /** `310 → 40 vulnerabilities and 396 → 74 MB`; undefined unless both were measured. */
  gain(from: string, to: string): string | undefined;
}

export function toMeasurements(measurements: ReadonlyMap<string, Measurement>): Measurements {
  const total = (reference: string) => {
    const counts = measurements.get(reference)?.vulnerabilities;
    return counts && SEVERITIES.reduce((sum, severity) => sum + (counts[severity] ?? 0), 0);
  };
  const megabytes = (reference: string) =>
    Math.round((measurements.get(reference)?.bytes ?? 0) / 1e6);
  return {
    digests: new Map([...measurements].map(([reference, { digest }]) => [reference, digest])),
    facts(reference) {
      const found = measurements.get(reference);
      if (!found) return {};
      const { digest, bytes, vulnerabilities } = found;
      return { digest, bytes, ...(vulnerabilities ? { vulnerabilities } : {}) };
    },
    summary(reference) {
      if (!measurements.has(reference)) return [];
      const known = total(reference);
      return [
        ...(known === undefined ? [] : [`${known} known vulnerabilities`]),
        `${megabytes(reference)} MB`,
      ];
    },
    gain(from, to) {
      if (!measurements.has(from) || !measurements.has(to)) return undefined;
      const [before, after] = [total(from), total(to)];
      const size = `${megabytes(from)} → ${megabytes(to)} MB`;
      return before === undefined || after === undefined
        ? size
        : `${before} → ${after} vulnerabilities and ${size}`;
    },
  };
}
