import { expect, it } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import type {
  Disagreement,
  PackageDeclaration,
  PlanFacts,
} from '../../../src/remedy/plan/facts.js';
import { planOf } from '../../../src/remedy/plan/plan-of.js';
import { vulnerability } from '../../reports/sample.js';

const npm = (name: string, version: string, fixed: string): Finding =>
  vulnerability(`CVE-${name}`, name, {
    subject: { purl: `pkg:npm/${name}@${version}`, path: `app/node_modules/${name}/package.json` },
    details: { fixed },
  });
const lodash = npm('lodash', '4.17.15', '4.17.21');
const qs = npm('qs', '6.5.2', '6.5.3');
const entry = (version: string): PackageDeclaration => ({
  path: 'package-lock.json',
  line: 3,
  kind: 'lockfile',
  manager: 'npm',
  version,
});
const disagreement: Disagreement = {
  ...{ list: 'package.json', lockfile: 'package-lock.json', manager: 'npm' },
  needs: [{ name: 'lodash', range: '4.17.21', locked: '4.17.15' }],
  command: ['npm', 'install'],
};
const facts: PlanFacts = {
  declarations: new Map([
    ['pkg:npm/lodash@4.17.15', entry('4.17.15')],
    ['pkg:npm/qs@6.5.2', { ...entry('6.5.2'), ranges: ['^6.5.0'], isDirect: true }],
  ]),
  disagreements: new Map([['package-lock.json', disagreement]]),
  isMade: () => true,
};
const plan = (findings: readonly Finding[], more: PlanFacts = {}) =>
  planOf({ findings, targets: [], rules: new Map(), facts: { ...facts, ...more } }).steps;

it('proposes no build from a lockfile that does not fit, but the command that makes it fit', () => {
  expect(plan([lodash])).toMatchObject([
    {
      title: 'run npm install: package.json and package-lock.json disagree',
      safe: false,
      notes: expect.arrayContaining([
        'package.json asks for lodash 4.17.21, and package-lock.json has 4.17.15.',
      ]),
      change: { command: ['npm', 'install'], runsProjectCode: true },
    },
  ]);
});

it('does not build an image that is older than such a lockfile either', () => {
  const otherVersions = new Map([
    ['pkg:npm/qs@6.5.2', { path: 'package-lock.json', line: 9, version: '6.5.3' }],
  ]);
  expect(plan([qs], { declarations: new Map(), otherVersions })[0]?.title).toMatch(
    /^run npm install/,
  );
  const agreed = { declarations: new Map(), otherVersions, disagreements: new Map() };
  expect(plan([qs], agreed)[0]?.title).toMatch(/^rebuild/);
});

it('raises other packages of the lockfile afterwards, and only if somebody says so', () => {
  const [step] = plan([qs], { isMade: () => false });
  expect(step).toMatchObject({ title: 'upgrade qs to 6.5.3 in package-lock.json', safe: false });
  expect(step?.notes[0]).toBe(
    'First run npm install: package.json and package-lock.json disagree.',
  );
});
