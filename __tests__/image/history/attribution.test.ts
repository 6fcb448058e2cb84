import { describe, expect, it, test } from '@jest/globals';
import type { BuildPlan } from '../../../src/core/build-step.js';
import { buildPlan } from '../../../src/dockerfile/build-plan.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import { attribute, guessBaseLayers } from '../../../src/image/history/attribution.js';
import type { HistoryEntry, ImageConfig, Layer } from '../../../src/image/image.js';

/** An image with this history; `+` marks an entry that made a layer. */
function image(entries: readonly string[], env: readonly string[] = [], comment?: string) {
  const history: HistoryEntry[] = entries.map((line) => ({
    createdBy: line.replace(/^\+/, ''),
    emptyLayer: !line.startsWith('+'),
    ...(comment ? { comment } : {}),
  }));
  const layers: Layer[] = history
    .filter(({ emptyLayer }) => !emptyLayer)
    .map((_, index) => ({ index, diffID: `sha256:${index}`, size: 1 }));
  const config: ImageConfig = { history, env, exposedPorts: [], volumes: [], labels: new Map() };
  return { config, layers };
}

function plan(text: string, path = 'Dockerfile'): BuildPlan {
  const found = buildPlan(parseDockerfile(path, text));
  if (!found) throw new Error('no stage');
  return found;
}

/** The line of each layer; `?` if it is ambiguous, `<` and the line of the stage from which it was copied. */
function linesOf(made: ReturnType<typeof image>, plans: readonly BuildPlan[], baseLayers?: number) {
  const { layers } = attribute({ ...made, baseLayers }, plans);
  return layers.map(
    ({ location, related, ambiguous }) =>
      `${location.startLine}${ambiguous ? '?' : ''}${related ? `<${related.startLine}` : ''}`,
  );
}

const BASE = ['+ADD file:0123 in / # buildkit', 'CMD ["bash"]'];
const bk = (...lines: string[]) => lines.map((line) => `${line} # buildkit`);

describe('attribute finds the instruction in the record of', () => {
  const table: [string, string, string][] = [
    ['BuildKit RUN', 'RUN a \\\n  # comment\n  b', '+RUN /bin/sh -c a   b # buildkit'],
    [
      'BuildKit RUN with arguments',
      'ARG A=1\nARG B\nRUN echo $A',
      '+RUN |2 A=1 rc B= /bin/sh -c echo $A # buildkit',
    ],
    [
      'BuildKit RUN with another shell',
      'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN x y',
      '+RUN /bin/bash -eo pipefail -c x y # buildkit',
    ],
    ['BuildKit exec form', 'RUN ["x", "y z"]', '+RUN x y z # buildkit'],
    [
      'BuildKit RUN with flags',
      'RUN --mount=type=cache,target=/c --network=none make',
      '+RUN /bin/sh -c make # buildkit',
    ],
    [
      'BuildKit heredoc',
      'RUN <<EOF\nset -e\n  make all\nEOF',
      '+RUN /bin/sh -c set -e\n  make all\n # buildkit',
    ],
    [
      'BuildKit heredoc with interpreter',
      'RUN <<PY python3\nprint(1)\nPY',
      '+RUN /bin/sh -c <<PY python3\nprint(1)\nPY # buildkit',
    ],
    [
      'BuildKit heredoc with a shebang',
      'RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF',
      '+RUN /dev/pipes/EOF # buildkit',
    ],
    ['BuildKit COPY', 'COPY --chown=1:1 a b /c/', '+COPY --chown=1:1 a b /c/ # buildkit'],
    ['BuildKit COPY in JSON', 'COPY ["a b", "/c/"]', '+COPY a b /c/ # buildkit'],
    ['BuildKit COPY of a variable', 'ARG DIR=src\nCOPY $DIR/x /x', '+COPY other/x /x # buildkit'],
    [
      'BuildKit COPY of a heredoc',
      'COPY <<-"CONF" /etc/app.conf\n\tx\nCONF',
      '+COPY <<CONF /etc/app.conf # buildkit',
    ],
    ['BuildKit ADD', 'ADD x.tar.gz /opt/', '+ADD x.tar.gz /opt/ # buildkit'],
    ['BuildKit WORKDIR', 'WORKDIR sub', '+WORKDIR /srv/sub'],
    ['classic RUN', 'RUN a \\\n  b', '+/bin/sh -c a   b'],
    ['classic RUN with arguments', 'ARG A=1\nRUN echo $A', '+|1 A=1 /bin/sh -c echo $A'],
    [
      'classic COPY',
      'COPY --chown=1 a /data/',
      '+/bin/sh -c #(nop) COPY --chown=1 file:0a1b2c in /data/ ',
    ],
    ['classic COPY of several', 'COPY a b d/', '+/bin/sh -c #(nop) COPY multi:0a1b2c in /srv/d/ '],
    ['classic ADD', 'ADD d /x', '+/bin/sh -c #(nop) ADD dir:0a1b2c in /x '],
    ['buildah RUN', 'RUN make -j', '+/bin/sh -c make -j'],
    ['buildah COPY', 'COPY --from=other/image /a /b', '+/bin/sh -c #(nop) COPY file:0a1b2c in /b'],
    ['kaniko RUN', 'RUN make && make install', '+RUN make && make install'],
    ['kaniko COPY', 'COPY . /app', '+COPY . /app'],
  ];
  test.each(table)('%s', (_, instructions, entry) => {
    const dockerfile = plan(`FROM base\n${instructions}\nUSER app\nCMD ["x"]`);
    const line = dockerfile.steps.at(-3)?.location.startLine;
    const made = image([...BASE, entry, 'USER app', 'CMD ["x"]']);
    expect(linesOf(made, [dockerfile])).toEqual(['1', String(line)]);
  });
});

