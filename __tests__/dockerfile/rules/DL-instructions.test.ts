import { describe, expect, test } from '@jest/globals';
import { lint, marks } from '../lint-text.js';

describe('rules about instructions point at the word they are about', () => {
  test.each<[rule: string, text: string, found: string[]]>([
    ['DL3000', 'FROM a:1\nWORKDIR app', ['2:app']],
    ['DL3000', 'FROM a:1\nWORKDIR "/a b"\nWORKDIR c:\\x\nWORKDIR $HOME/x', []],
    ['DL3001', 'FROM a:1\nRUN service x start && apt-get install ssh', ['2:service']],
    ['DL3002', 'FROM a:1\nUSER root\nFROM a:1\nUSER app\nUSER 0:0', ['2:root', '5:0:0']],
    ['DL3002', 'FROM a:1\nARG U=root\nUSER $U', ['3:$U']],
    ['DL3002', 'FROM a:1\nUSER root\nUSER rooter', []],
    ['DL3003', 'FROM a:1\nRUN a && \\\n  cd /x && b', ['3:cd']],
    ['DL3004', 'FROM a:1\nRUN a; sudo -u b c', ['2:sudo']],
    ['DL3010', 'FROM a:1\nCOPY x.tgz /t/\nRUN tar --extract --file=/t/x.tgz', ['2:COPY']],
    ['DL3010', 'FROM a:1\nCOPY x.tgz /t/\nRUN tar xz < /t/x.tgz\nRUN tar xf /t/x.tgz', ['2:COPY']],
    ['DL3010', 'FROM a:1\nCOPY x.tgz /t/\nRUN tar czf /t/x.tgz /y', []],
    ['DL3010', 'FROM a:1\nCOPY x.tar.xz /t/\nRUN bsdtar -xf /t/x.tar.xz', ['2:COPY']],
    ['DL3010', 'FROM a:1\nCOPY x.tar.xz /t/\nRUN xz -dk /t/x.tar.xz', ['2:COPY']],
    ['DL3010', 'FROM a:1\nCOPY x.tar.xz /t/\nRUN xz -t /t/x.tar.xz', []],
    ['DL3010', 'FROM a:1 AS b\nCOPY x.tgz /t/\nFROM a:1\nRUN tar xf /t/x.tgz', []],
    [
      'DL3011',
      'FROM a:1\nARG P=70000\nEXPOSE 80 65536/udp 1-70000 $P 65535',
      ['3:65536/udp', '3:1-70000', '3:$P'],
    ],
    ['DL3012', 'FROM a:1\nHEALTHCHECK NONE\nHEALTHCHECK CMD ["x"]', ['3:HEALTHCHECK']],
    ['DL3021', 'FROM a:1\nCOPY a b /c\nCOPY ["a", "b", "/c d/"]\nCOPY a b $D\nCOPY a /c', ['2:/c']],
    [
      'DL3022',
      'FROM a:1 AS x\nFROM a:1\nCOPY --from=X . /\nCOPY --from=y . /\nCOPY --from=n:1 . /',
      ['4:y'],
    ],
    ['DL3022', 'FROM a:1\nCOPY --from=2 /a /b\nFROM a:1\nCOPY --from=0 /a /b', ['2:2']],
    ['DL3023', 'FROM a:1 AS x\nCOPY --from=x /a /b\nCOPY --from=0 /a /b', ['2:x', '3:0']],
    ['DL3024', 'FROM a:1 AS x\nFROM a:1 AS x', ['2:x']],
    [
      'DL3029',
      'FROM --platform=linux/arm64 a:1\nFROM --platform=$BUILDPLATFORM a:1',
      ['1:--platform=linux/arm64'],
    ],
    ['DL3043', 'FROM a:1\nONBUILD ONBUILD RUN x\nONBUILD FROM b', ['2:ONBUILD', '3:FROM']],
    ['DL3044', 'FROM a:1\nENV A=1 B=$A', ['2:$A']],
    ['DL3044', 'FROM a:1\nARG A\nENV A=1 B=$A\nENV PATH=/x:$PATH', []],
    ['DL3045', 'FROM a:1\nCOPY x y\nWORKDIR /z\nCOPY x y', ['2:y']],
    ['DL3045', 'FROM a:1 AS b\nWORKDIR /z\nFROM b\nCOPY x y\nFROM a:1\nCOPY x $Y', []],
    [
      'DL3046',
      'FROM a:1\nRUN useradd -u 100000 x; useradd --uid=999999 y; useradd -u 99999 z',
      ['2:100000', '2:--uid=999999'],
    ],
    ['DL3046', 'FROM a:1\nRUN useradd -lu 100000 x', []],
    [
      'DL3047',
      'FROM a:1\nRUN wget https://x && wget -qO- https://x && wget -nv https://x',
      ['2:wget'],
    ],
    ['DL3047', 'FROM a:1\nRUN wget -Oquiet https://x && wget --version', ['2:wget']],
    [
      'DL3048',
      'FROM a:1\nLABEL Good=x a..b=x io.docker.x=y ok.key=z',
      ['2:Good', '2:a..b', '2:io.docker.x'],
    ],
    ['DL3057', 'FROM a:1', []],
    ['DL3059', 'FROM a:1\nRUN a\nRUN b\nRUN c && d\nRUN --network=none e', ['3:RUN']],
    ['DL3061', 'ARG A\nLABEL a=b\nRUN c\nFROM a:1', ['2:LABEL']],
    ['DL3061', '# c\nARG A\nFROM a:1', []],
    ['DL3063', 'FROM a:1 AS Scratch\nFROM a:1 AS contexts', ['1:Scratch']],
    [
      'DL3064',
      'ARG DB_PASSWORD\nFROM a:1\nENV API_KEY=x TOKENIZERS_PARALLELISM=1 GOPRIVATE=*',
      ['1:DB_PASSWORD', '3:API_KEY'],
    ],
    ['DL3064', 'FROM a:1\nENV PASSWORD_FILE=/run/secrets/p', []],
    ['DL3065', `FROM --platform=$\{TARGETPLATFORM} a:1`, [`1:--platform=$\{TARGETPLATFORM}`]],
    ['DL3066', 'FROM a:1\nARG U\nUSER app\nUSER $U\nUSER 10001:10001', ['3:app']],
    ['DL3002', 'FROM a:1\nUSER root', ['2:root']],
    ['DL3066', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser', []],
    ['DL3066', '# escape=`\nFROM a:1\nUSER ContainerUser', []],
    ['DL3064', 'FROM a:1\nARG STORE_ACCESS_KEY', ['2:STORE_ACCESS_KEY']],
    ['DL3067', 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b /* /', ['3:/*']],
    ['DL3067', 'FROM a:1 AS b\nFROM a:1\nCOPY --from=b / /\nCOPY / /', ['3:/']],
    ['DL4001', 'FROM a:1\nRUN curl -f x && wget -q x\nFROM a:1\nRUN curl -f x', ['2:wget']],
    ['DL4003', 'FROM a:1\nCMD ["a"]\nCMD ["b"]\nFROM a:1\nCMD ["c"]', ['3:CMD']],
    ['DL4004', 'FROM a:1\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]', ['3:ENTRYPOINT']],
    ['DL4005', 'FROM a:1\nRUN ln -sf bash /bin/sh && ln -s /bin/sh /x', ['2:/bin/sh']],
    ['DL4006', 'FROM a:1\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN a | b', ['3:a | b']],
    ['DL4006', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b', []],
    ['DL4006', 'RUN a | b\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]', ['1:a | b']],
    ['DL4006', 'FROM a:1\nRUN bash -euo pipefail -c "a | b"\nRUN bash -eu -c "a | b"', ['3:a | b']],
    ['DL3066', 'ENV ID=1000\nUSER $ID', []],
    ['DL4006', 'FROM a:1\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN a | b', []],
  ])('%s in %j', (rule, text, found) => expect(marks(text, rule)).toEqual(found));
});

test.each([
  ['ENV PASSWORD_MIN_LENGTH=12', 'low'],
  ['ENV AUTH_TOKEN_URL=https://login.acme.io/token', 'low'],
  ['ENV AUTH_TOKEN_URL=https://me:secret@login.acme.io/', 'medium'],
  ['ARG TOKEN_MODE', 'medium'],
])('%s is a secret by its name alone: %s', (line, severity) => {
  const [found] = lint(`FROM a:1\n${line}\nRUN x`, 'SecretsUsedInArgOrEnv');
  expect(found?.severity).toBe(severity);
});
