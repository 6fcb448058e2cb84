import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildPlan } from '../src/core/build-step.js';
import { buildPlan } from '../src/dockerfile/build-plan.js';
import { parseDockerfile } from '../src/dockerfile/parser/parse.js';
import { attribute } from '../src/image/history/attribution.js';
import { openImages } from '../src/image/open.js';

/**
 * Compares the Dockerfile line that we report for each layer of built images with the correct one. To find the correct
 * line, each Dockerfile is also built truncated after each of its instructions.
 *   npx ncc run bench/attribution.ts
 * Needs as root: a Docker engine with buildx (DOCKER_HOST), buildah, mmdebstrap. The engine's storage driver should be
 * overlay2; vfs works, but slowly.
 */
const BASE = 'localhost/attribution-base:1';

interface Case {
  readonly name: string;
  readonly builder: 'buildkit' | 'classic' | 'buildah';
  readonly dockerfile: string;
  readonly flags?: readonly string[];
  /** The build makes one layer, so no instruction can be named. */
  readonly squashed?: true;
}

const PLAIN = `FROM ${BASE} AS one
RUN echo one > /one
RUN true

FROM one AS two
ARG NAME=world
ARG EMPTY
ENV GREETING="hello $NAME" OTHER=1
LABEL a=b "c d"="e f"
RUN echo "$GREETING" \\
    # a comment inside a continuation
    && echo two \\
       > /two
COPY f.txt /data/
COPY --chown=1:1 dir /data/dir
COPY --from=one /one /copied
ADD f.txt dir/a /add/
WORKDIR /work
WORKDIR sub
RUN echo 1 > /same
RUN echo 1 > /same
USER 1000
EXPOSE 80
VOLUME /v
HEALTHCHECK CMD true
STOPSIGNAL 9
ENTRYPOINT ["/bin/sh"]
CMD -c date
`;

const HEREDOCS = `FROM ${BASE}
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
ARG VERSION=2
RUN <<EOF
set -e
mkdir -p /h
echo "$VERSION" > /h/a
EOF
RUN <<'SH' sh
echo b > /h/b
SH
COPY <<-"CONF" /etc/app.conf
	listen = 8080
CONF
COPY <<A <<B /many/
a
A
b
B
RUN ["/bin/sh", "-c", "echo exec form > /exec"]
RUN --mount=type=bind,source=dir,target=/src --network=none cp /src/a /mounted
`;

const STAGES = `ARG BASE=${BASE}
FROM \${BASE} AS base
ENV A=1
RUN echo base > /base
FROM base AS builder
WORKDIR /src
COPY . .
RUN mkdir /out && cp f.txt /out/
FROM scratch AS assets
COPY dir/a /srv/a
FROM base AS final
ARG V=1.0
ENV V=\${V} PATH="/app:$PATH"
COPY --link --from=builder /out /app
COPY --link --from=assets /srv /srv
COPY --from=builder --chown=33:33 /src/f.txt /app/g.txt
ADD --chmod=755 f.txt /app/h.txt
RUN rm /app/g.txt
RUN echo "\${V}" > /version
`;

const ONBUILD_PARENT = `FROM ${BASE}
RUN echo parent > /parent
ONBUILD COPY f.txt /onbuild/
ONBUILD RUN echo child > /onbuild/x
`;
const CHILD = `FROM localhost/attribution-parent:1
COPY dir /dir
RUN echo child > /child
`;

const CASES: readonly Case[] = [
  ...(['buildkit', 'classic', 'buildah'] as const).map(
    (builder): Case => ({
      name: 'every instruction, two stages in a chain',
      builder,
      dockerfile: PLAIN,
      ...(builder === 'buildah' ? { flags: ['--layers'] } : {}),
    }),
  ),
  { name: 'heredocs, SHELL, exec form, mounts', builder: 'buildkit', dockerfile: HEREDOCS },
  { name: 'four stages, --link, global ARG', builder: 'buildkit', dockerfile: STAGES },
  {
    name: 'another ARG value than the default',
    builder: 'buildkit',
    dockerfile: STAGES,
    flags: ['--build-arg', 'V=2.0 rc'],
  },
  {
    name: 'the same without --link',
    builder: 'classic',
    dockerfile: STAGES.replaceAll('--link ', '').replace('--chmod=755 ', ''),
    flags: ['--build-arg', 'V=2.0'],
  },
  {
    name: 'the same without --link',
    builder: 'buildah',
    dockerfile: STAGES.replaceAll('--link ', ''),
    flags: ['--layers'],
  },
  { name: 'a base with history and ONBUILD', builder: 'buildkit', dockerfile: CHILD },
  { name: 'a base with history and ONBUILD', builder: 'classic', dockerfile: CHILD },
  {
    name: 'one layer a stage',
    builder: 'buildah',
    dockerfile: PLAIN,
    flags: ['--layers=false'],
    squashed: true,
  },
  {
    name: 'squashed',
    builder: 'buildah',
    dockerfile: STAGES.replaceAll('--link ', ''),
    flags: ['--squash'],
    squashed: true,
  },
];