describe('attribute recognizes an instruction without a layer:', () => {
  const table: [string, string, string, (readonly string[])?][] = [
    ['ENV, unquoted and expanded', 'ENV A="b c" D=$E', 'ENV A=b c D=value', ['E=value']],
    ['ENV with an unknown variable', 'ENV A=$B/c', 'ENV A=x/c'],
    ['ENV in the old form', 'ENV A b c', 'ENV A=b c'],
    ['LABEL', 'LABEL "c d"="e f" g=h', 'LABEL c d=e f g=h'],
    ['ARG with default', 'ARG X=d', 'ARG X=d'],
    ['EXPOSE of BuildKit', 'EXPOSE 8443 80/tcp', 'EXPOSE map[80/tcp:{} 8443/tcp:{}]'],
    ['EXPOSE of the classic builder', 'EXPOSE 80', '/bin/sh -c #(nop)  EXPOSE 80'],
    [
      'HEALTHCHECK',
      'HEALTHCHECK --interval=30s CMD curl -f "http://x" || exit 1',
      'HEALTHCHECK &{["CMD-SHELL" "curl -f \\"http://x\\" || exit 1"] "30s" "0s" "0s" \'\\x00\'}',
    ],
    ['HEALTHCHECK NONE', 'HEALTHCHECK NONE', 'HEALTHCHECK &{["NONE"] "0s" "0s" "0s" \'\\x00\'}'],
    ['CMD with its shell', 'CMD date "+%s"', 'CMD ["/bin/sh" "-c" "date \\"+%s\\""]'],
    ['ENTRYPOINT', 'ENTRYPOINT ["node", "x.js"]', 'ENTRYPOINT ["node" "x.js"]'],
    ['VOLUME', 'VOLUME /a /b', 'VOLUME [/a /b]'],
    ['SHELL', 'SHELL ["/bin/bash", "-c"]', 'SHELL [/bin/bash -c]'],
    ['USER', 'USER "www-data"', 'USER www-data'],
    ['STOPSIGNAL', 'STOPSIGNAL SIGTERM', '/bin/sh -c #(nop)  STOPSIGNAL SIGTERM'],
  ];
  test.each(table)('%s', (_, instruction, entry, env = []) => {
    // A Dockerfile with only this instruction matches only if the instruction is recognized.
    const made = image(
      [...BASE, '+RUN /bin/sh -c one # buildkit', entry, '+RUN /bin/sh -c two # buildkit'],
      env,
    );
    const result = attribute(made, [plan(`FROM base\nRUN one\n${instruction}\nRUN two`)]);
    expect(result.layers.map(({ location }) => location.startLine)).toEqual([1, 2, 4]);
    const other = attribute(made, [plan(`FROM base\n${instruction}`)]);
    expect(other.plan).toBeDefined();
  });
});

