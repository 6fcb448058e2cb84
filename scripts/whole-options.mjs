/** The rule about options: a capability says by name which it asks for. */
import ts from 'typescript';

/** The files that may take all options, and why. In src/cli/commands, `run` of a command may. */
const TAKERS = new Map([
  ['src/cli/commands/command.ts', 'declares the entry points'],
  ['src/action/caches.ts', 'adds the restored baseline before the check'],
  ['src/check/check.ts', 'hands them to the steps of a check'],
  ['src/check/setup.ts', 'hands them to the steps of a check'],
  ['src/policy/check-context.ts', 'declares what a step can ask for'],
]);

/** Uses of the type `Options` in a file of src that may not take all options, as FILE:LINE: TEXT. */
export function wholeOptions(file, text) {
  if (file.startsWith('src/options/') || TAKERS.has(file)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const name = importedName(source);
  if (name === undefined) return [];
  const found = [];
  const visit = (node) => {
    const isWhole = ts.isTypeReferenceNode(node) && node.typeName.getText() === name;
    if (isWhole && !isPart(node) && !isOfCommand(node, file)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push(
        `${file}:${line}: takes all options: name those that it asks for, Pick<${name}, …>`,
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What the file calls the type `Options` of src/options/options.ts; undefined if it does not import it. */
function importedName(source) {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    if (!/\/options\/options\.js$/.test(statement.moduleSpecifier.text)) continue;
    const { namedBindings } = statement.importClause ?? {};
    if (!namedBindings || !ts.isNamedImports(namedBindings)) continue;
    const one = namedBindings.elements.find(
      ({ name, propertyName }) => (propertyName ?? name).text === 'Options',
    );
    if (one) return one.name.text;
  }
  return undefined;
}

/** `Pick<Options, …>` and `Options['trust']`. */
function isPart({ parent }) {
  return (
    ts.isIndexedAccessTypeNode(parent) ||
    (ts.isTypeReferenceNode(parent) && parent.typeName.getText() === 'Pick')
  );
}

/** Whether the type is that of a parameter of a command. */
function isOfCommand({ parent }, file) {
  return (
    file.startsWith('src/cli/commands/') &&
    ts.isParameter(parent) &&
    ts.isFunctionDeclaration(parent.parent) &&
    parent.parent.name?.text === 'run'
  );
}