async function main(): Promise<void> {
  try {
    prepare();
    console.log(
      '| image | builder | layers | correct | reported as ambiguous | wrong |\n|---|---|---|---|---|---|',
    );
    let wrong = 0;
    const inTurn = [...CASES].sort((a, b) => b.builder.localeCompare(a.builder));
    for (const one of inTurn) wrong += await compare(one);
    process.exitCode = wrong === 0 ? 0 : 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function compare(one: Case): Promise<number> {
  const plan = buildPlan(parseDockerfile('Dockerfile', one.dockerfile));
  if (!plan) throw new Error(`Cannot compare ${one.name}: its Dockerfile has no stage`);
  const archive = join(work, 'image.tar');
  const whole = build(one, one.dockerfile);
  save(one, archive);
  const truth = one.squashed ? squashedTruth(whole, plan) : truthOf(one, plan);
  const opened = await openImages(`docker-archive:${archive}`);
  const [image] = opened.images;
  if (!image) throw new Error(`${archive} has no image`);
  const { layers } = attribute(image, [plan]);
  await opened.close();
  rmSync(archive);
  const ambiguous = layers.filter((found) => found.ambiguous).length;
  const failures = truth.flatMap((line, layer) => {
    const found = layers[layer];
    if (!found) return [`layer ${layer} has no line`];
    if (found.ambiguous || found.location.startLine === line) return [];
    return [`layer ${layer} is of line ${line ?? 'many'}, not ${found.location.startLine}`];
  });
  const right = truth.length - failures.length - ambiguous;
  console.log(
    `| ${one.name} | ${one.builder} | ${truth.length} | ${right} | ${ambiguous} | ${failures.length} |`,
  );
  for (const failure of failures) console.log(`  ${failure}`);
  for (const { layer, reason, ambiguous: doubtful } of layers)
    if (doubtful) console.log(`  layer ${layer} (line ${truth[layer] ?? 'many'}): ${reason}`);
  return failures.length;
}

/** The correct line of each layer: the layers of the base image, then those of each instruction. */
function truthOf(one: Case, plan: BuildPlan): number[] {
  const lines = one.dockerfile.split('\n');
  const truth: number[] = [];
  for (const { startLine, endLine, endColumn } of [plan.base, ...plan.steps].map(
    (s) => s.location,
  )) {
    const end = endColumn === 1 ? endLine - 1 : endLine;
    const layers = build(one, `${lines.slice(0, end).join('\n')}\n`);
    while (truth.length < layers.length) truth.push(startLine);
  }
  return truth;
}

/** The correct lines if only the layers of the base image have one: undefined for a layer of several instructions. */
function squashedTruth(whole: readonly string[], plan: BuildPlan): (number | undefined)[] {
  return whole.map((_, layer) =>
    layer < whole.length - 1 ? plan.base.location.startLine : undefined,
  );
}

/** A base image of a few megabytes, because every build copies it many times. */
const SMALL =
  'cd "$1" && rm -rf var/lib/apt var/cache usr/share && mkdir -p usr/bin && [ -e bin ] || ln -s usr/bin bin; ' +
  'for tool in sh cat chmod cp date echo mkdir rm true; do ln -sf busybox "$1/bin/$tool"; done; ' +
  'ln -sf bash-static "$1/bin/bash"';

const TAG = 'localhost/attribution:1';

/** Returns the digests of the layers. */
function build(one: Case, dockerfile: string): string[] {
  writeFileSync(join(work, 'context/Dockerfile'), dockerfile);
  const args = [...(one.flags ?? []), '-t', TAG, join(work, 'context')];
  if (one.builder === 'buildah') {
    buildah([
      'bud',
      '--isolation',
      'chroot',
      '--network',
      'host',
      '--pull-never',
      '--ulimit',
      'nofile=1024:1024',
      '--ulimit',
      'nproc=1024:1024',
      ...args,
    ]);
    return JSON.parse(buildah(['inspect', '--type', 'image', TAG])).OCIv1.rootfs.diff_ids;
  }
  docker(['build', '--network=host', ...args], one.builder);
  return JSON.parse(docker(['inspect', '--format', '{{json .RootFS.Layers}}', TAG]));
}

function save(one: Case, archive: string): void {
  if (one.builder === 'buildah') buildah(['push', TAG, `docker-archive:${archive}`]);
  else docker(['save', '-o', archive, TAG]);
}

function prepare(): void {
  const context = join(work, 'context');
  mkdirSync(join(context, 'dir'), { recursive: true });
  writeFileSync(join(context, 'f.txt'), 'f\n');
  writeFileSync(join(context, 'dir/a'), 'a\n');
  writeFileSync(join(context, '.dockerignore'), 'Dockerfile\n');
  const base = join(work, 'base.tar');
  run('mmdebstrap', [
    '--quiet',
    '--variant=extract',
    '--include=busybox-static,bash-static',
    `--extract-hook=${SMALL}`,
    'trixie',
    base,
  ]);
  docker(['import', base, BASE]);
  docker(['save', '-o', base, BASE]);
  buildah(['pull', '-q', `docker-archive:${base}`]);
  rmSync(base);
  writeFileSync(join(context, 'Dockerfile'), ONBUILD_PARENT);
  docker(['build', '--network=host', '-t', 'localhost/attribution-parent:1', context], 'classic');
}

function docker(args: readonly string[], builder?: 'buildkit' | 'classic'): string {
  return run('docker', args, { DOCKER_BUILDKIT: builder === 'classic' ? '0' : '1' });
}

function buildah(args: readonly string[]): string {
  const storage = ['--root', join(work, 'buildah'), '--runroot', join(work, 'run')];
  return run('buildah', [...storage, '--storage-driver', 'vfs', ...args]);
}

function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    const output = String((error as { stderr?: string }).stderr ?? error).trim();
    const why = output.split('\n').slice(-5).join('\n');
    throw new Error(`${program} ${args.join(' ')}: ${why}`, { cause: error });
  }
}

const work = mkdtempSync(join(tmpdir(), 'portside-bench-'));
await main();
