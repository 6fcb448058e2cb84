import { open } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { PortsideError, reason } from '../lib/errors.js';

/** Facts about vulnerabilities beside the advisories. */
export interface Urgency {
  /** CVE ids that are exploited in the wild. */
  readonly exploited: ReadonlySet<string>;
  /** Probability of exploitation within thirty days, 0 to 1, by CVE id. */
  readonly epss: ReadonlyMap<string, number>;
}

/** Bytes of the largest feed, unpacked too; EPSS has 10 MB. */
export const LARGEST_FEED = 128 << 20;

/**
 * The ids of CISA's catalog of known exploited vulnerabilities, from its JSON feed. Throws PortsideError (usage) when
 * the file is not that.
 */
export async function readKev(path: string): Promise<ReadonlySet<string>> {
  const text = await readText(path, 'the catalog of known exploited vulnerabilities');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong(path, 'the catalog of known exploited vulnerabilities', reason(error));
  }
  const entries =
    typeof json === 'object' && json !== null && 'vulnerabilities' in json
      ? json.vulnerabilities
      : undefined;
  if (!Array.isArray(entries))
    throw wrong(path, 'the catalog of known exploited vulnerabilities', 'it lists none');
  return new Set(
    entries.flatMap((entry: unknown) =>
      typeof entry === 'object' &&
      entry !== null &&
      'cveID' in entry &&
      typeof entry.cveID === 'string'
        ? [entry.cveID]
        : [],
    ),
  );
}

/**
 * EPSS scores of the wanted ids, from FIRST's `epss_scores-*.csv[.gz]`. Throws PortsideError (usage) when the file is
 * not that.
 */
export async function readEpss(
  path: string,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const text = await readText(path, 'the EPSS scores');
  if (!/^(?:#[^\n]*\n)?cve,epss/.test(text))
    throw wrong(path, 'the EPSS scores', 'it has no line "cve,epss,percentile"');
  const scores = new Map<string, number>();
  for (const [, id = '', score = ''] of text.matchAll(/^(CVE-[0-9]+-[0-9]+),([0-9.eE-]+)/gm)) {
    if (!wanted.has(id)) continue;
    const value = Number(score);
    if (value >= 0 && value <= 1) scores.set(id, value);
  }
  return scores;
}

async function readText(path: string, what: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > LARGEST_FEED) throw new Error(`it is larger than ${LARGEST_FEED >> 20} MB`);
      const bytes = await file.readFile();
      const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
      return (packed ? gunzipSync(bytes, { maxOutputLength: LARGEST_FEED }) : bytes).toString(
        'utf8',
      );
    } finally {
      await file.close();
    }
  } catch (error) {
    throw wrong(path, what, reason(error), error);
  }
}

function wrong(path: string, what: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE6000',
    `Cannot read ${what} from ${path}: ${why}`,
    'Download it again',
    cause,
  );
}
