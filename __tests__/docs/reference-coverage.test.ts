import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { REFERENCE_PAGES } from '../../scripts/pages/all.js';
import { INPUT_EXAMPLES } from '../../scripts/pages/input-examples.js';
import { OPTION_EXAMPLES } from '../../scripts/pages/option-examples.js';
import { POLICY_EXAMPLES } from '../../scripts/pages/policy-examples.js';
import { ruleBook } from '../../src/check/rule-book.js';
import { COMMANDS } from '../../src/cli/commands/commands.js';
import { ERROR_CODES } from '../../src/lib/error-codes.js';
import { readEnvironment } from '../../src/options/environment.js';
import { readInputs } from '../../src/options/inputs.js';
import { optionsOf } from '../../src/options/option-table.js';
import { readOptions } from '../../src/options/read-options.js';
import { loadPolicy } from '../../src/policy/load.js';
import { NOW } from '../now.js';
import { anchors, linksOf, tracked } from './pages.js';

/** Everything that a user can write or read has an anchor in docs/reference, or a page in docs/rules. */

const read = (file: string) => readFileSync(file, 'utf8');
const reference = (name: string) => `docs/reference/${name}`;
const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');

/** The names without an anchor on the page. */
function missing(page: string, names: readonly string[]): string[] {
  const known = new Set(anchors(reference(page)));
  return names.filter((name) => !known.has(slug(name)));
}

describe('docs/reference', () => {
  it.each(Object.entries(REFERENCE_PAGES))('%s is as npm run docs writes it', (name, write) => {
    expect(read(reference(name))).toBe(write());
  });

  it('has no other page, and each is linked from the index', () => {
    expect(readdirSync('docs/reference').sort()).toEqual(Object.keys(REFERENCE_PAGES).sort());
    const links = linksOf('docs/README.md');
    expect(Object.keys(REFERENCE_PAGES).filter((p) => !links.includes(`reference/${p}`))).toEqual(
      [],
    );
  });

  it.each(Object.keys(REFERENCE_PAGES))('%s gives each anchor once', (name) => {
    const all = anchors(reference(name));
    expect(all.filter((one) => /-1$/.test(one) && all.includes(one.slice(0, -2)))).toEqual([]);
  });
});

describe('the Action', () => {
  const { inputs, outputs } = parse(read('action.yml'));

  it('has an anchor for each input and output', () => {
    expect(missing('action-inputs.md', Object.keys(inputs))).toEqual([]);
    expect(missing('action-outputs.md', Object.keys(outputs))).toEqual([]);
  });

  it('has an example of each input, and of no other', () => {
    expect(Object.keys(INPUT_EXAMPLES).sort()).toEqual(Object.keys(inputs).sort());
  });

  it.each(Object.entries(INPUT_EXAMPLES))('has an example of %s that is accepted', (name, text) => {
    // An expression of GitHub stands for a commit, or for any text.
    const given: Readonly<Record<string, unknown>> = parse(
      text.replace(/\$\{\{.*?\}\}/g, 'a'.repeat(40)),
    ).with;
    expect(Object.keys(given)).toContain(name);
    const variables = Object.entries(given).map(([key, value]) => [
      `INPUT_${key.toUpperCase()}`,
      String(value),
    ]);
    const { unknown } = readInputs(Object.fromEntries(variables), NOW);
    expect(unknown).toEqual([]);
  });

  it('has an anchor for each input, secret and output of its reusable workflows', () => {
    const names = tracked('.github/workflows/*.yml').flatMap((file) => {
      const call = parse(read(file)).on?.workflow_call;
      const kinds = { input: call?.inputs, secret: call?.secrets, output: call?.outputs };
      return Object.entries(kinds).flatMap(([kind, all]) =>
        Object.keys(all ?? {}).map((name) => `${file.split('/').at(-1)}: ${kind} ${name}`),
      );
    });
    expect(names.length).toBeGreaterThan(10);
    expect(missing('workflow-inputs.md', names)).toEqual([]);
  });
});

