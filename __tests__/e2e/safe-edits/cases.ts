/** An instruction with a safe edit. */
interface Kind {
  /** A command that `RUN` runs. */
  readonly command: string;
  /** What the edit promises to change, as `differences` names it. */
  readonly promised: readonly string[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  DL3014: {
    command: 'apt-get install -q --no-install-recommends solo',
    promised: [],
  },
  DL3009: {
    command: 'apt-get update && apt-get install -y --no-install-recommends curl',
    promised: ['gone /var/lib/apt/lists/index'],
  },
  DL3027: { command: 'apt update && apt -y upgrade', promised: ['gone /var/lib/apt/lists/index'] },
  DL3019: {
    command: 'apk add curl',
    promised: ['gone /var/cache/apk', 'gone /var/cache/apk/archive'],
  },
  DL3042: {
    command: 'pip install flask',
    promised: ['gone /root/.cache', 'gone /root/.cache/pip', 'gone /root/.cache/pip/archive'],
  },
  DL3032: {
    command: 'yum install -y curl',
    promised: ['gone /var/cache/yum', 'gone /var/cache/yum/archive'],
  },
  DL3030: { command: 'yum install solo && yum clean all', promised: [] },
  DL3040: {
    command: 'dnf install -y curl',
    promised: ['gone /var/cache/dnf', 'gone /var/cache/dnf/archive'],
  },
  DL3036: {
    command: 'zypper -n install curl',
    promised: ['gone /var/cache/zypp', 'gone /var/cache/zypp/archive'],
  },
  DL3060: {
    command: 'yarn install a',
    promised: ['gone /usr/local/share/.cache/yarn', 'gone /usr/local/share/.cache/yarn/archive'],
  },
  DL3046: {
    command: 'useradd -u 9999999 big',
    promised: ['gone /var/log/lastlog'],
  },
  DL3047: { command: 'wget https://example.org/a.tgz', promised: [] },
  PS0022: {
    command: 'conda install -y a',
    promised: ['gone /opt/conda/pkgs', 'gone /opt/conda/pkgs/archive'],
  },
};

const FROM = 'FROM debian:safe-edits\n';
const lines = (command: string) => command.replaceAll(' && ', '\n');

/** Dockerfiles with a command in it, by what stands around the command. */
const SURROUNDINGS: Readonly<Record<string, (command: string) => string>> = {
  nothing: (command) => `${FROM}RUN ${command}`,
  'a login shell': (command) => `${FROM}SHELL ["/bin/bash", "--login", "-c"]\nRUN ${command}`,
  'an interactive shell': (command) => `${FROM}SHELL ["/bin/bash", "-ic"]\nRUN ${command}`,
  BASH_ENV: (command) =>
    `${FROM}RUN echo 'echo started >> /started' > /etc/env.sh\nENV BASH_ENV=/etc/env.sh\nSHELL ["/bin/bash", "-c"]\nRUN ${command}`,
  pipefail: (command) =>
    `${FROM}SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN ${command} | tee /dev/null`,
  'or true': (command) => `${FROM}RUN ${command} || true`,
  'or another': (command) => `${FROM}RUN false && ${command} || echo other > /other`,
  'a command after it': (command) => `${FROM}RUN ${command} && echo more > /more`,
  'set -e': (command) => `${FROM}RUN set -e; ${command}; echo more > /more`,
  'a condition': (command) => `${FROM}RUN if true; then ${command}; fi`,
  'a loop': (command) => `${FROM}RUN for i in 1 2; do ${command}; done`,
  'a subshell': (command) => `${FROM}RUN (${command}) && (echo more > /more)`,
  'a function': (command) => `${FROM}RUN f() { ${command}; } && f`,
  'the background': (command) => `${FROM}RUN { ${command}; } & wait`,
  'a log': (command) => `${FROM}RUN { ${command}; } > /log 2>&1`,
  'a log of its own': (command) => `${FROM}RUN ${command} 2> /log`,
  'another test at the end': (command) => `${FROM}RUN ${command}; test -d /installed || true`,
  'an exit': (command) => `${FROM}RUN ${command}; exit 0`,
  'an exit in the middle': (command) => `${FROM}RUN test -d /installed && exit 0; ${command}`,
  'lines and comments': (command) =>
    `${FROM}RUN echo first > /first \\\n  # a comment\n  && ${command.replaceAll(' && ', ' \\\n  && ')} \\\n\n  && echo last > /last`,
  'a heredoc': (command) => `${FROM}RUN <<EOF\nset -e\n${lines(command)}\nEOF`,
  'a heredoc of a file': (command) =>
    `${FROM}RUN cat > /script <<EOF && sh /script\nset -e\n${lines(command)}\nEOF`,
  'the exec form': (command) =>
    FROM +
    command
      .split(' && ')
      .map((one) => `RUN ${JSON.stringify(one.split(' '))}`)
      .join('\n'),
  'sh -c in the exec form': (command) => `${FROM}RUN ["/bin/sh", "-c", ${JSON.stringify(command)}]`,
  'sh -c': (command) => `${FROM}RUN sh -c '${command}'`,
  env: (command) => `${FROM}RUN ${command.replaceAll(/(^|&& )/g, '$1env A=b ')}`,
  'another user': (command) =>
    `${FROM}RUN mkdir /installed && chmod -R 777 /installed /var /root /opt /usr/local /etc/passwd /srv\nUSER 1000\nWORKDIR /srv\nRUN ${command}`,
  'another escape character': (command) =>
    `# escape=${'`'}\n${FROM}RUN ${command} ${'`'}\n  && echo more > /more`,
  ONBUILD: (command) => `FROM debian:safe-edits AS parent\nONBUILD RUN ${command}\nFROM parent`,
  'a copy into another stage': (command) =>
    `FROM debian:safe-edits AS first\nRUN ${command}\n${FROM}COPY --from=first /etc /installed* /from/`,
  'a program of the same name': (command) =>
    `${FROM}RUN mkdir /own && for p in apt apt-get apk yum dnf zypper conda yarn pip wget useradd; do printf '#!/bin/sh\\nexec /usr/bin/%s "$@"\\n' $p > /own/$p && chmod 755 /own/$p; done\nENV PATH=/own:/usr/bin\nRUN ${command}`,
  'a second time': (command) => `${FROM}RUN ${command}\nRUN ${command} && echo again > /again`,
};

/** A Dockerfile without FROM, and what the edits promise to change. The context has the files a, b and `c d`. */
type Instructions = readonly [text: string, ...promised: string[]];

const LABEL = 'changed config Labels';

const INSTRUCTIONS: Readonly<Record<string, Instructions>> = {
  MAINTAINER: ['MAINTAINER a@b.example', LABEL],
  'MAINTAINER with quotes': [`MAINTAINER "O'Neil" <o@b.example>`],
  'MAINTAINER with a variable': ['ARG WHO=me\nMAINTAINER $WHO and \\$WHO'],
  'MAINTAINER with a backslash': ['MAINTAINER a\\b "c\\"d"'],
  'MAINTAINER in another alphabet': ['MAINTAINER Ærøskøbing 👩‍🔬 #1', LABEL],
  'MAINTAINER above a label': ['MAINTAINER a\nLABEL b=c', LABEL],
  'ENV with a space': ['ENV A b c'],
  'ENV with quotes': [`ENV A "b c" 'd'`],
  'ENV with a variable': ['ENV B=1\nENV A $B and $B-2 \\$B'],
  'ENV with a backslash': ['ENV A b\\ c\\\\d'],
  'ENV with an equals sign': ['ENV A b=c d=e'],
  'ENV over two lines': ['ENV A b \\\n  c'],
  'ENV with spaces at the end': ['ENV A  b   '],
  'LABEL with a space': ['LABEL a.b c "d"'],
  'LABEL with a variable': ['ARG V=1\nLABEL version $V'],
  'ENV with a quote alone': [`ENV A it's`],
  'WORKDIR that is relative': ['WORKDIR /srv\nWORKDIR app\nRUN echo a > here'],
  'WORKDIR that is relative to nothing': ['WORKDIR app\nRUN echo a > here'],
  'WORKDIR after a variable': ['ARG D=/srv\nWORKDIR $D\nWORKDIR app\nRUN echo a > here'],
  'WORKDIR that is a variable': ['ENV D=app\nWORKDIR /srv\nWORKDIR $D\nRUN echo a > here'],
  'WORKDIR with dots': ['WORKDIR /srv/a\nWORKDIR ../b\nRUN echo a > here'],
  'WORKDIR in a child stage': [
    'WORKDIR /srv\nFROM debian:safe-edits\nWORKDIR app\nRUN echo a > here',
  ],
  'WORKDIR on a stage': ['WORKDIR /srv\nFROM 0\nWORKDIR app\nRUN echo a > here'],
  'ADD of a file': ['ADD a /srv/'],
  'ADD of a pattern': ['ADD ? /srv/'],
  'ADD of a file with a space': ['ADD ["c d", "/srv/"]'],
  'ADD with an owner': ['ADD --chown=1000:1000 --chmod=640 a /srv/'],
  'ADD of a folder': ['ADD . /srv/'],
  'ADD of an archive': ['ADD e.tar /srv/'],
  'ADD of a variable': ['ARG F=e.tar\nADD $F /srv/'],
  'ADD of an archive by its content': ['ADD f /srv/'],
  'CMD twice': ['CMD ["a"]\nCMD ["b"]'],
  'CMD twice, over lines': ['CMD ["a", \\\n  "c"]\n# why\nCMD ["b"]'],
  'CMD above another stage': ['CMD ["a"]\nFROM 0\nCMD ["b"]'],
  'ENTRYPOINT twice': ['ENTRYPOINT ["a"]\nCMD ["x"]\nENTRYPOINT ["b"]'],
  'ENTRYPOINT between two CMD': ['CMD ["a"]\nENTRYPOINT ["b"]\nCMD ["c"]'],
  'HEALTHCHECK twice': ['HEALTHCHECK CMD a\nHEALTHCHECK --interval=5s CMD b'],
  'HEALTHCHECK and NONE': ['HEALTHCHECK CMD a\nHEALTHCHECK NONE'],
  'EXPOSE in capitals': ['EXPOSE 80/TCP 53/Udp'],
  'EXPOSE with an address': ['EXPOSE 127.0.0.1:80:80'],
  'EXPOSE with a variable': ['ARG P=80\nEXPOSE $P/TCP'],
  'instructions in small letters': ['env A=b\nRun echo a > /a\nCOPY a /srv/'],
  'an instruction in a heredoc': ['run <<EOF\ncat > /script <<EOS\nrun x\nEOS\nEOF\nRUN true'],
  'an empty line in a RUN': ['RUN echo a > /a \\\n\n  && echo b > /b'],
  'an empty line in a heredoc': ['RUN cat > /a <<EOF\nb \\\n\nc\nEOF'],
  'a stage in capitals': [
    'RUN echo a > /a\nFROM debian:safe-edits as Two\nCOPY --from=0 /a /b\nFROM two',
  ],
  'stages that differ by capitals': [
    'FROM debian:safe-edits AS One\nRUN echo a > /a\nFROM one\nRUN echo b > /b',
  ],
  'a stage that a variable names': [
    'FROM debian:safe-edits AS One\nRUN echo a > /a\nFROM debian:safe-edits\nCOPY --from=one /a /b',
  ],
  'the target platform': ['FROM --platform=$TARGETPLATFORM debian:safe-edits\nRUN echo a > /a'],
  ONBUILD: ['ONBUILD MAINTAINER a\nONBUILD ADD a /srv/\nFROM 0'],
  'a cache that is copied': ['RUN pip install x && cp -r /root/.cache/pip /wheels'],
  'a cache that a stage copies': [
    'RUN apk add curl\nFROM debian:safe-edits\nCOPY --from=0 /var/cache/apk /keep',
  ],
  'a useradd with other options': ['RUN useradd -m -u 9999999 big', 'gone /var/log/lastlog'],
};

/** A Dockerfile, and what its safe edits may change. */
export interface Case {
  readonly name: string;
  readonly text: string;
  readonly promised: readonly string[];
  /** There is an edit: what is promised is tried. */
  readonly isEdited: boolean;
}

export const CASES: readonly Case[] = [
  ...Object.entries(KINDS).flatMap(([kind, { command, promised }]) =>
    Object.entries(SURROUNDINGS).map(([around, dockerfile]) => ({
      name: `${kind} in ${around}`,
      text: `${dockerfile(command)}\n`,
      promised,
      isEdited: around === 'nothing',
    })),
  ),
  ...Object.entries(INSTRUCTIONS).map(([name, [text, ...promised]]) => ({
    ...{ name, text: `${FROM}${text}\n`, promised },
    isEdited: promised.length > 0,
  })),
];
