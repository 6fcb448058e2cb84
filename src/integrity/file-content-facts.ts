import { createHash } from 'node:crypto';
import type { LayerFile } from '../image/image.js';
import { loadedCode } from './elf-code.js';
import type { DigestAlgorithm } from './record-system.js';
import { type PythonScript, pythonScript } from './script-interpreter.js';

/** What a comparison needs of the content of one file of one layer. */
export interface ContentFacts {
  readonly size: number;
  readonly digests: ReadonlyMap<DigestAlgorithm, string>;
  /** An ELF file that can be loaded, or a script with an interpreter. */
  readonly isProgram: boolean;
  /** What an ELF file loads into memory; see elf-code.ts. */
  readonly code?: string;
  /** A script that names a Python; see script-interpreter.ts. */
  readonly script?: PythonScript;
}

/** Up to the type of an ELF file. */
const HEAD_BYTES = 18;
const RELOCATABLE = 1;
const CHUNK_BYTES = 2 ** 20;
/** Larger programs are compared as a whole only. */
const MAX_CODE_BYTES = 128 * 2 ** 20;
const MAX_SCRIPT_BYTES = 2 ** 20;

/** What to find out of the content of a file. */
export interface WantedFacts {
  readonly algorithms: Set<DigestAlgorithm>;
  /** Digests, or their beginnings, that were recorded. Of a file with one of them, nothing but the digests is needed. */
  readonly expected: Set<string>;
}

/** Hashes a file in parts if the layer allows it, so that memory stays flat. */
export function contentFacts(file: LayerFile, { algorithms, expected }: WantedFacts): ContentFacts {
  const hashes = [...algorithms].map((name) => [name, createHash(name)] as const);
  const part = (offset: number, length: number) =>
    file.part && file.bytes.length < file.size
      ? file.part(offset, length)
      : file.bytes.subarray(offset, offset + length);
  const head = Buffer.from(part(0, HEAD_BYTES));
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    const chunk = part(at, CHUNK_BYTES);
    for (const [, hash] of hashes) hash.update(chunk);
  }
  const digests = new Map(hashes.map(([name, hash]) => [name, hash.digest('hex')]));
  const isElf = head.toString('latin1', 0, 4) === '\x7fELF';
  const isScript = head.toString('latin1', 0, 2) === '#!';
  const isProgram = (isElf && !isObjectFile(head)) || isScript;
  const facts = { size: file.size, digests, isProgram };
  if ([...digests.values()].some((digest) => isExpected(digest, expected))) return facts;
  const code = isElf && file.size <= MAX_CODE_BYTES ? loadedCode(part(0, file.size)) : undefined;
  const script =
    isScript && file.size <= MAX_SCRIPT_BYTES ? pythonScript(part(0, file.size)) : undefined;
  return { ...facts, ...(code !== undefined && { code }), ...(script && { script }) };
}

/** apk stores the beginning of some digests. */
function isExpected(digest: string, expected: ReadonlySet<string>): boolean {
  return expected.has(digest) || [...expected].some((start) => digest.startsWith(start));
}

/** An object file for linkers, which no process loads. The type has the byte order of the file. */
function isObjectFile(head: Buffer): boolean {
  return head.length === HEAD_BYTES && (head[16] === RELOCATABLE) !== (head[17] === RELOCATABLE);
}
