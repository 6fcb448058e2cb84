/** The members of all layers, by their number. */
export interface Members {
  /** Whether it can have several names: all but directories and whiteouts. */
  canBeLinked(entry: number): boolean;
  /** Whether the name that the entry made is in the final file system. */
  isFinal(entry: number): boolean;
}

/**
 * The files of an image that have several names. A hard link is a name of a file; the file has one content, which a member
 * of this or a lower layer brought, and one owner, mode and set of capabilities. A container runtime sets these again for
 * each hard link, so that the last member with a name of the file decides. Entries are members by their number.
 * Source: `createTarFile` of Docker and of containerd, which unpack a layer over those below it.
 */
export class HardLinks {
  /** By hard link: the member with the content. */
  readonly #bodies = new Map<number, number>();
  /** By member with the content: all members that made names of its file, in order. */
  readonly #names = new Map<number, number[]>();
  /** By member with the content, once all layers are applied: the member whose name stands for the file. */
  readonly #homes = new Map<number, number>();

  /** Makes an entry another name of the file that `target` is a name of; -1 for none. */
  add(entry: number, target: number, members: Members): void {
    const body = this.#bodies.get(target) ?? target;
    if (body < 0 || !members.canBeLinked(body)) return;
    this.#bodies.set(entry, body);
    const names = this.#names.get(body);
    if (names) names.push(entry);
    else this.#names.set(body, [body, entry]);
  }

  /** The member with the content: the entry itself, unless it is a hard link. */
  body(entry: number): number {
    return this.#bodies.get(entry) ?? entry;
  }

  /** The member that has the owner and the mode of the file; undefined for a file with one name. */
  attributes(body: number): number | undefined {
    return this.#names.get(body)?.at(-1);
  }

  /** The first final name of the file, by the member that made it. */
  home(body: number, members: Members): number {
    const names = this.#names.get(body);
    if (!names) return body;
    const known = this.#homes.get(body);
    if (known !== undefined) return known;
    const home = names.find((entry) => members.isFinal(entry)) ?? body;
    this.#homes.set(body, home);
    return home;
  }
}
