import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest, test } from '@jest/globals';
import {
  type CommandResult,
  deliverDocuments,
  deliver as deliverResult,
} from '../../../src/cli/commands/deliver.js';
import type { Incomplete } from '../../../src/core/report.js';
import { readEnvironment } from '../../../src/options/environment.js';
import type { Output } from '../../../src/options/options.js';
import { readOptions } from '../../../src/options/read-options.js';
import { context, report, vulnerability } from '../../reports/sample.js';
import { quietHost } from '../../vulnerabilities/fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'portside-deliver-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'report.json');
const other = join(folder, 'report.sarif');

let messages: string[];
let warnings: string[];
let printed: string;
beforeEach(() => {
  messages = [];
  warnings = [];
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(((text: string, done?: () => void) => {
    printed += text;
    done?.();
    return true;
  }) as typeof process.stdout.write);
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const path of [file, other]) rmSync(path, { force: true });
});

/** Delivers a result whose documents are the names of their formats. */
function deliver(
  outputs: readonly Output[],
  more: Partial<CommandResult> = {},
  environment: NodeJS.ProcessEnv = {},
  args: readonly string[] = [],
): Promise<number> {
  const options = readOptions('check', [...args], readEnvironment(environment), new Date(0));
  const host = {
    ...quietHost(),
    info: (message: string) => void messages.push(message),
    warning: (message: string) => void warnings.push(message),
  };
  const result: CommandResult = {
    coverage: [],
    incomplete: [],
    verdict: { outcome: 'pass', reasons: [] },
    document: ({ id }) => `the ${id} report\n`,
    ...more,
  };
  return deliverDocuments(result, { ...options, outputs }, host, 'text');
}

describe('the exit status', () => {
  test.each([
    ['pass', 0],
    ['fail', 1],
    ['incomplete', 3],
  ] as const)('of the verdict %s is %d', async (outcome, status) => {
    expect(await deliver([], { verdict: { outcome, reasons: [] } })).toBe(status);
  });
});

describe('the warnings', () => {
  const lines = async (...incomplete: Incomplete[]) => {
    await deliver([{ format: 'json', file }], {
      incomplete,
      verdict: { outcome: 'incomplete', reasons: [] },
    });
    return warnings;
  };

  it('name each check that is not complete, its target and the reason', async () => {
    expect(
      await lines(
        { check: 'trust', target: 'app:1', reason: 'status 500' },
        { check: 'lint', target: 'Dockerfile', reason: 'it is too large' },
      ),
    ).toEqual([
      'not checked: app:1: signature: failed: status 500',
      'not checked: Dockerfile: lint: failed: it is too large',
    ]);
  });

  it('name checks of one target together when they have the same reason', async () => {
    expect(
      await lines(
        { check: 'secret', target: 'app:1', reason: 'status 500' },
        { check: 'secret', target: 'app:2', reason: 'status 500' },
        { check: 'malware', target: 'app:1', reason: 'no scanner' },
        { check: 'hardening', target: 'app:1', reason: 'status 500' },
      ),
    ).toEqual([
      'not checked: app:1: secret, hardening: failed: status 500',
      'not checked: app:2: secret: failed: status 500',
      'not checked: app:1: malware: failed: no scanner',
    ]);
  });

  it('are left out where the text report shows the same, and with --quiet', async () => {
    const incomplete = [{ check: 'trust', target: 'app:1', reason: 'status 500' }] as const;
    await deliver([], { incomplete });
    await deliver([{ format: 'text' }, { format: 'json', file }], { incomplete });
    await deliver([{ format: 'json', file }], { incomplete }, {}, ['--quiet']);
    expect(warnings).toEqual([]);
  });

  it('are not there when every check ran', async () => {
    expect(await lines()).toEqual([]);
  });

  it('name a report without content', async () => {
    await deliver([{ format: 'json', file }], { document: () => '\n' });
    expect(warnings).toEqual([expect.stringContaining('the json report is empty')]);
  });
});

