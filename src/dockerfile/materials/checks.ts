import type { ShellCommand } from '../shell/model.js';
import { checksIn, type VerificationCommand } from './check-commands.js';
import { isUsedBetween, reachedAfter } from './check-reach.js';
import { lastPart } from './fetches.js';
import type { Call } from './found-material.js';

/** What verifies a downloaded file, later in the same RUN instruction. */
export interface FileCheck {
  /** `sha256sum`, `gpg`, `sha256sum with downloaded sums`. */
  readonly by: string;
  /** The digest stands in the Dockerfile. */
  readonly pinned: boolean;
}

/**
 * The check of a file that a command wrote: a checksum or a signature, in a command after it that names the file. A
 * check that names no file (`sha256sum -c SHA256SUMS`) counts for all files of the instruction but the one with the sums.
 */
export function checkOf(call: Call, file: string): FileCheck | undefined {
  // Those of a script with very many downloads are not read: nothing verifies them.
  return checksIn(call).downloads.has(call.command)
    ? verification(call, lastPart(file), call.command, 0)
    : undefined;
}

/** Whether a file only has the checksums of others. */
export function isFileOfSums(call: Call, file: string): boolean {
  const name = lastPart(file);
  return checksIn(call).checks.some(({ sums }) => sums.includes(name));
}

/** Whether a file is a signature, or a text with one, rather than a key. */
export function isSignatureFile(call: Call, file: string): boolean {
  const name = lastPart(file);
  return (
    /\.(?:tar|t?[gx]z|bz2|zst|zip|txt|deb|rpm|apk|jar|whl|exe|dmg|sh|phar|gem|iso|img|sums?|sha\d+)\.(?:asc|gpg|sig|pgp)$/i.test(
      name,
    ) || checksIn(call).checks.some((check) => check.isSignature && check.names.has(name))
  );
}

/** Whether the fingerprint of a key is compared later in the instruction. */
export function comparesFingerprint(call: Call): boolean {
  return (checksIn(call).comparesKey ?? 0) > call.command.start;
}

/** Sums of sums are followed this deep. */
const MAX_DEPTH = 3;

type Script = Pick<Call, 'run' | 'values' | 'dockerfile'>;

function verification(
  script: Script,
  name: string,
  download: ShellCommand,
  depth: number,
): FileCheck | undefined {
  const { checks, moves } = checksIn(script);
  if (checks.length === 0) return undefined;
  const { run } = script;
  // It may be checked under the name that it is moved or copied to.
  const names = new Set([name]);
  for (const move of moves)
    if (move.start > download.start && move.from.some((from) => names.has(from)))
      names.add(move.to);
  const fitting = checks.filter(
    (one) =>
      !one.sums.some((sums) => names.has(sums)) &&
      (!one.isForNames || [...names].some((one_) => isNamed(one_, one))),
  );
  const results = fitting.flatMap((check) => {
    const at = reachedAfter(download, check, run, fitting);
    if (at === undefined || isUsedBetween(script, names, [download.start, at])) return [];
    return resultOf(check, script, depth);
  });
  return results.find(({ by }) => !by.includes('downloaded')) ?? results[0];
}

/** A signature file stands for what it signs. */
function isNamed(name: string, { names, isSignature: signs }: VerificationCommand): boolean {
  return names.has(name) || (signs && [...SIGNATURE_ENDS].some((end) => names.has(name + end)));
}

const SIGNATURE_ENDS = ['.asc', '.sig', '.gpg', '.minisig'] as const;

function resultOf(check: VerificationCommand, script: Script, depth: number): FileCheck {
  const { by, pinned, sums, unpacked, downloads } = check;
  const { keys, checks, downloaded } = checksIn(script);
  const isVerified = (name: string) => {
    const download = downloaded.get(name);
    if (!download) return true;
    const result = depth < MAX_DEPTH ? verification(script, name, download, depth + 1) : undefined;
    return result !== undefined && !result.by.includes('downloaded');
  };
  if (check.isSignature) {
    const isKnown = /^gpg2?$/.test(by) ? keys !== 'downloaded' : check.keyFiles.every(isVerified);
    return { by: isKnown && !downloads ? by : `${by} with a downloaded key`, pinned: false };
  }
  if (pinned) return { by, pinned };
  const isTrusted = sums.some((name) => {
    const signed = checks.find(({ output }) => output === name);
    if (signed) return keys !== 'downloaded';
    return !unpacked.includes(name) && isVerified(name);
  });
  const isWeak = downloads || (sums.length > 0 && !isTrusted);
  return { by: isWeak ? `${by} with downloaded sums` : by, pinned: false };
}
