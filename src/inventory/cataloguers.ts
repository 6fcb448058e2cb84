import type { Cataloguer } from './cataloguer.js';
import { apk } from './cataloguers/apk.js';
import { binary } from './cataloguers/binary.js';
import { bitnami } from './cataloguers/bitnami.js';
import { cargo } from './cataloguers/cargo.js';
import { composer } from './cataloguers/composer.js';
import { conda } from './cataloguers/conda.js';
import { cran } from './cataloguers/cran.js';
import { dotnetBundle } from './cataloguers/dotnet-bundle.js';
import { dpkg } from './cataloguers/dpkg.js';
import { gem } from './cataloguers/gem.js';
import { golang } from './cataloguers/golang.js';
import { hex } from './cataloguers/hex.js';
import { java } from './cataloguers/java.js';
import { npm } from './cataloguers/npm.js';
import { nuget } from './cataloguers/nuget.js';
import { pypi } from './cataloguers/pypi.js';
import { rpm } from './cataloguers/rpm.js';
import { rpmManifest } from './cataloguers/rpm-manifest.js';
import { yarnPnp } from './cataloguers/yarn-pnp.js';

/** Every format that the inventory reads. */
export const CATALOGUERS: readonly Cataloguer[] = [
  dpkg,
  apk,
  rpm,
  rpmManifest,
  npm,
  yarnPnp,
  pypi,
  gem,
  composer,
  nuget,
  conda,
  cran,
  hex,
  bitnami,
  java,
  golang,
  cargo,
  dotnetBundle,
  binary,
];