const multiStage = `ARG V=1
FROM golang:$V AS build
RUN go build -o /out/app

FROM debian:12 AS base
RUN apt-get update

FROM base
ENV A=b
COPY --from=build /out/app /usr/bin/app
WORKDIR /srv
RUN true
RUN true
CMD ["app"]
`;
const multiHistory = [
  ...BASE,
  ...bk('+RUN /bin/sh -c apt-get update'),
  'ENV A=b',
  ...bk(
    '+COPY /out/app /usr/bin/app',
    '+WORKDIR /srv',
    '+RUN /bin/sh -c true',
    '+RUN /bin/sh -c true',
  ),
  'CMD ["app"]',
];

describe('attribute for a multi-stage build', () => {
  it('gives each layer its line, the base image the FROM line, and copied files the line of their stage', () => {
    expect(linesOf(image(multiHistory), [plan(multiStage)])).toEqual([
      '5',
      '6',
      '10<2',
      '11',
      '12',
      '13',
    ]);
  });

  it('gives all layers of the base image the FROM line', () => {
    const layered = ['+RUN /bin/sh -c x # buildkit', '+COPY y /y # buildkit', ...multiHistory];
    expect(linesOf(image(layered), [plan(multiStage)])).toEqual([
      '5',
      '5',
      '5',
      '6',
      '10<2',
      '11',
      '12',
      '13',
    ]);
  });

  it('ignores ONBUILD, which BuildKit does not record', () => {
    const made = image(multiHistory, [], 'buildkit.dockerfile.v0');
    expect(linesOf(made, [plan(multiStage.replace('CMD', 'ONBUILD RUN x\nCMD'))])).toHaveLength(6);
  });

  it('chooses the best match among several Dockerfiles', () => {
    const others = [
      'FROM x\nRUN other\nCOPY . .\nCMD ["z"]',
      multiStage,
      'FROM debian:12\nRUN apt-get update\nUSER a\nUSER b',
    ];
    const plans = others.map((text, i) => plan(text, `${i}/Dockerfile`));
    expect(attribute(image(multiHistory), plans).plan).toBe(plans[1]);
  });

  it('reports that two Dockerfiles match equally well', () => {
    const result = attribute(image(multiHistory), [plan(multiStage, 'a'), plan(multiStage, 'b')]);
    expect(result.plan?.base.location.path).toBe('a');
    expect(result.reason).toContain('b matches as well as a');
  });

  it('uses the number of base layers that the source knows', () => {
    expect(linesOf(image(multiHistory), [plan(multiStage)], 2)).toEqual([
      '5',
      '5',
      '10<2',
      '11',
      '12',
      '13',
    ]);
  });

  it('does not count a deleted instruction as part of the base image when the base layers are known', () => {
    const made = image([...BASE, ...bk('+RUN /bin/sh -c gone', '+RUN /bin/sh -c kept')]);
    const dockerfile = plan('FROM base\nRUN kept');
    expect(linesOf(made, [dockerfile])).toEqual(['1', '1', '2']);
    expect(linesOf(made, [dockerfile], 1)).toEqual(['1', '1?', '2']);
  });
});

