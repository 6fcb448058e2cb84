import { describe, expect, it, test } from '@jest/globals';
import { lintManifest } from '../../../src/manifests/lint.js';
import { manifestKind } from '../../../src/manifests/manifest-kind.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { NOW } from '../../now.js';
import { marksOf } from '../lint-text.js';
import { testRule, withDollars, workflow } from '../rule-cases.js';

const run = (script: string) => workflow(`- run: ${script}`);
const HOST = 'reg.acme.io';
const kindCluster = (patch: string) =>
  `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\ncontainerdConfigPatches:\n- |-\n  ${patch.replaceAll('\n', '\n  ')}\n`;
const CRI = 'plugins."io.containerd.grpc.v1.cri".registry';
const buildx = (config: string) =>
  workflow(
    `- uses: docker/setup-buildx-action@v3\n  with:\n    buildkitd-config-inline: |\n      ${config.replaceAll('\n', '\n      ')}`,
  );
const push = (inputs: string) =>
  workflow(
    `- uses: docker/build-push-action@v6\n  with:\n    ${inputs.replaceAll('\n', '\n    ')}`,
  );

testRule('DEP-REGISTRY-TLS', [
  [run(`podman push --tls-verify=false app ${HOST}/app:1`), ['run']],
  [run(`skopeo copy --src-tls-verify=false docker://${HOST}/a docker://localhost:5000/a`), ['run']],
  [
    run(`skopeo copy --dest-tls-verify=false docker://localhost:5000/a docker://${HOST}/a`),
    ['run'],
  ],
  [run(`sudo crane push --insecure app.tar ${HOST}:5000/app`), ['run']],
  [run(`sudo -u root nice -n 5 crane push --insecure app.tar ${HOST}:5000/app`), ['run']],
  [run(`podman login -u x --tls-verify=false ${HOST}`), ['run']],
  [run(`/kaniko/executor --skip-tls-verify --destination=${HOST}/app`), ['run']],
  [run(`/kaniko/executor --insecure-registry=${HOST}`), ['run']],
  [run(`dockerd --insecure-registry ${HOST}:5000`), ['run']],
  [run(`helm push app.tgz oci://${HOST}/charts --plain-http`), ['run']],
  [
    run(
      `docker buildx build --output type=image,name=${HOST}/app,push=true,registry.insecure=true .`,
    ),
    ['run'],
  ],
  [push(`outputs: type=image,name=${HOST}/app,registry.insecure=true`), ['outputs']],
  [push(`outputs: type=image,registry.insecure=true\ntags: ${HOST}/app:1`), ['outputs']],
  [
    workflow(
      `- uses: redhat-actions/push-to-registry@v2\n  with: { registry: ${HOST}/acme, tls-verify: false }`,
    ),
    ['tls-verify'],
  ],
  [
    workflow(`- run: podman push --tls-verify=false $REGISTRY/app\n  env: { REGISTRY: ${HOST} }`),
    ['run'],
  ],
  [buildx(`[registry."${HOST}"]\n  http = true`), ['true']],
  [
    kindCluster(`[${CRI}.mirrors."docker.io"]\n  endpoint = ["http://${HOST}:5000"]`),
    [`"http://${HOST}:5000"`],
  ],
  [kindCluster(`[${CRI}.configs."${HOST}".tls]\n  insecure_skip_verify = true`), ['true']],
  [
    workflow(
      `- uses: docker/setup-docker-action@v4\n  with:\n    daemon-config: '{ "insecure-registries": ["${HOST}"] }'`,
    ),
    ['daemon-config'],
  ],
  [run(`skopeo sync --dest-tls-verify=False --src yaml --dest docker x.yml ${HOST}`), ['run']],
  [run(`echo '{"insecure-registries":["${HOST}"]}' | sudo tee /etc/docker/daemon.json`), ['run']],
  [
    run(`|\n    echo "{ \\"insecure-registries\\" : [\\"${HOST}\\"] }" > /etc/docker/daemon.json`),
    ['run'],
  ],
  [
    workflow(
      `- uses: redhat-actions/push-to-registry@v2\n  with: { registry: ${HOST}, image: app, tls-verify: false }`,
    ),
    ['tls-verify'],
  ],
  [run(`skopeo sync --src-tls-verify=false --src yaml --dest docker x.yml ${HOST}`), []],
  [run(`echo '{"insecure-registries":["localhost:5000"]}' > /etc/docker/daemon.json`), []],
  // This machine, another container, and names of local networks and tests.
  [run('podman push --tls-verify=false app localhost:5000/app'), []],
  [run('crane push --insecure app.tar registry:5000/app'), []],
  [run('crane push --insecure app.tar 127.0.0.1:5000/app'), []],
  [run('skopeo inspect --tls-verify=false docker://reg.local/app'), []],
  [run(`skopeo copy --src-tls-verify=false docker://localhost:5000/a docker://${HOST}/a`), []],
  [kindCluster(`[${CRI}.mirrors."${HOST}"]\n  endpoint = ["http://kind-registry:5000"]`), []],
  [buildx('[registry."localhost:5000"]\n  http = true'), []],
  // The registry is not known.
  [run('podman push --tls-verify=false $IMAGE'), []],
  [withDollars(run('podman push --tls-verify=false §{{ inputs.registry }}/app')), []],
  [run('podman pull --tls-verify=false alpine'), []],
  // TLS is verified, or another program is meant.
  [run(`podman push --tls-verify=true app ${HOST}/app`), []],
  [run(`podman push app ${HOST}/app`), []],
  [
    run(`cosign verify --allow-http-registry --certificate-identity https://${HOST}/ns/a $IMAGE`),
    [],
  ],
  [run(`cosign attest --allow-http-registry --predicate ${HOST}/vuln.json $IMAGE`), []],
  [run(`ko publish --insecure-registry ${HOST}/demo`), []],
  [run(`curl --insecure https://${HOST}/app`), []],
  [run(`helm install --insecure-skip-tls-verify app https://${HOST}/charts/app.tgz`), []],
  [run(`echo podman push --tls-verify=false ${HOST}/app`), []],
  [push(`outputs: type=image,name=${HOST}/app,push=true`), []],
  [buildx(`[registry."${HOST}"]\n  http = false`), []],
  [kindCluster(`[${CRI}.mirrors."docker.io"]\n  endpoint = ["https://${HOST}"]`), []],
]);

