'use strict';

const http = require('node:http');
const fetch = require('node-fetch');
const _ = require('lodash');
const minimist = require('minimist');
const ms = require('ms');
const qs = require('qs');

const options = _.defaultsDeep(minimist(process.argv.slice(2)), {
  port: 8080,
  timeout: '5s',
  stock: 'http://127.0.0.1:8081/stock',
});

const server = http.createServer(async (request, response) => {
  const [path, query = ''] = request.url.split('?');
  if (path === '/healthz') return response.end('ok\n');
  if (path !== '/stock') {
    response.statusCode = 404;
    return response.end('not found\n');
  }
  try {
    const answer = await fetch(`${options.stock}?${qs.stringify(qs.parse(query))}`, {
      timeout: ms(options.timeout),
    });
    response.statusCode = answer.status;
    response.end(await answer.text());
  } catch (error) {
    response.statusCode = 502;
    response.end(`${error.message}\n`);
  }
});

server.listen(options.port, () => console.log(`webapp listens on ${options.port}`));
