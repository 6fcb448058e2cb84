import { spawnSync } from 'node:child_process';
import { describe, expect, it, test } from '@jest/globals';
import { COMMANDS } from '../../src/cli/commands/commands.js';
import { unknownOption } from '../../src/options/option-errors.js';
import { commandsWith, optionsOf } from '../../src/options/option-table.js';
import { OTHER_TOOLS } from '../../src/options/other-tools.js';
import { readOptions } from '../../src/options/read-options.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { useBuiltCli } from '../built-cli.js';
import { NOW } from '../now.js';

/** Options, commands and values that users of Trivy, Grype, Syft, hadolint, cosign and Docker Scout try. */

const read = (line: string) => {
  const [command = '', ...words] = line.split(' ');
  return readOptions(command, words, { path: '', noColor: true }, NOW);
};

const CLI = useBuiltCli();

describe('an option that everybody tries gets the option of ours', () => {
  test.each([
    ['scan a --exit-code 1', 'The exit status is 1 if the policy fails'],
    ['scan a --no-color', 'Use --color never'],
    ['check --skip-dirs vendor', 'Use --skip "FOLDER/**"'],
    [
      'verify a --skip-dirs vendor',
      'Accept what fails with an exception for the path in the policy',
    ],
    ['sbom a --no-fail', 'Set fail-on: { severity: none } in the policy'],
    ['verify a --vex-location a', 'See portside verify --help'],
    ['scan a --ignorefile .trivyignore', 'portside check reads .trivyignore as well'],
    ['scan a --vuln-type os', 'All packages are checked'],
    ['scan a --scanners vuln', 'Use portside scan --only CHECK,…'],
    ['scan a --only-fixed', 'Use --ignore-unfixed'],
    ['lint --config .hadolint.yaml', 'Use --policy FILE'],
    ['lint -c .hadolint.yaml', 'Use --policy FILE'],
    ['lint -t warning', 'Use --fail-on SEVERITY'],
    ['lint --failure-threshold warning', 'Use --fail-on SEVERITY'],
    ['scan a --only-severity critical', 'Use --severity SEVERITY'],
    ['scan a -s high', 'Use --severity SEVERITY'],
    ['verify a --certificate-identity-regexp .*', 'Use --certificate-identity'],
    ['verify a --allow-insecure-registry', 'Use --allow-http-registry'],
    ['sbom a --select-catalogers python', 'All catalogers run'],
    ['scan a --verboze', 'Did you mean --verbose?'],
  ])('%s', (line, advice) => {
    expect(() => read(line)).toThrow(expect.objectContaining({ code: 'PSE1002' }));
    expect(() => read(line)).toThrow(advice);
  });
});

describe('a value of another tool gets the value of ours', () => {
  test.each([
    ['scan a --format table', 'Use --format text'],
    ['sbom a --format cyclonedx-json', 'Use --format cyclonedx'],
    ['sbom a -o cyclonedx-json=sbom.json', 'Write --format cyclonedx=sbom.json'],
    ['scan a -o json', 'Write --format json'],
    ['scan a -o table', 'Write --format text'],
    ['lint --fail-on warning', 'Use --fail-on medium'],
    ['scan a --fail-on negligible', 'Use --fail-on info'],
    ['scan a --only vuln', 'Use --only vulnerability'],
  ])('%s', (line, advice) => {
    expect(() => read(line)).toThrow(expect.objectContaining({ kind: 'usage' }));
    expect(() => read(line)).toThrow(advice);
  });
});

it('values are accepted in any case', () => {
  const line =
    'scan a --fail-on HIGH --severity CRITICAL,HIGH --only Vulnerability --color Never --format JSON --platform Linux/AMD64';
  expect(read(line)).toMatchObject({
    failOn: 'high',
    shown: { severity: 'high' },
    only: ['vulnerability'],
    color: false,
    outputs: [{ format: 'json' }],
    platforms: ['linux/amd64'],
  });
});

describe('a hint', () => {
  const hints = [...OTHER_TOOLS.options, ...OTHER_TOOLS.commands].map(
    ([name, hint]) => `${name}: ${hint}`,
  );

  it.each(hints)('names only options and commands that exist: %s', (line) => {
    const hint = line.slice(line.indexOf(': '));
    for (const [, option = ''] of hint.matchAll(/(?<!\w)--([a-z-]+)/g))
      expect([option, commandsWith(option).length > 0]).toEqual([option, true]);
    const names = COMMANDS.map(({ name }) => name);
    for (const [, command = ''] of hint.matchAll(/\bportside ([a-z]+)\b(?! ?=)/g))
      if (command !== 'ignore') expect(names).toContain(command);
  });

  it.each(COMMANDS.map(({ name }) => name))('names only options that %s has', (command) => {
    const options = new Set(optionsOf(command).map(({ name }) => name));
    const wrong = [...OTHER_TOOLS.options.keys()].flatMap((name) => {
      const { advice = '' } = unknownOption(command, name);
      if (/portside [a-z]+ --/.test(advice)) return [];
      const named = [...advice.matchAll(/(?<!\w)--([a-z-]+)/g)].map(([, one = '']) => one);
      return named.filter((one) => !options.has(one)).map((one) => `${name}: --${one}`);
    });
    expect(wrong).toEqual([]);
  });

  it('names only formats that exist', () => {
    for (const format of OTHER_TOOLS.formats.values())
      expect(REPORT_FORMATS.has(format)).toBe(true);
  });
});

describe('a command of another tool, or a target without a command, gets the command of ours', () => {
  test.each([
    ['image alpine', 'Use portside scan NAME'],
    ['trivy image', 'Use portside scan NAME'],
    ['hadolint Dockerfile', 'Use portside lint FILE'],
    ['cosign verify', 'Use portside verify NAME'],
    ['fs .', 'Use portside check FOLDER'],
    ['config .', 'Use portside lint FOLDER'],
    ['alpine:3.22', 'Use portside scan alpine:3.22'],
    ['.', 'Use portside check .'],
    ['examples/webapp/Dockerfile', 'Use portside lint examples/webapp/Dockerfile'],
    ['examples/webapp/image.tar', 'Use portside scan examples/webapp/image.tar'],
    ['linr', 'Did you mean "lint"?'],
    ['xyzzy', 'See portside --help'],
  ])('%s', (line, advice) => {
    const args = [CLI, ...line.split(' ')];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(advice);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
