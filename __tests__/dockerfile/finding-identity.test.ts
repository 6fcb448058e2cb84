import { describe, expect, it } from '@jest/globals';
import { lint } from './lint-text.js';

const prints = (rule: string, lines: string) =>
  lint(`FROM debian:12\n${lines}\n`, rule).map(({ fingerprint }) => fingerprint);

// Joined at run time, so that secret scanners do not report this file.
const KEY = `-----BEGIN PRIVATE ${'KEY'}-----`;
const key = (body: string) => `RUN <<E\necho '${KEY}\n${body}\n'\nE`;

it.each([
  ['PS0014', 'ENV DB_PASSWORD=hunter2x', 'ENV DB_PASSWORD=letmein9'],
  ['PS0014', 'ARG API_TOKEN=hunter2x', 'ARG API_TOKEN=letmein9'],
  ['DL3064', 'ENV DB_PASSWORD=hunter2x', 'ENV DB_PASSWORD=letmein9'],
  ['SecretsUsedInArgOrEnv', 'ENV API_KEY=hunter2x', 'ENV API_KEY=letmein9'],
  ['PS0015', 'ARG API_KEY=q8Zr1Lw0Vx7Tk2Ns9Jd4', 'ARG API_KEY=q8Zr1Lw0Vx7Tk2Ns9Jd5'],
  ['PS0015', "RUN echo 'root:hunter2x' | chpasswd", "RUN echo 'root:letmein9' | chpasswd"],
  ['PS0015', key('MIIEvQIBADANBgkqhkiG9w0B'), key('MIIEvQIBADANBgkqhkiG9w0C')],
  ['PS0015', 'RUN curl https://a:hunter2x@b.example', 'RUN curl https://a:letmein9@b.example'],
])('%s: another secret in the place of one is another finding (%j)', (rule, one, other) => {
  expect(prints(rule, one)).toHaveLength(1);
  expect(prints(rule, other)).toHaveLength(1);
  expect(prints(rule, other)).not.toEqual(prints(rule, one));
  expect(prints(rule, `RUN true\n${one}`)).toEqual(prints(rule, one));
});

it.each([
  ['SecretsUsedInArgOrEnv', 'ARG CACHE_KEY=1', 'ARG CACHE_KEY=2'],
  ['DL3064', 'ENV TOKEN=/run/secrets/a', 'ENV TOKEN=/run/secrets/b'],
])('%s: another value that is no secret is the same finding (%j)', (rule, one, other) => {
  expect(prints(rule, one)).toHaveLength(1);
  expect(prints(rule, other)).toEqual(prints(rule, one));
});

it.each([
  ['DL3001', 'RUN ssh legacy', 'RUN ssh other'],
  ['DL3003', 'RUN cd /opt && ls', 'RUN cd /srv && ls'],
  ['DL3004', 'RUN sudo legacy', 'RUN sudo other'],
  ['DL3010', 'COPY a.tar b /\nRUN tar xf /a.tar', 'COPY a.tar c /\nRUN tar xf /a.tar'],
  ['DL3015', 'RUN apt-get install -y a=1', 'RUN apt-get install -y b=1'],
  ['DL3019', 'RUN apk add a=1', 'RUN apk add b=1'],
  ['DL3020', 'ADD a /a', 'ADD b /a'],
  ['DL3027', 'RUN apt install -y a=1', 'RUN apt install -y b=1'],
  ['DL3032', 'RUN yum install -y a-1', 'RUN yum install -y b-1'],
  ['DL3042', 'RUN pip install a==1', 'RUN pip install b==1'],
  ['DL3047', 'RUN wget https://a.example/a', 'RUN wget https://a.example/b'],
  [
    'DL3067',
    'FROM a AS a\nFROM b AS b\nFROM c\nCOPY --from=a / /',
    'FROM a AS a\nFROM b AS b\nFROM c\nCOPY --from=b / /',
  ],
  ['PS0023', 'RUN curl https://a.example/a \\\n  | sh', 'RUN curl https://a.example/b \\\n  | sh'],
  [
    'PS0025',
    'RUN apt-get install --allow-unauthenticated \\\n  a \\\n  c',
    'RUN apt-get install --allow-unauthenticated \\\n  b \\\n  c',
  ],
  ['PS0026', 'RUN chmod 777 /opt', 'RUN chmod 777 /etc'],
  ['PS0026', 'COPY --chmod=777 a /', 'COPY --chmod=777 b /'],
  [
    'PS0030',
    'COPY package-lock.json .\nRUN npm install',
    'COPY package-lock.json .\nRUN npm install --prefix b',
  ],
  [
    'PS0035',
    'RUN docker login -u a --password hunter2x',
    'RUN docker login -u a --password letmein9',
  ],
])('%s: another command is another finding (%j)', (rule, one, other) => {
  expect(prints(rule, one)).toHaveLength(1);
  expect(prints(rule, other)).toHaveLength(1);
  expect(prints(rule, other)).not.toEqual(prints(rule, one));
});

