/** The rules about clocks: nothing may depend on the day or on the speed of the machine. */
import ts from 'typescript';

/** Reads the clock for all others. */
const CLOCK = 'src/lib/clock.ts';

/** The files that may ask for the time, and why. All others get it handed in. */
const READERS = new Map([
  ['src/cli/main.ts', 'a command starts'],
  ['src/action/run.ts', 'the Action starts'],
  ['src/lib/http.ts', 'how long to wait until the time that a server names'],
  ['src/github/client.ts', 'how long to wait until the time that GitHub names'],
]);

/** Reads of the clock in a file of src that may not read it, as FILE:LINE: TEXT. */
export function clockReads(file, text) {
  if (file === CLOCK) return [];
  const source = parse(file, text);
  const found = [];
  walk(source, (node) => {
    const why = isWallClock(node)
      ? `reads the clock: take the time from the caller, or measure with performance.now()`
      : ts.isCallExpression(node) && node.expression.getText() === 'readClock' && !READERS.has(file)
        ? `calls readClock(): take the time from the caller`
        : undefined;
    if (why) found.push(`${placeOf(source, node)}: ${why}`);
  });
  return found;
}

/** Expectations about a clock in a test, as FILE:LINE: TEXT. */
export function comparedClocks(file, text) {
  const source = parse(file, text);
  const measured = measuredNames(source);
  const isMeasured = (node) => some(node, (one) => isClock(one) || isNameIn(one, measured));
  const found = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'expect') return;
    // expect(X).not.toBe(Y): X and Y.
    let chain = node;
    const compared = [...node.arguments];
    while (ts.isPropertyAccessExpression(chain.parent)) {
      chain = chain.parent;
      if (!ts.isCallExpression(chain.parent)) continue;
      chain = chain.parent;
      compared.push(...chain.arguments);
    }
    if (compared.some(isMeasured))
      found.push(`${placeOf(source, node)}: compares a clock: count the work instead`);
  });
  return found;
}

/** The variables that are computed from a clock, also from others of them. */
function measuredNames(source) {
  const names = new Set();
  for (let before = -1; before < names.size; ) {
    before = names.size;
    walk(source, (node) => {
      const [target, value] = assignmentOf(node);
      if (!target || !value || ts.isFunctionLike(value)) return;
      if (!some(value, (one) => isClock(one) || isNameIn(one, names))) return;
      // Destructuring sets several.
      walk(target, (one) => ts.isIdentifier(one) && names.add(one.text));
    });
  }
  return names;
}

/** What a node sets, and the value. */
function assignmentOf(node) {
  if (ts.isVariableDeclaration(node)) return [node.name, node.initializer];
  const isAssignment =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return isAssignment ? [node.left, node.right] : [];
}

/** `new Date()`, `Date()`, `Date.now` */
function isWallClock(node) {
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'Date.now';
  if (ts.isNewExpression(node))
    return node.expression.getText() === 'Date' && !node.arguments?.length;
  return ts.isCallExpression(node) && node.expression.getText() === 'Date';
}

function isClock(node) {
  return ts.isPropertyAccessExpression(node) && CLOCKS.test(node.getText());
}

const CLOCKS = /^(?:performance\.now|Date\.now|process\.(?:hrtime|cpuUsage|resourceUsage|uptime))$/;

function isNameIn(node, names) {
  return (
    ts.isIdentifier(node) &&
    names.has(node.text) &&
    !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
  );
}

function some(node, test) {
  return test(node) || ts.forEachChild(node, (child) => some(child, test) || undefined) === true;
}

function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

function parse(file, text) {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

function placeOf(source, node) {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
