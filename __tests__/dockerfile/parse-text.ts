import type { Dockerfile, Instruction } from '../../src/dockerfile/parser/model.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';

/** Parses a text as a Dockerfile. */
export const parse = (text: string): Dockerfile => parseDockerfile('Dockerfile', text);

/** The first instruction of a text, parsed after `FROM a:1`, so that it begins in line 2. */
export function parseInstruction(text: string): Instruction {
  const instruction = parse(`FROM a:1\n${text}`).instructions[1];
  if (!instruction) throw new Error(`no instruction in ${JSON.stringify(text)}`);
  return instruction;
}