it.each([
  ['DL3004', 'RUN a && sudo b', 'RUN c && sudo b && d'],
  ['DL3004', 'RUN sudo apt install a', 'RUN sudo apt-get install -y --no-install-recommends a'],
  ['DL3042', 'RUN apt-get update && pip install a==1', 'RUN apt-get upgrade && pip install a==1'],
  ['DL3042', 'RUN pip install a==1 b==2', 'RUN pip install \\\n    a==1 \\\n    # why\n    b==2'],
  ['PS0026', 'RUN chmod 777 /opt', 'RUN mkdir /opt && chmod 777 /opt'],
  ['PS0023', 'RUN curl https://a.example/a | sh', 'RUN curl https://a.example/a \\\n  | sh'],
])(
  '%s: the same command with another one, or on other lines, is the same finding (%j)',
  (rule, one, other) => {
    expect(prints(rule, one)).toHaveLength(1);
    expect(prints(rule, other)).toEqual(prints(rule, one));
  },
);

it.each([
  ['PS0023', 'ARG U=https://a.example/i.sh\nRUN curl $U | sh', 'a.example', 'b.example'],
  ['PS0023', 'RUN U=https://a.example/i.sh && curl "$U" | sh', 'a.example', 'b.example'],
  ['PS0023', 'ARG H=10.0.0.1\nARG U=http://$H/i.sh\nRUN curl $U | sh', 'http:', 'ftp:'],
  ['PS0023', 'ENV H=a.example\nRUN U=https://$H/z; curl -fsSL $U | sh', 'a.example', 'b.example'],
  [
    'PS0023',
    'ARG H=a.example\nRUN U="$H/a"; V=$U/b; curl "$V" -o x.sh && sh x.sh',
    'a.example',
    'b.example',
  ],
  ['PS0022', 'ENV U=https://a.example/x\nADD $U /x', 'a.example', 'b.example'],
  ['PS0036', 'ARG U=https://a.example/x\nRUN curl -o /x $U', 'a.example', 'b.example'],
  ['DL3004', 'ARG C=legacy\nRUN sudo $C', 'legacy', 'other'],
  ['PS0026', 'ARG D=/opt\nRUN chmod 777 $D', '/opt', '/etc'],
  ['PS0026', 'ARG D=/opt\nWORKDIR $D\nRUN chmod 777 x', '/opt', '/etc'],
  ['PS0026', 'ARG D=/opt\nRUN cd "$D" && chmod 777 x', '/opt', '/etc'],
])('%s: another value of a variable is another finding (%j)', (rule, one, from, to) => {
  expect(prints(rule, one)).toHaveLength(1);
  expect(prints(rule, one.replace(from, to))).toHaveLength(1);
  expect(prints(rule, one.replace(from, to))).not.toEqual(prints(rule, one));
});

