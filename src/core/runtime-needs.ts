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
  /** Why it may not run without the default capabilities: `start.sh:3 runs mount, which needs SYS_ADMIN`. */
  readonly capabilityReason?: string;
}

/** What was found out about an image that is started in one way. */
export interface FoundNeeds {
  /** Absent if nothing is known. */
  readonly facts?: RuntimeFacts;
  /** The files that the facts rest on, with a leading slash: programs, scripts, configuration. */
  readonly files?: readonly string[];
  /** Why nothing is known: a clause. */
  readonly unknown?: string;
}

/** A command that runs in the container besides its program. */
export interface ProbeCommand {
  /** `healthcheck`, `postStart hook` */
  readonly name: string;
  readonly words: readonly string[];
  /** If it is not that of the container. */
  readonly user?: string;
}

/** What a manifest sets in place of what the image starts with. What is absent is that of the image. */
export interface OwnStart {
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  /** A name or an id, with a group or without: `101:102`. */
  readonly user?: string;
  readonly workingDir?: string;
  /** Healthchecks, hooks and probes. */
  readonly others?: readonly ProbeCommand[];
}

/** What the image needs when it is started so. */
export interface StartNeeds extends FoundNeeds {
  readonly start: OwnStart;
}

/** The facts, and the image that they are about. */
export interface RuntimeNeeds extends RuntimeFacts {
  /** The files that the facts rest on, with a leading slash. */
  readonly files?: readonly string[];
  /** The image, as it was named. */
  readonly image: string;
}

/** A user that is not root. */
export interface NeededUser {
  readonly uid: number;
  readonly gid: number;
  /** Empty if the image has no account with this id. */
  readonly name: string;
  /** `USER app`, or the script that becomes this user; `the manifest sets user 101`. */
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

/** An image that was read, and of whose needs nothing is known. */
export interface UnknownNeeds {
  readonly image: string;
  /** A clause: `the value of command is only known when it starts`. */
  readonly unknown: string;
}

/** The needs of an image that was scanned, and how manifests may name it. */
export interface ScannedNeeds extends FoundNeeds {
  /** The image, as it was named. */
  readonly image: string;
  /** Its tags and digests. */
  readonly names: readonly string[];
  /** Its needs with the commands and users that manifests set. */
  readonly starts?: readonly StartNeeds[];
  /** The Dockerfile that built it, if known. */
  readonly dockerfile?: string;
}
