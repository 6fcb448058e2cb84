/** The files of a commit. */
export interface Tree {
  /** For a reader: `main`. */
  readonly name: string;
  /** Git's id of a file's content; undefined when there is no such file. Throws PortsideError (incomplete). */
  find(path: string): Promise<string | undefined>;
  read(id: string): Promise<string>;
}