describe('attribute marks a layer as ambiguous', () => {
  const text = 'FROM base\nRUN one\nCOPY a /a\nRUN two\nUSER x\nRUN three';
  const history = [
    ...BASE,
    ...bk('+RUN /bin/sh -c one', '+COPY a /a', '+RUN /bin/sh -c two'),
    'USER x',
    ...bk('+RUN /bin/sh -c three'),
  ];

  it('when its instruction was changed since the build', () => {
    expect(linesOf(image(history), [plan(text.replace('two', 'zwei'))])).toEqual([
      '1',
      '2',
      '3',
      '1?',
      '6',
    ]);
  });

  it('when its instruction was deleted since the build, and finds the other instructions', () => {
    expect(linesOf(image(history), [plan(text.replace('COPY', 'RUN new\nCOPY'))])).toEqual([
      '1',
      '2',
      '4',
      '5',
      '7',
    ]);
    expect(linesOf(image(history), [plan(text.replace('COPY a /a\n', ''))])).toEqual([
      '1',
      '2',
      '1?',
      '3',
      '5',
    ]);
  });

  it('when the Dockerfile has the instruction twice and the image once', () => {
    const repeated = plan(text.replace('RUN two', 'RUN two\nRUN two'));
    const result = attribute(image(history), [repeated]);
    expect(result.layers[3]).toMatchObject({
      kind: 'unknown',
      ambiguous: true,
      location: { startLine: 1 },
    });
    expect(result.layers[4]).toMatchObject({ kind: 'instruction', location: { startLine: 7 } });
  });

  it('when it contains a full stage, as buildah makes it without --layers', () => {
    const flat = [
      ...BASE,
      '/bin/sh -c one',
      '/bin/sh -c #(nop) COPY file:01 in /a',
      '/bin/sh -c two',
      '/bin/sh -c #(nop) USER x',
      '+/bin/sh -c three',
    ];
    const { layers } = attribute(image(flat), [plan(text)]);
    expect(layers[1]).toMatchObject({
      ambiguous: true,
      reason: expect.stringContaining('4 instructions'),
    });
  });

  it('when it contains a stage of buildah that ends with a RUN', () => {
    const made = image([...BASE, '/bin/sh -c one', '+/bin/sh -c two']);
    const history = made.config.history.map((entry, i) =>
      i === 2 ? { ...entry, comment: 'FROM base' } : entry,
    );
    const { layers } = attribute({ ...made, config: { ...made.config, history } }, [
      plan('FROM base\nRUN one\nRUN two'),
    ]);
    expect(layers[1]).toMatchObject({ ambiguous: true, location: { startLine: 1 } });
  });

  it('but not for a RUN without changes, for which the classic builder makes no layer', () => {
    const made = image([...BASE, '/bin/sh -c true', '+/bin/sh -c two']);
    expect(linesOf(made, [plan('FROM base\nRUN true\nRUN two')])).toEqual(['1', '3']);
  });

  it('when the image was squashed', () => {
    const squashed = [
      ...BASE.map((l) => l.replace('+', '')),
      ...history.slice(2).map((l) => l.replace('+', '')),
      '+',
    ];
    const { layers } = attribute(image(squashed), [plan(text)]);
    expect(layers).toMatchObject([{ ambiguous: true, location: { startLine: 1 } }]);
  });

  it('when the history has another number of layers than the image', () => {
    const made = image(history);
    const { layers, reason } = attribute({ ...made, layers: made.layers.slice(1) }, [plan(text)]);
    expect(layers.map(({ ambiguous }) => ambiguous)).toEqual([true, true, true, true]);
    expect(reason).toContain('5 layers, the image has 4');
  });
});

describe('attribute', () => {
  const text = 'FROM base\nRUN one\nUSER x\nRUN two';
  const history = [...BASE, ...bk('+RUN /bin/sh -c one'), 'USER x', ...bk('+RUN /bin/sh -c two')];

  test.each([
    ['another Dockerfile', image(history), [plan('FROM x\nRUN a\nRUN b\nCOPY c d\nCMD e')]],
    ['no history', image([]), [plan(text)]],
    ['no Dockerfile', image(history), []],
  ])('returns a reason instead of lines for %s', (_, made, plans) => {
    const result = attribute(made, plans);
    expect(result.plan).toBeUndefined();
    expect(result.layers).toEqual([]);
    expect(result.reason).toBeTruthy();
  });

  it('compares only the end of a history of a hundred thousand entries', () => {
    const long = Array.from({ length: 100_000 }, (_, i) => `+RUN /bin/sh -c base ${i} # buildkit`);
    const lines = linesOf(image([...long, ...history]), [plan(text)]);
    expect(lines).toHaveLength(100_003);
    expect(lines.slice(-3)).toEqual(['1', '2', '4']);
  });
});

