import type { Severity } from '../../../core/severity.js';
import type { FindingPlaces } from '../../finding-places.js';
import type { PackagesByPurl } from '../../vulnerability-facts.js';

/** How the text report is laid out, and what its rows look up. */
export interface Layout {
  /** Columns of the terminal; infinite when unknown: then nothing is wrapped, so that a line can be searched for. */
  readonly width: number;
  /** Whether every finding is listed, however many there are. */
  readonly complete: boolean;
  /** Lines in each section. */
  readonly listed: number;
  readonly paint: (style: Style, text: string) => string;
  readonly packages: PackagesByPurl;
  readonly places: FindingPlaces;
}

export type Style = Severity | 'bold' | 'dim' | 'pass';

/** The text with ANSI escape sequences around it. */
export function ansi(style: Style, text: string): string {
  return `\u001b[${CODES[style]}m${text}\u001b[0m`;
}

const CODES: Readonly<Record<Style, string>> = {
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  info: '2',
  bold: '1',
  dim: '2',
  pass: '32',
};
