import type { Cataloger } from '../cataloger.js';
import { apk } from './apk.js';
import { binary } from './binary.js';
import { bitnami } from './bitnami.js';
import { cargo } from './cargo.js';
import { composer } from './composer.js';
import { conan, conanLock } from './conan.js';
import { conda } from './conda.js';
import { cran } from './cran.js';
import { dotnetBundle } from './dotnet-bundle.js';
import { dpkg } from './dpkg.js';
import { egg } from './egg.js';
import { gem } from './gem.js';
import { golang, golangWithFunctions } from './golang.js';
import { hex } from './hex.js';
import { homebrew } from './homebrew.js';
import { java } from './java.js';
import { luarocks } from './luarocks.js';
import { nativeImage } from './native-image.js';
import { nix } from './nix.js';
import { npm } from './npm.js';
import { nuget } from './nuget.js';
import { opam } from './opam.js';
import { opkg } from './opkg.js';
import { packedProgram } from './packed-program.js';
import { pacman } from './pacman.js';
import { pear } from './pear.js';
import { portage } from './portage.js';
import { pypi } from './pypi.js';
import { rpm } from './rpm.js';
import { rpmManifest } from './rpm-manifest.js';
import { sbomClaims } from './sbom-claims.js';
import { slackware } from './slackware.js';
import { snap } from './snap.js';

import { versionFile } from './version-file.js';
import { wordpress } from './wordpress.js';
import { xbps } from './xbps.js';
import { yarnPnp } from './yarn-pnp.js';

/** All formats that the inventory reads. */
export const CATALOGERS: readonly Cataloger[] = [
  dpkg,
  apk,
  rpm,
  rpmManifest,
  pacman,
  portage,
  opkg,
  xbps,
  slackware,
  nix,
  homebrew,
  snap,
  npm,
  yarnPnp,
  pypi,
  egg,
  gem,
  composer,
  nuget,
  conda,
  cran,
  hex,
  conan,
  conanLock,
  luarocks,
  opam,
  pear,
  wordpress,
  bitnami,
  sbomClaims,
  java,
  nativeImage,
  golang,
  cargo,
  dotnetBundle,
  binary,
  versionFile,
  packedProgram,
];

/** The same, which also read what shows whether a vulnerability is in a program. */
export const CATALOGERS_WITH_FUNCTIONS: readonly Cataloger[] = CATALOGERS.map((one) =>
  one === golang ? golangWithFunctions : one,
);