it.each([
  ['PS0036', 'ARG V=1.2.3\nRUN curl -o /x https://a.example/$V', '1.2.3', '1.3.0-rc.1'],
  ['PS0036', 'ARG U=https://a.example/v1.2/x-1.2.tgz\nRUN curl -o /x $U', '1.2', '1.3'],
  ['PS0036', 'ENV V=1.2.3\nRUN U=https://a.example/$V; curl -o /x $U', '1.2.3', '1.3.0'],
  ['PS0023', 'ENV X=one\nRUN U=https://a.example/z; echo $X; curl $U | sh', 'one', 'two'],
  ['PS0026', 'RUN chmod 777 $PATH\nENV PATH=/a', '/a', '/b'],
])('%s: another version in a variable is the same finding (%j)', (rule, one, from, to) => {
  expect(prints(rule, one)).toHaveLength(1);
  expect(prints(rule, one.replaceAll(from, to))).toEqual(prints(rule, one));
});

it.each([
  ['WORKDIR', 'WORKDIR /opt\nRUN chmod 777 x'],
  ['WORKDIR and cd', 'WORKDIR /opt\nRUN cd bin && chmod 777 x'],
  ['cd', 'RUN cd /opt && chmod -R o+w .'],
  ['cd in a heredoc', 'RUN <<E\ncd /opt\nchmod 777 x\nE'],
  ['pushd', 'RUN pushd /opt && chmod 777 x'],
  ['cd after a variable', 'RUN cd $A && cd /opt && chmod 777 x'],
  ['WORKDIR of the stage below', 'WORKDIR /opt\nFROM base\nRUN chmod 777 x'],
  ['WORKDIR for COPY', 'WORKDIR /opt\nCOPY --chmod=777 a x'],
  ['WORKDIR for a trigger', 'WORKDIR /opt\nONBUILD RUN chmod 777 x'],
])('PS0026: another folder of a relative path is another finding: %s', (_, lines) => {
  const of = (folder: string, before = '') =>
    lint(`FROM debian:12 AS base\n${before}${lines.replace('/opt', folder)}\n`, 'PS0026').map(
      ({ fingerprint }) => fingerprint,
    );
  expect(of('/opt')).toHaveLength(1);
  expect(of('/opt', 'WORKDIR /srv\n')).toEqual(of('/opt'));
  expect(of('/etc')).not.toEqual(of('/opt'));
});

it.each([
  ['an absolute path', 'RUN chmod 777 /opt'],
  ['a copy to an absolute path', 'COPY --chmod=777 a /opt/'],
])('PS0026: WORKDIR does not matter for %s', (_, line) => {
  expect(prints('PS0026', `WORKDIR /srv\n${line}`)).toEqual(prints('PS0026', line));
});

describe('SHELL above a command', () => {
  const COMMANDS = [
    ['DL3004', 'RUN sudo legacy'],
    ['PS0023', 'RUN curl https://a.example/a | sh'],
    ['PS0026', 'RUN chmod 777 /opt'],
  ] as const;

  it.each(COMMANDS)('that names a program of its own makes another finding: %s', (rule, run) => {
    const shells = ['["/x", "-c"]', '["/tmp/sh", "-c"]', '["/bin/sh", "/x"]', '["sh", "-c", "/x"]'];
    const all = [run, ...shells.map((shell) => `SHELL ${shell}\n${run}`)];
    expect(new Set(all.flatMap((lines) => prints(rule, lines))).size).toBe(all.length);
  });

  it.each(COMMANDS)('that is a usual one makes no other finding: %s', (rule, run) => {
    const one = prints(rule, run);
    for (const shell of ['"/bin/bash", "-o", "pipefail"', '"bash", "-euxo", "pipefail"', '"ash"'])
      expect(prints(rule, `SHELL [${shell}, "-c"]\n${run}`)).toEqual(one);
  });

  it('does not matter for what no shell runs', () => {
    const run = 'RUN ["sudo", "legacy"]';
    expect(prints('DL3004', `SHELL ["/x", "-c"]\n${run}`)).toEqual(prints('DL3004', run));
  });
});

