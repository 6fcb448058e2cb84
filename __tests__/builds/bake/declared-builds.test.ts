import { expect, test } from '@jest/globals';
import { bakeBuilds } from '../../../src/builds/bake/declared-builds.js';

const HCL = `
variable "V" { default = "20" }
variable "TAG" {}
group "default" { targets = ["web"] }
target "_common" {
  args = { VERSION = "\${V}-alpine", OTHER = TAG, GONE = "x" }
  cache-from = ["type=registry,ref=ghcr.io/a/cache"]
}
target "web" {
  inherits = ["_common"]
  context = "app"
  dockerfile = "../build/Dockerfile"
  target = "run"
  args = { GONE = null }
  contexts = { base = "docker-image://alpine:3.20" }
  cache-from = [{ type = "gha" }]
  secret = ["id=token,src=x"]
  ssh = ["default"]
  platforms = ["linux/amd64"]
}
target "many" {
  name = "many-\${tgt}"
  matrix = { tgt = ["a", "b"] }
  target = tgt
  context = "https://github.com/a/b.git#v1.0"
}
target "loop" { inherits = ["loop"] }
`;

const call = (text: string, path = 'sub/docker-bake.hcl') => ({
  files: [{ path, text }],
  folder: 'sub',
});

test('a target has what it inherits, and its own values come last', () => {
  const { builds } = bakeBuilds(call(HCL));
  expect(builds.map(({ definition: { name } }) => name)).toEqual([
    'sub/docker-bake.hcl web',
    'sub/docker-bake.hcl many-a',
    'sub/docker-bake.hcl many-b',
  ]);
  const [web, first] = builds;
  expect(web?.definition).toMatchObject({
    dockerfile: 'sub/build/Dockerfile',
    target: 'run',
    platforms: ['linux/amd64'],
    location: { startLine: 9 },
  });
  expect([...(web?.args ?? [])]).toEqual([
    ['VERSION', '20-alpine'],
    ['OTHER', `\${TAG}`],
  ]);
  expect(web?.contexts.get('base')).toMatchObject({
    text: 'docker-image://alpine:3.20',
    at: { startLine: 15 },
  });
  expect(web?.mounts.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'cache type=registry,ref=ghcr.io/a/cache',
    'cache type=gha',
    'secret token',
    'ssh default',
  ]);
  expect(first?.definition.target).toBe('a');
  expect(first?.remoteContext?.text).toBe('https://github.com/a/b.git#v1.0');
});

test('JSON, the environment, --set and a second file give the same values', () => {
  const json = JSON.stringify({
    variable: { V: { default: '20' } },
    target: { web: { args: { VERSION: `\${V}-alpine` }, 'dockerfile-inline': 'FROM scratch' } },
  });
  const { builds } = bakeBuilds({
    ...call(json, 'docker-bake.json'),
    files: [
      { path: 'docker-bake.json', text: json },
      { path: 'docker-bake.override.hcl', text: 'target "web" { args = { MORE = V } }' },
    ],
    environment: new Map([['V', '22']]),
    overrides: ['*.args.OTHER=1', 'web.target=run', 'nothing'],
  });
  expect([...(builds[0]?.args ?? [])]).toEqual([
    ['VERSION', '22-alpine'],
    ['MORE', '22'],
    ['OTHER', '1'],
  ]);
  expect(builds[0]).toMatchObject({
    definition: { target: 'run' },
    inline: { text: 'FROM scratch' },
  });
});

test('variables that double are cut, and a large matrix is, too', () => {
  const variables = Array.from({ length: 60 }, (_, i) => `V${i + 1} = "\${V${i}}\${V${i}}"`).join(
    '\n',
  );
  const { builds } = bakeBuilds(
    call(`V0 = "xxxxxxxxxx"\n${variables}\ntarget "a" { args = { X = V60 } }`),
  );
  expect(builds[0]?.args.get('X')?.length).toBeLessThanOrEqual(10_000);
  const axes = Array.from({ length: 10 }, (_, i) => `a${i} = ["1", "2", "3", "4"]`).join('\n');
  expect(bakeBuilds(call(`target "a" {\n matrix = {\n${axes}\n}\n}`)).builds).toHaveLength(100);
});
