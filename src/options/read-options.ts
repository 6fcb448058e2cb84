import { parseArgs } from 'node:util';
import { type Check, checkNamed } from '../core/finding.js';
import type { Narrowing } from '../core/narrowing.js';
import { PREDICATE_TYPE, PREDICATE_TYPES } from '../core/predicate-types.js';
import { compareSeverity, isSeverity, SEVERITIES, type Severity } from '../core/severity.js';
import { PortsideError } from '../lib/errors.js';
import { nearestName } from '../lib/nearest-name.js';
import { duration } from './duration.js';
import type { Environment } from './environment.js';
import { malwareScanner } from './malware.js';
import { unknownOption } from './option-errors.js';
import { checkOptionRules, fitsFormat } from './option-rules.js';
import { COLOR_WORDS, optionsOf, SCAN_CHECKS } from './option-table.js';
import {
  NOT_GIVEN,
  type Options,
  type Output,
  type RemedyOptions,
  type SignatureOptions,
} from './options.js';
import { OTHER_TOOLS } from './other-tools.js';
import { plainOptions } from './plain-options.js';
import { platformList } from './platform-list.js';
import { present } from './present.js';

/** Reads the options from the arguments after the command. Throws PortsideError (usage). */
export function readOptions(
  command: string,
  words: readonly string[],
  environment: Environment,
  now: Date,
): Options {
  const { values, positionals } = parse(command, words);
  checkOptionRules(command, values, positionals);
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const list = (name: string) => {
    const value = values[name];
    return Array.isArray(value) ? value.map(String) : [];
  };
  const flag = (name: string) => values[name] === true;
  const [only, failOn, baseline] = [text('only'), text('fail-on'), text('baseline')];
  const [malware, timeout] = [text('malware'), text('timeout')];
  const written = outputs(command, list('format'), text('output'));
  return {
    ...plainOptions({
      flag: ({ name }) => flag(name),
      list: ({ name }) => list(name),
      text: ({ name }) => text(name),
    }),
    ...NOT_GIVEN,
    positionals,
    images: list('image'),
    dockerfiles: list('dockerfile'),
    platforms: platforms(command, list('platform')),
    outputs: written,
    vexOut: vexFile(text('vex-out'), written, list('vex')),
    baseline: baseline === undefined ? undefined : { from: baseline },
    vex: list('vex'),
    externalReports: list('import'),
    feeds: list('feed'),
    malware: malware === undefined ? undefined : malwareScanner(malware, '--malware'),
    requireTargets: true,
    failOn: failOn === undefined ? undefined : severity('fail-on', failOn),
    only: only === undefined ? undefined : checks(only),
    color: color(text('color')),
    timeout: timeout === undefined ? undefined : duration(timeout, '--timeout'),
    shown: shown(text('severity'), flag('ignore-unfixed'), list('skip')),
    trust: trustSettings(text, list, flag),
    remedy: command === 'fix' ? remedyOptions(text, list, flag) : undefined,
    environment,
    now,
  };
}

function remedyOptions(
  text: (name: string) => string | undefined,
  list: (name: string) => readonly string[],
  flag: (name: string) => boolean,
): RemedyOptions {
  return {
    steps: list('step'),
    allSafe: flag('all-safe') || flag('rescan'),
    write: flag('write'),
    undo: flag('undo'),
    ...present({ patch: text('patch') }),
    pullRequest: flag('pull-request') || flag('rescan'),
    rescan: flag('rescan'),
  };
}

/** The options of `verify`. Every expectation about provenance implies --provenance. */
function trustSettings(
  text: (name: string) => string | undefined,
  list: (name: string) => readonly string[],
  flag: (name: string) => boolean,
): SignatureOptions {
  const expected = present({
    source: text('provenance-source'),
    builder: text('provenance-builder'),
    branch: text('provenance-branch'),
    tag: text('provenance-tag'),
    versionedTag: text('provenance-versioned-tag'),
  });
  const inputs = pairs('provenance-input', list('provenance-input'));
  const wanted = flag('provenance') || Object.keys(expected).length > 0 || inputs.size > 0;
  return {
    ...present({
      bundle: text('bundle'),
      key: text('key'),
      certificateIdentity: text('certificate-identity'),
      certificateOidcIssuer: text('certificate-oidc-issuer'),
      workflowRepository: text('certificate-github-workflow-repository'),
      workflowRef: text('certificate-github-workflow-ref'),
      workflowTrigger: text('certificate-github-workflow-trigger'),
      attestationType: predicateType(text('attestation-type')),
      signedIdentity: text('signed-identity'),
      trustedRoot: text('trusted-root'),
    }),
    annotations: pairs('annotation', list('annotation')),
    ...(wanted ? { provenance: { ...expected, inputs } } : {}),
    denySelfHosted: flag('deny-self-hosted'),
    log: flag('require-tlog') ? 'required' : flag('insecure-ignore-tlog') ? 'ignored' : undefined,
  };
}

