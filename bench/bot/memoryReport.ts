import { collected } from '../collected.ts';

/** Loaded before a bot: tells its parent, whenever asked, what the bot holds in memory. */
process.on('message', async () => process.send?.(await collected()));
process.channel?.unref();
