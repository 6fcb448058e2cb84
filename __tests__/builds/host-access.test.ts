import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { hostAccess } from '../../src/builds/host-access.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-access-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function found(path: string, text: string) {
  writeFileSync(join(root, path), text);
  const files = /bake/.test(path) ? { bakeFiles: [path] } : { scripts: [path] };
  return hostAccess(root, files).findings.map(
    ({ severity, message, location }) =>
      `${location?.startLine}:${location?.startColumn} ${severity} ${message}`,
  );
}

it('a script that starts a privileged container is reported at the command', () => {
  expect(found('run.sh', '#!/bin/sh\nset -e\n  docker run \\\n  --privileged a\n')).toEqual([
    '3:3 high Container of "docker run" gets full privileges',
  ]);
});

it('entitlements and networks of Bake targets are reported, with variables and inherited ones once', () => {
  const file = `variable "E" { default = "security.insecure" }
target "a" {
  entitlements = [E, "device"]
}
target "b" {
  inherits = ["a"]
  network = "host"
}
`;
  expect(found('docker-bake.hcl', file)).toEqual([
    '3:3 high Build of target "a" may get full privileges',
    '7:3 medium Build of target "b" may get the network of the host',
  ]);
});

it('what cannot be read has no findings here', () => {
  expect(found('docker-bake.hcl', 'target {')).toEqual([]);
  expect(hostAccess(root, { scripts: ['gone.sh'] }).findings).toEqual([]);
});