it('PS0021: another image in a variable is another finding, and another tag is not', () => {
  const of = (image: string) =>
    lint(`ARG BASE=${image}\nFROM $BASE\n`, 'PS0021').map(({ fingerprint }) => fingerprint);
  expect(of('debian:12')).toHaveLength(1);
  expect(of('debian:13')).toEqual(of('debian:12'));
  expect(of('ubuntu:24.04')).not.toEqual(of('debian:12'));
});

it('DL3025: a command is the same before and after the variable that it uses, and not with another value', () => {
  const after = prints('DL3025', 'ENV A=b\nCMD serve $A');
  expect(after).toHaveLength(1);
  expect(prints('DL3025', 'CMD serve $A\nENV A=b')).toEqual(after);
  expect(prints('DL3025', 'CMD serve $A\nENV A=c')).not.toEqual(after);
});

describe('where a download comes from', () => {
  const TOKEN = ['API_TO', 'KEN'].join('');
  it.each([
    ['a variable that is set twice', 'RUN H=c.example && H=a.example && curl https://$H/i | sh'],
    ['a heredoc', 'RUN <<E\nH=a.example\ncurl https://$H/i | sh\nE'],
    ['an export in a heredoc', 'RUN <<E\nexport H=a.example\ncurl https://$H/i | sh\nE'],
    ['a loop', 'RUN for H in a.example; do curl https://$H/i | sh; done'],
    ['the output of a command', 'RUN H=$(echo a.example) && curl https://$H/i | sh'],
    ['a file', 'RUN echo a.example > /h && H=$(cat /h) && curl https://$H/i | sh'],
    ['a file of options', 'RUN echo "url = https://a.example/i" > /c && curl -K /c | sh'],
    ['a file that tee writes', 'RUN echo https://a.example/i | tee /c && curl $(cat /c) | sh'],
    ['arguments', 'RUN set -- a.example && curl https://$1/i | sh'],
    ['arguments of a function', 'RUN f() { curl https://$1/i | sh; }; f a.example'],
    ['its input', 'RUN echo a.example | { read H; curl https://$H/i | sh; }'],
    ['printf', 'RUN printf -v H %s a.example && curl https://$H/i | sh'],
    ['a part that is appended', 'RUN H=c.; H+=a.example; curl https://$H/i | sh'],
    ['the name of a variable', `RUN A=a.example; B=A; curl https://\${!B}/i | sh`],
    ['a name that is put together', 'RUN p=a.example; q=p; eval r=\\$$q; curl https://$r/i | sh'],
    ['a value for one that is not set', `RUN : \${H:=a.example}; curl https://$H/i | sh`],
    ['the arguments of a shell', "RUN sh -c 'curl https://$0/i | sh' a.example"],
    ['a loop over arguments', 'RUN set -- a.example; for H; do curl https://$H/i | sh; done'],
    ['a function', 'RUN u() { echo https://a.example/i; }; curl $(u) | sh'],
    [
      'a file of variables of an earlier RUN',
      'RUN echo H=a.example > /e\nRUN . /e && curl https://$H/i | sh',
    ],
    [
      'a file of variables that COPY writes',
      'COPY <<E /e\nH=a.example\nE\nRUN set -a; source /e; curl https://$H/i | sh',
    ],
    ['another variable', 'RUN A=a.example; H=x.$A; curl https://$H/i | sh'],
    ['a branch', 'RUN if a; then H=c.example; else H=a.example; fi; curl https://$H/i | sh'],
    [
      'a variable with the name of a secret',
      `ARG ${TOKEN}=a.example\nRUN curl https://$${TOKEN}/i | sh`,
    ],
    ['one that the command sets', `RUN ${TOKEN}=a.example && curl https://$${TOKEN}/i | sh`],
    ['a file by its name alone', 'RUN echo a.example > h && curl $(cat h) | sh'],
    ['a file of an earlier RUN', 'RUN echo a.example > /u\nRUN curl $(cat /u) | sh'],
    ['one in the folder of an earlier RUN', 'RUN echo a.example > u\nRUN curl $(cat u) | sh'],
    [
      'a file that is written in two steps',
      'RUN H=a.example; echo $H > /u\nRUN curl $(cat /u) | sh',
    ],
    [
      'a file that is copied',
      'RUN echo a.example > /a\nRUN cp /a /u; cat /a\nRUN curl $(head /u) | sh',
    ],
    ['a file of options of an earlier RUN', 'RUN echo url=a.example | tee /c\nRUN curl -K /c | sh'],
    ['input', 'RUN echo a.example > /u\nRUN while read H; do curl $H | sh; done < /u'],
    ['a file that COPY writes', 'COPY <<E /u\na.example\nE\nRUN curl $(cat /u) | sh'],
    ['a file that ADD downloads', 'ADD https://a.example/u /u\nRUN curl $(cat /u) | sh'],
    [
      'a file of the stage below',
      'FROM debian:13 AS base\nRUN echo a.example > /u\nFROM base\nRUN curl $(cat /u) | sh',
    ],
  ])('identifies it: %s', (_, one) => {
    const other = one.replace('a.example', 'b.example');
    expect(prints('PS0023', one)).toHaveLength(1);
    expect(prints('PS0023', other)).toHaveLength(1);
    expect(prints('PS0023', other)).not.toEqual(prints('PS0023', one));
  });

  it('identifies it: one of many files', () => {
    const lines = Array.from({ length: 60 }, (_, at) => `RUN cp /u${at} /u${at + 1}`);
    const all = (host: string) =>
      prints(
        'PS0023',
        [`RUN echo ${host} > /u0`, ...lines, 'RUN curl $(cat /u60) | sh'].join('\n'),
      );
    expect(all('a.example')).toHaveLength(1);
    expect(all('b.example')).not.toEqual(all('a.example'));
  });

  it.each([
    ['PS0037', 'RUN I=c.example; I=a.example; pip install -i http://$I/simple x==1'],
    ['PS0037', 'RUN for H in a.example; do wget -O /x http://$H/x; done'],
    ['PS0036', 'RUN H=c.example; H=a.example; curl -o /i https://$H/i && cat /i'],
    [
      'PS0025',
      'RUN for H in a.example; do echo "deb [trusted=yes] http://$H/ x main" > /etc/apt/sources.list; done',
    ],
  ])('identifies findings of %s', (rule, one) => {
    expect(prints(rule, one)).not.toEqual([]);
    expect(prints(rule, one.replace('a.example', 'b.example'))).not.toEqual(prints(rule, one));
  });

  it.each([
    [
      'another command',
      'RUN H=a.example; curl https://$H/i | sh; touch /a',
      'touch /a',
      'touch /b',
    ],
    [
      'the layout',
      'RUN H=a.example; curl https://$H/i | sh',
      'H=a.example; ',
      'H=a.example; \\\n    ',
    ],
    ['a comment', 'RUN <<E\nH=a.example\n# one\ncurl https://$H/i | sh\nE', '# one', '# two'],
    ['the version', 'RUN V=1.2.3; curl https://a.example/$V/i | sh', '1.2.3', '1.3.0'],
    [
      'the version in a file',
      'RUN echo https://a.example/v1.2.3/i > /u\nRUN curl $(cat /u) | sh',
      '1.2.3',
      '1.3.0',
    ],
    [
      'a file that an earlier download writes, too',
      'RUN curl https://a.example | tar -C /opt\nRUN curl https://c.example | sh > /opt',
      'a.example',
      'b.example',
    ],
    [
      'what is written after it',
      'RUN curl $(cat /u) | sh\nRUN echo a.example > /u',
      'a.example',
      'b.example',
    ],
    [
      'a file of another stage',
      'RUN echo a.example > /u\nFROM debian:13\nRUN curl $(cat /u) | sh',
      'a.example',
      'b.example',
    ],
    [
      'what fixes add',
      'RUN H=$(apt-get install x=1; echo a); curl https://$H/i | sh',
      'install',
      'install -y',
    ],
  ])('%s does not make another finding', (_, one, from, to) => {
    expect(prints('PS0023', one)).toHaveLength(1);
    expect(prints('PS0023', one.replace(from, to))).toEqual(prints('PS0023', one));
  });
});
