import type { Instruction, Stage } from '../../../src/dockerfile/parser/model.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import { dockerArchive, type TarMember, tar } from '../../image/build-tar.js';

/** What a build gets from elsewhere. */
export interface BuildInputs {
  /** The files of the base image, which the FROM of the last stage leads to. */
  readonly base: readonly TarMember[];
  readonly user?: string;
  /** The files that a RUN changes, with the files before it; undefined for a RUN that fails. */
  readonly run: (command: string, user: string) => readonly TarMember[] | undefined;
}

const CREATED = '2026-11-01T00:00:00Z';
const BASE_CREATED = '2026-10-01T00:00:00Z';

/** The image that BuildKit makes of the last stage, and how it records it; undefined if a RUN fails. */
export function buildImage(text: string, inputs: BuildInputs): Buffer | undefined {
  const stage = parseDockerfile('Dockerfile', text).stages.at(-1);
  if (!stage) return undefined;
  let user = inputs.user ?? 'root';
  let start: readonly string[] = [];
  const layers: Buffer[] = [tar(inputs.base)];
  const history: object[] = [
    { created: BASE_CREATED, created_by: '# base.sh' },
    record('CMD ["bash"]', BASE_CREATED, true),
  ];
  for (const instruction of instructionsOf(stage)) {
    const { keyword, original, text: said, args } = instruction;
    const files =
      keyword === 'COPY'
        ? [{ name: 'app', body: 'x' }]
        : keyword === 'RUN'
          ? inputs.run(said, user)
          : [];
    if (files === undefined) return undefined;
    if (keyword === 'USER') user = said.trim();
    if (keyword === 'CMD') start = args.map(({ value }) => value);
    if (files.length > 0) layers.push(tar(files));
    history.push(record(recorded(instruction, original, start), CREATED, files.length === 0));
  }
  return dockerArchive(layers, {
    history,
    config: { created: CREATED, config: { Cmd: start, User: user } },
  });
}

function instructionsOf(stage: Stage): readonly Instruction[] {
  return [...(stage.parent ? instructionsOf(stage.parent) : []), ...stage.instructions].filter(
    ({ keyword }) => keyword !== 'ONBUILD',
  );
}

function recorded({ keyword }: Instruction, original: string, start: readonly string[]): string {
  if (keyword === 'RUN') return original.replace(/^RUN /, 'RUN /bin/sh -c ');
  return keyword === 'CMD' ? `CMD ${JSON.stringify(start).replaceAll('","', '" "')}` : original;
}

function record(line: string, created: string, empty: boolean): object {
  return {
    created,
    created_by: `${line} # buildkit`,
    comment: 'buildkit.dockerfile.v0',
    ...(empty && { empty_layer: true }),
  };
}
