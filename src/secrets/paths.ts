/**
 * Files that only the distribution's package manager writes: documentation, locales, headers, and the libraries of
 * languages. The same in every image that has the package, they are nobody's secrets. What `pip`, `gem` or `npm` write
 * of their own stands elsewhere (/usr/local, site-packages).
 */
export function isDistributions(path: string): boolean {
  if (path.startsWith('usr/share/')) return SHARE.test(path);
  if (path.startsWith('usr/lib')) return LIBRARIES.test(path);
  return OTHERS.test(path) || path === SNAKE_OIL;
}

/** The key that Debian's package ssl-cert makes for a certificate which nobody trusts. */
const SNAKE_OIL = 'etc/ssl/private/ssl-cert-snakeoil.key';

const SHARE =
  /^usr\/share\/(?:doc|man|locale|zoneinfo|perl5?|info|i18n|icons|fonts|vim|terminfo|bash-completion|common-licenses|go-[\d.]+|gocode|javascript|maven-repo|mime|nodejs|php|python3?|python-wheels|R|ri|rubygems-integration|tcltk|X11|zsh)\//;
const LIBRARIES =
  /^usr\/lib(?:64|exec)?\/(?:locale|[a-z0-9_]+-linux-(?:gnu|musl)[a-z]*|gcc|git-core|go-[\d.]+|jvm|linux|ocaml|perl5?|php|python3\/dist-packages|python[\d.]+(?!\/(?:site|dist)-packages\/)|R)\/|^usr\/lib\/ruby\/(?!gems\/)/;
const OTHERS =
  /^(?:usr\/include|var\/lib\/dpkg\/info|var\/lib\/apt\/lists|lib\/apk\/db|proc|sys)\//;

/**
 * What package managers unpack into a repository or an image: published code, in which only what its format gives away
 * is looked for. Names and values that look like secrets are its business, not a leak.
 */
export function isPackaged(path: string): boolean {
  return PACKAGES.test(path) || GENERATED.test(path);
}

const PACKAGES =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|gems|bower_components|go\/pkg\/mod|\.cargo\/registry|\.m2\/repository)\//;
const GENERATED =
  /\.(?:d\.ts|map|lock|min\.js)$|(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|go\.sum)$/;

/** The same of an image, whose system folders hold packages too; /usr/src/app and nginx's pages are the user's. */
export function isThirdParties(path: string): boolean {
  return isPackaged(path) || SYSTEM.test(path);
}

const SYSTEM =
  /^(?:usr\/(?:local\/)?)?(?:lib|lib64|libexec|share\/(?!nginx\/)[^/]+|include|src\/(?:linux|kernels)[^/]*)\/|^opt\/[^/]+\/(?:lib|share)\//;

/**
 * Tests, examples and documents: keys and tokens in those of a published package are published. Types and source maps
 * say again what the code beside them says.
 */
export function isSpecimen(path: string): boolean {
  return (
    /(?:^|\/)(?:tests?|__tests__|testdata|testing|specs?|fixtures?|examples?|docs?|samples?|bench(?:marks?)?)\//i.test(
      path,
    ) ||
    /_test\.\w+$|\.(?:spec|test)\.\w+$|\.(?:md|markdown|rst|adoc|txt|map|d\.[cm]?ts|flow)$|(?:^|\/)README[^/]*$/i.test(
      path,
    )
  );
}

/** Tests, examples and documents of anybody's: what only its name makes a secret is made up there. */
export function isIllustration(path: string): boolean {
  return (
    /(?:^|\/)(?:__tests__|e2e|tests?|testdata|specs?|fixtures?|mocks?|examples?|samples?|docs?|documentation)\//i.test(
      path,
    ) ||
    /[._](?:spec|test)\.\w+$|(?:^|\/)test_[^/]*\.py$|(?:Test|Tests|Spec)\.(?:java|kt|scala|cs|php|swift)$|\.(?:md|mdx|markdown|rst|adoc)$|[._-](?:example|sample|dist|template)$/i.test(
      path,
    )
  );
}

/** No for names of what is no text. */
export function mayHaveSecrets(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 || !(BINARY.has(name.slice(dot + 1).toLowerCase()) || /\.so\.[\d.]+$/.test(name));
}

const BINARY: ReadonlySet<string> = new Set(
  [
    'so a o ko dll exe dylib pyc pyo class jar war whl egg jmod rdb rdx ri tri syso bfd', // code
    'zip gz tgz bz2 xz zst 7z rar deb rpm apk pak', // archives
    'png jpg jpeg gif ico icns webp bmp tif tiff svg svgz woff woff2 ttf otf eot', // images and fonts
    'mp3 mp4 webm ogg wav avi pdf', // media
    'mo gmo db sqlite sqlite3 bin dat wasm node elc tzdata', // data
    'html htm css scss less snap ipynb_checkpoints', // pages and snapshots
  ].flatMap((names) => names.split(' ')),
);
