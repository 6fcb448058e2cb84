/** What an image needs when its containers run, as far as its files and its configuration show. */
export interface RuntimeFacts {
  /** The user that its program can run as from the start; absent if it has to start as root, or none is known. */
  readonly user?: NeededUser;
  /** Why it has to start as root, or why no other user is known; a clause: `start.sh:4 becomes redis`. Only without `user`. */
  readonly rootReason?: string;
  /** Folders that it writes to and that can be empty when it starts. */
  readonly writable: readonly WritableFolder[];
  /** The folders of VOLUME, with a leading slash: the engine makes them writable. */
  readonly volumes: readonly string[];
  /** Why it does not run on a read-only root file system: `start.sh:3 writes /etc/app/a.conf`. */
  readonly writesReason?: string;
  /** The ports that it exposes: `80/tcp`. At most 20. */
  readonly ports: readonly string[];
  /** Those that it needs when it starts as the user above, else as root. Without `CAP_`, sorted. */
  readonly capabilities: readonly NeededCapability[];
  /** Why it does not run without new privileges: `start.sh:3 runs sudo`. */
  readonly privilegeReason?: string;
}

/** The facts, and the image that they are about. */
export interface RuntimeNeeds extends RuntimeFacts {
  /** The image, as it was named. */
  readonly image: string;
}

/** A user that is not root. */
export interface NeededUser {
  readonly uid: number;
  readonly gid: number;
  /** Empty if the image has no account with this id. */
  readonly name: string;
  /** `USER app`, or the script that becomes this user. */
  readonly evidence: string;
}

/** A folder that has to be writable. */
export interface WritableFolder {
  /** With a leading slash. */
  readonly path: string;
  /** Its owner in the image, or the one that it needs. */
  readonly uid: number;
  readonly gid: number;
  /** Permission bits: 0o755. */
  readonly mode: number;
  /** `nginx.conf:4 names /run/nginx.pid` */
  readonly evidence: string;
}

export interface NeededCapability {
  readonly name: string;
  /** `start.sh:4 changes owners` */
  readonly evidence: string;
}

/** The needs of an image that was scanned, and how manifests may name it. */
export interface ScannedNeeds extends RuntimeNeeds {
  /** Its tags and digests. */
  readonly names: readonly string[];
  /** The Dockerfile that built it, if known. */
  readonly dockerfile?: string;
}
