import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { badges } from '../scripts/badges.js';
import { INPUT_PICTURE, inputPicture } from '../scripts/input-picture.js';
import { COMMANDS } from '../src/cli/commands/commands.js';
import { COVERAGE_STATES, isGap } from '../src/core/coverage.js';
import { optionsOf } from '../src/options/option-table.js';
import { GATE_KEYS } from '../src/policy/gate.js';
import { REPORT_FORMATS } from '../src/reports/all-formats.js';
import { packagesByProgram } from './e2e/peers.js';

const read = (file: string) => readFileSync(file, 'utf8');
const tracked = (pattern: string) =>
  execFileSync('git', ['ls-files', pattern], { encoding: 'utf8' }).trim().split('\n');

const pages = tracked('*.md');
const written = pages.filter((page) => !page.startsWith('docs/rules/'));
const sources = tracked('src/*.ts').map(read).join('\n');
const readme = read('README.md');

/** Code blocks of a language. */
const blocks = (page: string, language: string) =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    (m) => m[1] ?? '',
  );

/** Commands, options, YAML and samples in the documentation. */
describe('the documentation', () => {
  it.each(written)('%s names only existing files of the repository', (page) => {
    // Steps that create files are followed by __tests__/e2e/adding-pages.test.ts.
    const text = read(page)
      .replace(/^ *```.*?^ *```/gms, '')
      .replace(/^ *`[^`]+`:$/gm, '');
    const named = [
      ...text.matchAll(/`((?:src|scripts|bench|__tests__|docs|examples)\/[\w./-]+)`/g),
    ];
    const missing = named.map(([, path = '']) => path).filter((path) => !existsSync(path));
    expect(missing).toEqual([]);
  });

  it('names only existing npm scripts', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const own = written.filter((page) => !page.startsWith('site/'));
    const named = own.flatMap((page) =>
      [...read(page).matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('shows the comment and the HTML report in the README, in both color schemes', () => {
    for (const name of ['comment', 'report']) {
      expect(readme).toContain(`<img src="docs/pictures/${name}-light.png"`);
      expect(readme).toMatch(
        new RegExp(`prefers-color-scheme: dark\\)" srcset="docs/pictures/${name}-dark\\.png"`),
      );
    }
  });

  it('has a README of less than 150 lines', () => {
    expect(readme.split('\n').length).toBeLessThan(150);
  });

  it('has the sentence about OWNER in the README that set-owner.mjs removes, until an account is named', () => {
    const [, pattern = ''] =
      /\.replace\(\/(Replace .*)\/, ''\)/.exec(read('scripts/set-owner.mjs')) ?? [];
    expect(pattern).not.toBe('');
    // In two parts, so that set-owner.mjs does not replace it here.
    const isUnnamed = readme.includes(['OWNER', 'portside'].join('/'));
    expect(new RegExp(pattern).test(readme)).toBe(isUnnamed);
  });

  it('has the number of kinds of secrets in the README', () => {
    const [, count] = /detects (\d+) kinds of secrets/.exec(read('docs/secrets.md')) ?? [];
    expect(readme).toContain(`| ${count} kinds, `);
  });

  it('has a row for every command and for every format', () => {
    const commandLine = read('docs/command-line.md');
    const missing = COMMANDS.filter(({ name }) => !commandLine.includes(`| \`portside ${name}`));
    expect(missing.map(({ name }) => name)).toEqual([]);
    const reports = read('docs/reports.md');
    const rows = reports.split('\n').filter((line) => line.startsWith('| `'));
    const formats = rows.flatMap((row) => row.split('|')[1]?.match(/(?<=`)[a-z\d.-]+(?=`)/g) ?? []);
    expect(formats.sort()).toEqual([...REPORT_FORMATS.keys()].sort());
  });

  it('names only existing options of the command line', () => {
    const options = COMMANDS.flatMap(({ name }) => optionsOf(name).map((o) => `--${o.name}`));
    const known = new Set([...options, '--help', '--version']);
    // Lines with options of other programs name the program, or say that it is an error.
    const otherPrograms =
      /\b(?:cosign|RUN|apk|apt-get|npm|dockerd|scripts|git (?:-C \S+ )?(?:fetch|rev-parse)|cargo update|chpasswd|docker buildx?|docker login|has no option|Kustomize)\b/;
    // A page that adds an option is followed by __tests__/e2e/adding-pages.test.ts.
    const named = [...tracked('README.md'), ...tracked('docs/*.md')]
      .filter((page) => !/^docs\/(?:rules\/|reference\/severities|adding-an-option)/.test(page))
      .flatMap((page) => read(page).split('\n'))
      .filter((line) => !otherPrograms.test(line))
      .flatMap((line) => line.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? []);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('has valid YAML, and uses only existing inputs of the Action', () => {
    const inputs = Object.keys(parse(read('action.yml')).inputs);
    const steps = written.flatMap((page) =>
      blocks(page, 'yaml').flatMap((block) =>
        parseAllDocuments(block).flatMap((document) => {
          expect({ page, errors: document.errors }).toEqual({ page, errors: [] });
          return stepsIn(document.toJS());
        }),
      ),
    );
    const own = steps.filter(({ uses }) => uses.startsWith('OWNER/portside@'));
    expect(own.length).toBeGreaterThan(3);
    expect(
      own.flatMap((step) => Object.keys(step.with ?? {})).filter((name) => !inputs.includes(name)),
    ).toEqual([]);
    // `…` is a placeholder for a commit.
    const others = steps.filter(({ uses }) => !uses.startsWith('OWNER/portside'));
    expect(others.filter(({ uses }) => !/@(?:[0-9a-f]{40}|…)$/.test(uses))).toEqual([]);
  });

  it('calls the reusable workflows with their inputs and the permissions that they need', () => {
    for (const [file, text] of tracked('.github/workflows/*.yml').map(
      (f) => [f, read(f)] as const,
    )) {
      const { on, jobs } = parse(text);
      if (!on.workflow_call) continue;
      const example = /^#\n((?:#.*\n)+)/m.exec(text)?.[1]?.replace(/^# {0,3}/gm, '') ?? '';
      const { permissions, jobs: callers } = parse(example);
      const [call] = Object.values<{ readonly with?: object }>(callers);
      const names = Object.keys(call?.with ?? {});
      expect({ file, unknown: names.filter((name) => !on.workflow_call.inputs[name]) }).toEqual({
        file,
        unknown: [],
      });
      const needed = new Set(
        Object.values<{ readonly permissions?: object }>(jobs).flatMap((job) =>
          Object.entries(job.permissions ?? {}).map(([scope, may]) => `${scope}: ${may}`),
        ),
      );
      const given = Object.entries(permissions).map(([scope, may]) => `${scope}: ${may}`);
      const widest = [...needed].filter(
        (one) => !(one.endsWith(': read') && needed.has(one.replace(/read$/, 'write'))),
      );
      expect({ file, given: given.sort() }).toEqual({ file, given: widest.sort() });
    }
  });

  it('links evidence for each statement about Portside in the comparison', () => {
    const rows = [...read('docs/comparison.md').matchAll(/^\| [^|]+ \| ([^|]+) \|/gm)];
    expect(rows.length).toBeGreaterThan(10);
    expect(
      rows.filter(([, own = '']) => own !== 'Portside' && !own.startsWith('[')).map(([row]) => row),
    ).toEqual([]);
  });
});

