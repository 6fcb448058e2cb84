import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { decodeText } from '../lib/decode-text.js';
import { listFirst } from '../lib/text.js';
import {
  archiveBudget,
  archivedTexts,
  isArchive,
  isOpenedPath,
  isSqlite,
  isUnreadArchive,
} from '../secrets/archives.js';
import { type FileSecrets, fileSecrets } from '../secrets/file.js';
import { isPackageFile } from '../secrets/paths.js';
import type { SearchBudget } from '../secrets/search.js';

/** The search of all archives of a commit, which share what may be decompressed. */
export interface ArchiveSearch {
  /** The secrets of unmistakable kinds in an archive or a database; undefined for a file that is neither. */
  secretsOf(path: string, bytes: Buffer): FileSecrets | undefined;
  /** The archives that were searched in part, or not at all. */
  coverage(): readonly Coverage[];
}

/** Bytes that are decompressed in all, and members that are listed. */
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_MEMBERS = 200_000;
/** Archives that a row names. */
const MOST_NAMED = 3;

export function archiveSearch(search: SearchBudget): ArchiveSearch {
  const budget = { ...archiveBudget(), members: MAX_MEMBERS, bytes: MAX_BYTES };
  const damaged = new Set<string>();
  return {
    secretsOf(path, bytes) {
      // A file can be an archive without its name, and behind the program that unpacks it.
      const isNamed = isOpenedPath(path) && bytes.includes(0);
      if (isPackageFile(path) || !(isNamed || isArchive(bytes))) return undefined;
      if (isSqlite(bytes)) return joined(path, [certain(path, bytes.toString('latin1'), search)]);
      if (isUnreadArchive(bytes)) {
        budget.unread.add(path);
        return joined(path, []);
      }
      const found: FileSecrets[] = [];
      const skipped = budget.skipped.size;
      const texts = archivedTexts(sourceOf(bytes), path, budget);
      for (let step = texts.next(); ; step = texts.next()) {
        if (step.done) {
          if (!step.value) budget.cut.add(path);
          if (budget.skipped.size > skipped) damaged.add(path);
          return joined(path, found);
        }
        const place = `${path}!/${step.value.inner}`;
        if (!step.value.bytes) budget.unread.add(place);
        else found.push(certain(place, decodeText(step.value.bytes), search));
      }
    },
    coverage: () => [
      ...row(budget.cut, 'partial', 'too large, and searched for secrets in part only'),
      ...row(
        budget.unread,
        'not-covered',
        'encrypted, or in a format that is not read, and not searched for secrets',
      ),
      ...row(
        damaged,
        'partial',
        'damaged, or with archives too deep in others, and searched for secrets in part only',
      ),
    ],
  };
}

function sourceOf(bytes: Buffer): Parameters<typeof archivedTexts>[0] {
  return {
    size: bytes.length,
    part: (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** The secrets that are one whatever is around them. */
function certain(path: string, text: string, budget: SearchBudget): FileSecrets {
  const { findings, suppressed, digests, complete } = fileSecrets(path, text, budget);
  const all = [...findings, ...suppressed];
  const isCertain = ({ confidence }: Finding) => confidence === 'high';
  return {
    findings: findings.filter(isCertain),
    suppressed: suppressed.filter(isCertain),
    digests: digests.filter((_, at) => all[at] && isCertain(all[at])),
    complete,
  };
}

/** What was found in the members, at the archive: only it is a file of the repository. */
function joined(path: string, members: readonly FileSecrets[]): FileSecrets {
  const parts = (isSuppressed: boolean) =>
    members.flatMap(({ findings, suppressed, digests }) => {
      const some = isSuppressed ? suppressed : findings;
      const first = isSuppressed ? findings.length : 0;
      return some.map((finding, at) => ({
        finding: atArchive(finding, path),
        digest: digests[first + at] ?? '',
      }));
    });
  const [open, allowed] = [parts(false), parts(true)];
  return {
    findings: open.map(({ finding }) => finding),
    suppressed: allowed.map(({ finding }) => finding),
    digests: [...open, ...allowed].map(({ digest }) => digest),
    complete: members.every(({ complete }) => complete),
  };
}

function atArchive(finding: Finding, path: string): Finding {
  const { suppression } = finding;
  return {
    ...finding,
    location: { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    ...(suppression && { suppression: { ...suppression, path } }),
  };
}

/** Nobody asks for archives: what is not read in them is named, and does not make the result incomplete. */
function row(paths: ReadonlySet<string>, state: Coverage['state'], what: string): Coverage[] {
  const [first, ...others] = paths;
  if (first === undefined) return [];
  const reason =
    others.length === 0
      ? `It is ${what}`
      : `They are ${what}: ${listFirst([...paths], MOST_NAMED, (path) => path)}`;
  const target = others.length === 0 ? first : 'changed archives';
  return [{ check: 'secret', target, state, reason, informational: true }];
}
