import { type LoadStep, loadedName } from '../start/observer.js';

/** What is known of the files that the start command of an image loads. */
export interface Trace {
  /** Files that are loaded. */
  readonly loaded: ReadonlyMap<string, LoadStep>;
  /** Files that may be loaded, with the file that names them, or the reason. */
  readonly possible: ReadonlyMap<string, string>;
  /** Why anything else may be loaded, too. */
  readonly openEnds: readonly string[];
  /** Why any package of a type may be loaded, by type. */
  readonly openTypes: ReadonlyMap<string, string>;
}

/** A trace that grows. */
export interface GrowingTrace extends Trace {
  /** Adds a loaded file; returns its step if it is new. */
  load(path: string, by: LoadStep | undefined): LoadStep | undefined;
  /** Adds a file that may be loaded, with the reason before the file that names it; returns whether it is new. */
  maybe(path: string, reason: string, by: LoadStep): boolean;
  openEnd(reason: string): void;
  openType(type: string, reason: string): void;
}

const MAX_FILES = 200_000;
const MAX_REASONS = 20;

export function createTrace(): GrowingTrace {
  const loaded = new Map<string, LoadStep>();
  const possible = new Map<string, string>();
  const openEnds: string[] = [];
  const openTypes = new Map<string, string>();
  const chains = new WeakMap<LoadStep, string>();
  /** One file may name thousands of others. */
  const chainAt = (by: LoadStep) => {
    const chain = chains.get(by) ?? chainOf(by);
    chains.set(by, chain);
    return chain;
  };
  const openEnd = (reason: string) => {
    if (openEnds.length < MAX_REASONS && !openEnds.includes(reason)) openEnds.push(reason);
  };
  const hasSpace = () => {
    const isFree = loaded.size + possible.size < MAX_FILES;
    if (!isFree) openEnd(`more than ${MAX_FILES} files may be loaded`);
    return isFree;
  };
  return {
    loaded,
    possible,
    openEnds,
    openTypes,
    load(path, by) {
      if (loaded.has(path) || !hasSpace()) return undefined;
      const step = { path, by };
      loaded.set(path, step);
      return step;
    },
    maybe(path, reason, by) {
      if (possible.has(path) || loaded.has(path) || !hasSpace()) return false;
      possible.set(path, `${reason} ${chainAt(by)}`);
      return true;
    },
    openEnd,
    openType(type, reason) {
      if (!openTypes.has(type)) openTypes.set(type, reason);
    },
  };
}

/** Files that a proof names; those between the first and the last ones are left out. */
const MAX_NAMED = 4;

/** `usr/bin/python3.13 → json/__init__.py`: the files from the started program to the one of the step. */
export function chainOf(step: LoadStep | undefined): string {
  const names: string[] = [];
  for (let at = step; at && names.length < 1000; at = at.by) names.push(at.path);
  const all = names.reverse().map((path, index) => (index === 0 ? path : loadedName(path)));
  const shown =
    all.length > MAX_NAMED ? [...all.slice(0, 2), '…', ...all.slice(1 - MAX_NAMED + 1)] : all;
  return shown.join(' → ');
}
