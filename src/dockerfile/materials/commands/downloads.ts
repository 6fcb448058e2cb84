import { commandName, hasFlag } from '../../shell/command-line.js';
import { type Address, isAddress, readAddress } from '../address.js';
import {
  checkOf,
  comparesFingerprint,
  type FileCheck,
  isFileOfSums,
  isSignatureFile,
} from '../checks.js';
import { addressLists, DOWNLOADERS, type Fetch, fetchesOf, lastPart } from '../fetches.js';
import type { Call, CommandReader, FoundMaterial } from '../found-material.js';
import { startsIn } from '../started-files.js';

/** curl, wget, aria2c and others that fetch files from addresses. */
export const downloads: CommandReader = {
  programs: DOWNLOADERS,
  read(call) {
    const { command } = call;
    const lists = addressLists(call).map((list) => listMaterial(call, list));
    const fetched = fetchesOf(call).map((fetch) => materialOf(call, fetch));
    // `--version`, or addresses that another program gives.
    if (lists.length + fetched.length === 0)
      return hasFlag(command, '--version', '--help', '-V') ? [] : undefined;
    return [...lists, ...fetched];
  },
};

function materialOf(call: Call, { word, text, file }: Fetch): FoundMaterial {
  const address = addressOf(text, commandName(call.command));
  const kind = isKey(text, file, call) ? 'key' : 'download';
  const check =
    kind === 'key' && comparesFingerprint(call) ? FINGERPRINT_CHECK : checkOf(call, file);
  return {
    ...address,
    kind,
    by: commandName(call.command),
    at: word.range,
    pin: check?.pinned ? 'digest' : address.pin,
    ...(check && { verifiedBy: check.by }),
    isOpen: isRun(call) || isRecursive(call),
    isKept: !isRun(call) && isKept(call) && !isFileOfSums(call, file),
    ...(kind === 'download' && { isStarted: isStarted(call, file) }),
  };
}

const FINGERPRINT_CHECK: FileCheck = { by: 'the fingerprint', pinned: true };

/** The addresses stand in a file, which may itself be fetched. */
function listMaterial({ command }: Call, list: string): FoundMaterial {
  const by = commandName(command);
  const address = isAddress(list) ? readAddress(list) : undefined;
  return {
    ...(address?.host !== undefined && { host: address.host }),
    transport: address?.transport ?? 'unknown',
    kind: 'download',
    what: `the addresses in ${address?.what ?? list}`.slice(0, 200),
    by,
    at: command.range,
    pin: 'unknown',
    isOpen: true,
  };
}

/** Programs take `example.org/file` for an address, too. HTTPie's `https` asks by HTTPS. */
function addressOf(text: string, by: string): Address {
  if (isAddress(text)) return readAddress(text);
  if (text.startsWith('$'))
    return { what: text.slice(0, 200), transport: 'unknown', pin: 'unknown' };
  const scheme = /^https(?:\.exe)?$/.test(by) ? 'https' : 'http';
  return readAddress(`${scheme}://${text.replace(/^[^@]*:[^@]*@/, '')}`);
}

/** Keys are for package managers: by their name, their folder, or the program that reads them. */
function isKey(address: string, file: string, call: Call): boolean {
  const reader = call.command.pipeline?.elements.at(-1);
  return (
    (/\.(?:asc|gpg|key|pub|pgp)$/i.test(lastPart(address)) && !isSignatureFile(call, file)) ||
    /(?:keyrings|trusted\.gpg\.d|apk\/keys|rpm-gpg)\//.test(file) ||
    (reader !== undefined && /^(?:apt-key|gpg2?)$/.test(commandName(reader)))
  );
}

/** Whether a file stays: other requests only ask for an answer. */
function isKept({ command }: Call): boolean {
  const last = command.pipeline?.elements.at(-1);
  if (command.pipeline)
    return (
      last !== undefined &&
      /^(?:tar|bsdtar|gunzip|zcat|unzip|cpio|tee|gpg2?|apt-key|dd)$/.test(commandName(last))
    );
  if (hasFlag(command, '-X', '--request', '-d', '--data', '-I', '--head', '--spider')) return false;
  const isWget = /^(?:wget2?|aria2c|axel|fetch)$/.test(commandName(command));
  return (
    isWget ||
    hasFlag(command, '-o', '-O', '--output', '--remote-name', '--remote-name-all') ||
    command.redirects.some(
      ({ operator, target }) => operator.startsWith('>') && target?.value !== '/dev/null',
    )
  );
}

/** A script that is piped into an interpreter, or given to one as its code, fetches what it likes. */
function isRun({ command, dockerfile }: Call): boolean {
  if (command.substituted) {
    const before = dockerfile.source.text.slice(Math.max(0, command.start - 40), command.start);
    return RUNS_OUTPUT.test(before);
  }
  const reader = command.pipeline?.elements.at(-1);
  return (
    reader !== undefined && /^(?:\w*sh|python[\d.]*|perl|ruby|node|php)$/.test(commandName(reader))
  );
}

function isStarted({ run, values, command }: Call, file: string): boolean {
  return startsIn(run, values)(file, command.start);
}

/** The pages say what else wget fetches. */
function isRecursive({ command }: Call): boolean {
  return (
    /^wget2?$/.test(commandName(command)) &&
    hasFlag(command, '-r', '--recursive', '-m', '--mirror', '-p', '--page-requisites')
  );
}

/** What stands before a substitution whose output is run: `sh -c "$(`, `eval "$(`, `bash <(`, or nothing. */
const RUNS_OUTPUT =
  /(?:(?:\s-\w*[ce]|\beval|\bsource|[\s;]\.)\s+["']?(?:\$\(|`)|\w*(?:sh|source|\s\.)(?:\s+-\w+)*\s+<\(|(?:^|[;&|(]|\b(?:then|do|else))\s*["']?(?:\$\(|`))\s*$/;
