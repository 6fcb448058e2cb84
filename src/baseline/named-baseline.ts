import type { Report } from '../core/report.js';
import { isSbom } from '../inventory/sbom/sbom.js';
import { jsonBytes } from '../lib/json-file.js';
import { readReport } from '../reports/stored/read-report.js';
import type { Tree } from '../repository/tree.js';
import { findSbomFile, sbomPath } from '../scan/sbom-file.js';

/** What the option `--baseline` names. */
export interface NamedBaseline {
  readonly from: string;
  /** Shown to readers. */
  readonly name: string;
  /** The commit that it was stored for, by its key; absent if the report itself says it. */
  readonly commit?: string;
  /** An image is read later. */
  readonly content:
    | { readonly kind: 'report'; readonly report: Report }
    | { readonly kind: 'sbom'; readonly bytes: Buffer }
    | { readonly kind: 'image' };
}

/** Reads a report or SBOM. Throws PortsideError (usage) for a file that is none of these. */
export async function readNamedBaseline(
  named: Pick<NamedBaseline, 'from'> & Partial<Pick<NamedBaseline, 'name' | 'commit'>>,
): Promise<NamedBaseline> {
  return { ...named, name: named.name ?? named.from, content: await contentOf(named.from) };
}

async function contentOf(from: string): Promise<NamedBaseline['content']> {
  const listed = sbomPath(from) === undefined ? undefined : await findSbomFile(from);
  const bytes = listed?.bytes ?? (await jsonBytes(from));
  if (!bytes) return { kind: 'image' };
  return listed || isSbom(bytes)
    ? { kind: 'sbom', bytes }
    : { kind: 'report', report: readReport(bytes, from) };
}

/**
 * Why a stored report does not count as the state of the base commit, as a sentence; undefined if it does, and for what is
 * about no commit. Another commit of the same branch may have findings that the base commit does not have.
 */
export function otherCommit(
  { name, commit: storedFor, content }: NamedBaseline,
  { commit }: Tree,
): string | undefined {
  if (content.kind !== 'report' || commit === undefined) return undefined;
  const { commits = [] } = storedFor === undefined ? content.report : { commits: [storedFor] };
  if (commits.includes(commit)) return undefined;
  const [about] = commits;
  const wanted = commit.slice(0, 8);
  return about === undefined
    ? `${name} does not say which commit it is about: ${wanted} was checked instead`
    : `${name} is about ${about.slice(0, 8)}: ${wanted} was checked instead`;
}
