import type { Cataloger, FolderPackage } from '../cataloger.js';
import { cleanString } from '../file-content.js';

/**
 * The stores of Nix and Guix, which have a folder for each output of a package: `nix/store/HASH-NAME-VERSION[-OUTPUT]`.
 * Folders without a version are no packages but profiles, sources and settings.
 * Source: Nix manual, "Store Path" and builtins.parseDrvName; Guix, (guix build utils).
 */
export const nix: Cataloger = {
  id: 'nix',
  wants: () => 0,
  read: () => [],
  packageAt,
  stores: ['nix/store', 'gnu/store'],
};

const STORES = [
  { root: 'nix/store/', type: 'nix', version: /-(?=[^A-Za-z])/ },
  { root: 'gnu/store/', type: 'guix', version: /-(?=\d)/ },
] as const;

/** Nix writes 160 bits in its own base 32, which has no e, o, t and u. */
const STORE_PATH = /^[0-9a-df-np-sv-z]{32}-([^/]{1,211})\//;

function packageAt(path: string): FolderPackage | undefined {
  const store = STORES.find(({ root }) => path.startsWith(root));
  if (!store) return undefined;
  const match = STORE_PATH.exec(path.slice(store.root.length));
  const [whole, text = ''] = match ?? [];
  const at = text.search(store.version);
  if (whole === undefined || at <= 0) return undefined;
  const name = cleanString(text.slice(0, at));
  const version = cleanString(text.slice(at + 1).replace(OUTPUT, ''));
  if (!name || !version || UNBUILT.test(text)) return undefined;
  const folder = `${store.root}${whole.slice(0, -1)}`;
  return { folder, found: { type: store.type, name, version } };
}

/** Outputs of one package. Source: nixpkgs manual, "Multiple-output packages". */
const OUTPUT = /-(?:bin|dev|lib|out|man|doc|info|debug|static|devdoc|devman|data|terminfo)$/;
/** Derivations, and what they are made from. */
const UNBUILT = /\.(?:drv|patch|tar|tar\.\w+|tgz|zip|gem|crate|lock)$/;
