import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Starts after the first take a third less time. Not in the folder for temporary files, where others could write code
// for the bot to run; where this one cannot be written, Node goes on without. NODE_COMPILE_CACHE names another.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled/', import.meta.url)));
await import('./run.ts');
// Otherwise it would be written when the process ends, which a kill does not wait for. After the first messages, most
// likely, since it takes a moment.
setTimeout(flushCompileCache, 10_000).unref();