/** The findings in a file, `not a manifest` if discovery does not take it. */
function marksIn(path: string, text: string): string[] | string {
  const kind = manifestKind(path, text);
  if (kind !== 'engine') return 'not a manifest';
  return marksOf(readManifest(text, path, kind), text);
}

describe('settings of container engines', () => {
  const HTTP = `http://${HOST}`;
  it.each([
    [
      'etc/docker/daemon.json',
      `{ "insecure-registries": ["${HOST}:5000", "127.0.0.0/8"] }`,
      [`"${HOST}:5000"`],
    ],
    ['daemon.json', '{ "insecure-registries": ["192.168.1.0/24"] }', ['"192.168.1.0/24"']],
    ['daemon.json', `{ "registry-mirrors": ["${HTTP}", "https://${HOST}"] }`, [`"${HTTP}"`]],
    ['.github/buildkitd.toml', `[registry."${HOST}"]\ninsecure = true # old`, ['true']],
    [
      'hosts.toml',
      `server = "https://${HOST}"\n[host."${HTTP}"]\n  capabilities = ["pull"]`,
      [`"${HTTP}"`],
    ],
    ['hosts.toml', `server = "${HTTP}"`, [`"${HTTP}"`]],
    ['hosts.toml', `[host."https://${HOST}"]\n  skip_verify = true`, ['true']],
    ['registries.yaml', `mirrors:\n  docker.io:\n    endpoint: ["${HTTP}"]`, [`"${HTTP}"`]],
    ['registries.yaml', `configs:\n  ${HOST}:\n    tls: { insecure_skip_verify: true }`, ['true']],
    ['registries.conf', `[[registry]]\nlocation = "${HOST}"\ninsecure = true`, ['true']],
    ['registries.conf.d/a.conf', `[[registry]]\nprefix = "*.acme.io"\ninsecure = true`, ['true']],
    [
      'registries.conf',
      `[[registry]]\nlocation = "docker.io"\n[[registry.mirror]]\nlocation = "${HOST}"\ninsecure = true`,
      ['true'],
    ],
    ['registries.yaml', 'configs:\n  "*":\n    tls: { insecure_skip_verify: true }', ['true']],
    ['registries.conf', `[[registry]]\nlocation = "${HOST}"\nblocked = true\ninsecure = true`, []],
    ['registries.conf', `[registries.insecure]\nregistries = ['${HOST}']`, [`'${HOST}'`]],
    [
      'containerd/config.toml',
      `[${CRI}.configs."${HOST}".tls]\ninsecure_skip_verify = true`,
      ['true'],
    ],
    [
      'daemon.json',
      '{ "insecure-registries": ["localhost:5000", "registry:5000", "reg.test"] }',
      [],
    ],
    ['buildkitd.toml', `[registry."${HOST}"]\nmirrors = ["mirror.acme.io"]`, []],
    ['registries.conf', `unqualified-search-registries = ["docker.io"]`, []],
    ['registries.conf', `[[registry]]\nlocation = "${HOST}"\ninsecure = false`, []],
    [
      'registries.conf',
      `# portside ignore=DEP-REGISTRY-TLS reason=closed network\ninsecure = true\n[[registry]]`,
      [],
    ],
    ['registries.yaml', `mirrors:\n  docker.io:\n    endpoint: [https://${HOST}]`, []],
  ])('%s: %s', (path, text, marked) => {
    const found = marksIn(path, text);
    const own = typeof found === 'string' ? found : found.filter((one) => !/^PS0/.test(one));
    expect(own).toEqual(marked.map((mark) => `DEP-REGISTRY-TLS ${mark}`));
  });

  it.each([
    ['daemon.json', '{ "log-driver": "local" }'],
    ['registries.yaml', 'apiVersion: v1\nkind: ConfigMap\nmirrors: {}'],
    ['registries.yaml', 'registries: [a]'],
    ['hosts.toml', 'title = "hosts"'],
    ['config.toml', '[registry]'],
  ])('%s with %s are other files', (path, text) => {
    expect(manifestKind(path, text)).not.toBe('engine');
  });

  it.each(['// comment\n  "insecure-registries": ["a.io"]', '"insecure-registries": ["a.io"],'])(
    'does not take %j in daemon.json for JSON',
    (members) => {
      expect(() => readManifest(`{\n  ${members}\n}`, 'daemon.json', 'engine')).toThrow(
        /Cannot read the configuration daemon\.json: it is not valid JSON/,
      );
    },
  );

  it('says what of them is not checked', () => {
    const notes = (path: string, text: string) => readManifest(text, path, 'engine').notes;
    expect(notes('daemon.json', '{ "insecure-registries": "a" }')).toEqual([
      'Line 1: insecure-registries is a single value, not a list, so it was not checked',
    ]);
    expect(notes('hosts.toml', 'skip_verify = "{{ skip }}"')).toHaveLength(1);
    expect(notes('buildkitd.toml', `[registry."${HOST}"]\nhttp = true`)).toEqual([]);
  });
});

test('inline settings that are not valid are named', () => {
  const text = buildx('[registry');
  const limits: string[] = [];
  const manifest = readManifest(text, '.github/workflows/w.yml', 'workflow');
  lintManifest(manifest, { now: NOW, onLimit: (path, reason) => limits.push(`${path} ${reason}`) });
  expect(limits).toEqual([
    expect.stringMatching(/^\.github\/workflows\/w\.yml The settings on line 9 were not checked: /),
  ]);
});
