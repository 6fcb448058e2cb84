import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { ruleBook } from '../../src/check/rule-book.js';
import type { RuleReference } from '../../src/core/rule.js';
import { allDockerfileRules } from '../../src/dockerfile/lint.js';

/** The lists of rules that the modules of src with their names export. */
async function exportedRules(): Promise<readonly { readonly id: string }[]> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  const lists = files.filter((file) => /(?:-rules|\/rules\/index)\.ts$/.test(file));
  const modules = await Promise.all(
    lists.map((file) => import(`../../src/${file.replace(/\.ts$/, '.js')}`)),
  );
  return modules
    .flatMap((one) => Object.values(one))
    .filter((value) => Array.isArray(value))
    .flat()
    .filter((one) => typeof one?.id === 'string' && typeof one.practice === 'string');
}

const rules = [...ruleBook.values()];

/** The ids of the rules for which the condition holds. */
function idsOf(condition: (rule: RuleReference) => boolean): string[] {
  return rules.filter(condition).map(({ id }) => id);
}

describe('the rule book', () => {
  test('has every rule of every family under its own id', async () => {
    const families = [...(await exportedRules()), ...allDockerfileRules];
    expect([...ruleBook.keys()].sort()).toEqual([...new Set(families.map(({ id }) => id))].sort());
    expect(rules.map(({ id }) => id)).toEqual([...ruleBook.keys()]);
  });

  test('has no name twice', () => {
    const names = rules.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('has only titles of at most 100 characters without a full stop', () => {
    expect(idsOf(({ title }) => title === '' || title.length > 100 || /\.$/.test(title))).toEqual(
      [],
    );
  });

  test('has only remediations that begin with a capital letter', () => {
    expect(idsOf(({ remediation }) => !/^[A-Z]/.test(remediation))).toEqual([]);
  });

  test('has a bad and a good example, or none', () => {
    expect(idsOf(({ wrong, right }) => (wrong === undefined) !== (right === undefined))).toEqual(
      [],
    );
  });

  test('has examples for every rule about the text of a Dockerfile or a manifest', () => {
    const isAboutText = ({ check }: RuleReference) => check === 'lint' || check === 'manifest';
    const withoutExamples = idsOf((rule) => isAboutText(rule) && rule.wrong === undefined);
    // PS0005 reports that a rule failed. DEP-REGISTRY depends on the registries that the policy allows.
    expect(withoutExamples).toEqual(['PS0005', 'DEP-REGISTRY']);
  });
});

describe.each(['dockerfile', 'manifests', 'hardening'])(
  'every message of src/%s/rules',
  (family) => {
    const messages = messagesIn(`src/${family}/rules`);

    test('has at most 100 characters before names are filled in', () => {
      expect(messages.filter(({ fixed }) => fixed.length > 100)).toEqual([]);
    });

    test('ends without a full stop unless it has two sentences', () => {
      expect(messages.filter(({ fixed }) => /^[^.]*\.$/.test(fixed))).toEqual([]);
    });
  },
);

interface Message {
  readonly file: string;
  readonly line: number;
  /** The text without the values that are filled in. */
  readonly fixed: string;
}

/** The texts that the rules of a folder give to a property or a variable named `message`. */
function messagesIn(folder: string): Message[] {
  return readdirSync(folder).flatMap((name) => {
    const file = `${folder}/${name}`;
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    const found: Message[] = [];
    const visit = (node: ts.Node): void => {
      if (
        (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) &&
        node.initializer &&
        node.name.getText(source) === 'message'
      ) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        for (const fixed of fixedTexts(node.initializer)) found.push({ file, line, fixed });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** What an expression can evaluate to, with each value that is not a literal left out. */
function fixedTexts(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return fixedTexts(node.expression);
  if (ts.isConditionalExpression(node))
    return [...fixedTexts(node.whenTrue), ...fixedTexts(node.whenFalse)];
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (texts, { expression, literal }) =>
        texts.flatMap((text) => fixedTexts(expression).map((value) => text + value + literal.text)),
      [node.head.text],
    );
  return [''];
}