describe('attribute gives no layer a wrong line', () => {
  const instructions = multiStage.split('\n').slice(8, 14);
  const cases = instructions.flatMap((instruction, i) =>
    ['', `RUN inserted\n${instruction}`, 'RUN replaced'].map((by) => [i, by] as const),
  );
  test.each(cases)('when instruction %d becomes "%s"', (index, by) => {
    const changed = instructions.flatMap((line, i) =>
      i !== index ? [line] : by === '' ? [] : by.split('\n'),
    );
    const text = [...multiStage.split('\n').slice(0, 8), ...changed, ''].join('\n');
    const { layers } = attribute(image(multiHistory), [plan(text)]);
    const expected = [
      '',
      'RUN apt-get update',
      'COPY --from=build /out/app /usr/bin/app',
      'WORKDIR /srv',
      'RUN true',
      'RUN true',
    ];
    for (const { location, kind, layer } of layers)
      if (kind === 'instruction')
        expect(text.split('\n')[location.startLine - 1]).toBe(expected[layer]);
  });
});

describe('guessBaseLayers', () => {
  const entry = (createdBy: string, emptyLayer = false) => ({ createdBy, emptyLayer });
  const cmd = entry('CMD ["bash"]', true);
  test.each<[string, HistoryEntry[], number, number]>([
    ['counts layers up to a CMD', [entry('ADD a /'), cmd, entry('RUN x'), cmd], 2, 1],
    [
      'counts layers up to the last CMD below another layer',
      [entry('ADD a /'), cmd, entry('RUN x'), cmd, entry('RUN y')],
      3,
      2,
    ],
    ['counts a first layer that is a full file system', [entry(''), entry('RUN x')], 2, 1],
    [
      'counts the layers of debuerreotype, which records no CMD',
      [
        {
          createdBy: "# debian.sh --arch 'amd64' out/ 'trixie'",
          comment: 'debuerreotype 0.16',
          emptyLayer: false,
        },
        entry('RUN x'),
      ],
      2,
      1,
    ],
    [
      'counts the layers of distroless images',
      [entry('bazel build ...'), { author: 'Bazel', emptyLayer: false }, entry('COPY a /')],
      3,
      2,
    ],
    ['counts the layer of apko', [{ author: 'apko', emptyLayer: false }, entry('COPY a /')], 2, 1],
    ['is 0 if only a builder of base images made layers', [entry('bazel build ...')], 1, 0],
    ['is 0 for an image from scratch', [entry('COPY a /'), entry('COPY b /')], 2, 0],
    ['is 0 for an image with one layer', [entry('ADD a /'), cmd], 1, 0],
    ['is 0 when history and layers differ', [entry('ADD a /'), cmd, entry('RUN x')], 1, 0],
  ])('%s', (_, history, layers, expected) => {
    expect(guessBaseLayers(history, layers)).toBe(expected);
  });
});

describe('a Dockerfile', () => {
  const own = plan('FROM a\nRUN one\nRUN two\nRUN three\nRUN four');
  const built = (...commands: string[]) =>
    image([...BASE, ...bk(...commands.map((command) => `+RUN /bin/sh -c ${command}`))]);

  it('is that of an image that records more than half of its instructions', () => {
    expect(linesOf(built('one', 'two', 'three', 'other words here'), [own]).slice(1, 4)).toEqual([
      '2',
      '3',
      '4',
    ]);
  });

  it('is not that of an image that records half of them', () => {
    const made = built('one', 'two', 'some other words', 'and entirely different');
    expect(attribute(made, [own]).plan).toBeUndefined();
  });
});
