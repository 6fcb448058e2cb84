import { expect, test } from '@jest/globals';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { findingsOf, marksOf } from '../lint-text.js';
import { testRule, withDollars, workflow } from '../rule-cases.js';

const HOST = 'reg.acme.io';
const run = (script: string, more = '') => workflow(`- run: ${script}${more}`);
const login = (inputs: string, action = 'docker/login-action@v3') =>
  workflow(`- uses: ${action}\n  with: { ${inputs} }`);
const job = (lines: string) =>
  workflow('- run: docker build .').replace('    steps:', `    ${lines}\n    steps:`);
const CREDENTIALS = 'credentials: { username: acme, password: hunter2Xk9 }';
const WITH_PASSWORD = [
  `docker login -u acme -p hunter2Xk9 ${HOST}`,
  `sudo podman login --username acme --password=hunter2Xk9 ${HOST}`,
  'docker login -u acme -phunter2Xk9',
  `sudo -E docker login -u acme -p hunter2Xk9 ${HOST}`,
  `timeout 60 docker login -u acme -p hunter2Xk9 ${HOST}`,
  `helm registry login ${HOST} -u acme --password hunter2Xk9`,
  `echo hunter2Xk9 | docker login -u acme --password-stdin ${HOST}`,
  `docker login -u acme --password-stdin ${HOST} <<< hunter2Xk9`,
  `docker login -u acme --password-stdin ${HOST} <<<"hunter2Xk9"`,
  `docker login -u "$(cat user)" -p hunter2Xk9 ${HOST}`,
  `TOKEN=$(docker login -u acme -p hunter2Xk9 ${HOST})`,
  `skopeo copy --dest-creds acme:hunter2Xk9 oci:a docker://${HOST}/app`,
  `skopeo copy --src-creds=acme:hunter2Xk9 docker://${HOST}/app docker://localhost:5000/app`,
  `podman push --creds=acme:hunter2Xk9 ${HOST}/app`,
  `cosign sign --registry-username acme --registry-password=hunter2Xk9 ${HOST}/app`,
  `oras cp --to-password hunter2Xk9 localhost:5000/app ${HOST}/app`,
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
  [
    run(`|\n    docker login -u acme --password-stdin ${HOST} <<EOF\n    hunter2Xk9\n    EOF`),
    ['|'],
  ],
  [job(`container: { image: "${HOST}/app", ${CREDENTIALS} }`), ['hunter2Xk9']],
  [job(`services: { db: { image: acme/db, ${CREDENTIALS} } }`), ['hunter2Xk9']],
  [job(`container: { image: "localhost:5000/app", ${CREDENTIALS} }`), []],
  [
    withDollars(job('container: { image: a, credentials: { password: "§{{ github.token }}" } }')),
    [],
  ],
  // The password is not written here.
  ...[
    '$(aws ecr get-login-password)',
    '"$(aws ecr get-login-password --region $(cat "a)b"))"',
    '`aws ecr get-login-password --region x`',
    '$(jq -r \'.[] | select(.name == "x") | .token\' file)',
    '"$1"',
    '$@',
    '%TOKEN%',
    '!TOKEN!',
  ].map((password) => [run(`|\n    docker login -u AWS -p ${password} ${HOST}`), []] as const),
  [run(`docker login -u acme --password-stdin ${HOST} <<< $(cat file)`), []],
  [run(`|\n    docker login -u acme --password-stdin ${HOST} <<EOF\n    $TOKEN\n    EOF`), []],
  [run(`skopeo copy --dest-creds "acme:$PASS" oci:a docker://${HOST}/app`), []],
  [run(`skopeo copy --dest-creds acme:hunter2Xk9 oci:a docker://localhost:5000/app`), []],
  [run(`docker run acme/app --registry-password hunter2Xk9 ${HOST}/app`), []],
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
  const mirror = 'http://u:hunter2Xk9@m.example.com:5000';
  for (const [path, text, mark] of [
    ['registries.yaml', `mirrors: { a.io: { endpoint: ["${mirror}"] } }`, `"${mirror}"`],
    ['etc/docker/daemon.json', `{"registry-mirrors": ["${mirror}"]}`, `"${mirror}"`],
    [
      'etc/docker/daemon.json',
      '{"insecure-registries": ["u:hunter2Xk9@a.io"]}',
      '"u:hunter2Xk9@a.io"',
    ],
    ['certs.d/a.io/hosts.toml', `[host."${mirror}"]\n`, `"${mirror}"`],
    [
      'registries.yaml',
      'mirrors: { a.io: { endpoint: ["http://u:$PW@m", "http://[::1]:5000"] } }',
      undefined,
    ],
  ] as const)
    expect(marks(path, text).filter((one) => one.includes('PASSWORD'))).toEqual(
      mark === undefined ? [] : [`DEP-REGISTRY-PASSWORD ${mark}`],
    );
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

test.each([
  run(`docker login -u acme -p hunter2Xk9 ${HOST}`),
  login(`registry: ${HOST}, password: hunter2Xk9`),
  job(`container: { image: "${HOST}/app", ${CREDENTIALS} }`),
])('another password in its place is another finding (case %#)', (text) => {
  const prints = (password: string) =>
    findingsOf('DEP-REGISTRY-PASSWORD', text.replaceAll('hunter2Xk9', password)).map(
      ({ fingerprint }) => fingerprint,
    );
  expect(prints('hunter2Xk9')).toHaveLength(1);
  expect(prints('letmein9Xk9')).not.toEqual(prints('hunter2Xk9'));
});
