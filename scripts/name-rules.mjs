/** The rule about names: one exported name means one thing in all of src. */
import { basename, dirname } from 'node:path';
import ts from 'typescript';

/**
 * Exported names that several modules declare, each as FILE:LINE: TEXT. `texts` has the text of every module by its path.
 * Excepted are implementations of one interface, which a table reads: see isNamedForFile() and isLoaded().
 */
export function duplicateNames(texts) {
  const modules = [...texts].map(([file, text]) => readModule(file, text));
  const declarations = modules.flatMap((module) => module.declarations);
  const loaded = new Set(modules.flatMap((module) => module.loaded));
  const table = countBy(declarations, tableOf);
  const isImplementation = (declaration) =>
    isNamedForFile(declaration, table) || isLoaded(declaration, loaded);
  return [...groupByName(declarations)].flatMap(([name, all]) => {
    const others = all.filter((declaration) => !isImplementation(declaration));
    const isTaken = others.length > 1 || (others.length === 1 && all.length > 1);
    return isTaken ? all.map((declaration) => problemOf(name, declaration, all)) : [];
  });
}

function problemOf(name, { file, line }, all) {
  const elsewhere = all.filter((other) => other.file !== file).map((other) => other.file);
  return `${file}:${line}: exports ${name}, as ${elsewhere.join(', ')} does: one name means one thing`;
}

/** As many modules of one folder have to implement one interface before their names are those of a table. */
const MIN_TABLE = 2;

/** `npm: Cataloger` in `npm.ts`: a constant with the name of its file, in a folder with more of the same type. */
function isNamedForFile(declaration, table) {
  const key = tableOf(declaration);
  return key !== undefined && table.get(key) >= MIN_TABLE;
}

function tableOf({ file, name, type }) {
  const camel = basename(file, '.ts').replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  return type !== undefined && name === camel ? `${dirname(file)}\n${type}` : undefined;
}

/** `run` of a command: whoever loads a module with `import()` expects the same names of each. */
function isLoaded({ file }, loaded) {
  return loaded.has(file);
}

/** The names that a module declares and exports, and the modules that it loads with `import()`. */
function readModule(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const listed = new Map(source.statements.flatMap(listedNames));
  const exported = source.statements.flatMap(namesOf).flatMap(({ statement, node, type }) => {
    const name = isExported(statement) ? node.text : listed.get(node.text);
    return name === undefined ? [] : [{ name, node, type }];
  });
  const seen = new Set();
  const declarations = exported.flatMap(({ name, node, type }) => {
    // The signatures of an overloaded function, or a type with the name of its value, are one thing.
    if (seen.has(name)) return [];
    seen.add(name);
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    return [{ file, name, line, type }];
  });
  return { declarations, loaded: loadedModules(source) };
}

/** The names that a statement declares. A constant has the type that is written, or the function that makes it. */
function namesOf(statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name, type, initializer }) => {
      const made = initializer && ts.isCallExpression(initializer) && initializer.expression;
      const written = type ?? (made || undefined);
      return bindingNames(name).map((each) => ({
        statement,
        node: each,
        type: written?.getText(),
      }));
    });
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
  return isDeclaration && statement.name && !isDefault ? [{ statement, node: statement.name }] : [];
}

function isExported(statement) {
  return hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}

function hasModifier({ modifiers }, wanted) {
  return modifiers?.some(({ kind }) => kind === wanted) === true;
}

function bindingNames(name) {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (element.name ? bindingNames(element.name) : []));
}

/** The own names in `export { a, b as c }` with those that they get. A re-export `from` another module declares nothing. */
function listedNames(statement) {
  const isList =
    ts.isExportDeclaration(statement) &&
    !statement.moduleSpecifier &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause);
  return isList
    ? statement.exportClause.elements.map(({ name, propertyName }) => [
        (propertyName ?? name).text,
        name.text,
      ])
    : [];
}

function loadedModules(source) {
  const folder = dirname(source.fileName);
  const found = [];
  const visit = (node) => {
    const isLoad =
      ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const path = isLoad ? node.arguments[0] : undefined;
    // Only those of its own folder are of one table: others are loaded late to start fast.
    if (path && ts.isStringLiteral(path) && /^\.\/[^/]+$/.test(path.text))
      found.push(`${folder}/${path.text.slice(2).replace(/\.js$/, '.ts')}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.length < MIN_TABLE ? [] : found;
}

function groupByName(declarations) {
  const groups = new Map();
  for (const declaration of declarations)
    groups.set(declaration.name, [...(groups.get(declaration.name) ?? []), declaration]);
  return [...groups].filter(([, all]) => all.length > 1);
}

function countBy(declarations, keyOf) {
  const counts = new Map();
  for (const declaration of declarations) {
    const key = keyOf(declaration);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
