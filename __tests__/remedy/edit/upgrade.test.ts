import { describe, expect, it } from '@jest/globals';
import type { PlanChange } from '../../../src/core/plan.js';
import { edited } from './edit-text.js';

type Upgrade = Extract<PlanChange, { kind: 'upgrade' }>;

const SSL = { name: 'libssl3', version: '3.0.12-1' };
const CURL = { name: 'curl', version: '7.88.1-11' };

function upgrade(text: string, more: Partial<Upgrade> = {}): string {
  const about = { path: 'Dockerfile', line: 1, manager: 'apt', base: 'x:1' };
  return edited(text, { kind: 'upgrade', ...about, packages: [SSL], ...more });
}

function retire(text: string, packages = [SSL], line = 1): string {
  return edited(text, { kind: 'retired-upgrade', path: 'Dockerfile', line, packages });
}

const MARK = '# portside: upgrade until x:1 has libssl3=3.0.12-1\n';
const APT =
  'RUN apt-get update && apt-get install -y --only-upgrade --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*\n';

/** A Dockerfile with `HERE` where the upgrade goes. */
const PLACES: Readonly<Record<string, readonly [text: string, more: Partial<Upgrade>]>> = {
  'after FROM': ['FROM x:1\nHERECOPY . .\nUSER 1000\n', {}],
  'after FROM over lines': ['FROM \\\n  x:1\nHERERUN a\n', { line: 2 }],
  'after the FROM of its stage': [
    'FROM y AS a\nRUN b\nFROM x:1\nHERECOPY --from=a b c\n',
    { line: 3 },
  ],
  'after the FROM of a stage that the last one is made of': [
    'FROM x:1 AS base\nHERERUN a\nFROM base\nUSER 1\n',
    {},
  ],
  'after the only FROM of a file that has moved': ['# why\n\nFROM x:1\nHERE', { line: 9 }],
  'where root is in force, above a base image with another user': [
    'FROM x:1\nRUN a\nUSER 0:0\nHERERUN b\nUSER app\n',
    { user: 'app' },
  ],
  'before a trigger': ['FROM x:1\nHEREONBUILD USER app\n', {}],
};

describe('an upgrade', () => {
  it.each(Object.entries(PLACES))('goes %s, once, and can be removed', (_, [text, more]) => {
    const before = text.replace('HERE', '');
    const after = text.replace('HERE', `${MARK}${APT}`);
    expect(upgrade(before, more)).toBe(after);
    expect(upgrade(after, more)).toMatch(/^unchanged: /);
    expect(retire(after, [SSL], more.line)).toBe(before);
    expect(retire(before, [SSL], more.line)).toMatch(/^unchanged: /);
  });

  it.each([
    ['apk', 'apk upgrade --no-cache libssl3'],
    ['dnf', 'dnf upgrade -y libssl3 && dnf clean all'],
    ['yum', 'yum upgrade -y libssl3 && yum clean all'],
    ['microdnf', 'microdnf upgrade -y libssl3 && microdnf clean all'],
  ])('is that of %s, and keeps the ends of lines', (manager, command) => {
    const packages = [{ name: 'libssl3', version: '3.0.12-r1' }];
    const mark = '# portside: upgrade until x:1 has libssl3=3.0.12-r1';
    const after = `FROM x:1\r\n${mark}\r\nRUN ${command}\r\nCOPY . .\r\n`;
    expect(upgrade('FROM x:1\r\nCOPY . .\r\n', { manager, packages })).toBe(after);
    expect(retire(after, packages)).toBe('FROM x:1\r\nCOPY . .\r\n');
  });

  it('sets the user of the base image again', () => {
    const before = 'FROM x:1\nCOPY . .\n';
    const after = `FROM x:1\n${MARK}USER root\n${APT}USER app:app\nCOPY . .\n`;
    expect(upgrade(before, { user: 'app:app' })).toBe(after);
    expect(upgrade(after, { user: 'app:app' })).toMatch(/^unchanged: /);
    expect(retire(after)).toBe(before);
  });

  it('gets more packages and newer versions', () => {
    const both = APT.replace('libssl3', 'curl libssl3');
    const mark = '# portside: upgrade until x:1 has curl=7.88.1-11 libssl3=3.0.13-1\n';
    const newer = { ...SSL, version: '3.0.13-1' };
    const after = upgrade(`FROM x:1\n${MARK}${APT}`, { packages: [newer, CURL] });
    expect(after).toBe(`FROM x:1\n${mark}${both}`);
    expect(upgrade(after, { packages: [CURL] })).toMatch(/^unchanged: /);
    expect(retire(after)).toMatch(/^refused: .*another one/);
    expect(retire(after, [newer, CURL])).toBe('FROM x:1\n');
  });

  it('that was changed by hand stays', () => {
    const text = `FROM x:1\n${MARK}${APT.replace('update', 'update -q')}`;
    expect(upgrade(text)).toMatch(/^refused: .*changed by hand/);
    expect(retire(text)).toMatch(/^unchanged: /);
  });

  it.each<readonly [why: string, text: string, more: Partial<Upgrade>]>([
    ['the stage begins with no image', 'FROM scratch\n', {}],
    ['several stages could be meant', 'FROM a\nFROM b\n', { line: 7 }],
    ['the shell is not one of POSIX', 'FROM x\nSHELL ["pwsh"]\nUSER root\n', { user: 'app' }],
    ['a name is an option', 'FROM x\n', { packages: [{ name: '--x', version: '1' }] }],
    ['a name ends the command', 'FROM x\n', { packages: [{ name: 'a;b', version: '1' }] }],
    ['a version is none', 'FROM x\n', { packages: [{ name: 'ab', version: '1\nRUN x' }] }],
    ['a user is none', 'FROM x\n', { user: 'a\nRUN x' }],
    ['the base image is none', 'FROM x\n', { base: 'a b' }],
    ['there is no package', 'FROM x\n', { packages: [] }],
    ['the plan is of an earlier version', 'FROM x\n', { packages: undefined as never }],
    ['the package manager is not known', 'FROM x\n', { manager: 'zypper' }],
  ])('is refused if %s', (_, text, more) => {
    expect(upgrade(text, more)).toMatch(/^refused: /);
  });
});