function predicateType(given: string | undefined): string | undefined {
  if (given === undefined || PREDICATE_TYPE.pattern.test(given)) return given;
  const nearest = nearestName(given, [...PREDICATE_TYPES.keys()]);
  throw new PortsideError(
    'PSE1003',
    `--attestation-type takes ${PREDICATE_TYPE.description}, not "${given}"`,
    nearest === undefined ? 'Write the URI of the predicate type' : `Did you mean "${nearest}"?`,
  );
}

function pairs(option: string, words: readonly string[]): Map<string, string> {
  const result = new Map<string, string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 1)
      throw new PortsideError('PSE1003', `--${option} takes KEY=VALUE, not "${word}"`);
    const key = word.slice(0, equals);
    if (result.has(key)) throw givenTwice(`--${option} ${key}`);
    result.set(key, word.slice(equals + 1));
  }
  return result;
}

/** The error for an option that takes one value and has two: the first would have no effect. */
function givenTwice(option: string): PortsideError {
  return new PortsideError('PSE1004', `${option} is given twice`, 'Remove one of them');
}

function parse(command: string, words: readonly string[]) {
  const options = Object.fromEntries(
    optionsOf(command).map((o) => [
      o.name,
      { type: o.type, multiple: o.multiple ?? false, ...(o.short && { short: o.short }) },
    ]),
  );
  const config = { args: [...words], options, allowPositionals: true, tokens: true } as const;
  const { tokens } = parseArgs({ ...config, strict: false });
  const unknown = tokens.find(
    (token) => token.kind === 'option' && !Object.hasOwn(options, token.name),
  );
  if (unknown?.kind === 'option') throw unknownOption(command, unknown.name);
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { type, multiple } = options[token.name] ?? {};
    checkValue(token, type === 'string');
    if (type !== 'string' || multiple) continue;
    if (seen.has(token.name)) throw givenTwice(`--${token.name}`);
    seen.add(token.name);
  }
  return parseArgs({ ...config, strict: true });
}

/** An option as it is written. */
interface GivenOption {
  readonly name: string;
  readonly value?: string | undefined;
  /** Whether the value is in the same word: `--format=json`. */
  readonly inlineValue?: boolean | undefined;
}

/** Throws PortsideError (usage) if an option has no value and needs one, or has one and takes none. */
function checkValue({ name, value, inlineValue }: GivenOption, takesValue: boolean): void {
  if (!takesValue && value !== undefined)
    throw new PortsideError('PSE1002', `--${name} takes no value`, `Write --${name} alone`);
  if (!takesValue) return;
  const isNext = !inlineValue && value !== undefined && /^-./.test(value);
  if (value === undefined || isNext)
    throw new PortsideError(
      'PSE1002',
      `--${name} needs a value`,
      `Write --${name} VALUE, or --${name}=VALUE if the value begins with a dash`,
    );
  if (value.trim() === '')
    throw new PortsideError(
      'PSE1003',
      `--${name} has an empty value`,
      `Add a value, or remove --${name}`,
    );
}

function platforms(command: string, values: readonly string[]): string[] {
  const list = platformList(values, '--platform');
  if (command === 'verify' && list.length > 1)
    throw new PortsideError(
      'PSE1004',
      'portside verify takes one --platform: a signature is of one image or of the whole index',
      'Run it once for each platform, or without --platform for the index',
    );
  return list;
}

/** The formats by the ending of a file's name, the longest endings first. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['.cdx.json', 'cyclonedx'],
  ['.spdx.json', 'spdx'],
  ['.sarif.json', 'sarif'],
  ['.sarif', 'sarif'],
  ['.json', 'json'],
  ['.html', 'html'],
  ['.md', 'markdown'],
  ['.txt', 'text'],
];

/** `--format cyclonedx=FILE` for `cyclonedx-json=FILE`, which other tools take after -o; undefined for a file name. */
function formatInstead(word: string): string | undefined {
  const [name = '', ...file] = word.split('=');
  const known = OTHER_TOOLS.formats.get(name) ?? ENDINGS.find(([, format]) => format === name)?.[1];
  return known && ['--format ', known, ...file.map((part) => `=${part}`)].join('');
}

function formatOf(command: string, ending: string | undefined): string | undefined {
  return command === 'sbom' && ending === 'json' ? 'cyclonedx' : ending;
}

/** Sends the report without a file to the one of --output. `sbom` writes no report: its JSON is CycloneDX by default. */
function toFile(command: string, outputs: Output[], file: string): void {
  const at = outputs.findIndex((output) => output.file === undefined);
  const ending = ENDINGS.find(([end]) => file.toLowerCase().endsWith(end));
  const instead = formatInstead(file);
  const named =
    instead === undefined && outputs.length === 0 ? formatOf(command, ending?.[1]) : undefined;
  const format = outputs[at]?.format ?? named;
  if (format === undefined)
    throw new PortsideError(
      'PSE1004',
      outputs.length === 0
        ? `The ending of ${file} names no report format`
        : `--output ${file} has no effect: each --format names its own file`,
      outputs.length > 0
        ? 'Remove one of them'
        : instead === undefined
          ? 'Add --format FORMAT'
          : `Write ${instead}`,
    );
  outputs.splice(Math.max(at, 0), 1, { format, file });
}

