/** Both agents, loaded by a single import(): with several, the bundler would include what they share several times. */
export { HttpProxyAgent } from 'http-proxy-agent';
export { HttpsProxyAgent } from 'https-proxy-agent';
