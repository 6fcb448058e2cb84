import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { parse } from 'yaml';
import { SBOM_FORMATS } from '../../src/core/sbom-formats.js';
import { type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { countsOf, runStep, type StepResult, type Story } from './action-step.js';

/** What the Action checks, by the inputs. */

jest.setTimeout(60_000);

let folder: string;
let github: LoopbackGitHub;
let workspaces = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-inputs-'));
}, 300_000);
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A workspace with these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = join(folder, `repository-${++workspaces}`);
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const step = (workspace: string, inputs: Story['inputs'] = {}): Promise<StepResult> =>
  runStep(folder, github.url, {
    workspace,
    inputs: { 'code-scanning': 'false', ...inputs },
  });
const names = (seen: StepResult) => seen.report?.targets.map(({ name }) => name);

describe('the input dockerfile', () => {
  const files = {
    'services/a/Dockerfile': 'FROM scratch\nCOPY a /a\nUSER 1000\nENTRYPOINT ["/a"]\n',
    'services/b/Dockerfile': 'FROM scratch\nCOPY a /a\nUSER 1000\nENTRYPOINT ["/a"]\n',
    'services/old/Dockerfile': 'FROM debian\nRUN curl -k https://a.example\n',
    Dockerfile: 'FROM debian\nRUN curl -k https://a.example\n',
  };

  it('takes globs, and ! excludes', async () => {
    const seen = await step(repository(files), {
      dockerfile: 'services/*/Dockerfile\n!services/old/**',
    });
    expect(names(seen)).toEqual(['services/a/Dockerfile', 'services/b/Dockerfile']);
    expect([seen.status, seen.outputs.get('verdict')]).toEqual([0, 'pass']);
  });

  it('with a glob that matches nothing, the result is incomplete, as with a missing file', async () => {
    const seen = await step(repository(files), { dockerfile: 'service/*/Dockerfile' });
    expect([seen.status, seen.outputs.get('verdict')]).toEqual([1, 'incomplete']);
    expect(names(seen)).toEqual([]);
    expect(seen.log).toContain('service/*/Dockerfile');
  });

  it.each(['!**', 'Dockerfile\n!Dockerfile', 'services/*/Dockerfile\n!services/**'])(
    'with patterns that leave nothing, the result is incomplete: %j',
    async (dockerfile) => {
      const seen = await step(repository(files), { dockerfile });
      expect([seen.status, seen.outputs.get('verdict'), countsOf(seen).targets]).toEqual([
        1,
        'incomplete',
        0,
      ]);
      expect(seen.log).toContain('The patterns leave out every Dockerfile. Check them');
      expect(seen.log).not.toContain('has no Dockerfile');
      expect(github.comments[0]?.body).toContain('leave out every Dockerfile');
    },
  );

  it.each(['../other/Dockerfile', '/etc/hosts'])('is not %s', async (dockerfile) => {
    const seen = await step(repository(files), { dockerfile });
    expect([seen.status, seen.report]).toEqual([1, undefined]);
    expect(seen.log).toContain(
      `::error::Cannot check dockerfile ${dockerfile}: it is outside of the workspace`,
    );
  });
});

