import http from 'node:http';
import { type LabServer, listen } from './servers.ts';

/** Hands out certificates by the path of their URL, as authorities do: HTTP without TLS. */
export function issuerServer(files: Record<string, Buffer>): Promise<LabServer> {
  const server = http.createServer((request, response) => {
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': 'application/pkix-cert' });
    response.end(file);
  });
  return listen(server);
}
