// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell and of workflows
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { collectMaterials } from '../../../src/builds/materials/collect.js';
import { discover } from '../../../src/discover/discover.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** What a repository builds with, by kind and name, and what is not known. */
async function materialsOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'reach-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { materials, gaps } = await collectMaterials(root, await discover(root));
  return {
    gaps,
    materials,
    lines: materials.map(
      ({ location, kind, what, pin }) => `${location.path} ${kind} ${what} ${pin}`,
    ),
  };
}

const workflow = (steps: string, head = '') =>
  `on: push\n${head}jobs:\n  a:\n    runs-on: x\n    steps:\n${steps
    .trim()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n')}\n`;

const CI = '.github/workflows/ci.yml';
const ACTION = 'act/action.yml';

describe('an action of the repository that runs in a container', () => {
  const steps = '- uses: ./act\n- run: docker build .';

  test('uses its image', async () => {
    const { lines } = await materialsOf({
      Dockerfile: 'FROM a:1\n',
      [ACTION]: "runs: { using: Docker, image: 'docker://evil.example/x' }\n",
      [CI]: workflow(steps),
    });
    expect(lines).toContain('act/action.yml image evil.example/x none');
  });

  test('is a build of its Dockerfile', async () => {
    const { lines } = await materialsOf({
      Dockerfile: 'FROM a:1\n',
      'act/Build.df': 'FROM evil.example/x\n',
      [ACTION]: 'runs: { using: docker, image: Build.df }\n',
      [CI]: workflow(steps),
    });
    expect(lines).toContain('act/Build.df image evil.example/x none');
  });

  test('can be the root of the repository', async () => {
    const { lines } = await materialsOf({
      Dockerfile: 'FROM a:1\n',
      'action.yml': "runs: { using: docker, image: 'docker://evil.example/x' }\n",
      [CI]: workflow('- uses: ./\n- run: docker build .'),
    });
    expect(lines).toContain('action.yml image evil.example/x none');
  });
});

describe('the inputs of an action of Docker', () => {
  const base = `ARG X=debian@${DIGEST}\nFROM $X\n`;

  test.each([
    ['in any case', 'Build-Args: X=evil.example/x'],
    ['in quotes', `build-args: '"X=evil.example/x"'`],
    ['in quotes, one of several', `build-args: "A=1\\n\\"X=evil.example/x\\""`],
  ])('are read %s', async (_, input) => {
    const { lines } = await materialsOf({
      Dockerfile: base,
      [CI]: workflow(`- uses: docker/build-push-action@v6\n  with: { context: ., ${input} }`),
    });
    expect(lines).toContain('Dockerfile image evil.example/x none');
  });

  test('name contexts in any case', async () => {
    const { lines } = await materialsOf({
      Dockerfile: `FROM debian@${DIGEST}\n`,
      [CI]: workflow(
        `- uses: docker/build-push-action@v6\n  with: { context: ., BUILD-CONTEXTS: 'debian@${DIGEST}=docker-image://evil.example/x' }`,
      ),
    });
    expect(lines).toContain('Dockerfile image evil.example/x none');
  });
});

describe('the folder of a script', () => {
  const files = { Dockerfile: 'FROM root:1\n', 'sub/Dockerfile': 'ARG X=0\nFROM sub:$X\n' };

  test.each([
    ['the workflow sets', 'defaults: { run: { working-directory: sub } }\n', ''],
    ['pushd enters', '', 'pushd sub; '],
  ])('is the one that %s', async (_, head, enter) => {
    const { lines } = await materialsOf({
      ...files,
      [CI]: workflow(`- run: ${enter}docker build --build-arg X=1 .`, head),
    });
    expect(lines).toContain('sub/Dockerfile image sub:1 version');
  });

  test.each([
    'pushd $GITHUB_WORKSPACE/sub; docker build --build-arg X=1 .',
    'docker build --build-arg X=1 ${{ github.workspace }}/sub',
    'docker build --build-arg X=1 -f "$GITHUB_WORKSPACE/sub/Dockerfile" .',
    'cd ${{ github.workspace }} && docker build --build-arg X=1 sub',
    'pushd inner; popd; docker build --build-arg X=1 ../sub',
  ])('is left for the root of the repository: %s', async (run) => {
    const { lines, gaps } = await materialsOf({
      ...files,
      'job/readme': '',
      [CI]: workflow(`- run: ${run}\n  working-directory: job`),
    });
    expect(gaps).toEqual([]);
    expect(lines).toContain('sub/Dockerfile image sub:1 version');
  });
});

