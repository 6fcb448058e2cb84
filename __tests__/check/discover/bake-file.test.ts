import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readBakeFile } from '../../../src/check/discover/bake-file.js';
import { discover } from '../../../src/check/discover/discover.js';

const hcl = `
group "default" { targets = ["web", "api"] }
variable "DIR" { default = "x" }
target "base" {
  context = "images" # the folder
  target = "prod"
}
// target "old" { dockerfile = "old" }
target "web" {
  inherits = ["base"]
  dockerfile = "web.image"
}
target "api" { dockerfile = "api/\${DIR}/b" }
target "tool" {
  dockerfile-inline = <<EOT
FROM scratch
EOT
}
`;

test('targets name Dockerfiles by strings, also with the context that they inherit', () => {
  const { dockerfiles, inline, unknown } = readBakeFile('docker-bake.hcl', hcl);
  expect(dockerfiles).toEqual(['images/Dockerfile', 'web.image', 'images/web.image']);
  expect([inline, unknown]).toEqual([['tool'], ['api']]);
});

test.each(['{', 'null', '[]', '{"target": {"a": null, "b": [1]}}', '{"target": 1}'])(
  '%s has no surprise',
  (text) => {
    expect(readBakeFile('docker-bake.json', text)).toMatchObject({ inline: [], unknown: [] });
  },
);

test('an inline Dockerfile is a gap, and a variable is noted', async () => {
  const root = mkdtempSync(join(tmpdir(), 'portside-bake-'));
  writeFileSync(join(root, 'docker-bake.hcl'), hcl);
  const { gaps, notes } = await discover(root);
  expect(gaps).toMatchObject([{ target: 'docker-bake.hcl', state: 'not-covered' }]);
  expect(notes?.join()).toContain('the Dockerfile of api is a variable');
  rmSync(root, { recursive: true });
});

test('a large file without targets names nothing', () => {
  for (const text of ['\n'.repeat(1 << 20), 'target '.repeat(150_000), 'context '.repeat(130_000)])
    expect(readBakeFile('docker-bake.hcl', text).dockerfiles).toEqual([]);
});
