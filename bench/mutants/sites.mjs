/**
 * Places of a TypeScript file where one small change makes a mutant: { key, line, column, kind, start, end, text }, where
 * `text` replaces what stands from `start` to `end`.
 */
import ts from 'typescript';

const BOUNDARIES = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const OPERATORS = { '&&': '||', '||': '&&' };
const METHODS = /^(?:sort|toSorted|filter|slice|reverse|toReversed|trim|trimEnd|toLowerCase)$/;
const LIMIT_NAME = /^[A-Z][A-Z\d_]*$/;

export function mutationSites(file, content) {
  const source = ts.createSourceFile(file, content, ts.ScriptTarget.ES2022, true);
  const sites = [];
  const visit = (node) => {
    // Types have no behavior.
    if (ts.isTypeNode(node)) return;
    for (const { kind, at, text } of changesOf(node, source)) {
      const start = at.pos ?? at.getStart(source);
      const position = source.getLineAndCharacterOfPosition(start);
      const [line, column] = [position.line + 1, position.character + 1];
      const key = `${file}:${line}:${column}:${kind}`;
      sites.push({ key, file, line, column, kind, start, end: at.end, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

function changesOf(node, source) {
  if (ts.isBinaryExpression(node)) return binaryChanges(node, source);
  if (ts.isIfStatement(node)) return ifChanges(node, source);
  if (ts.isConditionalExpression(node)) return [negated(node.condition, source)];
  if (ts.isVariableDeclaration(node)) return limitChanges(node, source);
  if (ts.isCallExpression(node)) return callChanges(node, source);
  if (node.kind === ts.SyntaxKind.TrueKeyword)
    return [{ kind: 'boolean', at: span(node, source), text: 'false' }];
  if (node.kind === ts.SyntaxKind.FalseKeyword)
    return [{ kind: 'boolean', at: span(node, source), text: 'true' }];
  return [];
}

function binaryChanges({ left, operatorToken, right }, source) {
  const operator = operatorToken.getText(source);
  const at = span(operatorToken, source);
  if (operator in OPERATORS) return [{ kind: 'operator', at, text: OPERATORS[operator] }];
  if (!(operator in BOUNDARIES)) return [];
  const numbers = [left, right]
    .filter(ts.isNumericLiteral)
    .map((side) => ({ kind: 'number', at: span(side, source), text: `(${side.text} + 1)` }));
  return [{ kind: 'boundary', at, text: BOUNDARIES[operator] }, ...numbers];
}

/** The negated condition, and a guard (an `if` that only leaves) that is not there. */
function ifChanges(node, source) {
  const changes = [negated(node.expression, source)];
  const body = node.thenStatement;
  const [only, ...more] = ts.isBlock(body) ? body.statements : [body];
  const leaves =
    only &&
    (ts.isReturnStatement(only) ||
      ts.isThrowStatement(only) ||
      ts.isContinueStatement(only) ||
      ts.isBreakStatement(only));
  if (leaves && more.length === 0 && !node.elseStatement)
    changes.push({ kind: 'guard', at: span(node, source), text: ';' });
  return changes;
}

function negated(condition, source) {
  return {
    kind: 'negation',
    at: span(condition, source),
    text: `!(${condition.getText(source)})`,
  };
}

/** A constant such as MAX_LINES = 64 * 1024, one higher. */
function limitChanges({ name, initializer }, source) {
  if (!ts.isIdentifier(name) || !LIMIT_NAME.test(name.text) || !initializer) return [];
  if (!isNumber(initializer)) return [];
  const text = `(${initializer.getText(source)}) + 1`;
  return [{ kind: 'number', at: span(initializer, source), text }];
}

function isNumber(node) {
  if (ts.isBinaryExpression(node)) return isNumber(node.left) && isNumber(node.right);
  return ts.isNumericLiteral(node);
}

/** A method that sorts, selects or trims, left out. */
function callChanges({ expression, end }, source) {
  if (!ts.isPropertyAccessExpression(expression)) return [];
  if (!METHODS.test(expression.name.text)) return [];
  const dot = expression.questionDotToken ?? expression.expression;
  const pos = expression.questionDotToken ? dot.getStart(source) : dot.end;
  return [{ kind: 'method', at: { pos, end }, text: '' }];
}

function span(node, source) {
  return { pos: node.getStart(source), end: node.end };
}
