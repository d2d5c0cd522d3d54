/** A server as people read it: nobody needs the usual port. */
export function shortServer(server: string): string {
  return server.replace(/:443$/, '');
}