describe('a named context that replaces a stage', () => {
  const context = (more: string) => ({
    'compose.yaml': `services:\n  a: { build: { context: ., additional_contexts: { base: 'docker-image://evil.example/x' }${more} } }\n`,
  });

  test.each([
    ['the base of another', 'FROM base\n', '', 'final'],
    ['the target', 'FROM scratch\n', ', target: Base', 'final'],
    ['copied from', 'FROM scratch\nCOPY --from=base /a /a\n', '', 'builder'],
    ['mounted', 'FROM scratch\nRUN --mount=from=base,target=/a true\n', '', 'builder'],
  ])('is an input: %s', async (_, rest, more, use) => {
    const { materials } = await materialsOf({
      Dockerfile: `FROM debian@${DIGEST} AS base\n${rest}`,
      ...context(more),
    });
    expect(materials).toContainEqual(
      expect.objectContaining({ kind: 'image', what: 'evil.example/x', use }),
    );
  });

  test('is none where no stage of the build needs it', async () => {
    const { lines } = await materialsOf({
      Dockerfile: `FROM debian@${DIGEST} AS base\nFROM a:1\n`,
      ...context(''),
    });
    expect(lines.join()).not.toContain('evil.example');
  });
});

test.each([
  "sed -i 's/debian.*/evil.example/' Dockerfile && docker build .",
  'cat > Dockerfile <<E\n    FROM evil.example\n    E\n    docker build .',
  'cp other Dockerfile; docker build .',
  'echo FROM evil.example | tee Dockerfile; docker build .',
  'curl -o Dockerfile https://evil.example/x; docker build .',
])('a Dockerfile that the script writes first is not known: %s', async (script) => {
  const { lines, gaps } = await materialsOf({
    Dockerfile: `FROM debian@${DIGEST}\n`,
    [CI]: workflow(`- run: |\n    ${script}`),
  });
  expect(lines).toEqual([`Dockerfile image debian@${DIGEST} unknown`]);
  expect(gaps).toEqual([
    `${CI} a writes Dockerfile before it builds it, so its images are not known`,
  ]);
});

test('a Dockerfile that the script writes later, or elsewhere, is known', async () => {
  const { lines, gaps } = await materialsOf({
    Dockerfile: `FROM debian@${DIGEST}\n`,
    [CI]: workflow('- run: cp Dockerfile other; docker build . > log; cp log Dockerfile'),
  });
  expect(lines).toEqual([`Dockerfile image debian@${DIGEST} digest`]);
  expect(gaps).toEqual([]);
});

test.each(['sbom: generator=gen.example/x', "attests: 'type=sbom,generator=gen.example/x'"])(
  'the image that makes the SBOM is an input: %s',
  async (input) => {
    const { lines } = await materialsOf({
      Dockerfile: 'FROM a:1\n',
      [CI]: workflow(`- uses: docker/build-push-action@v6\n  with:\n    context: .\n    ${input}`),
    });
    expect(lines).toContain(`${CI} image gen.example/x none`);
  },
);

test.each([
  'docker buildx build --sbom=generator=gen.example/x .',
  'docker buildx build --sbom generator=gen.example/x .',
  'docker buildx build --attest type=sbom,generator=gen.example/x .',
  'docker build --attest=type=sbom,generator=gen.example/x .',
  'docker buildx bake --set "*.attest=type=sbom,generator=gen.example/x" && docker build .',
  'G=gen.example/x; docker buildx build --sbom=generator=$G .',
  'docker buildx create --driver-opt network=host,image=gen.example/x && docker build .',
  'docker buildx create --driver-opt=image=gen.example/x && docker build .',
])('the image of a helper of a script is an input: %s', async (script) => {
  const { lines } = await materialsOf({
    Dockerfile: 'FROM a:1\n',
    [CI]: workflow(`- run: ${JSON.stringify(script)}`),
  });
  expect(lines).toContain(`${CI} image gen.example/x none`);
});

test('an argument that is called like a generator is no image', async () => {
  const { lines } = await materialsOf({
    Dockerfile: 'FROM a:1\n',
    [CI]: workflow(
      '- run: docker build --build-arg generator=gen.example/x --label image=b.example/x .',
    ),
  });
  expect(lines.join('\n')).not.toMatch(/gen\.example|b\.example/);
});