describe('docs/how-portside-decides.md', () => {
  const page = read('docs/how-portside-decides.md');

  it('has a row for each state of the coverage, with the verdict that it leads to', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| (can pass|incomplete) \|$/gm)];
    const described = new Map(rows.map(([, state, verdict]) => [state, verdict]));
    const gaps = COVERAGE_STATES.map((state) => {
      const isIncomplete = isGap({ check: 'lint', target: 'x', state });
      return [state, isIncomplete ? 'incomplete' : 'can pass'] as const;
    });
    expect([...described].sort()).toEqual(gaps.sort());
  });

  it('names every key of a gate', () => {
    for (const key of Object.keys(GATE_KEYS)) expect(page).toMatch(new RegExp(`\`${key}\\b`));
  });

  it('is linked from the README and the index', () => {
    expect(read('README.md')).toContain('(docs/how-portside-decides.md)');
    expect(read('docs/README.md')).toContain('(how-portside-decides.md)');
  });
});

describe('docs/architecture.md', () => {
  const page = read('docs/architecture.md');

  it('names existing functions with their files', () => {
    const traces = [...page.matchAll(/`(\w+)\(\)` in\s+`(src\/[^`]+)`/g)];
    expect(traces.length).toBeGreaterThan(20);
    const missing = traces.filter(
      ([, name, file = '']) => !new RegExp(`^export .*function ${name}\\b`, 'm').test(read(file)),
    );
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  it('says where to look, each time in an existing file', () => {
    const [, table = ''] = page.split('## Where does it live?');
    const files = [...(table.split('## ')[0] ?? '').matchAll(/ \| `(src\/[^`]+)` \|/g)];
    expect(files.length).toBeGreaterThanOrEqual(40);
    expect(files.flatMap(([, file = '']) => (existsSync(file) ? [] : file))).toEqual([]);
  });

  it('describes every folder of src', () => {
    const described = [
      ...(page.split('<!-- layers')[0] ?? '').matchAll(/^\| `([a-z-]+)` \|/gm),
    ].map(([, name = '']) => name);
    const folders = tracked('src/*.ts').map((file) => file.split('/')[1] ?? '');
    expect(described.sort()).toEqual([...new Set(folders)].sort());
  });
});

