import type { FileReader, LayerEntry } from './image.js';

/**
 * A check that reads the layers of an image. All of them share one pass; what each needs to know, and what it finds out, are
 * facts by name. scan/layer-readers.ts lists them.
 */
export interface LayerReader<Request, Needs extends object, Gives extends object> {
  /** Prepares the pass for one image. What nobody asked for reads nothing. */
  readonly start: (
    request: Request,
  ) => StartedReader<Needs, Gives> | Promise<StartedReader<Needs, Gives>>;
}

/** A check during the pass over the layers of one image. */
export interface StartedReader<Needs extends object, Gives extends object> {
  readonly readers: readonly FileReader[];
  /** The files that it opens after the pass. */
  readonly keep?: (entry: LayerEntry) => boolean;
  /** After the pass, with the facts of the readers before. */
  readonly finish: (facts: Needs) => Gives | Promise<Gives>;
  /** Removes what it wrote, whether or not `finish` was called. */
  readonly cleanUp?: () => void;
}

/** Readers in order. Each needs only what is known after the pass, and facts of those before it. */
export interface LayerReaders<Request, Start extends object, Known extends object> {
  add<Gives extends object>(
    reader: LayerReader<Request, Known, Gives>,
  ): LayerReaders<Request, Start, Known & Gives>;
  start(request: Request): Promise<StartedReader<Start, Known>>;
}

/** A reader of a list. Its types were checked when it was added. */
type Listed<Request> = LayerReader<Request, never, object>;

/** An empty list. */
export function layerReaders<Request, Start extends object>(): LayerReaders<Request, Start, Start> {
  return withReaders<Request, Start, Start>([]);
}

function withReaders<Request, Start extends object, Known extends object>(
  list: readonly Listed<Request>[],
): LayerReaders<Request, Start, Known> {
  return {
    add: (reader) => withReaders([...list, reader]),
    async start(request) {
      const started: StartedReader<never, object>[] = [];
      const cleanUp = () => {
        for (const one of started) one.cleanUp?.();
      };
      try {
        for (const reader of list) started.push(await reader.start(request));
      } catch (error) {
        cleanUp();
        throw error;
      }
      const keepers = started.flatMap(({ keep }) => keep ?? []);
      return {
        readers: started.flatMap(({ readers }) => readers),
        ...(keepers.length > 0 && { keep: (entry) => keepers.some((keep) => keep(entry)) }),
        async finish(start) {
          let facts: object = start;
          for (const { finish } of started) facts = { ...facts, ...(await finish(facts as never)) };
          return facts as Known;
        },
        cleanUp,
      };
    },
  };
}