describe('the command line', () => {
  const options = [...new Set(COMMANDS.flatMap(({ name }) => optionsOf(name).map((o) => o.name)))];

  it('has an anchor for each command and option, which its commands link', () => {
    expect(
      missing(
        'command-line.md',
        COMMANDS.map(({ name }) => name),
      ),
    ).toEqual([]);
    expect(
      missing(
        'command-line.md',
        options.map((name) => `--${name}`),
      ),
    ).toEqual([]);
    const links = linksOf(reference('command-line.md'));
    for (const name of options) expect(links).toContain(`#--${name}`);
  });

  it('has an example of each option, and of no other', () => {
    expect(Object.keys(OPTION_EXAMPLES).sort()).toEqual(options.sort());
  });

  it.each(Object.entries(OPTION_EXAMPLES))(
    '--%s has an example that is accepted',
    (name, example) => {
      const [command = '', ...words] = (example.match(/"[^"]*"|\S+/g) ?? []).map((word) =>
        word.replaceAll('"', ''),
      );
      expect(words).toContain(`--${name}`);
      expect(() => readOptions(command, words, readEnvironment({}), NOW)).not.toThrow();
    },
  );
});

describe('the policy', () => {
  it('has an anchor for each key; the keys of a single check are those of fail-on', () => {
    const paths = keysOf(JSON.parse(read('docs/policy.schema.json')), '');
    expect(paths.length).toBeGreaterThan(60);
    const documented = paths.map((path) =>
      path.replace(/^fail-on\.checks\.[a-z]+\.(?=.)/, 'fail-on.'),
    );
    expect(missing('policy-keys.md', documented)).toEqual([]);
  });

  it('has examples that are valid and have each key', async () => {
    const paths = new Set<string>();
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (Array.isArray(value)) for (const one of value) walk(one, path);
      else
        for (const [name, below] of Object.entries(value)) {
          const own = path === '' ? name : `${path}.${name}`;
          paths.add(own.replace(/^fail-on\.checks\.[a-z]+/, 'fail-on.checks.CHECK'));
          walk(below, own);
        }
    };
    for (const text of Object.values(POLICY_EXAMPLES)) {
      await loadPolicy(text, 'portside.yml');
      walk(parse(text), '');
    }
    const keys = keysOf(JSON.parse(read('docs/policy.schema.json')), '').map((path) =>
      path.replace(/^fail-on\.checks\.[a-z]+/, 'fail-on.checks.CHECK'),
    );
    const single = /^fail-on\.checks\.CHECK\./;
    expect(keys.filter((path) => !paths.has(path) && !single.test(path))).toEqual([]);
  });

  interface Schema {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly [keyword: string]: unknown;
  }

  /** Every name below a `properties`, wherever it is. */
  function keysOf(schema: Schema, path: string): string[] {
    return Object.entries(schema).flatMap(([keyword, value]) => {
      if (typeof value !== 'object' || value === null) return [];
      if (keyword !== 'properties')
        return [value]
          .flat()
          .flatMap((one) => (typeof one === 'object' && one ? keysOf(one as Schema, path) : []));
      return Object.entries(value as Readonly<Record<string, Schema>>).flatMap(([name, below]) => {
        const own = path === '' ? name : `${path}.${name}`;
        return [own, ...keysOf(below, own)];
      });
    });
  }
});

describe('errors and rules', () => {
  it('have an anchor for each error code', () => {
    expect(missing('errors.md', Object.keys(ERROR_CODES))).toEqual([]);
  });

  it('have a page for each rule, which the index links', () => {
    const links = new Set(linksOf('docs/rules/README.md'));
    const ids = [...ruleBook.keys()];
    expect(
      ids.filter((id) => !existsSync(`docs/rules/${id}.md`) || !links.has(`${id}.md`)),
    ).toEqual([]);
  });
});

describe('the environment', () => {
  it('has an anchor for each variable that the sources read', () => {
    const sources = [
      ...tracked('src/options/*.ts'),
      ...tracked('src/github/*.ts'),
      ...tracked('src/action/*.ts'),
    ];
    const names = sources.flatMap((file) =>
      [...read(file).matchAll(/\b(?:env|variables)\??\.([A-Z][A-Z_]+)|'([A-Z]+_PROXY)'/g)].map(
        ([, read, named]) => read ?? named ?? '',
      ),
    );
    expect(new Set(names).size).toBeGreaterThan(15);
    expect(missing('environment.md', [...new Set(names)])).toEqual([]);
  });
});
