import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { junit } from '../../../src/reports/formats/junit.js';
import { context, lint, report } from '../sample.js';
import { type Element, readXml } from '../xml.js';

describe('the JUnit report', () => {
  const suites = readXml(
    junit.render(
      report({ findings: [...report().findings, lint({ status: 'excepted' })] }),
      context(),
    ),
  );

  it('counts tests, failures and errors', () => {
    expect(Object.fromEntries(suites.attributes)).toEqual({
      name: 'portside',
      tests: '7',
      failures: '5',
      errors: '1',
      time: '2',
    });
    for (const suite of suites.children) {
      expect(suite.children).toHaveLength(Number(suite.attributes.get('tests')));
    }
  });

  it('has a failure for each finding, a skipped case for each policy exception and an error for each incomplete check', () => {
    const results = suites.children
      .flatMap((s) => s.children)
      .flatMap((c) => c.children.map((r) => r.name));
    expect(results.sort()).toEqual([...Array(5).fill('failure'), 'skipped', 'error'].sort());
  });

  it('has a passing case for each target without findings', () => {
    const clean = readXml(junit.render(report({ findings: [], incomplete: [] }), context()));
    expect(
      clean.children.map((s) => [
        s.attributes.get('name'),
        s.children.length,
        s.children[0]?.children,
      ]),
    ).toEqual([
      ['Dockerfile', 1, []],
      ['registry.example:5000/shop/app:pr-42', 1, []],
    ]);
  });
});

it.each([
  ['fail', '5'],
  ['incomplete', '0'],
  ['pass', '0'],
] as const)('without a policy, the verdict %s has %s failures', (outcome, failures) => {
  const suites = readXml(junit.render(report({ verdict: { outcome, reasons: [] } }), context()));
  expect(suites.attributes.get('failures')).toBe(failures);
});

it('has a failure only for findings that fail the policy', () => {
  const fails = ({ rule }: Finding) => rule === 'DL3008';
  const suites = readXml(junit.render(report({ incomplete: [] }), context({ fails })));
  expect(suites.attributes.get('failures')).toBe('1');
  const results = suites.children.flatMap((s) => s.children).flatMap((c) => c.children);
  expect(results.map((r) => r.name).sort()).toEqual(['failure', ...Array(4).fill('skipped')]);
  expect(results.find((r) => r.name === 'skipped')?.attributes.get('message')).toBe(
    "low, does not fail the policy: 'as' is written lower case while FROM is upper case",
  );
  for (const suite of suites.children)
    expect(suite.attributes.get('skipped')).toBe(
      String(suite.children.filter(({ children }) => children[0]?.name === 'skipped').length),
    );
});

/**
 * What the schema of Jenkins allows for the elements that we write: children and attributes, required ones with `!`. Source:
 * junit-10.xsd of jenkinsci/xunit-plugin.
 */
const JENKINS: Readonly<
  Record<string, { readonly children: string; readonly attributes: string }>
> = {
  testsuites: { children: 'testsuite', attributes: 'name time tests failures errors' },
  testsuite: {
    children: 'testsuite properties testcase system-out system-err',
    attributes: 'name! tests! failures! errors! group time skipped timestamp hostname id package',
  },
  testcase: {
    children: 'skipped error failure system-out',
    attributes: 'name! time classname group',
  },
  failure: { children: '', attributes: 'type message' },
  error: { children: '', attributes: 'type message' },
  skipped: { children: '', attributes: 'type message' },
};

function expectValid({ name, attributes, children }: Element): void {
  const allowed = JENKINS[name];
  const names = allowed?.attributes.split(' ') ?? [];
  expect(names.map((one) => one.replace('!', ''))).toEqual(
    expect.arrayContaining([...attributes.keys()]),
  );
  for (const one of names)
    if (one.endsWith('!')) expect(attributes.has(one.slice(0, -1))).toBe(true);
  expect(allowed?.children.split(' ')).toEqual(
    expect.arrayContaining(children.map((child) => child.name)),
  );
  expect(attributes.get('time') ?? '0').toMatch(/^\d+(?:\.\d+)?$/);
  for (const child of children) expectValid(child);
}

it.each([
  ['a usual report', report()],
  ['a passing report', report({ findings: [], incomplete: [] })],
  ['a suppressed finding', report({ findings: [lint({ status: 'excepted' })] })],
])('%s is valid against the schema of Jenkins', (_, value) => {
  expectValid(readXml(junit.render(value, context())));
});
