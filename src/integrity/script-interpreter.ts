import { createHash } from 'node:crypto';

/** A script that names a Python. */
export interface PythonScript {
  /** As written: `/venv/bin/python`, or `/usr/bin/env python3`. */
  readonly interpreter: string;
  /** A digest of the script without the lines that name the interpreter. */
  readonly rest: string;
}

/** Only options that turn something off or write more to the log. */
const PLAIN =
  /^#![ \t]*((?:\/usr\/bin\/env )?[^\s'"$`]*?(?:python|pypy)[\d.]*t?)(?: -[sEIuBOPv]{1,6})?[ \t]*\r?\n/;
/** Linux reads 255 bytes of the first line, so that installers let the shell start a Python with a long path. */
const BY_SHELL =
  /^#![ \t]*\/bin\/sh\n'''exec' "?(\/[^\s'"$`]*\/(?:python|pypy)[\d.]*t?)"?(?: -[sEIuBOPv]{1,6})? "\$0" "\$@"\n' '''\n/;
/** The longest path, and what is around it. */
const HEAD_BYTES = 5_000;

/** A script whose first line names a Python; undefined for other files. */
export function pythonScript(bytes: Uint8Array): PythonScript | undefined {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const [line, interpreter] = PLAIN.exec(head) ?? BY_SHELL.exec(head) ?? [];
  if (line === undefined || interpreter === undefined) return undefined;
  const rest = createHash('sha256').update(bytes.subarray(line.length)).digest('hex');
  return { interpreter, rest };
}
