/** Credentials that their providers no longer accept. They give no access, so Portside has no detector for them. */
export const revokedFormats: readonly {
  readonly description: string;
  /** The day since which they are not accepted. */
  readonly since: string;
  /** The provider's announcement. */
  readonly reference: string;
}[] = [
  {
    description: 'Cloudflare service keys (Origin CA keys)',
    since: '2026-09-30',
    reference:
      'https://developers.cloudflare.com/changelog/post/2026-03-19-service-key-authentication-deprecated/',
  },
  {
    description: 'Bitbucket app passwords',
    since: '2026-06-09',
    reference:
      'https://www.atlassian.com/blog/bitbucket/bitbucket-cloud-transitions-to-api-tokens-enhancing-security-with-app-password-deprecation',
  },
  {
    description: 'Amazon MWS tokens',
    since: '2024-04-22',
    reference:
      'https://developer-docs.amazon.com/sp-api/changelog/update-amazon-marketplace-web-service-mws-credential-deletion',
  },
  {
    description: 'Bittrex keys',
    since: '2023-12-04',
    reference: 'https://cryptovalleyjournal.com/hot-topics/news/bittrex-global-announces-shutdown/',
  },
  {
    description: 'Gitter access tokens',
    since: '2023-02-13',
    reference: 'https://blog.gitter.im/2023/01/16/gitter-is-going-fully-native-matrix-in-feb-2023/',
  },
];
