import type { HttpResponse } from '../lib/http.js';
import { rateLimitSentence } from '../lib/rate-limit.js';

/** What to do about status 429. Registries limit anonymous users the most. */
export function rateLimitAdvice(response: HttpResponse): string {
  const limit = rateLimitSentence((name) => response.header(name)) || 'Too many requests';
  return `${limit}. Log in with docker login for a higher limit, or name the image in a mirror`;
}
