import { normalizeRuleId } from '../core/rule-id.js';
import { isDay } from '../lib/dates.js';
import { plainText } from '../lib/text.js';
import type { YamlNode } from '../lib/yaml.js';
import type { Exception } from './policy.js';
import { isProblem, MAX_POLICY_LENGTH, readDocument } from './yaml.js';

/** Trivy's ignore files, in the order in which they are read. */
export const TRIVY_IGNORE_FILES = ['.trivyignore', '.trivyignore.yaml'] as const;

/** The exceptions in an ignore file, and the lines that are not valid and except nothing. */
export interface IgnoreFile {
  readonly exceptions: readonly Exception[];
  readonly problems: readonly string[];
}

/** Reads one of Trivy's ignore files: ids on lines with `exp:` dates, or the YAML form with paths and package URLs. */
export function readTrivyIgnore(text: string, path: string): IgnoreFile {
  if (text.length > MAX_POLICY_LENGTH)
    return { exceptions: [], problems: [`Cannot read ${path}: the file is larger than 1 MiB`] };
  return path.endsWith('.yaml') ? readYamlFile(text, path) : readPlainFile(text, path);
}

function readPlainFile(text: string, file: string): IgnoreFile {
  const exceptions: Exception[] = [];
  const problems: string[] = [];
  let comment: string | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim();
    if (trimmed.startsWith('#') || trimmed === '') {
      comment = trimmed.replace(/^#+\s*/, '') || undefined;
      continue;
    }
    const line = index + 1;
    const [id = '', ...rest] = trimmed.split(/\s+(?:#.*)?/).filter(Boolean);
    const rule = normalizeRuleId(id);
    const until = rest.find((word) => word.startsWith('exp:'))?.slice('exp:'.length);
    if (until !== undefined && !isDay(until))
      problems.push(`${file}:${line}: "${until.slice(0, 40)}" is not a date, YYYY-MM-DD`);
    else exceptions.push(exception(file, line, { rule, reason: comment, until }));
  }
  return { exceptions, problems };
}

const SECTIONS = ['vulnerabilities', 'misconfigurations', 'secrets', 'licenses'];

function readYamlFile(text: string, file: string): IgnoreFile {
  const document = readDocument(text);
  if (document === undefined) return { exceptions: [], problems: [] };
  if (isProblem(document))
    return { exceptions: [], problems: [`${file}:${document.line}: ${document.message}`] };
  const exceptions: Exception[] = [];
  const problems: string[] = [];
  for (const item of SECTIONS.flatMap((section) => itemsOf(member(document, section)))) {
    const read = readEntry(item);
    const { startLine } = item.range;
    if (typeof read === 'string') problems.push(`${file}:${startLine}: ${read}`);
    else exceptions.push(exception(file, startLine, read));
  }
  return { exceptions, problems };
}

interface Entry {
  readonly rule: string;
  readonly reason: string | undefined;
  readonly until: string | undefined;
  readonly paths?: readonly string[];
  readonly packages?: readonly string[];
}

const KEYS: ReadonlySet<string> = new Set(['id', 'paths', 'purls', 'expired_at', 'statement']);

/** The problem of an entry that is not valid. Without a part that cannot be read it would except more than it says. */
function readEntry(item: YamlNode): Entry | string {
  const id = textOf(member(item, 'id'));
  const until = textOf(member(item, 'expired_at'));
  const [paths, packages] = [textsOf(member(item, 'paths')), textsOf(member(item, 'purls'))];
  const unknown = [...item.entries.keys()].find((key) => !KEYS.has(key));
  if (id === undefined) return 'the entry has no id';
  if (until !== undefined && !isDay(until))
    return `"${until.slice(0, 40)}" is not a date, YYYY-MM-DD`;
  if (unknown !== undefined) return `unknown key "${plainText(unknown, 40)}"`;
  if (!paths) return 'paths is not a list of texts';
  if (!packages) return 'purls is not a list of texts';
  const reason = textOf(member(item, 'statement'));
  return { rule: normalizeRuleId(id), until, reason, paths, packages };
}

function exception(file: string, line: number, entry: Entry): Exception {
  const { rule, reason, until, paths = [], packages = [] } = entry;
  return {
    rule,
    packages,
    paths,
    images: [],
    licenses: [],
    reason: reason ?? `listed in ${file}`,
    until,
    file,
    line,
  };
}

function member(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return node?.entries.get(name);
}

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.items ?? [];
}

function textOf(node: YamlNode | undefined): string | undefined {
  return typeof node?.scalar === 'string' ? node.scalar : undefined;
}

/** The texts of a list; none if there is no such member, and undefined if it is no list, is empty or has something else. */
function textsOf(node: YamlNode | undefined): string[] | undefined {
  if (node === undefined) return [];
  const texts = itemsOf(node).flatMap((item) => textOf(item) || []);
  return texts.length > 0 && texts.length === node.items.length ? texts : undefined;
}
