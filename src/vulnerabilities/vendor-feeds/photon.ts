import { number, object, text } from '../../lib/json.js';
import { severityOfScore } from '../severity.js';
import { rpm } from '../versions/rpm.js';
import {
  affectedRow,
  ecosystemOf,
  type FeedContent,
  InvalidFeed,
  type OsvRecord,
  type VendorFeed,
} from './feed.js';
import { readJson } from './read-text.js';
import { isAdvisoryId, isPlainWord } from './valid.js';

const ECOSYSTEM = 'Photon OS';

/**
 * The CVEs of Photon OS's source packages, with those that no advisory has: unfixed ones, and packages that are not
 * affected. Source: github.com/vmware/photon, wiki "Security Advisories"; packages.broadcom.com/photon/photon_cve_metadata.
 */
export const photon: VendorFeed = {
  id: 'photon',
  name: 'Photon OS CVE metadata',
  ecosystem: ECOSYSTEM,
  size: 'small',
  documentation: 'https://github.com/vmware/photon/wiki/Security-Advisories',
  files: (release) =>
    release !== undefined && /^[1-9][0-9]?\.[0-9]$/.test(release)
      ? [
          {
            name: `photon-${release}-cve.json`,
            addresses: [
              `https://packages.broadcom.com/photon/photon_cve_metadata/cve_data_photon${release}.json`,
            ],
            release,
          },
        ]
      : [],
  releases: () => ['3.0', '4.0', '5.0'],
  read,
};

async function* read({ chunks, file, problem }: FeedContent): AsyncGenerator<OsvRecord> {
  const entries = await readJson(chunks);
  if (!Array.isArray(entries)) throw new InvalidFeed('it is no list of CVEs');
  const ecosystem = ecosystemOf(ECOSYSTEM, file.release);
  for (const entry of entries) yield* recordOf(object(entry), ecosystem, problem);
}

function* recordOf(
  entry: Readonly<Record<string, unknown>>,
  ecosystem: string,
  problem: FeedContent['problem'],
): Generator<OsvRecord> {
  const { cve_id: id, pkg: name, status } = entry;
  // Placeholders without an id that anybody else knows: UNK-1, Re.
  if (typeof id === 'string' && (id === '' || /^(?:UNK-|Re$)/.test(id))) return;
  if (!isAdvisoryId(id)) return problem('an entry has no valid id');
  if (!isPlainWord(name)) return problem(`${id} has a package without a valid name`);
  const [fixed, affected] = [versionOf(entry.res_ver), text(entry.aff_ver)];
  if (fixed !== undefined && !(isPlainWord(fixed) && rpm.isValid(fixed)))
    return problem(`${id} has no valid fixed version of ${name}`, name);
  const isAffected = !/^not affected$/i.test(text(status) ?? '');
  // Neither affected nor fixed versions are known, and no status.
  if (isAffected && fixed === undefined && versionOf(affected) === undefined && !status) return;
  const score = number(entry.cve_score);
  yield {
    id: `PHOTON-${id}-${name}`,
    upstream: [id],
    affected: [
      affectedRow(
        ecosystem,
        name,
        isAffected ? (fixed === undefined ? [] : [fixed]) : 'not affected',
      ),
    ],
    database_specific: {
      severity:
        score !== undefined && score > 0 && score <= 10 ? severityOfScore(score) : undefined,
    },
  };
}

/** `NA` is no version. */
function versionOf(value: unknown): string | undefined {
  return typeof value === 'string' && !/^(?:na)?$/i.test(value.trim()) ? value.trim() : undefined;
}
