/** Files of the distribution itself: documentation and locale data are full of look-alikes and nobody's secrets. */
export function isDistributions(path: string): boolean {
  return /^(?:usr\/share\/(?:doc|man|locale|zoneinfo|perl|info|i18n|icons|fonts|vim|terminfo|bash-completion|common-licenses)|usr\/lib\/locale|usr\/include|var\/lib\/dpkg\/info|var\/lib\/apt\/lists|lib\/apk\/db|proc|sys)\//.test(
    path,
  );
}

/**
 * What package managers unpack: published code, in which only what its format gives away is looked for. Names and
 * values that look like secrets are its business, not a leak.
 */
export function isThirdParties(path: string): boolean {
  return /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|gems|bower_components|go\/pkg\/mod|\.cargo\/registry|\.m2\/repository)\/|^(?:usr\/(?:local\/)?)?(?:lib|lib64|libexec|share|include|src)\/|^opt\/[^/]+\/(?:lib|share)\/|\.(?:d\.ts|map|lock|min\.js)$|(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|go\.sum|composer\.lock)$/.test(
    path,
  );
}

/** Tests, examples and documents: keys and tokens in those of a published package are published. */
export function isSpecimen(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|testdata|testing|specs?|fixtures?|examples?|docs?|samples?|bench(?:marks?)?)\/|_test\.\w+$|\.(?:spec|test)\.\w+$|\.(?:md|markdown|rst|adoc|txt)$|(?:^|\/)README[^/]*$/i.test(
    path,
  );
}

/** No for names of what is no text. */
export function mayHaveSecrets(path: string): boolean {
  return !/\.(?:so(?:\.[\d.]+)?|a|o|ko|dll|exe|dylib|pyc|pyo|class|jar|war|whl|egg|zip|gz|tgz|bz2|xz|zst|7z|rar|deb|rpm|apk|png|jpe?g|gif|ico|webp|bmp|tiff?|svgz?|woff2?|ttf|otf|eot|mp[34]|webm|ogg|wav|avi|pdf|mo|gmo|db|sqlite3?|bin|dat|wasm|node|elc|pak|tzdata|html?|css|scss|less|snap|ipynb_checkpoints)$/i.test(
    path,
  );
}