describe('colors', () => {
  const { isTTY } = process.stdout;
  afterEach(() => {
    process.stdout.isTTY = isTTY;
  });

  test.each<[string, boolean, boolean, Output, NodeJS.ProcessEnv]>([
    ['on a terminal', true, true, { format: 'text' }, {}],
    ['on a pipe', false, false, { format: 'text' }, {}],
    ['in a file', false, true, { format: 'text', file }, {}],
    ['with NO_COLOR', false, true, { format: 'text' }, { NO_COLOR: '1' }],
  ])('%s are used: %s', async (_, expected, terminal, output, environment) => {
    process.stdout.isTTY = terminal;
    let color: boolean | undefined;
    const document: CommandResult['document'] = (_format, context) => {
      color = context.color;
      return 'the report';
    };
    await deliver([output], { document }, environment);
    expect(color).toBe(expected);
  });
});

describe('the reports', () => {
  it('are one as text on standard output by default', async () => {
    await deliver([]);
    expect(printed).toBe('the text report\n');
    expect(messages).toEqual([]);
  });

  it('are written in their order, in one piece or several', async () => {
    const document: CommandResult['document'] = ({ id }) => ['the ', id, ' report'];
    await deliver(
      [{ format: 'json', file }, { format: 'sarif', file: other }, { format: 'html' }],
      {
        document,
      },
    );
    expect(readFileSync(file, 'utf8')).toBe('the json report');
    expect(readFileSync(other, 'utf8')).toBe('the sarif report');
    expect(printed).toBe('the html report');
  });

  it('are all written in files when standard output cannot be written', async () => {
    let pieces = 0;
    jest.spyOn(process.stdout, 'write').mockImplementation(((
      _text: string,
      done?: (error: Error) => void,
    ) => {
      pieces++;
      done?.(new Error('EPIPE'));
      return false;
    }) as typeof process.stdout.write);
    const outcome = 'fail';
    const status = await deliver([{ format: 'json' }, { format: 'sarif', file: other }], {
      document: () => ['a', 'b', 'c'],
      verdict: { outcome, reasons: [] },
    });
    expect([status, pieces]).toEqual([1, 1]);
    expect(readFileSync(other, 'utf8')).toBe('abc');
  });

  it('are followed by the verdict and its reasons, unless the text report shows it', async () => {
    const verdict = { outcome: 'fail', reasons: ['one high finding', 'another'] } as const;
    await deliver([{ format: 'json', file }], { verdict });
    expect(messages).toEqual(['verdict: fail (one high finding; another)']);
    await deliver([{ format: 'text', file: other }]);
    expect(messages.slice(1)).toEqual(['verdict: pass']);
    await deliver([{ format: 'json', file }, { format: 'text' }], { verdict });
    expect(messages).toHaveLength(2);
  });

  it('are followed by what a passing verdict leaves out', async () => {
    await deliver([{ format: 'json', file }], {
      coverage: [{ check: 'secret', target: 'app:1', state: 'failed', allowed: true }],
    });
    expect(messages).toEqual([
      'verdict: pass, without the secret check of app:1 (failed; allowed by allow-incomplete)',
    ]);
  });

  it('are not written when one of the formats is unknown', async () => {
    const outputs = [{ format: 'json', file }, { format: 'jsom' }];
    await expect(deliver(outputs)).rejects.toMatchObject({ code: 'PSE1003' });
    expect(existsSync(file)).toBe(false);
  });

  (existsSync('/dev/full') ? it : it.skip)(
    'are incomplete when a device is full (skipped without /dev/full)',
    async () => {
      await expect(deliver([{ format: 'json', file: '/dev/full' }])).rejects.toMatchObject({
        code: 'PSE1011',
        kind: 'incomplete',
      });
    },
  );

  it('are an error when a file cannot be written', async () => {
    await expect(deliver([{ format: 'json', file: folder }])).rejects.toMatchObject({
      code: 'PSE1010',
    });
  });
});

