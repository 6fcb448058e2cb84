import { describe, expect, test } from '@jest/globals';
import { fixed } from '../lint-text.js';

describe('a fix changes only what it must', () => {
  test.each<[rule: string, before: string, after: string]>([
    ['DL3000', 'WORKDIR /app\nWORKDIR src', 'WORKDIR /app\nWORKDIR /app/src'],
    ['DL3000', 'WORKDIR $X\nWORKDIR src', 'WORKDIR $X\nWORKDIR src'],
    ['DL3004', 'USER root\nRUN sudo  apt-get update', 'USER root\nRUN apt-get update'],
    ['DL3004', 'RUN sudo apt-get update', 'RUN sudo apt-get update'],
    ['DL3004', 'USER root\nRUN sudo -u app x', 'USER root\nRUN sudo -u app x'],
    [
      'DL3009',
      'RUN apt-get update \\\r\n\t&& apt-get install -y x\r\n',
      'RUN apt-get update \\\r\n\t&& apt-get install -y x \\\r\n\t&& rm -rf /var/lib/apt/lists/*\r\n',
    ],
    [
      'DL3009',
      'RUN apt-get update; \\\n  apt-get install -y x;\n',
      'RUN apt-get update; \\\n  apt-get install -y x && \\\n  rm -rf /var/lib/apt/lists/*;\n',
    ],
    [
      'DL3009',
      'RUN apt-get update && if a; then apt-get install -y x; fi',
      'RUN apt-get update && if a; then apt-get install -y x; fi && rm -rf /var/lib/apt/lists/*',
    ],
    [
      'DL3009',
      'RUN apt-get update && apt-get install x # y',
      'RUN apt-get update && apt-get install x # y',
    ],
    [
      'DL3009',
      'RUN apt-get update\nRUN apt-get install x',
      'RUN apt-get update\nRUN apt-get install x',
    ],
    ['DL3014', 'RUN ["apt-get", "install", "x"]', 'RUN ["apt-get", "install", "-y", "x"]'],
    ['DL3014', 'RUN sh -c "apt-get install x"', 'RUN sh -c "apt-get install -y x"'],
    ['DL3014', 'RUN sh -c "apt-get install \\"x\\""', 'RUN sh -c "apt-get install \\"x\\""'],
    ['DL3019', 'ONBUILD RUN apk add x', 'ONBUILD RUN apk add --no-cache x'],
    ['DL3021', 'COPY ["a", "b", "/c d"]', 'COPY ["a", "b", "/c d/"]'],
    ['DL3021', 'COPY a b .', 'COPY a b ./'],
    ['DL3020', 'WORKDIR /x\nADD a b c', 'WORKDIR /x\nADD a b c'],
    ['DL3027', 'RUN /usr/bin/apt update', 'RUN /usr/bin/apt-get update'],
    ['DL3027', 'RUN apt install x', 'RUN apt install x'],
    ['DL3030', 'RUN yum install x', 'RUN yum install -y x'],
    ['DL3032', 'RUN yum -y install x', 'RUN yum -y install x && yum clean all'],
    ['DL3034', 'RUN zypper in x', 'RUN zypper --non-interactive in x'],
    ['DL3036', 'RUN zypper -n in x', 'RUN zypper -n in x && zypper clean --all'],
    ['DL3038', 'RUN dnf install x', 'RUN dnf install -y x'],
    ['DL3040', 'RUN microdnf -y install x', 'RUN microdnf -y install x && microdnf clean all'],
    ['DL3040', 'RUN <<EOF\ndnf -y install x\nEOF', 'RUN <<EOF\ndnf -y install x\nEOF'],
    ['DL3042', 'RUN python -m pip install x', 'RUN python -m pip install --no-cache-dir x'],
    ['DL3044', 'ENV A=1 \\\n    B=$A', 'ENV A=1\nENV B=$A'],
    ['DL3044', 'ENV A=$B B=1', 'ENV A=$B B=1'],
    ['DL3046', 'RUN useradd -u 1000000 x', 'RUN useradd -l -u 1000000 x'],
    ['DL3048', 'LABEL "My.Key"=x', 'LABEL "my.key"=x'],
    ['DL3048', 'LABEL My.Key=x my.key=y', 'LABEL My.Key=x my.key=y'],
    ['DL3059', 'RUN a\n\nRUN b\nRUN c\n', 'RUN a \\\n    && b \\\n    && c\n'],
    ['DL3059', 'RUN a\n# why\nRUN b', 'RUN a\n# why\nRUN b'],
    ['DL3059', 'RUN cd /x\nRUN b', 'RUN cd /x\nRUN b'],
    ['DL3060', 'RUN yarn install', 'RUN yarn install && yarn cache clean'],
    ['DL4003', 'CMD ["a"]\nCMD ["b"]\n', 'CMD ["b"]\n'],
    ['DL4003', '# why\nCMD ["a"]\nCMD ["b"]\n', '# why\nCMD ["a"]\nCMD ["b"]\n'],
    ['DL4005', 'RUN rm /bin/sh && ln -s /bin/bash /bin/sh', 'SHELL ["/bin/bash", "-c"]'],
    ['DL4005', 'RUN ln -sf /bin/bash /bin/sh && x', 'RUN ln -sf /bin/bash /bin/sh && x'],
    [
      'DL4006',
      'SHELL ["/bin/bash", "-c"]\nRUN a | b',
      'SHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && a | b',
    ],
    ['DL4006', 'RUN a | b', 'RUN a | b'],
  ])('%s on %j', (rule, before, after) => {
    expect(fixed(`FROM a:1\n${before}`, rule)).toBe(`FROM a:1\n${after}`);
  });

  test('DL3065 takes the flag away with the blank behind it', () => {
    expect(fixed('FROM --platform=$TARGETPLATFORM  a:1', 'DL3065')).toBe('FROM a:1');
  });

  test('DL3047 asks for dots only where wget is GNU’s', () => {
    const text = (image: string) => `FROM ${image}\nRUN wget https://x`;
    expect(fixed(text('debian:12'), 'DL3047')).toContain('wget --progress=dot:giga https://x');
    expect(fixed(text('alpine:3'), 'DL3047')).toBe(text('alpine:3'));
  });
});
