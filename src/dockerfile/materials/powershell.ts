import { windowsBaseName } from '../../lib/paths.js';
import { shellAt } from '../commands/effective-shell.js';
import type { Dockerfile, RunInstruction } from '../parser/model.js';
import { readAddress } from './address.js';
import { lastPart } from './fetches.js';
import type { FoundMaterial } from './found-material.js';
import { hasUnknownPart, type ShellValues } from './shell-values.js';

/** A part of a script up to the next semicolon or pipe, without the texts in quotes in `code`. */
interface Statement {
  readonly start: number;
  readonly text: string;
  readonly code: string;
}

/** Statements, and variables, that are read. */
const MAX_STATEMENTS = 2000;

/** Whether all of the instruction is PowerShell. */
export function isPowerShell(run: RunInstruction): boolean {
  const [program = ''] = shellAt(run)?.args.map(({ value }) => value) ?? [];
  const { text, interpreter } = run.script;
  return (
    SHELL.test(program) || /^(?:powershell|pwsh)$/i.test(interpreter ?? '') || STARTS.test(text)
  );
}

const SHELL = /(?:^|[\\/])(?:powershell|pwsh)(?:\.exe)?$/i;
const STARTS = /^\s*(?:\[\s*")?(?:[\w:\\/.]*[\\/])?(?:powershell|pwsh)(?:\.exe)?["']?[\s,]/i;

/**
 * What a PowerShell script downloads. It is not parsed: its addresses are those in statements that download, and in
 * variables of these. Any command that is not known to stay off the network makes it open.
 */
export function powerShellMaterials(
  dockerfile: Dockerfile,
  run: RunInstruction,
  values: ShellValues,
): FoundMaterial[] {
  const { mapped } = run.script;
  const { source } = dockerfile;
  const range = (start: number, end: number) =>
    source.range(mapped.sourceStart(start), mapped.sourceEnd(end));
  const statements = statementsOf(mapped.text);
  const script = { statements, ...hashesIn(statements, expander(variablesOf(statements), values)) };
  const fetching = statements.filter(({ code }) => FETCHES.test(code));
  // The statement that fetches what a variable has.
  const users = new Map(
    fetching.flatMap((statement) => namesIn(statement.text).map((name) => [name, statement])),
  );
  const found = statements.flatMap((statement): FoundMaterial[] => {
    const assigned = ASSIGNMENT.exec(statement.text)?.[1]?.toLowerCase();
    const fetch = FETCHES.test(statement.code) ? statement : users.get(assigned ?? '');
    if (!fetch) return [];
    const addresses = addressesIn(statement);
    if (addresses.length === 0) return [];
    const output = outputOf(fetch.text);
    const isRun = RUNS.test(fetch.text);
    return addresses.map(({ address, start }) => {
      const text = script.expand(address);
      const file = windowsBaseName(script.expand(output ?? lastPart(text)));
      return downloadOf({ text, file, at: range(start, start + address.length), isRun }, script);
    });
  });
  return isOpen(statements) ? [...found, { ...PROGRAM, at: range(0, mapped.text.length) }] : found;
}

const PROGRAM = {
  kind: 'program',
  what: 'a PowerShell script',
  by: 'RUN',
  transport: 'unknown',
  pin: 'unknown',
  isOpen: true,
} as const;

const FETCHES =
  /\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm|wget|curl(?:\.exe)?|Start-BitsTransfer)\b|\.Download(?:File|String|Data)\b/i;
const RUNS = /\b(?:iex|Invoke-Expression)\b/i;
const ASSIGNMENT = /^[\s({]*\$(\w+)\s*=/;

/** A script, with what its statements say about files. */
interface Script {
  readonly statements: readonly Statement[];
  readonly expand: (text: string) => string;
  /** The statements that hash a file. */
  readonly hashed: ReadonlyMap<string, readonly Statement[]>;
  /** The files that are only read, such as those with checksums. */
  readonly read: ReadonlySet<string>;
  /** The answers of hasDigest. */
  readonly digests: Map<string, boolean>;
}

function hashesIn(
  statements: readonly Statement[],
  expand: Script['expand'],
): Omit<Script, 'statements'> {
  const hashed = new Map<string, Statement[]>();
  const read = new Set<string>();
  for (const statement of statements) {
    for (const file of filesIn(statement, 'Get-Content', expand)) read.add(file);
    for (const file of filesIn(statement, 'Get-FileHash', expand))
      hashed.set(file, [...(hashed.get(file) ?? []).slice(0, MAX_HASHES), statement]);
  }
  return { expand, hashed, read, digests: new Map() };
}

/** Statements that hash the same file, and files that are hashed. */
const MAX_HASHES = 3;
const MAX_HASHED = 50;

interface Download {
  readonly text: string;
  readonly file: string;
  readonly at: FoundMaterial['at'];
  readonly isRun: boolean;
}

function downloadOf({ text, file, at, isRun }: Download, script: Script): FoundMaterial {
  const address = readAddress(text);
  // A format: `'https://…/{0}' -f $version`.
  const pin = address.pin === 'none' && /\{\d\}/.test(text) ? 'unknown' : address.pin;
  const isSums = script.read.has(file);
  const isHashed = !isSums && script.hashed.has(file);
  const isPinned = isHashed && hasDigest(file, script);
  const isWeak = !isPinned && script.read.size > 0;
  return {
    ...address,
    kind: 'download',
    by: 'PowerShell',
    at,
    pin: isPinned ? 'digest' : pin,
    ...(isHashed && { verifiedBy: `Get-FileHash${isWeak ? ' with downloaded sums' : ''}` }),
    isOpen: isRun,
    isKept: !isRun && !isSums,
    isStarted: isRun || starts(file, script),
  };
}

/** Whether a statement starts a file: `& .\f.ps1`, `Start-Process f.exe`, `msiexec /i f.msi`. */
function starts(file: string, { statements, expand }: Script): boolean {
  if (file === '' || statements.length > MAX_STARTING) return false;
  return statements.some(
    ({ text }) => STARTS_FILE.test(text) && !FETCHES.test(text) && expand(text).includes(file),
  );
}

/** Longer scripts are not searched for what they start. */
const MAX_STARTING = 200;
const STARTS_FILE = /^\s*(?:&|\.\s|Start-Process\b|msiexec\b|\.[\\/])/i;

/** Whether a digest of the Dockerfile stands in the statement that hashes the file, or with the variable that has the hash. */
function hasDigest(file: string, script: Script): boolean {
  const known = script.digests.get(file) ?? comparesDigest(file, script);
  script.digests.set(file, known);
  return known;
}

function comparesDigest(file: string, { statements, expand, hashed, digests }: Script): boolean {
  if (digests.size >= MAX_HASHED) return false;
  return (hashed.get(file) ?? []).some((hashing) => {
    const name = ASSIGNMENT.exec(hashing.text)?.[1]?.toLowerCase();
    const compared = name
      ? statements.filter((one) => one !== hashing && namesIn(one.text).includes(name))
      : [hashing];
    return compared.some(({ text }) => /\b[0-9a-f]{56,128}\b/i.test(expand(text)));
  });
}

/** The files that a cmdlet is given, without folders. */
function filesIn(
  { text, code }: Statement,
  cmdlet: string,
  expand: Script['expand'],
): ReadonlySet<string> {
  if (!code.toLowerCase().includes(cmdlet.toLowerCase())) return new Set();
  const words = [
    ...text.matchAll(new RegExp(`${cmdlet}\\s+(?:-\\w+\\s+)?["']?([^\\s"')]+)`, 'gi')),
  ];
  return new Set(words.map(([, word = '']) => windowsBaseName(expand(word))));
}

function outputOf(text: string): string | undefined {
  const [, named] = /-(?:OutFile|Destination|o|Output)\s+["']?([^\s"')]+)/i.exec(text) ?? [];
  return named ?? /\.DownloadFile\([^,]+,\s*["']?([^\s"')]+)/i.exec(text)?.[1];
}

function addressesIn({ text, start }: Statement) {
  return [...text.matchAll(/(?:https?|ftp):\/\/[^\s"'`;,)|]+/gi)].map((match) => ({
    address: match[0],
    start: start + match.index,
  }));
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name.toLowerCase());
}

/** Splits a script at semicolons, line breaks and pipes outside quotes. */
function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  const [before = ''] = /^.*?-c\w*["']?\s*,?\s*"/is.exec(text.slice(0, 300)) ?? [];
  let start = before.length;
  let code = '';
  let quote = '';
  const end = (at: number) => {
    if (at > start) statements.push({ start, text: text.slice(start, at), code });
    start = at + 1;
    code = '';
  };
  for (let at = start; at < text.length && statements.length < MAX_STATEMENTS; at++) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (/[;|\n]/.test(character)) {
      end(at);
    } else {
      code += character;
    }
  }
  end(text.length);
  return statements;
}

const QUOTED = /'[^']*'|"[^"]*"|\$[\w:]+/g;
const VALUE =
  /^[\s({]*\$(\w+)\s*=\s*((?:'[^']*'|"[^"]*"|\$[\w:]+)(?:\s*\+\s*(?:'[^']*'|"[^"]*"|\$[\w:]+))*)\s*$/;

/** The variables that are set once, to texts and other variables. */
function variablesOf(statements: readonly Statement[]): ReadonlyMap<string, string | undefined> {
  const texts = new Map<string, string | undefined>();
  for (const { text } of statements) {
    const name = ASSIGNMENT.exec(text)?.[1]?.toLowerCase();
    if (name === undefined) continue;
    const parts = VALUE.exec(text)?.[2]?.match(QUOTED);
    const value = parts?.map((part) => part.replace(/^["']|["']$/g, '')).join('');
    texts.set(name, texts.has(name) ? undefined : value);
  }
  return texts;
}

/** Variables that refer to each other are followed this often; longer texts are cut. */
const MAX_DEPTH = 5;
const MAX_LENGTH = 4096;

function expander(texts: ReadonlyMap<string, string | undefined>, values: ShellValues) {
  const expand = (text: string, depth: number): string =>
    text
      .replace(/\$\{?(env:)?(\w+)\}?/gi, (use: string, env: string | undefined, name: string) => {
        if (env !== undefined) {
          const value = values({ value: '', raw: '', literal: false }, `\${${name}}`);
          return hasUnknownPart(value) ? use : value;
        }
        const value = texts.get(name.toLowerCase());
        return value === undefined || depth >= MAX_DEPTH ? use : expand(value, depth + 1);
      })
      .slice(0, MAX_LENGTH);
  return (text: string) => expand(text, 0);
}

/** Whether a word where a command stands is not known to stay off the network. */
function isOpen(statements: readonly Statement[]): boolean {
  return statements.some(({ code }) =>
    [...code.matchAll(/(?:^|[({=&]|\bin\b)\s*([.\\/]{0,3}[A-Za-z][\w.\\:/-]*)/g)].some(
      ([, word = '']) =>
        !OFFLINE.has(
          windowsBaseName(word)
            .replace(/\.exe$/i, '')
            .toLowerCase(),
        ),
    ),
  );
}

const OFFLINE: ReadonlySet<string> = new Set(
  (
    'if else elseif switch for foreach while do try catch finally throw exit return function param in ' +
    'invoke-webrequest invoke-restmethod iwr irm wget curl start-bitstransfer new-object add-type ' +
    'write-host write-output write-error write-verbose write-warning echo out-null out-file out-string get-filehash ' +
    'get-content set-content add-content get-item get-childitem get-itemproperty set-itemproperty new-itemproperty ' +
    'set-item new-item remove-item move-item copy-item rename-item test-path join-path split-path resolve-path ' +
    'where-object foreach-object select-object sort-object select-string measure-object convertfrom-json convertto-json ' +
    'expand-archive compress-archive set-location push-location pop-location cd mkdir md rmdir rd del copy move ren type ' +
    'set-executionpolicy set-strictmode start-sleep get-date get-process stop-process set-variable get-variable tar setx ' +
    'icacls reg attrib dir cls powershell pwsh sha512 sha256'
  ).split(' '),
);
