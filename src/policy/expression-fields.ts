import type { ASTNode } from '@marcbachmann/cel-js';

/** The operands of a node that are nodes themselves. */
export function children(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(children);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}

/** The field that a node selects, `finding.epss` for `finding.epss` and `finding["epss"]`; undefined for other nodes. */
export function selectedField({ op, args }: ASTNode): string | undefined {
  if ((op !== '.' && op !== '[]') || !Array.isArray(args)) return undefined;
  const [variable, key] = args as [ASTNode, string | ASTNode];
  if (variable.op !== 'id') return undefined;
  const name = typeof key === 'string' ? key : key.op === 'value' ? key.args : undefined;
  return typeof name === 'string' ? `${String(variable.args)}.${name}` : undefined;
}

/** The fields that an expression reads: `finding.epss`; a variable that it reads in another way is `finding`. */
export function fieldsOf(node: ASTNode): ReadonlySet<string> {
  const field = selectedField(node);
  if (field !== undefined) return new Set([field]);
  if (node.op === 'id') return new Set([String(node.args)]);
  return new Set(children(node.args).flatMap((child) => [...fieldsOf(child)]));
}