describe('the input working-directory', () => {
  const policy = 'services/a/.github/portside.yml';
  const files = {
    Dockerfile: 'FROM debian\nRUN curl -k https://a.example\n',
    'services/a/Dockerfile':
      'FROM debian\nRUN apt-get install a=1\nRUN curl -k https://a.example\n',
    'services/a/compose.yaml': 'services: { web: { image: "a:1", privileged: true } }\n',
    'services/b/Dockerfile': 'FROM debian\nRUN curl -k https://a.example\n',
    [policy]: 'extends: audit\n',
  };
  const inputs = { 'working-directory': 'services/a', 'code-scanning': 'true' };

  it('is what is checked, by its own policy, and paths are those of the repository', async () => {
    for (const [name, text] of Object.entries(files)) {
      github.files.set(name, text);
      github.headFiles.set(name, text);
    }
    github.files.delete('services/a/compose.yaml');
    const compose = files['services/a/compose.yaml'].trimEnd();
    github.patches.set('services/a/compose.yaml', `@@ -0,0 +1,1 @@\n+${compose}`);
    const seen = await step(repository(files), inputs);
    const paths = ['services/a/Dockerfile', 'services/a/compose.yaml'];
    expect([seen.outputs.get('verdict'), names(seen)]).toEqual(['pass', paths]);
    expect(seen.report?.policyChange).toBeUndefined();
    const { findings = [], coverage = [] } = seen.report ?? {};
    expect(new Set(findings.map(({ location }) => location?.path))).toEqual(new Set(paths));
    expect(coverage.map(({ target }) => target)).toEqual(expect.arrayContaining(paths));
    expect(
      findings.filter(({ status }) => status === 'new').map(({ location }) => location?.path),
    ).toContain('services/a/compose.yaml');
    expect(findings.some(({ status }) => status === 'existing')).toBe(true);
    expect(new Set(github.reviewComments.map(({ path }) => path))).toEqual(
      new Set(['services/a/compose.yaml']),
    );
    const [run] = github.uploads[0]?.log.runs ?? [];
    expect(run?.automationDetails?.id).toBe('portside/services/a/repository/');
    const places = run?.results?.map(
      (r) => r.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    );
    expect(new Set(places)).toEqual(new Set(paths));
    expect(seen.log).toMatch(/^::\w+ title=[^,]*,file=services\/a\/compose.yaml,/m);
    expect(github.comments[0]?.body).toContain('/services/a/compose.yaml#L1');
  });

  it('names other inputs from there', async () => {
    const seen = await step(repository(files), { ...inputs, dockerfile: 'Dockerfile' });
    expect(names(seen)).toContain('services/a/Dockerfile');
    expect(names(seen)).not.toContain('Dockerfile');
  });

  it('is in the places that the reasons name', async () => {
    const { [policy]: _, ...own } = files;
    const seen = await step(repository(own), {
      ...inputs,
      dockerfile: 'Dockerfile\nmissing/Dockerfile',
    });
    const reasons = seen.report?.verdict.reasons.join('; ') ?? '';
    expect(reasons).toMatch(/ at services\/a\/(?:Dockerfile|compose\.yaml):\d/);
    expect(reasons).not.toMatch(/ (?:at|of) (?:Dockerfile|compose|missing)/);
    expect(seen.log).toMatch(/^::error::.* at services\/a\//m);
    const [incomplete] = seen.report?.incomplete ?? [];
    expect(incomplete?.target).toBe('services/a/missing/Dockerfile');
    expect(reasons).toContain(`check of ${incomplete?.target} is not complete`);
  });

  it.each(['..', '../..', '/', 'link', 'services/missing', 'Dockerfile'])(
    'is not %s',
    async (directory) => {
      const workspace = repository(files);
      symlinkSync('/etc', join(workspace, 'link'));
      const seen = await step(workspace, { 'working-directory': directory });
      expect([seen.status, seen.report]).toEqual([1, undefined]);
      expect(seen.log).toContain(`::error::Cannot check working-directory ${directory}: `);
    },
  );
});

describe('the input timeout', () => {
  it('makes what is not checked in time incomplete, and the rest is published', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const image = `registry:127.0.0.1:${(silent.address() as AddressInfo).port}/app:1`;
    const workspace = repository({ Dockerfile: 'FROM scratch\nRUN apt-get install a=1\n' });
    const seen = await step(workspace, { image, timeout: '5s', offline: 'false' });
    expect([seen.status, seen.outputs.get('verdict')]).toEqual([1, 'incomplete']);
    const reason =
      'Not checked within 5 s (timeout). Give the run more time, or check less at once';
    expect(seen.report?.incomplete).toContainEqual({
      check: 'vulnerability',
      target: image,
      reason,
    });
    expect(seen.report?.findings.map(({ rule }) => rule)).toContain('DL3014');
    expect(github.comments[0]?.body).toContain('Not checked within 5 s');
    expect(seen.log).toMatch(/^::error::Portside: incomplete, .*within 5 s/m);
    await new Promise((closed) => {
      silent.close(closed);
      silent.closeAllConnections();
    });
  });

  it.each(['soon', '0', '-1', '10 m'])('is not %s', async (timeout) => {
    const seen = await step(repository({ Dockerfile: 'FROM scratch\n' }), { timeout });
    expect([seen.status, seen.log]).toEqual([
      1,
      expect.stringMatching(`The input timeout takes a time .*, not "${timeout}"`),
    ]);
  });
});

describe('the input sbom', () => {
  it.each([
    ['cyclonedx', '.cdx.json', 'specVersion', '1.6'],
    ['cyclonedx-1.7', '.cdx.json', 'specVersion', '1.7'],
    ['spdx', '.spdx.json', 'spdxVersion', 'SPDX-2.3'],
  ])('%s writes the packages of each image', async (sbom, ending, member, version) => {
    const workspace = repository({});
    cpSync('examples/webapp', workspace, { recursive: true });
    mkdirSync(join(workspace, 'copy'));
    cpSync(join(workspace, 'image.tar'), join(workspace, 'copy/image.tar'));
    writeFileSync(join(workspace, 'broken.tar'), 'no image');
    const image = 'image.tar\ndocker-archive:copy/image.tar\ndocker-archive:broken.tar';
    const seen = await step(workspace, { sbom, image });
    const paths = seen.outputs.get('sbom')?.split('\n') ?? [];
    expect(paths.map((path) => basename(path))).toEqual([
      `sbom-image.tar${ending}`,
      `sbom-image.tar-2${ending}`,
    ]);
    for (const path of paths) {
      const text = readFileSync(path, 'utf8');
      expect(JSON.parse(text)).toHaveProperty(member, version);
      expect(text).toContain('pkg:npm/lodash@4.17.15');
    }
  });

  it('takes the formats of portside sbom, and action.yml names them', async () => {
    const { inputs } = parse(readFileSync('action.yml', 'utf8'));
    for (const format of SBOM_FORMATS) expect(inputs.sbom.description).toContain(format);
    const seen = await step(repository({ Dockerfile: 'FROM scratch\n' }), {
      sbom: 'cyclonedx-1.5',
    });
    expect(seen.log).toContain(`${SBOM_FORMATS.join(', ')}, not "cyclonedx-1.5"`);
  });

  it('without an image, the output is empty', async () => {
    const seen = await step(repository({ Dockerfile: 'FROM scratch\n' }), { sbom: 'spdx' });
    expect(seen.outputs.get('sbom')).toBe('');
  });
});
