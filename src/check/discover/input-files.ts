import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import {
  EMPTY_INSPECTION,
  type Incomplete,
  type Inspection,
  type Note,
} from '../../core/report.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import type { Policy } from '../../policy/policy.js';
import type { BaseBranchFiles } from '../../repository/base-branch-files.js';
import { isRemoteSource } from '../../vulnerabilities/remote/open.js';
import { advisoriesOf } from '../images/images.js';

/** The settings with their files found, and what became of those that are not read where they were named. */
export interface NamedFiles {
  readonly settings: Options;
  /** Without the path of advisories, which the settings have. */
  readonly policy: Policy;
  readonly inspection: Inspection;
}

/**
 * The files that inputs name and that could weaken the verdict, as the base of a change has them: VEX documents,
 * advisories (those of the policy too), the baseline, reports to import, KEV, EPSS and signatures of malware. Where that
 * cannot be told, what would only suppress is left out, the rest is read as it is, and the result is incomplete.
 */
export async function namedFiles(
  root: string,
  policy: Policy,
  settings: Options,
  configuration: BaseBranchFiles,
): Promise<NamedFiles> {
  const { origin } = configuration;
  if (origin === undefined) return { settings, policy, inspection: EMPTY_INSPECTION };
  const incomplete: Incomplete[] = [];
  const notes: Note[] = [];
  const locate = async (path: string, unknown?: string): Promise<string | undefined> => {
    try {
      return await configuration.locate(path);
    } catch (error) {
      if (!(error instanceof PortsideError)) throw error;
      incomplete.push({ check: 'policy', target: path, reason: error.message });
      return unknown;
    }
  };
  const leftOut = (what: string, path: string) => {
    if (incomplete.some(({ target }) => target === path)) return;
    notes.push({
      message: `${what} ${relative('', path)} was left out: only the change has it, not ${origin}.`,
    });
  };
  /** What adds findings is better read from the change than not at all. */
  const orItself = async (path: string) => (await locate(path, path)) ?? path;
  const all = (paths: readonly string[]) => Promise.all(paths.map(orItself));

  const vex: (typeof settings.vex)[number][] = [];
  for (const document of settings.vex) {
    const found = typeof document === 'string' ? await locate(document) : undefined;
    if (typeof document !== 'string' || found === document) vex.push(document);
    else if (found === undefined) leftOut('The VEX document', document);
    else vex.push({ name: document, text: await readFile(found, 'utf8') });
  }
  const { advisories = advisoriesOf(root, policy, settings).advisories } = settings;
  const isHere = advisories !== undefined && !isRemoteSource(advisories);
  const records = isHere ? await locate(advisories, advisories) : advisories;
  if (isHere && records === undefined) leftOut('The advisory folder or file', advisories);
  const baseline = settings.baseline && (await located(settings.baseline, locate));
  if (settings.baseline && !baseline) leftOut('The baseline', settings.baseline.from);
  const { kev, epss, malware, advisories: _, baseline: __, ...rest } = settings;
  const { path: ___, ...others } = policy.advisories;
  const database = malware?.database && (await orItself(malware.database));
  return {
    settings: {
      ...rest,
      vex,
      imports: await all(settings.imports),
      ...(records === undefined ? {} : { advisories: records }),
      ...(baseline && { baseline }),
      ...(kev === undefined ? {} : { kev: await orItself(kev) }),
      ...(epss === undefined ? {} : { epss: await orItself(epss) }),
      ...(malware && { malware: { ...malware, ...(database ? { database } : {}) } }),
    },
    policy: { ...policy, advisories: others },
    inspection: { ...EMPTY_INSPECTION, incomplete, notes },
  };
}

/** A baseline that is a file or folder, with its scheme; an image elsewhere is as it was named. */
async function located(
  baseline: NonNullable<Options['baseline']>,
  locate: (path: string) => Promise<string | undefined>,
): Promise<Options['baseline']> {
  const { from, name = from } = baseline;
  const [, scheme = '', file = from, tag = ''] = /^oci:/.test(from)
    ? (/^(oci:)(.*?)((?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?)$/s.exec(from) ?? [])
    : (/^((?:docker-archive|oci-archive|dir):)?(.*)$/s.exec(from) ?? []);
  if (scheme === '' && !existsSync(file)) return baseline;
  const found = await locate(file);
  return found === undefined ? undefined : { from: `${scheme}${found}${tag}`, name };
}
