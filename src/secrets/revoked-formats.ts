/**
 * Credentials that their providers have stopped taking: they open nothing any more, and are no kind of secret here. The
 * day, and where the provider says so.
 */
export const retired: readonly {
  readonly what: string;
  readonly since: string;
  readonly reference: string;
}[] = [
  {
    what: 'Cloudflare’s service keys (Origin CA keys)',
    since: '2026-09-30',
    reference:
      'https://developers.cloudflare.com/changelog/post/2026-03-19-service-key-authentication-deprecated/',
  },
  {
    what: 'Bitbucket’s app passwords',
    since: '2026-06-09',
    reference:
      'https://www.atlassian.com/blog/bitbucket/bitbucket-cloud-transitions-to-api-tokens-enhancing-security-with-app-password-deprecation',
  },
  {
    what: 'Amazon’s MWS tokens',
    since: '2024-04-22',
    reference:
      'https://developer-docs.amazon.com/sp-api/changelog/update-amazon-marketplace-web-service-mws-credential-deletion',
  },
  {
    what: 'Bittrex’s keys',
    since: '2023-12-04',
    reference: 'https://cryptovalleyjournal.com/hot-topics/news/bittrex-global-announces-shutdown/',
  },
  {
    what: 'Gitter’s access tokens',
    since: '2023-02-13',
    reference: 'https://blog.gitter.im/2023/01/16/gitter-is-going-fully-native-matrix-in-feb-2023/',
  },
];
