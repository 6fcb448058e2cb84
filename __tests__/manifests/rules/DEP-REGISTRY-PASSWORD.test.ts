import { expect, test } from '@jest/globals';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { findingsOf, marksOf } from '../lint-text.js';
import { testRule, withDollars, workflow } from '../rule-cases.js';

const HOST = 'reg.acme.io';
const run = (script: string, more = '') => workflow(`- run: ${script}${more}`);
const login = (inputs: string, action = 'docker/login-action@v3') =>
  workflow(`- uses: ${action}\n  with: { ${inputs} }`);
const WITH_PASSWORD = [
  `docker login -u acme -p hunter2Xk9 ${HOST}`,
  `sudo podman login --username acme --password=hunter2Xk9 ${HOST}`,
  'docker login -u acme -phunter2Xk9',
  `helm registry login ${HOST} -u acme --password hunter2Xk9`,
  `echo hunter2Xk9 | docker login -u acme --password-stdin ${HOST}`,
  `printf '%s' hunter2Xk9 | crane auth login -u acme --password-stdin ${HOST}`,
];

testRule('DEP-REGISTRY-PASSWORD', [
  ...WITH_PASSWORD.map((script) => [run(script), [script]] as const),
  [
    run(`docker login -u acme -p "$PASS" ${HOST}`, '\n  env: { PASS: hunter2Xk9 }'),
    [`docker login -u acme -p "$PASS" ${HOST}`],
  ],
  [login(`registry: ${HOST}, password: hunter2Xk9`), ['hunter2Xk9']],
  [login('username: acme, password: hunter2Xk9'), ['hunter2Xk9']],
  [login(`login-server: ${HOST}, password: hunter2Xk9`, 'azure/docker-login@v2'), ['hunter2Xk9']],
  // The password is not written here.
  [withDollars(login('password: "§{{ secrets.PASS }}"')), []],
  [withDollars(run(`docker login -u acme -p §{{ secrets.PASS }} ${HOST}`)), []],
  [withDollars(run(`echo §{{ secrets.PASS }} | docker login -u a --password-stdin ${HOST}`)), []],
  [run(`docker login -u acme -p $PASS ${HOST}`), []],
  [run(`docker login -u acme --password-stdin ${HOST} < file`), []],
  [run(`cat file | docker login -u acme --password-stdin ${HOST}`), []],
  [run(`docker login -u acme -p YOUR_PASSWORD ${HOST}`), []],
  // A registry of the job, and one that is not known.
  [run('docker login -u a -p hunter2Xk9 localhost:5000'), []],
  [run('docker login -u a -p hunter2Xk9 registry:5000'), []],
  [run('docker login -u a -p hunter2Xk9 $REGISTRY'), []],
  [login('registry: localhost:5000, password: hunter2Xk9'), []],
  // Other programs.
  [run('npm login -p hunter2Xk9'), []],
  [run('docker run -p 80:80 acme/login'), []],
  [login('password: hunter2Xk9', 'acme/deploy@v1'), []],
]);

test('passwords in settings of engines', () => {
  const marks = (path: string, text: string) => marksOf(readManifest(text, path, 'engine'), text);
  const k3s = `configs:\n  ${HOST}:\n    auth:\n      username: acme\n      password: hunter2Xk9\n`;
  expect(marks('registries.yaml', k3s)).toEqual(['DEP-REGISTRY-PASSWORD hunter2Xk9']);
  expect(marks('registries.yaml', k3s.replace('hunter2Xk9', '"{{ password }}"'))).toEqual([]);
  const containerd = `[plugins."io.containerd.grpc.v1.cri".registry.configs."${HOST}".auth]\nauth = "aHVudGVyMlhrOTphYmNk"\n`;
  expect(marks('containerd/config.toml', containerd)).toEqual([
    'DEP-REGISTRY-PASSWORD "aHVudGVyMlhrOTphYmNk"',
  ]);
});

test('no message contains the password', () => {
  for (const script of WITH_PASSWORD)
    for (const { message } of findingsOf('DEP-REGISTRY-PASSWORD', run(script)))
      expect(message).toMatch(
        /^Job build logs in to (?:reg\.acme\.io|a registry) with a password /,
      );
});
