import { describe, expect, it, test } from '@jest/globals';
import type { Command } from '../../../src/cli/commands/command.js';
import { COMMANDS } from '../../../src/cli/commands/commands.js';
import { COMMAND_GROUPS, commandHelp, help } from '../../../src/cli/commands/help.js';
import { SOURCES } from '../../../src/image/sources/sources.js';
import { OPTION_GROUPS, optionsOf } from '../../../src/options/option-table.js';
import { fixtures, outcomeOf, useFixtures } from '../../options/walk.js';
import { sample } from '../../sample.js';

const helpOf = (name: string, width = 100) =>
  COMMANDS.filter((c) => c.name === name)
    .map((command) => commandHelp(command, width))
    .join('');

describe('the help of a command', () => {
  it.each(['scan', 'sbom'])('%s explains every kind of TARGET', (name) => {
    for (const { scheme } of SOURCES)
      expect(helpOf(name)).toMatch(new RegExp(`^  ${scheme}:`, 'm'));
    expect(helpOf(name)).toMatch(/^ {2}sbom:FILE /m);
  });

  it('verify explains TARGET', () => {
    expect(helpOf('verify')).toMatch(/^TARGET is an image: registry:NAME/m);
  });

  it.each(['build', 'info', 'push'])('db explains %s', (action) => {
    expect(helpOf('db')).toMatch(new RegExp(`^portside db ${action} \\S.*  \\S`, 'm'));
  });

  it('groups its options, with their defaults', () => {
    const groups = ['Input', 'What is checked', 'Advisories', 'Output', 'Decision', 'Network and'];
    const places = groups.map((title) => helpOf('scan').indexOf(`\n${title}`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(helpOf('scan')).toContain('(default: api.osv.dev)');
    expect(helpOf('scan')).toMatch(/^ {2}-f, --format FORMAT/m);
  });

  it.each(COMMANDS.map(({ name }) => name))('%s lists each of its options once', (name) => {
    const listed = [...helpOf(name).matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, o]) => o);
    expect(listed.sort()).toEqual(
      optionsOf(name)
        .map((option) => option.name)
        .sort(),
    );
  });

  it.each([60, 80, 120])('has no option that is wider than %d columns', (width) => {
    for (const { name } of COMMANDS) {
      const options = helpOf(name, width)
        .split('\n')
        .filter((line) => line.startsWith('   '));
      expect(options.filter((line) => line.length > width && !/\S{40}/.test(line))).toEqual([]);
    }
  });
});

test('each command is in one group, and each group of options has one', () => {
  const commands = COMMAND_GROUPS.flatMap(([, names]) => names);
  expect(commands.toSorted()).toEqual(COMMANDS.map(({ name }) => name).sort());
  const groups = COMMANDS.flatMap(({ name }) => optionsOf(name).map(({ group }) => group));
  expect([...new Set(groups)].sort()).toEqual(OPTION_GROUPS.toSorted());
});

test('the help has six commands, and with --all every command', () => {
  const named = (text: string) =>
    COMMANDS.filter(({ name }) => new RegExp(`^  ${name} `, 'm').test(text)).map(
      ({ name }) => name,
    );
  expect(named(help(100, true))).toHaveLength(COMMANDS.length);
  expect(named(help(100, false)).sort()).toEqual(
    ['check', 'explain', 'fix', 'init', 'lint', 'scan'].sort(),
  );
  expect(help(100, false)).toContain(`portside --help --all lists ${COMMANDS.length - 6} more`);
});

describe('the examples of the help', () => {
  useFixtures();

  /** The example with the images, files and references of the fixtures, and without the network. */
  function runnable(example: string): string {
    const offline = /^(?:scan|check)/.test(example) ? ' --offline' : '';
    const advisories = example.startsWith('scan') ? ' --advisories osv' : '';
    return `${example}${offline}${advisories}`
      .replace(/^scan ghcr\.io\/acme\/app:1\.2/, 'scan oci:image')
      .replace(/^verify ghcr\.io\/acme\/app:1\.2/, 'verify SIGNED')
      .replace('cosign.pub', 'key.pem')
      .replace('app.tar', 'oci:image')
      .replace('new.tar', 'oci:image')
      .replace('origin/main', 'HEAD')
      .replace(/(?<=info|push) database/, ' built')
      .replace('registry.acme.example/portside/advisories:latest', 'PUSHED --allow-http-registry')
      .replace(/(?:amd64|arm64)\.json/g, 'report.json')
      .replace('services/*/Dockerfile', 'oth*/Dockerfile');
  }

  /** The example with the id of a step that the plan of the fixtures has. */
  async function withStepOfFixtures(example: string): Promise<string> {
    if (!example.includes('--step')) return example;
    const { lines } = JSON.parse(await outcomeOf('fix --offline --format json'));
    const plan = lines.find((line: string) => line.includes('portside-plan/1'));
    const { steps } = JSON.parse(plan);
    const { id } = steps.find(({ safe }: { safe: boolean }) => safe);
    return example.replace(/(?<=--step )\w+/, id);
  }

  const examples = COMMANDS.flatMap(({ name, examples }: Command) =>
    examples.map((example) => [example, name] as const),
  );

  it.each(sample(examples, 3, ([example]) => example))(
    'portside %s runs',
    async (example, name) => {
      expect(example.split(' ')[0]).toBe(name);
      const { end } = JSON.parse(await outcomeOf(await withStepOfFixtures(runnable(example))));
      // Outside of a workflow there is nowhere to publish to.
      expect(end).toMatch(name === 'publish' ? /^PSE1007 / : /^[013]$/);
    },
  );

  it('is at least one for each command', () => {
    expect(fixtures.work).not.toBe('');
    for (const { examples } of COMMANDS) expect(examples.length).toBeGreaterThan(0);
  });
});
