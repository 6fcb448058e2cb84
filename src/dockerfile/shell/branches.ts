import { forEachChild, type SyntaxNode } from 'unbash';
import type { ShellBranch } from './model.js';
import type { Outcomes } from './outcome.js';

/** The branch of the command at `index` of `a && b || c`: after `||`, or after a test and `&&`. */
export function branchOfAndOr(
  node: Extract<SyntaxNode, { type: 'AndOr' }>,
  index: number,
  list: Outcomes,
  around: ShellBranch | undefined,
): ShellBranch | undefined {
  const { operators, commands } = node;
  if (operators[index - 1] === '||')
    return { of: node, part: commands[index], around, mayBeSkipped: () => true };
  for (let i = index - 1; i >= 0 && operators[i] === '&&'; i--)
    if (isTest(commands[i]))
      return {
        of: node,
        // What follows by && is done if it is.
        part: commands[i],
        around,
        // Even with `set -e` a script goes on after a test that fails, unless its result is that of the script.
        mayBeSkipped: () => list.failure() !== 'stops',
      };
  return around;
}

/** The branch of a part of `if`, `elif` or `case`, or of a function; the one around it for conditions and other parts. */
export function branchOfPart(
  node: SyntaxNode,
  part: SyntaxNode,
  around: ShellBranch | undefined,
): ShellBranch | undefined {
  const branch = (mayBeSkipped: () => boolean) => ({ of: node, part, around, mayBeSkipped });
  switch (node.type) {
    case 'If': {
      const bodies = [node.then, ...node.elif.map(({ then: yes }) => yes)];
      if (part === node.then)
        return branch(() => !node.else || !all([...bodies.slice(1), node.else], fails));
      const index = node.elif.findIndex((one) => one === part);
      if (index < 0 && part !== node.else) return around;
      return branch(() => !all(index < 0 ? bodies : bodies.slice(0, index + 1), fails));
    }
    case 'Elif':
      return part === node.then ? branch(() => true) : around;
    case 'Case': {
      const others = node.items.filter((item) => item !== part);
      const hasDefault = node.items.some(({ pattern }) =>
        pattern.some(({ value }) => value === '*'),
      );
      return part.type === 'CaseItem' ? branch(() => !hasDefault || !all(others, fails)) : around;
    }
    case 'Function':
      return { ...branch(() => true), functionName: node.name.value };
    default:
      return around;
  }
}

function all(nodes: readonly SyntaxNode[], test: (node: SyntaxNode) => boolean): boolean {
  return nodes.every(test);
}

function isTest(node: SyntaxNode | undefined): boolean {
  if (node?.type === 'Pipeline' && node.commands.length === 1) return isTest(node.commands[0]);
  return (
    node?.type === 'TestCommand' ||
    (node?.type === 'Command' &&
      /^(?:\[|test|e?grep|command|which|false)$/.test(node.name?.value ?? ''))
  );
}

/** Whether a part of a script ends it with an error. */
function fails(node: SyntaxNode): boolean {
  if (node.type === 'Command') {
    const name = node.name?.value ?? '';
    if (/^(?:exit|return)$/.test(name)) return !/^0*$/.test(node.args[0]?.text ?? '');
    return /^(?:false|die|fail|error|abort)$/.test(name);
  }
  let found = false;
  forEachChild(node, (child) => {
    found ||= fails(child);
  });
  return found;
}
