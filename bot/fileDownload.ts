import type { Attachment } from 'botbuilder';

/** Bytes, and milliseconds. */
const largest = 1024 * 1024;
const patience = 5000;

/** Where Teams keeps the files of personal chats: SharePoint, of the public and of the national clouds. */
const fileHost = /\.sharepoint(?:-mil)?\.(?:com|us|cn|de)$/;

/** As `fetch` does it. */
export type Download = (url: string, init: RequestInit) => Promise<Response>;

/** Whether a person has sent a file in a personal chat (Microsoft Teams platform, "Send and receive files"). */
export function isFile({ contentType }: Attachment): boolean {
  return contentType === 'application/vnd.microsoft.teams.file.download.info';
}

/**
 * The bytes of a file that Teams offers, or why there are none. It is fetched from Teams' own storage only, over HTTPS,
 * without following where that points to. Nothing is written to disk.
 */
export async function downloadFile(
  { content }: Attachment,
  download: Download,
): Promise<Uint8Array | 'download' | 'too-long'> {
  const url = URL.parse(typeof content?.downloadUrl === 'string' ? content.downloadUrl : '');
  const isOurs = url?.protocol === 'https:' && url.port === '' && fileHost.test(url.hostname);
  if (url === null || !isOurs) return 'download';
  try {
    const response = await download(url.href, { redirect: 'error', signal: AbortSignal.timeout(patience) });
    if (!response.ok || response.body === null) return 'download';
    return await readAll(response.body);
  } catch {
    return 'download';
  }
}

async function readAll(body: ReadableStream<Uint8Array>): Promise<Uint8Array | 'too-long'> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early closes the connection.
  for await (const part of body) {
    parts.push(part);
    length += part.length;
    if (length > largest) return 'too-long';
  }
  return Buffer.concat(parts);
}
