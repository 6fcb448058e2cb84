import { isDay } from '../lib/dates.js';
import type { YamlNode } from '../lib/yaml.js';
import type { Exception } from './policy.js';
import { isProblem, MAX_POLICY_LENGTH, readDocument } from './yaml.js';

/** Trivy's own ignore files, in the order that they are read. */
export const TRIVY_IGNORE_FILES = ['.trivyignore', '.trivyignore.yaml'] as const;

/** What an ignore file accepts, and which of its lines could not be understood: those accept nothing. */
export interface Ignored {
  readonly exceptions: readonly Exception[];
  readonly problems: readonly string[];
}

/** The exceptions in one of Trivy's ignore files: ids a line with `exp:` dates, or the YAML with paths and purls. */
export function readTrivyIgnore(text: string, path: string): Ignored {
  if (text.length > MAX_POLICY_LENGTH)
    return { exceptions: [], problems: [`${path} is larger than 1 MiB and was not read`] };
  return path.endsWith('.yaml') ? readYaml(text, path) : readLines(text, path);
}

function readLines(text: string, file: string): Ignored {
  const exceptions: Exception[] = [];
  const problems: string[] = [];
  let comment: string | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const words = raw.trim();
    if (words.startsWith('#') || words === '') {
      comment = words.replace(/^#+\s*/, '') || undefined;
      continue;
    }
    const line = index + 1;
    const [rule = '', ...rest] = words.split(/\s+(?:#.*)?/).filter(Boolean);
    const until = rest.find((word) => word.startsWith('exp:'))?.slice('exp:'.length);
    if (until !== undefined && !isDay(until))
      problems.push(`${file}:${line}: "${until.slice(0, 40)}" is no day, YYYY-MM-DD`);
    else exceptions.push(exception(file, line, { rule, reason: comment, until }));
  }
  return { exceptions, problems };
}

const SECTIONS = ['vulnerabilities', 'misconfigurations', 'secrets', 'licenses'];

function readYaml(text: string, file: string): Ignored {
  const document = readDocument(text);
  if (document === undefined) return { exceptions: [], problems: [] };
  if (isProblem(document))
    return { exceptions: [], problems: [`${file}:${document.line}: ${document.message}`] };
  const exceptions: Exception[] = [];
  const problems: string[] = [];
  for (const item of SECTIONS.flatMap((section) => items(value(document, section)))) {
    const rule = textOf(value(item, 'id'));
    const until = textOf(value(item, 'expired_at'));
    if (rule === undefined) problems.push(`${file}:${item.range.startLine}: it has no id`);
    else if (until !== undefined && !isDay(until))
      problems.push(
        `${file}:${item.range.startLine}: "${until.slice(0, 40)}" is no day, YYYY-MM-DD`,
      );
    else
      exceptions.push(
        exception(file, item.range.startLine, {
          rule,
          until,
          reason: textOf(value(item, 'statement')),
          paths: texts(value(item, 'paths')),
          packages: texts(value(item, 'purls')),
        }),
      );
  }
  return { exceptions, problems };
}

function exception(
  file: string,
  line: number,
  said: {
    readonly rule: string;
    readonly reason: string | undefined;
    readonly until: string | undefined;
    readonly paths?: readonly string[];
    readonly packages?: readonly string[];
  },
): Exception {
  const { rule, reason, until, paths = [], packages = [] } = said;
  return {
    rule,
    packages,
    paths,
    images: [],
    reason: reason ?? `listed in ${file}`,
    ...(until === undefined ? {} : { until }),
    file,
    line,
  };
}

function value(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return node?.entries.get(name);
}

function items(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.items ?? [];
}

function textOf(node: YamlNode | undefined): string | undefined {
  return typeof node?.scalar === 'string' ? node.scalar : undefined;
}

function texts(node: YamlNode | undefined): string[] {
  return items(node).flatMap((item) => textOf(item) ?? []);
}
