import type { BuildCase } from './build.js';

/** Images, and the files that say which: FROM, COPY --from, mounts, Compose, Bake and workflows. */
export const IMAGE_CASES: Readonly<Record<string, BuildCase>> = {
  async 'from-tag'({ site, image }) {
    await image('files');
    return { files: { Dockerfile: `FROM ${site().host}/files:1\nCOPY Dockerfile /\n` } };
  },
  async 'from-digest'({ site, image }) {
    const digest = await image('files');
    return { files: { Dockerfile: `FROM ${site().host}/files@${digest}\nCOPY Dockerfile /\n` } };
  },
  async 'from-arg'({ site, image }) {
    await image('files');
    const lines = [`ARG REGISTRY=${site().host}`, 'ARG TAG=1', 'FROM $REGISTRY/files:$TAG'];
    return { files: { Dockerfile: `${lines.join('\n')}\nCOPY Dockerfile /\n` } };
  },
  async 'copy-from'({ site, image }) {
    await image('files');
    const lines = [
      `FROM ${site().host}/files:1 AS build`,
      `FROM scratch`,
      'COPY --from=build /file.txt /a',
      `COPY --from=${site().host}/files:1 /file.txt /b`,
    ];
    return { files: { Dockerfile: `${lines.join('\n')}\n` } };
  },
  async 'mount-from'({ site, image }) {
    await Promise.all([image('files'), image('debian')]);
    const lines = [
      `FROM ${site().host}/debian:1`,
      `RUN --mount=type=bind,from=${site().host}/files:1,target=/mnt cp /mnt/file.txt /a`,
    ];
    return { files: { Dockerfile: `${lines.join('\n')}\n` } };
  },
  async syntax({ site, image }) {
    await image('files');
    const lines = [`# syntax=${site().host}/files:1`, 'FROM scratch', 'COPY Dockerfile /'];
    // The image is no frontend.
    return { files: { Dockerfile: `${lines.join('\n')}\n` }, fails: true };
  },
  async onbuild({ site, onBuild }) {
    const asked = site();
    asked.files.set('/a', 'a');
    await onBuild('onbuild', `ADD http://${asked.host}/a /a`);
    const files = { Dockerfile: `FROM ${site().host}/onbuild:1\nCOPY Dockerfile /\n` };
    return { files, unseen: [asked.host] };
  },
  async compose({ site, image }) {
    await image('files');
    const asked = site();
    asked.files.set('/a', 'a');
    const compose = [
      'services:',
      '  web:',
      '    build:',
      '      context: .',
      '      network: host',
      '      args:',
      `        BASE: ${site().host}/files:1`,
      `        HOST: ${asked.host}`,
      '      additional_contexts:',
      `        more: docker-image://${site().host}/files:1`,
    ];
    return {
      files: { 'compose.yaml': `${compose.join('\n')}\n`, Dockerfile: WITH_ARGUMENTS },
      command: ['bake', '-f', 'compose.yaml'],
    };
  },
  async 'bake-hcl'({ site, image }) {
    await image('files');
    const asked = site();
    asked.files.set('/a', 'a');
    const bake = `
variable "HOST" { default = "${asked.host}" }
target "_common" {
  network = "host"
  args = { HOST = HOST, BASE = "\${REGISTRY}/files:1" }
}
variable "REGISTRY" { default = "${site().host}" }
target "app" {
  inherits = ["_common"]
  contexts = { more = "docker-image://${site().host}/files:1" }
}
group "default" { targets = ["app"] }
`;
    return {
      files: { 'docker-bake.hcl': bake, Dockerfile: WITH_ARGUMENTS },
      command: ['bake', '-f', 'docker-bake.hcl'],
    };
  },
  async 'bake-json'({ site, image }) {
    await image('files');
    const asked = site();
    asked.files.set('/a', 'a');
    const bake = {
      variable: { HOST: { default: asked.host } },
      target: {
        base: { network: 'host', args: { HOST: `\${HOST}`, BASE: `${site().host}/files:1` } },
        default: {
          inherits: ['base'],
          contexts: { more: `docker-image://${site().host}/files:1` },
        },
      },
    };
    return {
      files: { 'docker-bake.json': JSON.stringify(bake), Dockerfile: WITH_ARGUMENTS },
      command: ['bake', '-f', 'docker-bake.json', 'default'],
    };
  },
  async workflow({ site, image }) {
    await image('files');
    const asked = site();
    asked.files.set('/a', 'a');
    const [base, more] = [site().host, site().host];
    const options = (host: string) => [
      `--build-arg=HOST=${host}`,
      `--build-arg=BASE=${base}/files:1`,
      `--build-context=more=docker-image://${more}/files:1`,
      '.',
    ];
    const workflow = [
      'on: push',
      'jobs:',
      '  build:',
      '    runs-on: ubuntu-24.04',
      `    env: { MIRROR: '${asked.host}' }`,
      '    steps:',
      `      - run: docker buildx build ${options('$MIRROR').join(' ')}`,
    ];
    return {
      files: {
        '.github/workflows/build.yml': `${workflow.join('\n')}\n`,
        Dockerfile: WITH_ARGUMENTS,
      },
      command: ['build', ...options(asked.host)],
    };
  },
};

const WITH_ARGUMENTS = `ARG BASE
FROM \${BASE}
ARG HOST
ADD http://\${HOST}/a /a
COPY --from=more /file.txt /more
`;
