import { existsSync, readFileSync } from 'node:fs';

/** Real Dockerfiles, which are not part of the repository: tests that need them are skipped where they are missing. */
const CORPUS = new URL('../../../shared/conformance/lint/dockerfiles.jsonl', import.meta.url);

/** An instruction in BuildKit's parse tree. */
export interface ParseNode {
  readonly cmd: string;
  readonly start: number;
  readonly end: number;
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
  readonly json?: boolean;
  readonly comments?: readonly string[];
  readonly heredocs?: readonly {
    readonly name: string;
    readonly content: string;
    readonly expand: boolean;
    readonly chomp: boolean;
  }[];
}

/** A real Dockerfile, with the output of BuildKit for it. */
export interface CorpusCase {
  readonly id: string;
  readonly dockerfile: string;
  /** BuildKit's parse tree; undefined where parsing failed. */
  readonly nodes?: readonly ParseNode[];
  readonly parseError?: string;
  /** BuildKit's warnings; undefined where the build failed. */
  readonly warnings?: readonly { readonly rule: string; readonly line: number }[];
}

/** Undefined where the corpus is missing. */
export function readCorpus(): readonly CorpusCase[] | undefined {
  if (!existsSync(CORPUS)) return undefined;
  return readFileSync(CORPUS, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): CorpusCase => JSON.parse(line));
}

/** Dockerfiles with unusual syntax. */
export const UNUSUAL: readonly string[] = [
  'FROM debian\nRUN apt-get update && apt-get install curl \\\n  # why\n\n  wget\nCMD node x\n',
  'from debian as Build\nMAINTAINER me\nADD a b\nRUN cd /x && apt install -y y | tee log\nfrom Build\n',
  '# escape=`\nFROM mcr.microsoft.com/windows\nRUN dir `\n  c:\\\nCMD ["a"\n',
  'FROM alpine:3.20\nRUN <<EOF bash\napk add curl\npip install x\nEOF\nCOPY <<-"A" <<B /x/\n\ta\n\tA\nb\nB\n',
  'FROM node:20 AS a\nFROM a AS b\nONBUILD RUN npm install x\nEXPOSE 80/TCP 99999\nENV a b c\nLABEL k=v K=v\n',
  'ARG V=1\nFROM debian:$V\nRUN yum install -y a; dnf install b; zypper in c; gem install d; go install e\n',
  'FROM --platform=$TARGETPLATFORM x AS y\nUSER root\nSHELL ["/bin/bash", "-c"]\nRUN a | b\nENTRYPOINT a\nENTRYPOINT b\n',
];
