import { SEVERITIES, type Severity } from '../core/severity.js';
import type { Layer } from '../image/image.js';

/** Size and known vulnerabilities of an image that the registry has now. */
export interface Measurement {
  /** Of the manifest or index that the tag refers to. */
  readonly digest: string;
  /** Compressed bytes, as pulled. */
  readonly bytes: number;
  /** Known vulnerabilities by severity; undefined when they could not be looked up. */
  readonly vulnerabilities: Readonly<Partial<Record<Severity, number>>> | undefined;
}

/** Measurements by reference, for messages and details. */
export interface Measurements {
  readonly digests: ReadonlyMap<string, string>;
  /** For the finding's details; empty for an image that was not measured. */
  facts(reference: string): Partial<Measurement>;
  /** `40 known vulnerabilities`, `74 MB`. */
  summary(reference: string): string[];
  /** `310 → 40 known vulnerabilities, 396 → 74 MB`; undefined unless both were measured. */
  comparison(from: string, to: string): string | undefined;
}

export function toMeasurements(measured: ReadonlyMap<string, Measurement>): Measurements {
  const total = (reference: string) => {
    const counts = measured.get(reference)?.vulnerabilities;
    return counts && SEVERITIES.reduce((sum, severity) => sum + (counts[severity] ?? 0), 0);
  };
  const megabytes = (reference: string) => Math.round((measured.get(reference)?.bytes ?? 0) / 1e6);
  return {
    digests: new Map([...measured].map(([reference, { digest }]) => [reference, digest])),
    facts: (reference) => measured.get(reference) ?? {},
    summary(reference) {
      if (!measured.has(reference)) return [];
      const count = total(reference);
      return [
        ...(count === undefined
          ? []
          : [`${count} known ${count === 1 ? 'vulnerability' : 'vulnerabilities'}`]),
        `${megabytes(reference)} MB`,
      ];
    },
    comparison(from, to) {
      if (!measured.has(from) || !measured.has(to)) return undefined;
      const [before, after] = [total(from), total(to)];
      const size = `${megabytes(from)} → ${megabytes(to)} MB`;
      return before === undefined || after === undefined
        ? size
        : `${before} → ${after} known vulnerabilities, ${size}`;
    },
  };
}

/** Bytes of layers to fetch at most for one image. */
const MAX_BYTES = 200e6;
/** All layers of a smaller image are fetched. */
const SMALL_IMAGE_BYTES = 40e6;
const PACKAGE_MANAGER = /\b(?:apt-get|apt|apk|dpkg|dnf|microdnf|tdnf|yum|rpm|zypper)\b/;

/**
 * The layers to fetch for the distribution packages of an image: the lowest, which has its os-release, and the last one
 * that a package manager changed, because each such layer contains the complete package database. All layers of a small
 * image and of one without history; undefined when they are too large to fetch.
 */
export function packageLayers(layers: readonly Layer[]): ReadonlySet<number> | undefined {
  const all = layers.reduce((sum, { size }) => sum + size, 0);
  const last = layers.findLast(({ history }) => PACKAGE_MANAGER.test(history?.createdBy ?? ''));
  const hasHistory = layers.every(({ history }) => history !== undefined);
  const wanted =
    all <= SMALL_IMAGE_BYTES || !hasHistory
      ? layers
      : layers.filter(({ index }) => index === 0 || index === last?.index);
  const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
  return bytes > MAX_BYTES ? undefined : new Set(wanted.map(({ index }) => index));
}
