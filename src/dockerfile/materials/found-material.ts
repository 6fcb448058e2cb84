import type { Range } from '../../core/location.js';
import type { Material } from '../../core/material.js';
import type { Dockerfile, RunInstruction } from '../parser/model.js';
import type { ShellCommand } from '../shell/model.js';
import type { ShellValues } from './shell-values.js';

/** A material as one instruction shows it. The ledger adds the file and the stage. */
export type FoundMaterial = Omit<
  Material,
  'location' | 'use' | 'stage' | 'change' | 'isNewHost' | 'was' | 'isOpen'
> & {
  readonly at: Range;
  readonly isOpen?: boolean;
  /** Of a download or key: it is written to a file, or unpacked, so that something can verify it. */
  readonly isKept?: boolean;
  /** Of a download: a later command of the same instruction starts it. */
  readonly isStarted?: boolean;
  /** Of a package source: packages may come from it or from another one, as their versions decide. */
  readonly isExtra?: boolean;
  /** Of packages: the names of the files that verify them. Without one of these in the context, nothing does. */
  readonly lockFiles?: readonly string[];
};

/** A command of a RUN instruction, with what it can be read with. */
export interface Call {
  readonly command: ShellCommand;
  readonly run: RunInstruction;
  readonly dockerfile: Dockerfile;
  readonly values: ShellValues;
}

/** Reads the materials of one program's command lines. */
export interface CommandReader {
  /** Names of the program, without folder. */
  readonly programs: RegExp;
  /** Nothing for a command line that fetches nothing; undefined for one that the reader does not understand. */
  read(call: Call): readonly FoundMaterial[] | undefined;
}