/** Parses `sarif` or `sarif=out/report.sarif`. At most one report goes to standard output, and one to each file. */
function outputs(command: string, words: readonly string[], target: string | undefined): Output[] {
  const result = words.map((word): Output => {
    const equals = word.indexOf('=');
    return equals < 0
      ? { format: formatName(word) }
      : { format: formatName(word.slice(0, equals)), file: word.slice(equals + 1) };
  });
  if (target !== undefined) toFile(command, result, target);
  const empty = result.find((o) => o.file === '');
  if (empty)
    throw new PortsideError(
      'PSE1003',
      `--format ${empty.format}= has no file name`,
      'Write --format FORMAT=FILE',
    );
  const unfit = result.find(({ format }) => !fitsFormat(command, format));
  if (unfit)
    throw new PortsideError(
      'PSE1003',
      `portside ${command} cannot write a report in the format "${unfit.format}"`,
      `See portside ${command} --help for the formats`,
    );
  const files = result.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    throw new PortsideError(
      'PSE1004',
      `Two reports cannot be written to ${twice}`,
      'Name a file of its own for each format',
    );
  if (result.filter((o) => o.file === undefined).length > 1)
    throw new PortsideError(
      'PSE1004',
      'Only one report can go to standard output',
      'Write the other reports to files: --format sarif=portside.sarif',
    );
  return result;
}

/** The file of --vex-out. Throws PortsideError (usage) if it is a report too, or a document that is read. */
function vexFile(
  file: string | undefined,
  reports: readonly Output[],
  documents: readonly string[],
): string | undefined {
  if (file === undefined) return undefined;
  const isReport = reports.some((report) => report.file === file);
  if (!isReport && !documents.includes(file)) return file;
  throw new PortsideError(
    'PSE1004',
    isReport
      ? `A report and the document of --vex-out cannot both be written to ${file}`
      : `--vex-out would replace ${file}, which --vex reads`,
    'Name another file for --vex-out',
  );
}

/** A format in any case. Throws PortsideError (usage) for the name that another tool has for one of ours. */
function formatName(word: string): string {
  const name = word.toLowerCase();
  const ours = OTHER_TOOLS.formats.get(name);
  if (ours === undefined) return name;
  throw new PortsideError('PSE1003', `Unknown report format "${word}"`, `Use --format ${ours}`);
}

/** What other tools take for a threshold that nothing reaches. */
const NOTHING_FAILS: ReadonlySet<string> = new Set(['none', 'never', 'off']);

function severity(option: string, word: string): Severity {
  const name = word.trim().toLowerCase();
  if (isSeverity(name)) return name;
  const ours = OTHER_TOOLS.severities.get(name);
  throw new PortsideError(
    'PSE1003',
    `--${option} takes ${SEVERITIES.join(', ')}, not "${word}"`,
    NOTHING_FAILS.has(name)
      ? 'To report without failing, write extends: audit in the policy'
      : ours && `Use --${option} ${ours}`,
  );
}

/** What to show. `CRITICAL,HIGH` is high: a list must have all severities above its lowest one. */
function shown(
  words: string | undefined,
  onlyFixed: boolean,
  exclude: readonly string[],
): Narrowing | undefined {
  if (words === undefined)
    return onlyFixed || exclude.length > 0 ? { onlyFixed, exclude } : undefined;
  const listed = [...new Set(words.split(',').map((word) => severity('severity', word)))];
  const lowest = listed.toSorted(compareSeverity).at(-1) ?? 'info';
  if (listed.length > 1 && listed.length !== SEVERITIES.indexOf(lowest) + 1)
    throw new PortsideError(
      'PSE1003',
      `--severity shows everything at or above one severity, not "${words}"`,
      `Write --severity ${lowest}`,
    );
  return { severity: lowest, onlyFixed, exclude };
}

/** Whether the report has colors, if the option says so. */
function color(word: string | undefined): boolean | undefined {
  const when = word?.toLowerCase() ?? 'auto';
  if (!COLOR_WORDS.some((one) => one === when))
    throw new PortsideError('PSE1003', `--color takes ${COLOR_WORDS.join(', ')}, not "${when}"`);
  return when === 'auto' ? undefined : when === 'always';
}

function checks(words: string): Check[] {
  return words.split(',').map((word) => {
    const name = word.trim().toLowerCase();
    const named = checkNamed(name);
    const check = SCAN_CHECKS.find((c) => c === named);
    if (check) return check;
    const ours = OTHER_TOOLS.checks.get(name);
    throw new PortsideError(
      'PSE1003',
      `--only takes ${SCAN_CHECKS.join(', ')}, not "${word}"`,
      ours && `Use --only ${ours}`,
    );
  });
}