describe('what a document is rendered for', () => {
  /** What the document of the text report is given. */
  const given = async (args: readonly string[], outputs: readonly Output[] = []) => {
    let terminal: unknown;
    const document: CommandResult['document'] = (_, about) => {
      terminal = about;
      return 'text';
    };
    await deliver(outputs, { document }, {}, args);
    return terminal;
  };

  it('is every finding with --verbose', async () => {
    expect(await given([])).toMatchObject({ complete: false });
    expect(await given(['--verbose'])).toMatchObject({ complete: true });
  });

  it('is the terminal behind a pager, and no terminal for a file', async () => {
    const [stdout, stderr] = [process.stdout.columns, process.stderr.columns];
    process.stdout.columns = undefined as unknown as number;
    process.stderr.columns = 61;
    try {
      expect(await given([])).toMatchObject({ width: 61 });
      expect(await given([], [{ format: 'text', file }])).not.toHaveProperty('width');
    } finally {
      process.stdout.columns = stdout;
      process.stderr.columns = stderr;
    }
  });
});

describe('--vex-out', () => {
  const image = { kind: 'image', name: 'app:1', digest: `sha256:${'a'.repeat(64)}` } as const;
  const evidence = { result: 'not-linked', reason: 'none is linked', programs: [] };
  const subject = { image: 'app:1', purl: 'pkg:golang/stdlib@1.24.4' };
  const proved = vulnerability('CVE-1', 'stdlib', { subject, details: { evidence } } as never);
  const open = vulnerability('CVE-2', 'curl');
  const run = (findings: readonly (typeof proved)[], ...args: readonly string[]) =>
    deliverResult(
      { report: report({ findings, targets: [image] }), context: context() },
      readOptions('scan', ['app:1', ...args], readEnvironment({}), new Date(0)),
      { ...quietHost(), warning: (message: string) => void warnings.push(message) },
    );

  it('warns of a list of packages without an image', async () => {
    const options = readOptions(
      'check',
      ['-f', `cyclonedx=${file}`],
      readEnvironment({}),
      new Date(0),
    );
    const host = { ...quietHost(), warning: (message: string) => void warnings.push(message) };
    await deliverResult(
      { report: report({ targets: [], packages: [] }), context: context() },
      options,
      host,
    );
    expect(warnings).toContain('the cyclonedx report lists no packages: no image was checked');
    warnings.length = 0;
    await deliverResult(
      { report: report({ targets: [image], packages: [] }), context: context() },
      options,
      host,
    );
    expect(warnings.join()).not.toContain('lists no packages');
  });

  it('writes what is proved, whatever is shown', async () => {
    await run([proved, open], '--vex-out', file, '--severity', 'critical');
    expect(JSON.parse(readFileSync(file, 'utf8')).statements).toMatchObject([
      { vulnerability: { name: 'CVE-1' }, status: 'not_affected' },
    ]);
    expect(warnings).toEqual([]);
  });

  it('writes no file and says so if nothing is proved', async () => {
    await run([open], '--vex-out', file);
    expect(existsSync(file)).toBe(false);
    expect(warnings).toEqual([expect.stringContaining(`${file} is not written: no vulnerability`)]);
  });

  it('is an error if the file cannot be written', async () => {
    await expect(run([proved], '--vex-out', folder)).rejects.toMatchObject({ code: 'PSE1010' });
  });
});

test('findings that are in none of the requested formats of GitLab are counted', async () => {
  const options = readOptions(
    'check',
    ['--format', `gitlab=${file}`],
    readEnvironment({}),
    new Date(0),
  );
  const host = { ...quietHost(), warning: (message: string) => void warnings.push(message) };
  await deliverResult({ report: report(), context: context() }, options, host);
  expect(warnings).toContain('2 findings are in no GitLab report: add code-quality=FILE (2)');
});
