import { baseName } from '../lib/paths.js';

/**
 * Whether only the distribution's package manager writes such files: documentation, locales, headers, and libraries of
 * programming languages. They are the same in every image with the package, so they contain no secrets of the user.
 * `pip`, `gem` and `npm` install to other folders (/usr/local, site-packages).
 */
export function isDistributionFile(path: string): boolean {
  if (path.startsWith('usr/share/')) return SHARE.test(path);
  if (path.startsWith('usr/lib')) return LIBRARIES.test(path);
  return OTHERS.test(path) || path === SNAKE_OIL;
}

/** The key that Debian's package ssl-cert generates for a self-signed certificate. */
const SNAKE_OIL = 'etc/ssl/private/ssl-cert-snakeoil.key';

const SHARE =
  /^usr\/share\/(?:doc|man|locale|zoneinfo|perl5?|info|i18n|icons|fonts|vim|terminfo|bash-completion|common-licenses|go-[\d.]+|gocode|javascript|maven-repo|mime|nodejs|php|python3?|python-wheels|R|ri|rubygems-integration|tcltk|X11|zsh)\//;
const LIBRARIES =
  /^usr\/lib(?:64|exec)?\/(?:locale|[a-z0-9_]+-linux-(?:gnu|musl)[a-z]*|gcc|git-core|go-[\d.]+|jvm|linux|ocaml|perl5?|php|python3\/dist-packages|python[\d.]+(?!\/(?:site|dist)-packages\/)|R)\/|^usr\/lib\/ruby\/(?!gems\/)/;
const OTHERS =
  /^(?:usr\/include|var\/lib\/dpkg\/info|var\/lib\/apt\/lists|lib\/apk\/db|proc|sys)\//;

/**
 * Whether package managers put such files into a repository or an image. They are published code, so that only secrets
 * with an unmistakable format are reported in them.
 */
export function isPackageFile(path: string): boolean {
  return PACKAGES.test(path) || GENERATED.test(path);
}

const PACKAGES =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|gems|bower_components|go\/pkg\/mod|\.cargo\/registry|\.yarn\/(?:releases|plugins|sdks|unplugged)|\.m2\/repository)\//;
const GENERATED =
  /\.(?:d\.ts|map|lock|min\.js)$|(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|go\.sum)$/;

/** The same for images, whose system folders contain packages too. /usr/src/app and nginx's pages belong to the user. */
export function isThirdPartyFile(path: string): boolean {
  return isPackageFile(path) || SYSTEM.test(path);
}

const SYSTEM =
  /^(?:usr\/(?:local\/)?)?(?:lib|lib64|libexec|share\/(?!nginx\/)[^/]+|include|src\/(?:linux|kernels)[^/]*)\/|^opt\/[^/]+\/(?:lib|share)\//;

/**
 * Whether a file of a package is a test, an example or documentation, whose keys and tokens are published. Types and
 * source maps repeat the code of other files.
 */
export function isPackageExample(path: string): boolean {
  return (
    /(?:^|\/)(?:tests?|__tests__|testdata|testing|specs?|fixtures?|examples?|docs?|samples?|bench(?:marks?)?)\//i.test(
      path,
    ) ||
    /_test\.\w+$|\.(?:spec|test)\.\w+$|\.(?:md|markdown|rst|adoc|txt|map|d\.[cm]?ts|flow)$|(?:^|\/)README[^/]*$/i.test(
      path,
    )
  );
}

/** Whether a file can be text, by its extension. */
export function isTextPath(path: string): boolean {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot < 0 || !(SKIPPED.has(name.slice(dot + 1).toLowerCase()) || /\.so\.[\d.]+$/.test(name));
}

/** Whether a file is a page, style or snapshot: text that has more tokens of examples than others. */
export function isPagePath(path: string): boolean {
  return PAGES.has(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}

const PAGES: ReadonlySet<string> = new Set(
  'html htm css scss less snap svg ipynb_checkpoints'.split(' '),
);

const SKIPPED: ReadonlySet<string> = new Set([
  ...PAGES,
  ...[
    'so a o ko dll exe dylib pyc pyo class jar war whl egg jmod rdb rdx ri tri syso bfd', // code
    'zip gz tgz bz2 xz zst 7z rar deb rpm apk pak', // archives
    'png jpg jpeg gif ico icns webp bmp tif tiff svgz woff woff2 ttf otf eot', // images and fonts
    'mp3 mp4 webm ogg wav avi pdf', // media
    'mo gmo db sqlite sqlite3 bin dat wasm node elc tzdata', // data
  ].flatMap((names) => names.split(' ')),
]);
