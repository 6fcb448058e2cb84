import { existsSync, readFileSync } from 'node:fs';

const FILE = '../shared/conformance/lint/dockerfiles.jsonl';

/** The texts of real Dockerfiles beside the checkout; undefined in a stranger's clone. */
export function corpus(): string[] | undefined {
  if (!existsSync(FILE)) return undefined;
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { dockerfile: string }).dockerfile);
}

/** Our own awkward files, so that properties are tried in a stranger's clone too. */
export const AWKWARD: readonly string[] = [
  'FROM debian\nRUN apt-get update && apt-get install curl \\\n  # why\n\n  wget\nCMD node x\n',
  'from debian as Build\nMAINTAINER me\nADD a b\nRUN cd /x && apt install -y y | tee log\nfrom Build\n',
  '# escape=`\nFROM mcr.microsoft.com/windows\nRUN dir `\n  c:\\\nCMD ["a"\n',
  'FROM alpine:3.20\nRUN <<EOF bash\napk add curl\npip install x\nEOF\nCOPY <<-"A" <<B /x/\n\ta\n\tA\nb\nB\n',
  'FROM node:20 AS a\nFROM a AS b\nONBUILD RUN npm install x\nEXPOSE 80/TCP 99999\nENV a b c\nLABEL k=v K=v\n',
  'ARG V=1\nFROM debian:$V\nRUN yum install -y a; dnf install b; zypper in c; gem install d; go install e\n',
  'FROM --platform=$TARGETPLATFORM x AS y\nUSER root\nSHELL ["/bin/bash", "-c"]\nRUN a | b\nENTRYPOINT a\nENTRYPOINT b\n',
];
