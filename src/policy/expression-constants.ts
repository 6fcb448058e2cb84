import type { ASTNode } from '@marcbachmann/cel-js';
import { CHECKS } from '../core/finding.js';
import type { RuleBook } from '../core/report.js';
import { SEVERITIES } from '../core/severity.js';
import { nearestName } from '../lib/nearest-name.js';
import { children, selectedField } from './expression-fields.js';

/** The values that a field can have. Rules are applied to open findings only, so these have two statuses. */
const VALUES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['finding.check', CHECKS],
  ['finding.severity', SEVERITIES],
  ['finding.confidence', ['high', 'medium', 'low']],
  ['finding.status', ['new', 'existing']],
  // Findings without a target have an empty kind.
  ['target.kind', ['dockerfile', 'manifest', 'image', 'sbom', 'blob', '']],
]);

/**
 * Throws Error for a constant that can never be equal to the field that it is compared with: such a condition would never
 * match. `rules` are the rules that findings may have, if they are known.
 */
export function requirePossibleConstants(node: ASTNode, rules: RuleBook | undefined): void {
  for (const { field, constant } of comparisons(node)) {
    const problem =
      field === 'finding.rule' ? ruleProblem(constant, rules) : valueProblem(field, constant);
    if (problem !== undefined) throw new Error(`${field} is never "${constant}"${problem}`);
  }
  for (const child of children(node.args)) requirePossibleConstants(child, rules);
}

interface Comparison {
  readonly field: string;
  readonly constant: string;
}

/** The fields and constants that `==`, `!=` and `in` compare. */
function comparisons({ op, args }: ASTNode): readonly Comparison[] {
  if ((op !== '==' && op !== '!=' && op !== 'in') || !Array.isArray(args)) return [];
  const [left, right] = args as [ASTNode, ASTNode];
  const pairs = op === 'in' ? elementsOf(right).map((one) => [left, one] as const) : [];
  const sides =
    op === 'in'
      ? pairs
      : ([
          [left, right],
          [right, left],
        ] as const);
  return sides.flatMap(([node, other]) => {
    const field = selectedField(node);
    return field !== undefined && other.op === 'value' && typeof other.args === 'string'
      ? [{ field, constant: other.args }]
      : [];
  });
}

function elementsOf({ op, args }: ASTNode): readonly ASTNode[] {
  return op === 'list' ? children(args) : [];
}

/** Types of packages, by names that are none. */
const PACKAGE_TYPES: ReadonlyMap<string, string> = new Map([
  ...['debian', 'ubuntu', 'dpkg'].map((name) => [name, 'deb'] as const),
  ...['fedora', 'centos', 'redhat', 'rhel', 'suse'].map((name) => [name, 'rpm'] as const),
  ...['node', 'nodejs', 'javascript'].map((name) => [name, 'npm'] as const),
  ...['python', 'pip'].map((name) => [name, 'pypi'] as const),
  ...['ruby', 'rubygems'].map((name) => [name, 'gem'] as const),
  ...['alpine:apk', 'arch:alpm', 'go:golang', 'java:maven', 'rust:cargo', 'dotnet:nuget'].map(
    (pair) => pair.split(':') as [string, string],
  ),
]);

function valueProblem(field: string, constant: string): string | undefined {
  if (field === 'subject.type') return hint(PACKAGE_TYPES.get(constant.toLowerCase()));
  const values = VALUES.get(field);
  if (!values || values.includes(constant)) return undefined;
  const named = values.filter((value) => value !== '').join(', ');
  return hint(nearestName(constant, values)) ?? `: it is one of ${named}`;
}

/** Other ids belong to advisories, ShellCheck, or reports of other scanners. */
function ruleProblem(constant: string, rules: RuleBook | undefined): string | undefined {
  if (!rules || rules.has(constant) || /-\d|^SC\d{4}$/.test(constant)) return undefined;
  const named = [...rules.values()].find(({ aliases = [] }) => aliases.includes(constant));
  return hint(named?.id ?? nearestName(constant, rules.keys()));
}

function hint(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `. Did you mean "${name}"?`;
}