describe('generated pages', () => {
  it('the picture of what enters the build is up to date, and its page shows it (npm run docs)', () => {
    expect(readFileSync(INPUT_PICTURE, 'utf8')).toBe(inputPicture());
    const page = readFileSync('docs/build-inputs.md', 'utf8');
    expect(page).toContain(`(${INPUT_PICTURE.replace('docs/', '')})`);
  });

  it('the badges of the README are up to date, and it shows all of them (npm run docs)', () => {
    expect(badges().size).toBeGreaterThan(1);
    for (const [file, svg] of badges()) {
      expect(read(file)).toBe(svg);
      expect(readme).toContain(`](${file})`);
    }
  });

  it('the generated parts of other pages are up to date (npm run docs)', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['scripts/page-parts.mjs', '--check'], {
      encoding: 'utf8',
    });
    expect(stdout + stderr).toBe('');
  });
});

describe('.ci/packages', () => {
  it('is the package list of .ci/run, DEVELOPERS.md and scripts/fresh-root.sh', () => {
    for (const file of ['.ci/run', 'DEVELOPERS.md', 'scripts/fresh-root.sh'])
      expect({ file, reads: read(file).includes('.ci/packages') }).toEqual({ file, reads: true });
    expect(blocks('DEVELOPERS.md', 'sh').join()).toMatch(/apt-get install .*\.ci\/packages/);
  });

  it('has the package of every program that an end-to-end test requires', () => {
    const calls = tracked('__tests__/e2e/*.test.ts').flatMap((file) => [
      ...read(file).matchAll(/requirePrograms\(([^)]*)\)/g),
    ]);
    const programs = calls.flatMap(([, list = '']) => list.match(/[\w-]+/g) ?? []);
    expect(programs.length).toBeGreaterThan(10);
    const listed = packagesByProgram();
    expect(programs.filter((program) => !listed.has(program))).toEqual([]);
  });
});

describe('action.yml', () => {
  const { inputs, outputs } = parse(read('action.yml'));

  it('has only inputs and outputs that are documented and that the code uses', () => {
    const page = read('docs/github.md');
    const names = [...Object.keys(inputs), ...Object.keys(outputs)];
    expect(names.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
    // Outputs by severity are made from the names of severities.
    const named = names.map((name) =>
      name.replace(/^new-(critical|high|medium|low|info)$/, 'new-'),
    );
    expect(named.filter((name) => !new RegExp(`['\`]${name}['$]`).test(sources))).toEqual([]);
  });

  it('has every input that the code reads', () => {
    const asked = [
      ...read('src/options/inputs.ts').matchAll(/\b(?:input|flag|list|lines)\('([a-z-]+)'/g),
    ].map((m) => m[1] ?? '');
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((name) => !(name in inputs))).toEqual([]);
  });
});

interface Step {
  readonly uses: string;
  readonly with?: object;
}

/** Every step or job in a YAML value that uses an action or a reusable workflow. */
function stepsIn(value: unknown): Step[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'uses' in value && typeof value.uses === 'string' ? [value as Step] : [];
  return [...own, ...Object.values(value).flatMap(stepsIn)];
}
